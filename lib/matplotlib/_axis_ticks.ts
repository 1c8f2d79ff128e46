// Where the ticks of an axis are and what they say. Mirrors matplotlib/axis.py.

import { pyRepr, strRepr } from '../_repr.js'
import { ValueError } from '../errors.js'
import { warn } from '../warnings.js'
import { toFlat } from './_array.js'
import { rcParams } from './_rc.js'
import { Tick, type TickStyle, tickStyle } from './_tick.js'
import type { AxesHost } from './artist.js'
import { makeScale, type Scale, type ScaleName, type ScaleOptions } from './scale.js'
import { Text, type TextOptions } from './text.js'
import {
  FixedFormatter,
  FixedLocator,
  Formatter,
  FuncFormatter,
  type Locator,
  NullFormatter,
  NullLocator,
  StrMethodFormatter,
  type TickFunction,
} from './ticker.js'
import { BlendedTransform, IdentityTransform } from './transforms.js'

/** What an axis asks of its axes. */
export interface AxisHost extends AxesHost {
  viewInterval(name: 'x' | 'y'): [number, number]
  dataInterval(name: 'x' | 'y'): [number, number]
  minPositive(name: 'x' | 'y'): number
  setTickLimits(name: 'x' | 'y', ticks: readonly number[]): void
  autoscaleLater(name: 'x' | 'y'): void
  spineShown(side: 'left' | 'right' | 'top' | 'bottom'): boolean
}

class Level {
  locator: Locator = new NullLocator()
  formatter: Formatter = new NullFormatter()
  ticks: Tick[] = []
  constructor(public style: TickStyle) {}
}

export class AxisTicks {
  readonly label: Text
  readonly offsetText: Text
  labelpad: number = rcParams['axes.labelpad']
  scale: Scale = makeScale('linear')
  /** Whether limits follow the data. */
  autoscale = true
  /** Names in place of numbers, where the data are strings. */
  categories: string[] | null = null
  inverted = false
  protected readonly major: Level
  protected readonly minor: Level
  protected labelPosition: 'bottom' | 'top' | 'left' | 'right'
  protected offsetPosition: 'bottom' | 'top' | 'left' | 'right'

  constructor(
    readonly axes: AxisHost,
    readonly axis_name: 'x' | 'y',
  ) {
    const x = axis_name === 'x'
    this.major = new Level(tickStyle(axis_name, 'major'))
    this.minor = new Level(tickStyle(axis_name, 'minor'))
    this.labelPosition = x ? 'bottom' : 'left'
    this.offsetPosition = this.labelPosition
    const label: TextOptions = {
      fontsize: rcParams['axes.labelsize'],
      fontweight: rcParams['axes.labelweight'],
      color: rcParams['axes.labelcolor'],
    }
    const size = rcParams[`${axis_name}tick.labelsize`]
    const color = rcParams[`${axis_name}tick.color`]
    const pixels = new IdentityTransform()
    const along = x
      ? new BlendedTransform(axes.transAxes, pixels)
      : new BlendedTransform(pixels, axes.transAxes)
    this.label = new Text(x ? 0.5 : 0, x ? 0 : 0.5, '', {
      ...label,
      va: x ? 'top' : 'bottom',
      ha: 'center',
      rotation: x ? 0 : 90,
      rotation_mode: x ? 'default' : 'anchor',
      transform: along,
    })
    this.offsetText = new Text(x ? 1 : 0, x ? 0 : 0.5, '', {
      fontsize: size,
      color,
      va: x ? 'top' : 'baseline',
      ha: x ? 'right' : 'left',
      transform: x ? along : new BlendedTransform(axes.transAxes, pixels),
    })
    this.label.figure = axes.figure
    this.offsetText.figure = axes.figure
    this.useScale(this.scale)
  }

