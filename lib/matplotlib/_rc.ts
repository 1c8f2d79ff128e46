// The settings that pictures start from: matplotlib's default style.

import { KeyError } from '../errors.js'
import { TABLEAU_COLORS } from './_color_data.js'

const defaults = {
  'axes.axisbelow': 'line' as boolean | 'line',
  'axes.edgecolor': 'black',
  'axes.facecolor': 'white',
  'axes.formatter.limits': [-5, 6] as [number, number],
  'axes.formatter.offset_threshold': 4,
  'axes.formatter.use_mathtext': false,
  'axes.formatter.useoffset': true,
  'axes.grid': false,
  'axes.labelcolor': 'black',
  'axes.labelpad': 4,
  'axes.labelsize': 'medium' as number | string,
  'axes.labelweight': 'normal',
  'axes.linewidth': 0.8,
  'axes.prop_cycle': Object.values(TABLEAU_COLORS) as readonly string[],
  'axes.spines.bottom': true,
  'axes.spines.left': true,
  'axes.spines.right': true,
  'axes.spines.top': true,
  'axes.titlecolor': 'auto',
  'axes.titlepad': 6,
  'axes.titlesize': 'large' as number | string,
  'axes.titleweight': 'normal',
  'axes.unicode_minus': true,
  'axes.xmargin': 0.05,
  'axes.ymargin': 0.05,
  'errorbar.capsize': 0,
  'figure.autolayout': false,
  'figure.dpi': 100,
  'figure.edgecolor': 'white',
  'figure.facecolor': 'white',
  'figure.figsize': [6.4, 4.8] as [number, number],
  'figure.max_open_warning': 20,
  'figure.subplot.bottom': 0.11,
  'figure.subplot.hspace': 0.2,
  'figure.subplot.left': 0.125,
  'figure.subplot.right': 0.9,
  'figure.subplot.top': 0.88,
  'figure.subplot.wspace': 0.2,
  'figure.titlesize': 'large' as number | string,
  'figure.titleweight': 'normal',
  'font.family': ['sans-serif'] as string | string[],
  'font.size': 10,
  'font.style': 'normal',
  'font.weight': 'normal' as number | string,
  'grid.alpha': 1,
  'grid.color': '#b0b0b0',
  'grid.linestyle': '-',
  'grid.linewidth': 0.8,
  'hist.bins': 10 as number | string,
  'image.aspect': 'equal' as number | 'equal' | 'auto',
  'image.cmap': 'viridis',
  'image.interpolation': 'auto',
  'image.origin': 'upper' as 'upper' | 'lower',
  'legend.borderaxespad': 0.5,
  'legend.borderpad': 0.4,
  'legend.columnspacing': 2,
  'legend.edgecolor': '0.8',
  'legend.facecolor': 'inherit',
  'legend.fancybox': true,
  'legend.fontsize': 'medium' as number | string,
  'legend.framealpha': 0.8 as number | null,
  'legend.frameon': true,
  'legend.handleheight': 0.7,
  'legend.handlelength': 2,
  'legend.handletextpad': 0.8,
  'legend.labelspacing': 0.5,
  'legend.loc': 'best' as string | number,
  'legend.markerscale': 1,
  'legend.title_fontsize': null as number | string | null,
  'lines.color': 'C0',
  'lines.dashdot_pattern': [6.4, 1.6, 1, 1.6],
  'lines.dashed_pattern': [3.7, 1.6],
  'lines.dotted_pattern': [1, 1.65],
  'lines.linestyle': '-',
  'lines.linewidth': 1.5,
  'lines.marker': 'None',
  'lines.markeredgecolor': 'auto',
  'lines.markeredgewidth': 1,
  'lines.markerfacecolor': 'auto',
  'lines.markersize': 6,
  'patch.edgecolor': 'black',
  'patch.facecolor': 'C0',
  'patch.force_edgecolor': false,
  'patch.linewidth': 1,
  'savefig.bbox': null as 'tight' | 'standard' | null,
  'savefig.dpi': 'figure' as number | 'figure',
  'savefig.edgecolor': 'auto',
  'savefig.facecolor': 'auto',
  'savefig.format': 'png',
  'savefig.pad_inches': 0.1,
  'savefig.transparent': false,
  'scatter.edgecolors': 'face',
  'scatter.marker': 'o',
  'text.color': 'black',
  'text.parse_math': true,
  'xtick.alignment': 'center',
  'xtick.bottom': true,
  'xtick.color': 'black',
  'xtick.direction': 'out' as 'in' | 'out' | 'inout',
  'xtick.labelbottom': true,
  'xtick.labelcolor': 'inherit',
  'xtick.labelsize': 'medium' as number | string,
  'xtick.labeltop': false,
  'xtick.major.pad': 3.5,
  'xtick.major.size': 3.5,
  'xtick.major.width': 0.8,
  'xtick.minor.pad': 3.4,
  'xtick.minor.size': 2,
  'xtick.minor.visible': false,
  'xtick.minor.width': 0.6,
  'xtick.top': false,
  'ytick.alignment': 'center_baseline',
  'ytick.color': 'black',
  'ytick.direction': 'out' as 'in' | 'out' | 'inout',
  'ytick.labelcolor': 'inherit',
  'ytick.labelleft': true,
  'ytick.labelright': false,
  'ytick.labelsize': 'medium' as number | string,
  'ytick.left': true,
  'ytick.major.pad': 3.5,
  'ytick.major.size': 3.5,
  'ytick.major.width': 0.8,
  'ytick.minor.pad': 3.4,
  'ytick.minor.size': 2,
  'ytick.minor.visible': false,
  'ytick.minor.width': 0.6,
  'ytick.right': false,
}

