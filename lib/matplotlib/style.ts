// Styles by name. Mirrors matplotlib/style.

import { strRepr } from '../_repr.js'
import { OSError } from '../errors.js'
import { type RcParams, rcdefaults, rcParams } from './_rc.js'

type Settings = Partial<Omit<RcParams, 'update'>>

const styles: Readonly<Record<string, Settings>> = {
  default: {},
  ggplot: {
    'patch.linewidth': 0.5,
    'patch.facecolor': '#348ABD',
    'patch.edgecolor': '#EEEEEE',
    'font.size': 10,
    'axes.facecolor': '#E5E5E5',
    'axes.edgecolor': 'white',
    'axes.linewidth': 1,
    'axes.grid': true,
    'axes.titlesize': 'x-large',
    'axes.labelsize': 'large',
    'axes.labelcolor': '#555555',
    'axes.axisbelow': true,
    'axes.prop_cycle': [
      '#E24A33',
      '#348ABD',
      '#988ED5',
      '#777777',
      '#FBC15E',
      '#8EBA42',
      '#FFB5B8',
    ],
    'xtick.color': '#555555',
    'ytick.color': '#555555',
    'grid.color': 'white',
    'grid.linestyle': '-',
    'figure.facecolor': 'white',
    'figure.edgecolor': '0.50',
  },
  dark_background: {
    'lines.color': 'white',
    'patch.edgecolor': 'white',
    'text.color': 'white',
    'axes.facecolor': 'black',
    'axes.edgecolor': 'white',
    'axes.labelcolor': 'white',
    'axes.prop_cycle': [
      '#8dd3c7',
      '#feffb3',
      '#bfbbd9',
      '#fa8174',
      '#81b1d2',
      '#fdb462',
      '#b3de69',
      '#bc82bd',
      '#ccebc4',
      '#ffed6f',
    ],
    'xtick.color': 'white',
    'ytick.color': 'white',
    'grid.color': 'white',
    'figure.facecolor': 'black',
    'figure.edgecolor': 'black',
  },
}

/** The names of the styles. */
export const available: readonly string[] = Object.keys(styles).filter((name) => name !== 'default')

/**
 * Takes over the settings of a style by name, or those given; `'default'` brings all back.
 *
 * @example
 * plt.style.use('ggplot')
 * plt.rcParams['axes.grid'] // True
 *
 * @see https://matplotlib.org/stable/api/style_api.html#matplotlib.style.use
 */
export function use(style: string | Settings | readonly (string | Settings)[]): void {
  for (const one of Array.isArray(style)
    ? (style as readonly (string | Settings)[])
    : [style as string | Settings]) {
    if (typeof one !== 'string') Object.assign(rcParams, one)
    else if (one === 'default') rcdefaults()
    else if (Object.hasOwn(styles, one)) Object.assign(rcParams, styles[one])
    else {
      throw new OSError(
        `${strRepr(one)} is not a valid package style, path of style file, URL of style file, or library style name (library styles are listed in \`style.available\`)`,
      )
    }
  }
}
