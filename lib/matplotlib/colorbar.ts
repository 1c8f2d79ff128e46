// Colorbars. Mirrors matplotlib/colorbar.py.

import { checkIn } from './_api.js'
import { linspace } from './_array.js'
import type { Axes } from './axes/_axes.js'
import type { ScalarMappable } from './cm.js'
import { LogNorm } from './colors.js'
import type { TextOptions } from './text.js'
import { FixedLocator, type Formatter, type Locator, type TickFunction } from './ticker.js'

/** What a colorbar takes by keyword. */
export interface ColorbarOptions {
  cax?: Axes | null
  ax?: Axes | Iterable<Axes | Iterable<Axes>> | null
  orientation?: 'vertical' | 'horizontal' | null
  location?: 'left' | 'right' | 'top' | 'bottom' | null
  /** How much of the axes it takes, and how far it is from them. */
  fraction?: number
  pad?: number
  shrink?: number
  aspect?: number
  ticks?: Locator | ArrayLike<number> | Iterable<number> | null
  format?: string | Formatter | TickFunction | null
  label?: string
  alpha?: number | null
  drawedges?: boolean
  extend?: 'neither' | null
  use_gridspec?: boolean
}

const places = ['left', 'right', 'top', 'bottom'] as const

/** Where a colorbar goes and how much room it takes, from its keywords. */
export function settings(options: ColorbarOptions): {
  location: (typeof places)[number]
  vertical: boolean
  fraction: number
  pad: number
  shrink: number
  aspect: number
} {
  const { orientation, location } = options
  const side = location ?? (orientation === 'horizontal' ? 'bottom' : 'right')
  checkIn('location', side, places)
  const vertical = side === 'left' || side === 'right'
  if (orientation && location && vertical !== (orientation === 'vertical')) {
    throw new TypeError('location and orientation are mutually exclusive')
  }
  return {
    location: side,
    vertical,
    fraction: options.fraction ?? 0.15,
    pad: options.pad ?? (side === 'bottom' ? 0.15 : 0.05),
    shrink: options.shrink ?? 1,
    aspect: options.aspect ?? 20,
  }
}

/** The places in the colormap from one end of the bar to the other. */
function barColors(
  { norm, cmap, boundaries }: ScalarMappable,
  low: number,
  high: number,
): number[] {
  if (boundaries === null) return linspace(0.5, cmap.N - 0.5, cmap.N).map((one) => one / cmap.N)
  return linspace(low, high, 512).map((value) => {
    const i = Math.max(boundaries.filter((one) => one <= value).length, 1)
    const [from, to] = [boundaries[i - 1] ?? low, boundaries[i] ?? boundaries[i - 1] ?? high]
    const last = boundaries[boundaries.length - 2] ?? low
    return norm.one(i >= boundaries.length ? (last + high) / 2 : (from + to) / 2)
  })
}

/** The bar of colours beside an image. */
export class Colorbar {
  private readonly vertical: boolean
  outline: {
    set_visible(visible: boolean): void
    set_linewidth(width: number): void
    set_edgecolor(color: string): void
  }

  constructor(
    readonly ax: Axes,
    readonly mappable: ScalarMappable,
    options: ColorbarOptions = {},
  ) {
    const { location, vertical } = settings(options)
    this.vertical = vertical
    const { norm, cmap } = mappable
    mappable.autoscale_None()
    if (!norm.scaled()) {
      norm.vmin = 0
      norm.vmax = 1
    }
    const [low, high] = [norm.vmin ?? 0, norm.vmax ?? 1]
    const colors = barColors(mappable, low, high)
    const { length } = colors
    const short = vertical ? ax.xaxis : ax.yaxis
    short.set_ticks([])
    ax.imshow(
      { data: Float64Array.from(colors), shape: vertical ? [length, 1] : [1, length] },
      {
        cmap,
        vmin: 0,
        vmax: 1,
        aspect: 'auto',
        origin: 'lower',
        interpolation: 'nearest',
        alpha: options.alpha ?? mappable.alpha,
        extent: [0, 1, 0, 1],
      },
    )
    // The image fills the axes whatever their numbers are, so it lies in coordinates of the axes.
    ax.images[0]?.set_transform(ax.transAxes)
    const axis = vertical ? ax.yaxis : ax.xaxis
    if (norm instanceof LogNorm) axis.set_scale('log')
    const limits: [number, number] =
      low === high
        ? [low - 0.1 * Math.abs(low || 1), high + 0.1 * Math.abs(high || 1)]
        : [low, high]
    if (vertical) ax.set_ylim(...limits)
    else ax.set_xlim(...limits)
    if (location === 'right') ax.yaxis.tick_right()
    if (location === 'right' || location === 'left') ax.yaxis.set_label_position(location)
    if (location === 'top') {
      ax.xaxis.tick_top()
      ax.xaxis.set_label_position('top')
    }
    if (mappable.boundaries !== null)
      axis.set_major_locator(new FixedLocator(mappable.boundaries, 10))
    if (options.ticks !== undefined && options.ticks !== null) this.set_ticks(options.ticks)
    if (options.format) axis.set_major_formatter(options.format)
    if (options.label) this.set_label(options.label)
    this.outline = {
      set_visible: (visible) => ax.spines[':'].set_visible(visible),
      set_linewidth: (width) => ax.spines[':'].set_linewidth(width),
      set_edgecolor: (color) => ax.spines[':'].set_color(color),
    }
  }

  private get axis(): Axes['yaxis'] {
    return this.vertical ? this.ax.yaxis : this.ax.xaxis
  }

  /** The label along the bar. */
  set_label(label: string, options: TextOptions & { loc?: null } = {}): void {
    const { loc: _, ...look } = options
    if (this.vertical) this.ax.set_ylabel(label, look)
    else this.ax.set_xlabel(label, look)
  }
  /** Ticks at values, or by a locator. */
  set_ticks(
    ticks: Locator | ArrayLike<number> | Iterable<number>,
    options: TextOptions & { labels?: readonly unknown[]; minor?: boolean } = {},
  ): void {
    const { labels = null, ...look } = options
    if (typeof (ticks as Partial<Locator>).tick_values === 'function')
      this.axis.set_major_locator(ticks as Locator)
    else this.axis.set_ticks(ticks, labels, look)
  }
  get_ticks(): number[] {
    return this.axis.get_majorticklocs()
  }
  set_ticklabels(labels: readonly unknown[], options: TextOptions = {}): void {
    this.axis.set_ticklabels(labels, options)
  }
  minorticks_off(): void {}
  /** Takes the bar away. */
  remove(): void {
    this.ax.remove()
  }
}
