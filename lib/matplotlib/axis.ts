// The two axes of a picture: where ticks are, what they say, and the label beside them. Mirrors matplotlib/axis.py.

import { pyRepr, strRepr } from '../_repr.js'
import { ValueError } from '../errors.js'
import { warn } from '../warnings.js'
import { toFlat } from './_array.js'
import type { LineStyle } from './_linestyle.js'
import { rcParams } from './_rc.js'
import { Tick, type TickDirection, type TickStyle, tickStyle } from './_tick.js'
import type { AxesHost } from './artist.js'
import type { Renderer } from './backends/renderer.js'
import type { Color } from './colors.js'
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
  ScalarFormatter,
  StrMethodFormatter,
  type TickFunction,
} from './ticker.js'
import { Bbox, BlendedTransform, IdentityTransform } from './transforms.js'

/** What an axis asks of its axes. */
export interface AxisHost extends AxesHost {
  viewInterval(name: 'x' | 'y'): [number, number]
  dataInterval(name: 'x' | 'y'): [number, number]
  minPositive(name: 'x' | 'y'): number
  setTickLimits(name: 'x' | 'y', ticks: readonly number[]): void
  autoscaleLater(name: 'x' | 'y'): void
  spineShown(side: 'left' | 'right' | 'top' | 'bottom'): boolean
}

/** What `tick_params` takes by keyword. */
export interface TickParams {
  axis?: 'x' | 'y' | 'both'
  which?: 'major' | 'minor' | 'both'
  reset?: boolean
  direction?: TickDirection
  length?: number
  width?: number
  color?: Color
  pad?: number
  labelsize?: number | string
  labelcolor?: Color
  colors?: Color
  labelrotation?: number
  rotation?: number
  bottom?: boolean
  top?: boolean
  left?: boolean
  right?: boolean
  labelbottom?: boolean
  labeltop?: boolean
  labelleft?: boolean
  labelright?: boolean
  zorder?: number
  grid_color?: Color
  grid_alpha?: number
  grid_linewidth?: number
  grid_linestyle?: LineStyle
}

/** How grid lines look, by keyword. */
export interface GridOptions {
  color?: Color
  c?: Color
  linestyle?: LineStyle
  ls?: LineStyle
  linewidth?: number
  lw?: number
  alpha?: number
  zorder?: number
}

const tickKeys = new Set(
  'direction length width color pad labelsize labelcolor colors labelrotation rotation bottom top left right labelbottom labeltop labelleft labelright zorder grid_color grid_alpha grid_linewidth grid_linestyle reset'.split(
    ' ',
  ),
)

class Level {
  locator: Locator = new NullLocator()
  formatter: Formatter = new NullFormatter()
  ticks: Tick[] = []
  constructor(public style: TickStyle) {}
}

export class Axis {
  readonly label: Text
  readonly offsetText: Text
  labelpad: number = rcParams['axes.labelpad']
  scale: Scale = makeScale('linear')
  /** Whether limits follow the data. */
  autoscale = true
  /** Names in place of numbers, where the data are strings. */
  categories: string[] | null = null
  inverted = false
  private visible = true
  private readonly major: Level
  private readonly minor: Level
  private labelPosition: 'bottom' | 'top' | 'left' | 'right'
  private offsetPosition: 'bottom' | 'top' | 'left' | 'right'

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

  // Limits and scale

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

  // Locators and formatters

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

  // Ticks

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

  // Looks

  set_tick_params(params: TickParams): void {
    const { which = 'major' } = params
    const style = this.styleOf(params)
    for (const [level, chosen] of [
      [this.major, which !== 'minor'],
      [this.minor, which !== 'major'],
    ] as const) {
      if (!chosen) continue
      level.style = { ...level.style, ...style, grid: { ...level.style.grid, ...style.grid } }
      for (const tick of level.ticks) tick.apply(style)
    }
    if (params.labelcolor !== undefined) this.offsetText.set_color(params.labelcolor)
  }

