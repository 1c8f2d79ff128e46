// Colormaps and colorbars of the image drawn last.

import { python } from '../../_kwargs.js'
import { RuntimeError } from '../../errors.js'
import { type ArrayLike, toValues } from '../_array.js'
import { rcParams } from '../_rc.js'
import type { Axes, ImshowOptions } from '../axes/_axes.js'
import { get_cmap } from '../cm.js'
import type { Colorbar, ColorbarOptions } from '../colorbar.js'
import type { Mappable } from '../figure.js'
import type { AxesImage } from '../image.js'
import { figure, gca, gcf, gci, sci } from './state.js'

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
