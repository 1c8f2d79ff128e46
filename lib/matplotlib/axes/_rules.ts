// Straight lines and stripes across axes. Mirrors matplotlib/axes/_axes.py.

import { python } from '../../_kwargs.js'
import { type ArrayLike, toFlat } from '../_array.js'
import type { LineStyle } from '../_linestyle.js'
import { rcParams } from '../_rc.js'
import { type CollectionOptions, LineCollection } from '../collections.js'
import type { Color } from '../colors.js'
import { Line2D, type LineOptions } from '../lines.js'
import { type PatchOptions, Rectangle } from '../patches.js'
import { Path } from '../path.js'
import { AxesBase } from './_base.js'

/** Numbers, or names that an axis shows in place of 0, 1, 2, ... */
export type Data = ArrayLike | readonly string[]

const bindHline = python('Axes.axhline(self, y=0, xmin=0, xmax=1, **kwargs)')

const bindVline = python('Axes.axvline(self, x=0, ymin=0, ymax=1, **kwargs)')

const bindHspan = python('Axes.axhspan(self, ymin, ymax, xmin=0, xmax=1, **kwargs)')

const bindVspan = python('Axes.axvspan(self, xmin, xmax, ymin=0, ymax=1, **kwargs)')

const bindLines = {
  h: python(
    "Axes.hlines(self, y, xmin, xmax, colors=None, linestyles='solid', *, label='', data=None, **kwargs)",
  ),
  v: python(
    "Axes.vlines(self, x, ymin, ymax, colors=None, linestyles='solid', *, label='', data=None, **kwargs)",
  ),
}

export abstract class AxesRules extends AxesBase {
  /**
   * A horizontal line over the whole width, or from `xmin` to `xmax` in parts of it.
   *
   * @example
   * plt.gca().axhline(0.5, { color: 'k', linestyle: '--' }).get_linestyle() // '--'
   *
   * @see https://matplotlib.org/stable/api/_as_gen/matplotlib.axes.Axes.axhline.html
   */
  axhline(y?: number, xmin?: number, xmax?: number, options?: LineOptions): Line2D
  axhline(y: number, options?: LineOptions): Line2D
  axhline(options: LineOptions & { y?: number; xmin?: number; xmax?: number }): Line2D
  axhline(...args: unknown[]): Line2D {
    const { y, xmin, xmax, kwargs } = bindHline<Record<string, never>>(args)
    return this.ruler('y', y, [xmin, xmax], kwargs)
  }
  /** A vertical line over the whole height, or from `ymin` to `ymax` in parts of it. */
  axvline(x?: number, ymin?: number, ymax?: number, options?: LineOptions): Line2D
  axvline(x: number, options?: LineOptions): Line2D
  axvline(options: LineOptions & { x?: number; ymin?: number; ymax?: number }): Line2D
  axvline(...args: unknown[]): Line2D {
    const { x, ymin, ymax, kwargs } = bindVline<Record<string, never>>(args)
    return this.ruler('x', x, [ymin, ymax], kwargs)
  }
  private ruler(
    name: 'x' | 'y',
    at: unknown,
    along: readonly [number, number],
    options: LineOptions,
  ): Line2D {
    const [value = Number.NaN] = this.convert(name, at)
    const [low, high] = name === 'x' ? this.get_xbound() : this.get_ybound()
    const pair = [value, value]
    const line = new Line2D(name === 'x' ? pair : along, name === 'x' ? along : pair, {
      color: rcParams['lines.color'],
      ...options,
    })
    line.set_transform(name === 'x' ? this.get_xaxis_transform() : this.get_yaxis_transform())
    this.updateDataLimits(name, pair)
    if (value < low || value > high) this.requestAutoscale(name === 'x', name === 'y')
    return this.add(line)
  }
  /** A band from `ymin` to `ymax` over the whole width. */
  axhspan(
    ymin: number,
    ymax: number,
    options?: PatchOptions & { xmin?: number; xmax?: number },
  ): Rectangle
  axhspan(...args: unknown[]): Rectangle {
    const { ymin, ymax, xmin, xmax, kwargs } = bindHspan<Record<string, never>>(args)
    const band = new Rectangle([xmin, ymin], xmax - xmin, ymax - ymin, kwargs)
    band.set_transform(this.get_yaxis_transform())
    this.updateDataLimits('y', [ymin, ymax])
    this.requestAutoscale(false, true)
    return this.add(band)
  }
  /** A band from `xmin` to `xmax` over the whole height. */
  axvspan(
    xmin: number,
    xmax: number,
    options?: PatchOptions & { ymin?: number; ymax?: number },
  ): Rectangle
  axvspan(...args: unknown[]): Rectangle {
    const { xmin, xmax, ymin, ymax, kwargs } = bindVspan<Record<string, never>>(args)
    const band = new Rectangle([xmin, ymin], xmax - xmin, ymax - ymin, kwargs)
    band.set_transform(this.get_xaxis_transform())
    this.updateDataLimits('x', [xmin, xmax])
    this.requestAutoscale(true, false)
    return this.add(band)
  }

  /** Horizontal lines at each y from xmin to xmax. */
  hlines(
    y: Data,
    xmin: ArrayLike,
    xmax: ArrayLike,
    options?: CollectionOptions & { colors?: Color | readonly Color[] },
  ): LineCollection
  hlines(...args: unknown[]): LineCollection {
    const { y, xmin, xmax, ...rest } = bindLines.h<Record<string, never>>(args)
    return this.manyLines('y', y, xmin, xmax, rest)
  }
  /** Vertical lines at each x from ymin to ymax. */
  vlines(
    x: Data,
    ymin: ArrayLike,
    ymax: ArrayLike,
    options?: CollectionOptions & { colors?: Color | readonly Color[] },
  ): LineCollection
  vlines(...args: unknown[]): LineCollection {
    const { x, ymin, ymax, ...rest } = bindLines.v<Record<string, never>>(args)
    return this.manyLines('x', x, ymin, ymax, rest)
  }
  private manyLines(
    name: 'x' | 'y',
    at: unknown,
    from: unknown,
    to: unknown,
    rest: { colors?: Color; linestyles?: LineStyle; label?: string; kwargs?: CollectionOptions },
  ): LineCollection {
    const places = this.convert(name, at)
    const [low, high] = [toFlat(from), toFlat(to)]
    const end = (list: Float64Array, i: number): number => list[list.length === 1 ? 0 : i] as number
    const paths = Array.from(
      places,
      (v, i) =>
        new Path(
          name === 'x' ? [v, end(low, i), v, end(high, i)] : [end(low, i), v, end(high, i), v],
        ),
    )
    const lines = new LineCollection(paths, {
      color: rest.colors ?? rcParams['lines.color'],
      linestyle: rest.linestyles ?? 'solid',
      label: rest.label ?? '',
      ...rest.kwargs,
    })
    this.updateDataLimits(name, places)
    this.updateDataLimits(name === 'x' ? 'y' : 'x', [...low, ...high])
    this.requestAutoscale()
    return this.add(lines)
  }
}
