// The interface of scripts: a current figure, current axes, and functions that draw into them. Mirrors
// matplotlib/pyplot.py.

import { python } from '../_kwargs.js'
import { isPlainObject, pyRepr } from '../_repr.js'
import { RuntimeError, ValueError } from '../errors.js'
import { RuntimeWarning, warn } from '../warnings.js'
import { type ArrayLike, toValues } from './_array.js'
import { rc, rcdefaults, rcParams } from './_rc.js'
import { present } from './_show.js'
import type { TightLayoutOptions } from './_tight_layout.js'
import { setp } from './artist.js'
import { Axes, type ImshowOptions } from './axes/_axes.js'
import type { AxesOptions } from './axes/_base.js'
import { colormaps, get_cmap } from './cm.js'
import { PathCollection } from './collections.js'
import type { Colorbar, ColorbarOptions } from './colorbar.js'
import {
  Figure,
  type FigureOptions,
  type Mappable,
  type SavefigOptions,
  type Subplots,
  type SubplotsOptions,
  type Target,
} from './figure.js'
import { GridSpec, type SubplotPars, type SubplotSpec } from './gridspec.js'
import { AxesImage } from './image.js'
import type { ScaleName, ScaleOptions } from './scale.js'
import * as style from './style.js'
import { Text, type TextOptions } from './text.js'

const figures = new Map<number | string, Figure>()
let active: Figure | null = null
let interactive = false
let backend = process.env.MPLBACKEND ?? 'file'
// What `clim`, `colorbar` and the like mean when nothing is named.
const images = new WeakMap<Figure, Mappable>()

const bindFigure = python(
  'figure(num=None, figsize=None, dpi=None, *, facecolor=None, edgecolor=None, frameon=True, FigureClass=None, clear=False, **kwargs)',
)

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

// Axes

const bindSubplots = python(
  'subplots(nrows=1, ncols=1, *, sharex=False, sharey=False, squeeze=True, width_ratios=None, height_ratios=None, subplot_kw=None, gridspec_kw=None, **fig_kw)',
)

/**
 * A new figure with a grid of axes: `[fig, ax]`, `[fig, axes]`. Several rows and columns are a two-dimensional array
 * (`axes[0][1]`, `axes['0, 1']`, `axes.flat`), one row or column a list, one cell the axes themselves, unless `squeeze`
 * is false.
 *
 * @example
 * const [fig, axes] = plt.subplots(2, 3, { sharex: true, figsize: [9, 6] })
 * axes.shape // [2, 3]
 * for (const row of axes) for (const ax of row) ax.plot([1, 2])
 *
 * @see https://matplotlib.org/stable/api/_as_gen/matplotlib.pyplot.subplots.html
 */
export function subplots<
  const R extends number = 1,
  const C extends number = 1,
  const S extends boolean = true,
>(
  options?: SubplotsOptions & PyplotFigureOptions & { nrows?: R; ncols?: C; squeeze?: S },
): [Figure, Subplots<R, C, S>]
export function subplots<
  const R extends number,
  const C extends number = 1,
  const S extends boolean = true,
>(
  nrows: R,
  options?: SubplotsOptions & PyplotFigureOptions & { ncols?: C; squeeze?: S },
): [Figure, Subplots<R, C, S>]
export function subplots<
  const R extends number,
  const C extends number,
  const S extends boolean = true,
>(
  nrows: R,
  ncols: C,
  options?: SubplotsOptions & PyplotFigureOptions & { squeeze?: S },
): [Figure, Subplots<R, C, S>]
export function subplots(...args: unknown[]): [Figure, never] {
  const { fig_kw, ...rest } = bindSubplots<{ fig_kw: PyplotFigureOptions }>(args)
  const fig = figure(fig_kw)
  return [fig, fig.subplots(rest as SubplotsOptions) as never]
}

