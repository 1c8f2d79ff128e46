// The two axes of a picture: how their ticks look, the label beside them, and where it all goes. Mirrors matplotlib/axis.py.

import { pyRepr } from '../_repr.js'
import { ValueError } from '../errors.js'
import { AxisTicks } from './_axis_ticks.js'
import type { LineStyle } from './_linestyle.js'
import type { Tick, TickDirection, TickStyle } from './_tick.js'
import type { Renderer } from './backends/renderer.js'
import type { Color } from './colors.js'
import type { Text, TextOptions } from './text.js'
import { ScalarFormatter } from './ticker.js'
import { Bbox } from './transforms.js'

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

export class Axis extends AxisTicks {
  private visible = true

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

export type { AxisHost } from './_axis_ticks.js'