  get_view_interval(): [number, number] {
    return this.axes.viewInterval(this.axis_name)
  }
  get_data_interval(): [number, number] {
    return this.axes.dataInterval(this.axis_name)
  }
  get_minpos(): number {
    return this.axes.minPositive(this.axis_name)
  }
  get_scale(): ScaleName {
    return this.scale.name
  }
  /** Another scale, with its own ticks. */
  set_scale(name: ScaleName, options: ScaleOptions = {}): void {
    this.useScale(makeScale(name, options))
    this.axes.autoscaleLater(this.axis_name)
  }
  private useScale(scale: Scale): void {
    this.scale = scale
    const { major, minor, formatter, minorFormatter } = scale.locators()
    this.set_major_locator(major)
    this.set_minor_locator(minor)
    this.set_major_formatter(formatter)
    this.set_minor_formatter(minorFormatter)
  }
  /** How many ticks have room. */
  get_tick_space(): number {
    const { bbox, figure } = this.axes
    const x = this.axis_name === 'x'
    const length = ((x ? bbox.width : bbox.height) / figure.dpi) * 72
    const [probe] = this.get_major_ticks(1)
    const size = (probe?.label1.get_fontsize() ?? 10) * (x ? 3 : 2)
    return size > 0 ? Math.floor(length / size) : 2 ** 31 - 1
  }

  get_major_locator(): Locator {
    return this.major.locator
  }
  get_minor_locator(): Locator {
    return this.minor.locator
  }
  get_major_formatter(): Formatter {
    return this.major.formatter
  }
  get_minor_formatter(): Formatter {
    return this.minor.formatter
  }
  set_major_locator(locator: Locator): void {
    this.setLocator(this.major, locator)
  }
  set_minor_locator(locator: Locator): void {
    this.setLocator(this.minor, locator)
  }
  private setLocator(level: Level, locator: Locator): void {
    if (typeof (locator as Partial<Locator> | null)?.tick_values !== 'function') {
      throw new TypeError(
        `locator must be an instance of matplotlib.ticker.Locator, not a ${typeof locator}`,
      )
    }
    level.locator = locator
    locator.set_axis(this)
  }
  /** A formatter, a function of value and position, or a format such as `'{x:.1f}'`. */
  set_major_formatter(formatter: Formatter | TickFunction | string): void {
    this.setFormatter(this.major, formatter)
  }
  set_minor_formatter(formatter: Formatter | TickFunction | string): void {
    this.setFormatter(this.minor, formatter)
  }
  private setFormatter(level: Level, given: Formatter | TickFunction | string): void {
    const formatter =
      typeof given === 'string'
        ? new StrMethodFormatter(given)
        : given instanceof Formatter
          ? given
          : new FuncFormatter(given)
    level.formatter = formatter
    formatter.set_axis(this)
  }

  get_majorticklocs(): number[] {
    return this.major.locator.call()
  }
  get_minorticklocs(): number[] {
    const minor = this.minor.locator.call()
    if (minor.length === 0) return minor
    const map = (v: number): number => this.scale.forward(v)
    const [low, high] = this.get_view_interval().map(map) as [number, number]
    const near = Math.abs(high - low) * 1e-5
    const major = this.get_majorticklocs().map(map)
    return minor.filter((one) => !major.some((other) => Math.abs(map(one) - other) <= near))
  }
  get_ticklocs(options: { minor?: boolean } = {}): number[] {
    return options.minor ? this.get_minorticklocs() : this.get_majorticklocs()
  }
  private ticksOf(level: Level, count: number): Tick[] {
    while (level.ticks.length < count) {
      const tick = new Tick(this.axes, this.axis_name, level.style)
      // What the labels of the first tick were told holds for later ones as well.
      const [first] = level.ticks
      if (first !== undefined) {
        tick.label1.update_from(first.label1)
        tick.label2.update_from(first.label2)
      }
      level.ticks.push(tick)
    }
    return level.ticks.slice(0, count)
  }
  get_major_ticks(count = this.get_majorticklocs().length): Tick[] {
    return this.ticksOf(this.major, count)
  }
  get_minor_ticks(count = this.get_minorticklocs().length): Tick[] {
    return this.ticksOf(this.minor, count)
  }
  /** The labels of the major ticks, up to date. */
  get_ticklabels(options: { minor?: boolean } = {}): Text[] {
    this.updateTicks()
    const ticks = options.minor ? this.get_minor_ticks() : this.get_major_ticks()
    return ticks.map((tick) =>
      tick.label2.get_visible() && !tick.label1.get_visible() ? tick.label2 : tick.label1,
    )
  }