/**
 * Axes in a grid of the current figure, `subplot(2, 1, 1)` or `subplot(211)`; those that are there already are taken.
 *
 * @example plt.subplot(1, 2, 1) === plt.subplot(121) // True
 * @see https://matplotlib.org/stable/api/_as_gen/matplotlib.pyplot.subplot.html
 */
export function subplot(options?: AxesOptions): Axes
export function subplot(pos: number | SubplotSpec, options?: AxesOptions): Axes
export function subplot(
  nrows: number,
  ncols: number,
  index: number | readonly [number, number],
  options?: AxesOptions,
): Axes
export function subplot(...args: unknown[]): Axes {
  const fig = gcf()
  const before = fig.axes.length
  const current = fig.axes.length > 0 ? fig.gca() : null
  const add = fig.add_subplot as (...all: unknown[]) => Axes
  const made = add.apply(fig, args.length === 0 ? [1, 1, 1] : args)
  const spec = made.get_subplotspec()
  const same = fig.axes.slice(0, before).find((ax) => {
    const other = ax.get_subplotspec()
    return (
      spec !== null &&
      other !== null &&
      other.grid.nrows === spec.grid.nrows &&
      other.grid.ncols === spec.grid.ncols &&
      other.row0 === spec.row0 &&
      other.row1 === spec.row1 &&
      other.column0 === spec.column0 &&
      other.column1 === spec.column1
    )
  })
  if (same === undefined) return made
  fig.delaxes(made)
  if (current !== null) fig.sca(current)
  const last = args.at(-1)
  if (isPlainObject(last)) same.set(last as AxesOptions)
  return fig.sca(same)
}

/**
 * Axes that may span rows and columns of a grid.
 *
 * @example plt.subplot2grid([3, 3], [0, 0], 1, 2).get_subplotspec()?.column1 // 1
 * @see https://matplotlib.org/stable/api/_as_gen/matplotlib.pyplot.subplot2grid.html
 */
export function subplot2grid(
  shape: readonly [number, number],
  loc: readonly [number, number],
  rowspan = 1,
  colspan = 1,
): Axes {
  const cells = new GridSpec(shape[0], shape[1], { figure: gcf() })
  return gcf().add_subplot(cells.at([loc[0], loc[0] + rowspan], [loc[1], loc[1] + colspan]))
}

/** Axes at a rectangle in parts of the figure, or as large as usual. */
export function axes(
  rect: readonly [number, number, number, number] | null = null,
  options: AxesOptions = {},
): Axes {
  return rect === null ? gcf().add_subplot(options) : gcf().add_axes(rect, options)
}

/** Takes axes out of their figure. */
export function delaxes(ax: Axes | null = null): void {
  const gone = ax ?? gca()
  gone.remove()
}

/** Axes on the place of others with their own y. */
export function twinx(ax: Axes | null = null): Axes {
  return (ax ?? gca()).twinx()
}

/** Axes on the place of others with their own x. */
export function twiny(ax: Axes | null = null): Axes {
  return (ax ?? gca()).twiny()
}

type Drawing =
  | 'plot'
  | 'scatter'
  | 'bar'
  | 'barh'
  | 'bar_label'
  | 'hist'
  | 'imshow'
  | 'pcolormesh'
  | 'pcolor'
  | 'spy'
  | 'fill'
  | 'fill_between'
  | 'fill_betweenx'
  | 'errorbar'
  | 'stem'
  | 'step'
  | 'semilogx'
  | 'semilogy'
  | 'loglog'
  | 'axhline'
  | 'axvline'
  | 'axhspan'
  | 'axvspan'
  | 'hlines'
  | 'vlines'
  | 'pie'
  | 'text'
  | 'annotate'
  | 'legend'
  | 'axis'
  | 'grid'
  | 'margins'
  | 'autoscale'
  | 'tick_params'
  | 'ticklabel_format'
  | 'locator_params'
  | 'minorticks_on'

