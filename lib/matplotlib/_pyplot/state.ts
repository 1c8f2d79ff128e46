// Which figures are open, and which figure and axes are current.

import { python } from '../../_kwargs.js'
import { RuntimeWarning, warn } from '../../warnings.js'
import { rcParams } from '../_rc.js'
import type { Axes } from '../axes/_axes.js'
import { Figure, type FigureOptions, type Mappable } from '../figure.js'

/** The figures that are open, by number or name. */
export const figures: Map<number | string, Figure> = new Map()
let active: Figure | null = null
// What `clim`, `colorbar` and the like mean when nothing is named.
const images = new WeakMap<Figure, Mappable>()

const bindFigure = python(
  'figure(num=None, figsize=None, dpi=None, *, facecolor=None, edgecolor=None, frameon=True, FigureClass=None, clear=False, **kwargs)',
)

/** The current figure, if there is one. */
export const activeFigure = (): Figure | null => active

/** Keywords of {@link figure}. */
export interface PyplotFigureOptions extends FigureOptions {
  num?: number | string | Figure | null
  clear?: boolean
}

/**
 * Makes a figure and draws into it from now on; with the number or name of one that is there, goes back to it.
 *
 * @example
 * const fig = plt.figure({ figsize: [8, 3] })
 * fig.get_size_inches() // [8, 3]
 *
 * @see https://matplotlib.org/stable/api/_as_gen/matplotlib.pyplot.figure.html
 */
export function figure(options?: PyplotFigureOptions): Figure
export function figure(num: number | string | Figure | null, options?: PyplotFigureOptions): Figure
export function figure(
  num: number | string | Figure | null,
  figsize: FigureOptions['figsize'],
  options?: PyplotFigureOptions,
): Figure
export function figure(...args: unknown[]): Figure {
  const bound = bindFigure<Record<string, never>>(args)
  const { num, figsize, dpi, facecolor, edgecolor, frameon, clear, kwargs } = bound
  const given = num as number | string | Figure | null
  if (given instanceof Figure) {
    active = given
    return given
  }
  const numbers = [...figures.values()].map((one) => Number(one.number)).filter(Number.isInteger)
  const key = given ?? Math.max(0, ...numbers) + 1
  const known = figures.get(key)
  if (known !== undefined) {
    if (clear) known.clear()
    active = known
    return known
  }
  const most = rcParams['figure.max_open_warning']
  if (figures.size === most && most >= 1) {
    warn(
      `More than ${most} figures have been opened. Figures created through the pyplot interface (\`matplotlib.pyplot.figure\`) are retained until explicitly closed and may consume too much memory. (To control this warning, see the rcParam \`figure.max_open_warning\`). Consider using \`matplotlib.pyplot.close()\`.`,
      RuntimeWarning,
    )
  }
  const made = new Figure({
    figsize,
    dpi,
    facecolor,
    edgecolor,
    frameon,
    ...(kwargs as FigureOptions),
  })
  made.number = key
  figures.set(key, made)
  active = made
  return made
}

/**
 * The current figure, a new one where there is none.
 *
 * @example plt.gcf().dpi // 100
 * @see https://matplotlib.org/stable/api/_as_gen/matplotlib.pyplot.gcf.html
 */
export function gcf(): Figure {
  return active ?? figure()
}

/**
 * The current axes, new ones where there are none.
 *
 * @example plt.gca() === plt.gcf().axes[0] // True
 * @see https://matplotlib.org/stable/api/_as_gen/matplotlib.pyplot.gca.html
 */
export function gca(): Axes {
  return gcf().gca()
}

/** Draws into these axes from now on. */
export function sca(ax: Axes): void {
  active = ax.figure
  ax.figure.sca(ax)
}

/** The image or scatter drawn last; null where there is none. */
export function gci(): Mappable | null {
  return images.get(gcf()) ?? null
}

/** Makes an image what {@link colorbar} and {@link clim} speak of. */
export function sci(im: Mappable): void {
  images.set(gcf(), im)
}

/** Empties the current figure. */
export function clf(): void {
  gcf().clear()
}

/** Empties the current axes. */
export function cla(): void {
  gca().clear()
}

/**
 * Forgets the current figure, one by number, name or itself, or `'all'`.
 *
 * @example
 * plt.figure()
 * plt.close('all')
 * plt.get_fignums() // []
 *
 * @see https://matplotlib.org/stable/api/_as_gen/matplotlib.pyplot.close.html
 */
export function close(fig: number | string | Figure | null = null): void {
  if (fig === 'all') figures.clear()
  else if (fig instanceof Figure)
    for (const [key, one] of figures) if (one === fig) figures.delete(key)
  if (typeof fig === 'number' || typeof fig === 'string') figures.delete(fig)
  if (fig === null && active !== null)
    for (const [key, one] of figures) if (one === active) figures.delete(key)
  if (active !== null && ![...figures.values()].includes(active))
    active = [...figures.values()].at(-1) ?? null
}

/** The numbers of the figures that are open. */
export function get_fignums(): (number | string)[] {
  return [...figures.keys()].sort()
}

/** Whether a figure of this number or name is open. */
export function fignum_exists(num: number | string): boolean {
  return figures.has(num)
}

/** Takes axes out of their figure. */
export function delaxes(ax: Axes | null = null): void {
  const gone = ax ?? gca()
  gone.remove()
}

/** A function of pyplot from a method of axes or figures: where arguments are wrong, its own name is told. */
export function named<F>(name: string, method: string, call: (...args: unknown[]) => unknown): F {
  const fn = (...args: unknown[]): unknown => {
    try {
      return call(...args)
    } catch (error) {
      if (error instanceof TypeError && error.message.startsWith(`${method}()`)) {
        error.message = `${name}()${error.message.slice(method.length + 2)}`
      }
      throw error
    }
  }
  Object.defineProperty(fn, 'name', { value: name, configurable: true })
  return fn as F
}