  /** Ticks at given places, with texts where given. */
  set_ticks(
    ticks: unknown,
    labels: readonly unknown[] | null = null,
    options: TextOptions & { minor?: boolean } = {},
  ): void {
    const { minor = false, ...texts } = options
    const [first] = Object.keys(texts)
    if (labels === null && first !== undefined) {
      throw new ValueError(
        `Incorrect use of keyword argument ${strRepr(first)}. Keyword arguments other than 'minor' modify the text labels and can only be used if 'labels' are passed as well.`,
      )
    }
    const names = Array.isArray(ticks) && ticks.some((one) => typeof one === 'string')
    const locs = names
      ? (ticks as string[]).map((one) => this.categoryOf(one))
      : Array.from(toFlat(ticks))
    if (locs.length > 0) this.axes.setTickLimits(this.axis_name, locs)
    const locator = new FixedLocator(locs)
    if (minor) this.set_minor_locator(locator)
    else this.set_major_locator(locator)
    if (labels !== null) this.set_ticklabels(labels, { minor, ...texts })
  }

  /** Texts for the ticks, in their order. */
  set_ticklabels(
    labels: readonly unknown[],
    options: TextOptions & { minor?: boolean } = {},
  ): Text[] {
    const { minor = false, fontdict, ...texts } = options
    const level = minor ? this.minor : this.major
    const { locator } = level
    if (labels === null || typeof labels !== 'object' || !(Symbol.iterator in labels)) {
      throw new TypeError(`labels=${pyRepr(labels)} must be a sequence`)
    }
    const strings = Array.from(labels, (one) =>
      one instanceof Text ? one.get_text() : String(one),
    )
    if (strings.length === 0) level.formatter = new NullFormatter()
    else if (locator instanceof FixedLocator) {
      const { locs } = locator
      if (locs.length !== strings.length) {
        throw new ValueError(
          `The number of FixedLocator locations (${locs.length}), usually from a call to set_ticks, does not match the number of labels (${strings.length}).`,
        )
      }
      const byPlace = new Map(locs.map((loc, i) => [loc, strings[i] as string]))
      level.formatter = new FuncFormatter((x) => byPlace.get(x) ?? '')
    } else {
      warn(
        'set_ticklabels() should only be used with a fixed number of ticks, i.e. after set_ticks() or using a FixedLocator. Otherwise, ticks may be mislabeled.',
      )
      level.formatter = new FixedFormatter(strings)
    }
    level.formatter.set_axis(this)
    const locs = minor ? this.get_minorticklocs() : this.get_majorticklocs()
    const properties = { ...texts, ...fontdict }
    return this.ticksOf(level, locs.length).flatMap((tick, i) => {
      const text = level.formatter.format(locs[i] as number, i)
      tick.update_position(locs[i] as number)
      return [tick.label1, tick.label2].filter((label) => {
        label.set_text(text)
        label.set(properties)
        return label.get_visible()
      })
    })
  }

  /** The number that stands for a name; new names get the next one. */
  categoryOf(name: string): number {
    if (this.categories === null) {
      this.categories = []
      const { categories } = this
      this.major.locator = new (class extends FixedLocator {
        override tick_values(): number[] {
          return categories.map((_, i) => i)
        }
      })([])
      this.major.locator.set_axis(this)
      this.set_major_formatter((x) => categories[Math.round(x)] ?? '')
    }
    const known = this.categories.indexOf(name)
    return known >= 0 ? known : this.categories.push(name) - 1
  }

  protected updateTicks(): Tick[] {
    const [a, b] = this.get_view_interval()
    const [low, high] = [a, b].map((v) => this.scale.forward(v)).sort((p, q) => p - q) as [
      number,
      number,
    ]
    const near = (high - low) * 1e-10
    return [this.major, this.minor].flatMap((level) => {
      const { style, locator, formatter } = level
      if (locator instanceof NullLocator) return []
      if (
        ![style.tick1On, style.tick2On, style.label1On, style.label2On, style.gridOn].includes(true)
      )
        return []
      const locs = level === this.major ? this.get_majorticklocs() : this.get_minorticklocs()
      const texts = formatter.format_ticks(locs)
      return this.ticksOf(level, locs.length).filter((tick, i) => {
        const loc = locs[i] as number
        tick.update_position(loc)
        tick.label1.set_text(texts[i])
        tick.label2.set_text(texts[i])
        const at = this.scale.forward(loc)
        return at >= low - near && at <= high + near
      })
    })
  }
}