// The methods of axes, on those that are current. Images become what colorbars speak of.
function forward<N extends Drawing>(name: N): Axes[N] {
  const fn = (...args: unknown[]): unknown => {
    const ax = gca()
    const result = (ax[name] as (...all: unknown[]) => unknown).apply(ax, args)
    const colored =
      result instanceof AxesImage ||
      (result instanceof PathCollection && result.get_array() !== null)
    if (colored) sci(result)
    return result
  }
  Object.defineProperty(fn, 'name', { value: name })
  return fn as Axes[N]
}

/** {@link Axes.plot} on the current axes: lines or markers through points. */
export const plot = forward('plot')
/** {@link Axes.scatter} on the current axes: a marker at each point. */
export const scatter = forward('scatter')
/** {@link Axes.bar} on the current axes: vertical bars. */
export const bar = forward('bar')
/** {@link Axes.barh} on the current axes: horizontal bars. */
export const barh = forward('barh')
/** {@link Axes.bar_label} on the current axes: the length of bars as texts. */
export const bar_label = forward('bar_label')
/** {@link Axes.hist} on the current axes: counts in bins. */
export const hist = forward('hist')
/** {@link Axes.imshow} on the current axes: a matrix or colours as an image. */
export const imshow = forward('imshow')
/** {@link Axes.pcolormesh} on the current axes: a matrix as cells. */
export const pcolormesh = forward('pcolormesh')
/** {@link Axes.pcolor} on the current axes. */
export const pcolor = forward('pcolor')
/** {@link Axes.spy} on the current axes: where a matrix is not zero. */
export const spy = forward('spy')
/** {@link Axes.fill} on the current axes: filled outlines. */
export const fill = forward('fill')
/** {@link Axes.fill_between} on the current axes: the area between two curves. */
export const fill_between = forward('fill_between')
/** {@link Axes.fill_betweenx} on the current axes. */
export const fill_betweenx = forward('fill_betweenx')
/** {@link Axes.errorbar} on the current axes: points with their errors. */
export const errorbar = forward('errorbar')
/** {@link Axes.stem} on the current axes. */
export const stem = forward('stem')
/** {@link Axes.step} on the current axes. */
export const step = forward('step')
/** {@link Axes.semilogx} on the current axes. */
export const semilogx = forward('semilogx')
/** {@link Axes.semilogy} on the current axes. */
export const semilogy = forward('semilogy')
/** {@link Axes.loglog} on the current axes. */
export const loglog = forward('loglog')
/** {@link Axes.axhline} on the current axes. */
export const axhline = forward('axhline')
/** {@link Axes.axvline} on the current axes. */
export const axvline = forward('axvline')
/** {@link Axes.axhspan} on the current axes. */
export const axhspan = forward('axhspan')
/** {@link Axes.axvspan} on the current axes. */
export const axvspan = forward('axvspan')
/** {@link Axes.hlines} on the current axes. */
export const hlines = forward('hlines')
/** {@link Axes.vlines} on the current axes. */
export const vlines = forward('vlines')
/** {@link Axes.pie} on the current axes: shares of a whole. */
export const pie = forward('pie')
/** {@link Axes.text} on the current axes. */
export const text = forward('text')
/** {@link Axes.annotate} on the current axes. */
export const annotate = forward('annotate')
/** {@link Axes.legend} on the current axes. */
export const legend = forward('legend')
/** {@link Axes.axis} on the current axes: `'off'`, `'equal'`, limits, ... */
export const axis = forward('axis')
/** {@link Axes.grid} on the current axes. */
export const grid = forward('grid')
/** {@link Axes.margins} on the current axes. */
export const margins = forward('margins')
/** {@link Axes.autoscale} on the current axes. */
export const autoscale = forward('autoscale')
/** {@link Axes.tick_params} on the current axes. */
export const tick_params = forward('tick_params')
/** {@link Axes.ticklabel_format} on the current axes. */
export const ticklabel_format = forward('ticklabel_format')
/** {@link Axes.locator_params} on the current axes. */
export const locator_params = forward('locator_params')
/** {@link Axes.minorticks_on} on the current axes. */
export const minorticks_on = forward('minorticks_on')

