// Pictures of arrays in axes. Mirrors matplotlib/axes/_axes.py.

import { python } from '../../_kwargs.js'
import { isPlainObject } from '../../_repr.js'
import { NotImplementedError, ValueError } from '../../errors.js'
import { type ArrayLike, toValues } from '../_array.js'
import { rcParams } from '../_rc.js'
import { AxesImage, type Extent, type ImageOptions } from '../image.js'
import { MaxNLocator } from '../ticker.js'
import { AxesContours } from './_contours.js'

/** Keywords of `imshow`. */
export interface ImshowOptions extends ImageOptions {
  aspect?: 'equal' | 'auto' | number | null
}

const bindImshow = python(
  'Axes.imshow(self, X, cmap=None, norm=None, *, aspect=None, interpolation=None, alpha=None, vmin=None, vmax=None, colorizer=None, origin=None, extent=None, interpolation_stage=None, filternorm=True, filterrad=4.0, resample=None, url=None, data=None, **kwargs)',
  { dicts: ['X'] },
)

export abstract class AxesImages extends AxesContours {
  /**
   * Shows a matrix as an image: numbers through a colormap, or colours where the last of three dimensions is 3 or 4
   * (from 0 to 1, or bytes). Rows go downwards unless `origin` is `'lower'`.
   *
   * @example
   * const image = plt.gca().imshow(torch.arange(6).view(2, 3), { cmap: 'gray' })
   * image.get_size() // [2, 3]
   *
   * @see https://matplotlib.org/stable/api/_as_gen/matplotlib.axes.Axes.imshow.html
   */
  imshow(X: ArrayLike, options?: ImshowOptions): AxesImage
  imshow(X: ArrayLike, cmap: ImshowOptions['cmap'], options?: ImshowOptions): AxesImage
  imshow(
    X: ArrayLike,
    cmap: ImshowOptions['cmap'],
    norm: ImshowOptions['norm'],
    options?: ImshowOptions,
  ): AxesImage
  imshow(...args: unknown[]): AxesImage {
    const { X, cmap, norm, aspect, interpolation, alpha, vmin, vmax, origin, extent, kwargs } =
      bindImshow<Record<string, never>>(args)
    const image = new AxesImage(
      X,
      { cmap, norm, vmin, vmax, interpolation, alpha, origin, extent, ...(kwargs as ImageOptions) },
      { origin: rcParams['image.origin'], interpolation: rcParams['image.interpolation'] },
    )
    const shape = (aspect ?? rcParams['image.aspect']) as 'equal' | 'auto' | number
    if (aspect !== null || (kwargs as ImageOptions).transform === undefined) this.set_aspect(shape)
    image.mappable.autoscale_None()
    this.add(image)
    this.fit(image.get_extent(), image)
    return image
  }
  private fit(extent: Extent, image: AxesImage): void {
    const [left, right, bottom, top] = extent
    image.set_extent(extent)
    this.update_datalim([
      [left, bottom],
      [right, top],
    ])
    if (this.xaxis.autoscale) this.set_xlim(left, right, { auto: null })
    if (this.yaxis.autoscale) this.set_ylim(bottom, top, { auto: null })
  }

  /**
   * A matrix cell by cell, ticks above: `imshow` with matplotlib's settings for matrices.
   *
   * @example
   * const confusion = torch.eye(3)
   * plt.gca().matshow(confusion.numpy()).get_size() // [3, 3]
   *
   * @see https://matplotlib.org/stable/api/_as_gen/matplotlib.axes.Axes.matshow.html
   */
  matshow(Z: ArrayLike, options: ImshowOptions = {}): AxesImage {
    const image = this.imshow(Z, {
      origin: 'upper',
      interpolation: 'nearest',
      aspect: 'equal',
      ...options,
    })
    this.title.set_y(1.05)
    this.xaxis.tick_top()
    this.xaxis.set_ticks_position('both')
    for (const axis of [this.xaxis, this.yaxis]) {
      axis.set_major_locator(new MaxNLocator(9, { steps: [1, 2, 5, 10], integer: true }))
    }
    return image
  }

  /** A matrix as cells at given edges, or at 0, 1, 2, ...; rows go upwards. Edges must lie equally far apart. */
  pcolormesh(C: ArrayLike, options?: ImshowOptions): AxesImage
  pcolormesh(X: ArrayLike, Y: ArrayLike, C: ArrayLike, options?: ImshowOptions): AxesImage
  pcolormesh(...args: unknown[]): AxesImage {
    const last = args.at(-1)
    const options = (isPlainObject(last) && !('shape' in last) ? last : {}) as ImshowOptions & {
      shading?: string
    }
    const data = options === last ? args.slice(0, -1) : args
    const C = data.at(-1)
    const { shape } = toValues(C)
    const [rows = 0, columns = 0] = shape
    if (shape.length !== 2)
      throw new ValueError(
        `pcolormesh() takes 1 or 3 positional arguments but a matrix of ${shape.length} dimensions was given`,
      )
    const edges = (values: unknown, count: number, name: 'x' | 'y'): [number, number] => {
      const all = toValues(values)
      const [r = 0, c = 0] = all.shape
      const line =
        all.shape.length === 2
          ? Array.from(
              name === 'x' ? all.data.subarray(0, c) : { length: r },
              (_, i) => all.data[name === 'x' ? i : i * c] as number,
            )
          : Array.from(all.data)
      const [first = 0, end = 0] = [line[0], line.at(-1)]
      const step = (end - first) / (line.length - 1)
      if (line.some((v, i) => Math.abs(v - first - i * step) > 1e-6 * Math.abs(end - first))) {
        throw new NotImplementedError('pcolormesh(): cells of different sizes are not supported')
      }
      if (line.length === count + 1) return [first, end]
      const half = count > 1 ? (end - first) / (count - 1) / 2 : 0.5
      return [first - half, end + half]
    }
    const [x0, x1] = data.length > 1 ? edges(data[0], columns, 'x') : [0, columns]
    const [y0, y1] = data.length > 1 ? edges(data[1], rows, 'y') : [0, rows]
    const { shading: _, ...look } = options
    return this.imshow(C as ArrayLike, {
      aspect: 'auto',
      interpolation: 'nearest',
      ...look,
      origin: 'lower',
      extent: [x0, x1, y0, y1],
    })
  }
  pcolor(
    ...args: [ArrayLike, ImshowOptions?] | [ArrayLike, ArrayLike, ArrayLike, ImshowOptions?]
  ): AxesImage {
    return this.pcolormesh(...(args as [ArrayLike, ArrayLike, ArrayLike, ImshowOptions?]))
  }
  /** Where a matrix is not zero. */
  spy(Z: ArrayLike, options: ImshowOptions = {}): AxesImage {
    const { data, shape } = toValues(Z)
    const marks = { data: data.map((v) => (v === 0 ? 0 : 1)), shape }
    const image = this.imshow(marks, {
      cmap: 'Greys',
      vmin: 0,
      vmax: 1,
      interpolation: 'nearest',
      ...options,
    })
    this.xaxis.tick_top()
    this.xaxis.set_ticks_position('both')
    return image
  }
}