  private styleOf(params: TickParams): Partial<TickStyle> {
    for (const key of Object.keys(params)) {
      if (key !== 'axis' && key !== 'which' && !tickKeys.has(key)) {
        throw new ValueError(
          `keyword ${key} is not recognized; valid keywords are ${pyRepr([...tickKeys])}`,
        )
      }
    }
    const x = this.axis_name === 'x'
    const style: Record<string, unknown> = {
      tick1On: x ? params.bottom : params.left,
      tick2On: x ? params.top : params.right,
      label1On: x ? params.labelbottom : params.labelleft,
      label2On: x ? params.labeltop : params.labelright,
      size: params.length,
      width: params.width,
      color: params.color ?? params.colors,
      pad: params.pad,
      direction: params.direction,
      labelsize: params.labelsize,
      labelcolor: params.labelcolor ?? params.colors,
      labelrotation: params.labelrotation ?? params.rotation,
    }
    const grid: Record<string, unknown> = {
      color: params.grid_color,
      alpha: params.grid_alpha,
      linewidth: params.grid_linewidth,
      linestyle: params.grid_linestyle,
    }
    for (const group of [style, grid]) {
      for (const key of Object.keys(group)) if (group[key] === undefined) delete group[key]
    }
    return { ...style, ...(Object.keys(grid).length > 0 ? { grid } : {}) } as Partial<TickStyle>
  }

  /** Shows or hides grid lines; null toggles, and properties show them. */
  grid(
    visible: boolean | null = null,
    which: 'major' | 'minor' | 'both' = 'major',
    options: GridOptions = {},
  ): void {
    const { color, c, linestyle, ls, linewidth, lw, alpha, zorder } = options
    const grid: Record<string, unknown> = {}
    const set = (key: string, value: unknown): void => {
      if (value !== undefined) grid[key] = value
    }
    set('color', color ?? c)
    set('linestyle', linestyle ?? ls)
    set('linewidth', linewidth ?? lw)
    set('alpha', alpha)
    set('zorder', zorder)
    for (const [level, chosen] of [
      [this.major, which !== 'minor'],
      [this.minor, which !== 'major'],
    ] as const) {
      if (!chosen) continue
      const on = visible ?? (Object.keys(grid).length > 0 ? true : !level.style.gridOn)
      const style = { gridOn: on, grid: { ...level.style.grid, ...grid } }
      level.style = { ...level.style, ...style }
      for (const tick of level.ticks) tick.apply(style)
    }
  }

  set_visible(visible: boolean): void {
    this.visible = visible
  }
  get_visible(): boolean {
    return this.visible
  }
  set_label_text(text: unknown, options: TextOptions = {}): Text {
    this.label.set_text(text)
    this.label.set(options)
    return this.label
  }
  get_label_text(): string {
    return this.label.get_text()
  }
  get_label(): Text {
    return this.label
  }
  get_label_position(): 'bottom' | 'top' | 'left' | 'right' {
    return this.labelPosition
  }
  set_label_position(position: 'bottom' | 'top' | 'left' | 'right'): void {
    this.labelPosition = position
    const va = { top: 'bottom', bottom: 'top', left: 'bottom', right: 'top' } as const
    this.label.set_verticalalignment(va[position])
  }
  /** Where ticks and their labels are: `'bottom'`, `'top'`, `'left'`, `'right'`, `'both'`, `'none'`. */
  set_ticks_position(
    position: 'bottom' | 'top' | 'left' | 'right' | 'both' | 'default' | 'none',
  ): void {
    const x = this.axis_name === 'x'
    const [first, second] = x ? (['bottom', 'top'] as const) : (['left', 'right'] as const)
    const set = (one: boolean, two: boolean, label1?: boolean, label2?: boolean): void =>
      this.set_tick_params({
        which: 'both',
        [first]: one,
        [second]: two,
        ...(label1 === undefined ? {} : { [`label${first}`]: label1, [`label${second}`]: label2 }),
      })
    if (position === 'both') set(true, true)
    else if (position === 'none') set(false, false)
    else if (position === 'default') set(true, true, true, false)
    else set(position === first, position === second, position === first, position === second)
    if (position === 'left' || position === 'right') this.offsetPosition = position
  }
  get_ticks_position(): 'first' | 'second' | 'default' | 'unknown' {
    const { tick1On, tick2On, label1On, label2On } = this.major.style
    if (tick1On && !tick2On && label1On && !label2On) return 'first'
    if (tick2On && !tick1On && label2On && !label1On) return 'second'
    return tick1On && tick2On && label1On && !label2On ? 'default' : 'unknown'
  }
  tick_top(): void {
    this.moveTicks(true)
  }
  tick_bottom(): void {
    this.moveTicks(false)
  }
  tick_right(): void {
    this.moveTicks(true)
  }
  tick_left(): void {
    this.moveTicks(false)
  }
  private moveTicks(second: boolean): void {
    const { label1On, label2On } = this.major.style
    const labelled = label1On || label2On
    const names =
      this.axis_name === 'x' ? (['bottom', 'top'] as const) : (['left', 'right'] as const)
    this.set_ticks_position(names[second ? 1 : 0])
    if (!labelled)
      this.set_tick_params({
        which: 'both',
        [`label${names[0]}`]: false,
        [`label${names[1]}`]: false,
      })
  }
  set_inverted(inverted: boolean): void {
    this.inverted = inverted
  }