const bindMatshow = python('matshow(A, fignum=None, **kwargs)')

/** A matrix in a figure of its shape; with `fignum: false` or 0 in the current axes. */
export function matshow(
  A: ArrayLike,
  options?: ImshowOptions & { fignum?: number | false | null },
): AxesImage
export function matshow(
  A: ArrayLike,
  fignum: number | false | null,
  options?: ImshowOptions,
): AxesImage
export function matshow(...args: unknown[]): AxesImage {
  const { A, fignum, kwargs } = bindMatshow<Record<string, never>>(args)
  let ax: Axes
  if ((fignum as unknown) === 0 || (fignum as unknown) === false) ax = gca()
  else {
    const [rows = 1, columns = 1] = toValues(A).shape
    const height = rcParams['figure.figsize'][1]
    let [w, h] = [(height * columns) / rows, height]
    const grow = Math.min(1, w / 4, h / 2)
    ;[w, h] = [w / grow, h / grow]
    const shrink = Math.max(1, w / 16, h / 16)
    const clip = (v: number, least: number): number => Math.min(Math.max(v / shrink, least), 16)
    const fig = figure(fignum as number | null, { figsize: [clip(w, 4), clip(h, 2)] })
    ax = fig.add_axes([0.15, 0.09, 0.775, 0.775])
  }
  const image = ax.matshow(A, kwargs)
  sci(image)
  return image
}

// Words and ticks

/** {@link Axes.set_title} on the current axes. */
export const title: Axes['set_title'] = (...args: unknown[]) =>
  (gca().set_title as (...all: unknown[]) => Text)(...args)
/** {@link Axes.set_xlabel} on the current axes. */
export const xlabel: Axes['set_xlabel'] = (...args: unknown[]) =>
  (gca().set_xlabel as (...all: unknown[]) => Text)(...args)
/** {@link Axes.set_ylabel} on the current axes. */
export const ylabel: Axes['set_ylabel'] = (...args: unknown[]) =>
  (gca().set_ylabel as (...all: unknown[]) => Text)(...args)
/** A title over all axes of the current figure. */
export const suptitle: Figure['suptitle'] = (t, options) => gcf().suptitle(t, options)
/** A text at parts of the current figure. */
export const figtext: Figure['text'] = (x, y, s, options) => gcf().text(x, y, s, options)
/** A legend of all axes of the current figure. */
export const figlegend: Figure['legend'] = (...args: unknown[]) =>
  (gcf().legend as (...all: unknown[]) => never)(...args)

/**
 * Gets or sets where x begins and ends.
 *
 * @example
 * plt.xlim(0, 5) // [0, 5]
 * plt.xlim() // [0, 5]
 *
 * @see https://matplotlib.org/stable/api/_as_gen/matplotlib.pyplot.xlim.html
 */
export const xlim: Axes['set_xlim'] = (...args: unknown[]) => {
  const ax = gca()
  return args.length === 0
    ? ax.get_xlim()
    : (ax.set_xlim as (...all: unknown[]) => [number, number])(...args)
}

/**
 * Gets or sets where y begins and ends.
 *
 * @example plt.ylim([0, 1]) // [0, 1]
 * @see https://matplotlib.org/stable/api/_as_gen/matplotlib.pyplot.ylim.html
 */
export const ylim: Axes['set_ylim'] = (...args: unknown[]) => {
  const ax = gca()
  return args.length === 0
    ? ax.get_ylim()
    : (ax.set_ylim as (...all: unknown[]) => [number, number])(...args)
}

type TickArguments = [
  ticks?:
    | ArrayLike
    | readonly string[]
    | null
    | (TextOptions & { ticks?: ArrayLike; labels?: readonly unknown[]; minor?: boolean }),
  labels?:
    | readonly unknown[]
    | null
    | (TextOptions & { labels?: readonly unknown[]; minor?: boolean }),
  options?: TextOptions & { minor?: boolean },
]
const bindTicks = {
  x: python('xticks(ticks=None, labels=None, *, minor=False, **kwargs)'),
  y: python('yticks(ticks=None, labels=None, *, minor=False, **kwargs)'),
}