/** The settings by matplotlib's names. */
export type RcParams = typeof defaults & {
  /** Sets several at once. */
  update(values: Partial<typeof defaults>): void
}

const unknown = (key: string): KeyError =>
  new KeyError(
    `${key} is not a valid rc parameter (see rcParams.keys() for a list of valid parameters)`,
  )

// Lists are copied, so that a script which changes one in place does not change the default.
const fresh = (): typeof defaults => structuredClone(defaults)

/**
 * The settings that new figures, axes, lines and texts take: `rcParams['figure.figsize'] = [8, 3]`. A name that
 * matplotlib does not have, or that this port does not read, throws a KeyError.
 *
 * @example
 * rcParams['lines.linewidth'] // 1.5
 *
 * @see https://matplotlib.org/stable/users/explain/customizing.html
 */
export const rcParams: RcParams = new Proxy(fresh() as RcParams, {
  get(target, key, receiver) {
    if (key === 'update') {
      return (values: Partial<typeof defaults>) => void Object.assign(rcParams, values)
    }
    if (typeof key === 'string' && key.includes('.') && !Object.hasOwn(target, key)) {
      throw unknown(key)
    }
    return Reflect.get(target, key, receiver)
  },
  set(target, key, value, receiver) {
    if (typeof key !== 'string' || !Object.hasOwn(target, key)) throw unknown(String(key))
    return Reflect.set(target, key, value, receiver)
  },
})

/**
 * Sets several settings of one group: `rc('lines', { linewidth: 2 })`.
 *
 * @example
 * rc('lines', { linewidth: 2 })
 * rcParams['lines.linewidth'] // 2
 *
 * @see https://matplotlib.org/stable/api/matplotlib_configuration_api.html#matplotlib.rc
 */
export function rc(
  group: string | readonly string[],
  values: Readonly<Record<string, unknown>>,
): void {
  for (const one of typeof group === 'string' ? [group] : group) {
    for (const [key, value] of Object.entries(values)) {
      Object.assign(rcParams, { [`${one}.${key}`]: value })
    }
  }
}

/**
 * Brings back the default settings.
 *
 * @example
 * rcParams['font.size'] = 20
 * rcdefaults()
 * rcParams['font.size'] // 10
 *
 * @see https://matplotlib.org/stable/api/matplotlib_configuration_api.html#matplotlib.rcdefaults
 */
export function rcdefaults(): void {
  Object.assign(rcParams, fresh())
}