  // Drawing

  private updateTicks(): Tick[] {
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

  private boxes(ticks: readonly Tick[], which: 'label1' | 'label2'): Bbox[] {
    return ticks
      .map((tick) => tick[which])
      .filter((label) => label.get_visible())
      .map((label) => label.get_window_extent())
  }

  // The frame of the axes with what ticks add on a side where there is a spine.
  edge(
    side: 'left' | 'right' | 'top' | 'bottom',
    ticks: readonly Tick[] = this.updateTicks(),
  ): number {
    const { bbox, figure } = this.axes
    const second = side === 'top' || side === 'right'
    const sign = second ? 1 : -1
    let reach = 0
    if (this.axes.spineShown(side)) {
      for (const tick of ticks) {
        if (second ? tick.style.tick2On : tick.style.tick1On) reach = Math.max(reach, tick.outside)
      }
    }
    const at = { left: bbox.x0, right: bbox.x1, top: bbox.y1, bottom: bbox.y0 }[side]
    return at + (sign * reach * figure.dpi) / 72
  }

  private placeLabel(
    ticks: readonly Tick[],
    boxes1: readonly Bbox[],
    boxes2: readonly Bbox[],
  ): void {
    const [x, y] = this.label.get_position()
    const pad = (this.labelpad * this.axes.figure.dpi) / 72
    const side = this.labelPosition
    const edge = this.edge(side, ticks)
    if (side === 'bottom')
      this.label.set_position([x, Math.min(edge, ...boxes1.map((b) => b.y0)) - pad])
    else if (side === 'top')
      this.label.set_position([x, Math.max(edge, ...boxes2.map((b) => b.y1)) + pad])
    else if (side === 'left')
      this.label.set_position([Math.min(edge, ...boxes1.map((b) => b.x0)) - pad, y])
    else this.label.set_position([Math.max(edge, ...boxes2.map((b) => b.x1)) + pad, y])
  }

  private placeOffset(boxes1: readonly Bbox[], boxes2: readonly Bbox[]): void {
    const { bbox, figure } = this.axes
    const pad = (3 * figure.dpi) / 72
    const [x] = this.offsetText.get_position()
    if (this.axis_name === 'y') {
      const right = this.offsetPosition === 'right'
      this.offsetText.set_horizontalalignment(right ? 'right' : 'left')
      this.offsetText.set_position([right ? 1 : 0, bbox.y1 + pad])
      return
    }
    const top = this.get_ticks_position() === 'second'
    this.offsetText.set_verticalalignment(top ? 'bottom' : 'top')
    const boxes = top ? boxes2 : boxes1
    const y = top
      ? Math.max(bbox.y1, ...boxes.map((b) => b.y1)) + pad
      : Math.min(...boxes.map((b) => b.y0)) - pad
    this.offsetText.set_position([x, boxes.length === 0 ? bbox.y0 - pad : y])
  }

  // Brings ticks, label and offset to their places.
  private arrange(): { ticks: Tick[]; boxes: Bbox[] } {
    const ticks = this.updateTicks()
    const boxes1 = this.boxes(ticks, 'label1')
    const boxes2 = this.boxes(ticks, 'label2')
    this.placeLabel(ticks, boxes1, boxes2)
    this.placeOffset(boxes1, boxes2)
    const { formatter } = this.major
    const labelled = this.major.style.label1On || this.major.style.label2On
    this.offsetText.set_text(
      labelled && formatter instanceof ScalarFormatter ? formatter.get_offset() : '',
    )
    return { ticks, boxes: [...boxes1, ...boxes2] }
  }

  /** The rectangle around labels and texts; null where there are none. */
  get_tightbbox(): Bbox | null {
    if (!this.visible) return null
    // Empty texts are points: they keep the label away, and take no room.
    const boxes = this.arrange().boxes.filter((box) => box.width > 0 && box.height > 0)
    for (const text of [this.label, this.offsetText]) {
      if (text.get_visible() && text.get_text() !== '') boxes.push(text.get_window_extent())
    }
    return boxes.length === 0 ? null : Bbox.union(boxes)
  }

  draw(renderer: Renderer): void {
    if (!this.visible) return
    const { ticks } = this.arrange()
    for (const tick of ticks) tick.draw(renderer)
    this.label.draw(renderer)
    this.offsetText.draw(renderer)
  }
}