function ticks(name: 'x' | 'y', args: readonly unknown[]): [number[], Text[]] {
  const { ticks: at, labels, minor, kwargs } = bindTicks[name]<Record<string, never>>(args)
  const one = name === 'x' ? gca().xaxis : gca().yaxis
  if (at === null && labels !== null)
    throw new TypeError(`${name}ticks(): Parameter 'labels' can't be set without setting 'ticks'`)
  if (at !== null)
    one.set_ticks(at, labels === null ? null : Array.from(labels), {
      minor,
      ...(labels === null ? {} : (kwargs as TextOptions)),
    })
  const texts = one.get_ticklabels({ minor })
  if (labels === null) for (const label of texts) label.set(kwargs)
  return [one.get_ticklocs({ minor }), texts]
}

/**
 * Gets or sets the ticks of x: places, texts, how the texts look.
 *
 * @example
 * const [places] = plt.xticks([0, 1, 2], ['a', 'b', 'c'], { rotation: 45 })
 * places // [0, 1, 2]
 *
 * @see https://matplotlib.org/stable/api/_as_gen/matplotlib.pyplot.xticks.html
 */
export function xticks(...args: TickArguments): [number[], Text[]] {
  return ticks('x', args)
}

/**
 * Gets or sets the ticks of y: places, texts, how the texts look.
 *
 * @example plt.yticks([])[0] // []
 * @see https://matplotlib.org/stable/api/_as_gen/matplotlib.pyplot.yticks.html
 */
export function yticks(...args: TickArguments): [number[], Text[]] {
  return ticks('y', args)
}

/** The scale of x: `'linear'` or `'log'`. */
export function xscale(value: ScaleName, options: ScaleOptions = {}): void {
  gca().set_xscale(value, options)
}

/** The scale of y: `'linear'` or `'log'`. */
export function yscale(value: ScaleName, options: ScaleOptions = {}): void {
  gca().set_yscale(value, options)
}

/** Draws the frame around the current axes, or not; without an argument the other way round. */
export function box(on: boolean): void {
  gca().set_frame_on(on)
}

// Colours

const bindColorbar = python('colorbar(mappable=None, cax=None, ax=None, **kwargs)')

/**
 * A bar of the colours of the image drawn last, or of another, beside the current axes.
 *
 * @example
 * plt.imshow([[1, 2], [3, 4]])
 * plt.colorbar().mappable.get_clim() // [1, 4]
 *
 * @see https://matplotlib.org/stable/api/_as_gen/matplotlib.pyplot.colorbar.html
 */
export function colorbar(options?: ColorbarOptions & { mappable?: Mappable | null }): Colorbar
export function colorbar(mappable: Mappable | null, options?: ColorbarOptions): Colorbar
export function colorbar(
  mappable: Mappable | null,
  cax: Axes | null,
  options?: ColorbarOptions,
): Colorbar
export function colorbar(
  mappable: Mappable | null,
  cax: Axes | null,
  ax: Axes | Iterable<Axes> | null,
  options?: ColorbarOptions,
): Colorbar
export function colorbar(...args: unknown[]): Colorbar {
  const { mappable, cax, ax, kwargs } = bindColorbar<Record<string, never>>(args)
  const source = (mappable ?? gci()) as Mappable | null
  if (source === null) {
    throw new RuntimeError(
      'No mappable was found to use for colorbar creation. First define a mappable such as an image (with imshow) or a contour set (with contourf).',
    )
  }
  return gcf().colorbar(source, cax, ax, kwargs as ColorbarOptions)
}

/** The numbers of the first and the last colour of the image drawn last. */
export function clim(vmin: number | null = null, vmax: number | null = null): void {
  const image = gci()
  if (image === null) throw new RuntimeError('You must first define an image, e.g., with imshow')
  ;('mappable' in image ? image.mappable : image).set_clim(vmin, vmax)
}

/** The colormap of images to come, and of the one drawn last. */
export function set_cmap(cmap: string): void {
  rcParams['image.cmap'] = get_cmap(cmap).name
  const image = gci()
  if (image !== null) ('mappable' in image ? image.mappable : image).set_cmap(cmap)
}
/** The gray colormap from now on. */
export const gray = (): void => set_cmap('gray')
/** The viridis colormap from now on. */
export const viridis = (): void => set_cmap('viridis')
/** The bone colormap from now on. */
export const bone = (): void => set_cmap('bone')
/** The jet colormap from now on. */
export const jet = (): void => set_cmap('jet')
/** The hot colormap from now on. */
export const hot = (): void => set_cmap('hot')

// Layout and files

/** Makes room for the labels of the current figure. */
export function tight_layout(options: TightLayoutOptions = {}): void {
  gcf().tight_layout(options)
}

/** Sets the room around and between the axes of the current figure. */
export function subplots_adjust(options: Partial<SubplotPars> = {}): void {
  gcf().subplots_adjust(options)
}

/**
 * Writes the current figure: png, svg, jpg or webp by the ending of the path.
 *
 * @example
 * let size = 0
 * plt.plot([1, 2, 3])
 * plt.savefig({ write: (bytes) => void (size = bytes.length) }, { format: 'png', dpi: 50 })
 * size > 0 // True
 *
 * @see https://matplotlib.org/stable/api/_as_gen/matplotlib.pyplot.savefig.html
 */
export function savefig(fname: Target, options: SavefigOptions = {}): void {
  gcf().savefig(fname, options)
}

const nameOf = (fig: Figure): string =>
  typeof fig.number === 'string'
    ? fig.number.replace(/[^\w.-]+/g, '_')
    : `Figure_${fig.number ?? 1}`

/**
 * Shows all open figures: writes each to a PNG, says on stderr where it is, and opens it where there is a screen. The
 * folder is that of the environment variable `TORCH_NODE_FIGURES`, or a temporary one; with `MPLBACKEND=agg`, or after
 * `switch_backend('agg')`, nothing is opened. Unlike Python's it never waits. Shown figures are done with, unless
 * `block` is false or {@link ion} was called.
 *
 * @see https://matplotlib.org/stable/api/_as_gen/matplotlib.pyplot.show.html
 */
export function show(options: { block?: boolean | null } = {}): void {
  const keep = options.block === false || (options.block !== true && interactive)
  for (const fig of figures.values()) present(fig, nameOf(fig), backend.toLowerCase() !== 'agg')
  if (!keep) close('all')
}

/** Shows the current figure and waits some seconds. */
export function pause(interval: number): void {
  if (active !== null) present(active, nameOf(active), backend.toLowerCase() !== 'agg')
  if (interval > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, interval * 1000)
}

/** Nothing to do: figures are drawn when they are shown or written. */
export function draw(): void {}

/** Keeps figures open after {@link show}. */
export function ion(): void {
  interactive = true
}

/** Has {@link show} close figures, as at the start. */
export function ioff(): void {
  interactive = false
}

/** Whether {@link ion} holds. */
export function isinteractive(): boolean {
  return interactive
}

/** Sets where figures are shown: with `'agg'` they are only written. */
export function switch_backend(newbackend: string): void {
  if (typeof newbackend !== 'string')
    throw new ValueError(`${pyRepr(newbackend)} is not a valid backend`)
  close('all')
  backend = newbackend
}

/** The name of the backend. */
export function get_backend(): string {
  return backend
}

export {
  Axes,
  colormaps,
  Figure,
  get_cmap,
  type Mappable,
  rc,
  rcdefaults,
  rcParams,
  setp,
  style,
  Text,
}
