// Frames, titles and what is drawn into axes. Mirrors parts of matplotlib/axes/_base.py.

import { AttributeError } from '../../errors.js'
import { checkIn } from '../_api.js'
import { rcParams } from '../_rc.js'
import type { Artist } from '../artist.js'
import type { Axis, GridOptions, TickParams } from '../axis.js'
import type { Renderer } from '../backends/renderer.js'
import type { Color, to_rgba } from '../colors.js'
import type { Figure } from '../figure.js'
import type { SubplotSpec } from '../gridspec.js'
import { AxesImage } from '../image.js'
import type { Legend } from '../legend.js'
import { Line2D } from '../lines.js'
import { Patch, Rectangle } from '../patches.js'
import { makeSpines, type Spines } from '../spines.js'
import { Text } from '../text.js'
import { Bbox, type Point, Translation } from '../transforms.js'
import { AxesPlace } from './_place.js'

/** What axes take by keyword when they are made. */
export interface AxesOptions {
  sharex?: AxesBase | null
  sharey?: AxesBase | null
  frameon?: boolean
  facecolor?: Color
  title?: string
  xlabel?: string
  ylabel?: string
  xlim?: readonly [number | null, number | null]
  ylim?: readonly [number | null, number | null]
  xticks?: readonly number[]
  yticks?: readonly number[]
  xticklabels?: readonly unknown[]
  yticklabels?: readonly unknown[]
  xscale?: 'linear' | 'log'
  yscale?: 'linear' | 'log'
  aspect?: 'auto' | 'equal' | number
  label?: string
  visible?: boolean
  zorder?: number
  alpha?: number | null
  xmargin?: number
  ymargin?: number
  projection?: string | null
  polar?: boolean
}

export abstract class AxesBase extends AxesPlace {
  readonly spines: Spines
  readonly patch: Rectangle
  readonly title: Text
  legend_: Legend | null = null
  /** Axes on the same place, with their own y. */
  readonly twins: AxesBase[] = []
  protected readonly leftTitle: Text
  protected readonly rightTitle: Text
  private titleMoves = true
  private frame = true
  private axisbelow: boolean | 'line' = rcParams['axes.axisbelow']
  private lineCycle = 0
  private patchCycle = 0

  constructor(figure: Figure, place: Bbox | SubplotSpec, options: AxesOptions = {}) {
    const { sharex, sharey, frameon, facecolor, ...rest } = options
    super(figure, place, sharex ?? null, sharey ?? null)
    this.frame = frameon ?? true
    this.spines = makeSpines()
    for (const spine of this.spines.values()) {
      spine.axes = this
      spine.figure = figure
    }
    this.patch = new Rectangle([0, 0], 1, 1, {
      facecolor: facecolor ?? rcParams['axes.facecolor'],
      edgecolor: 'none',
      linewidth: 0,
    })
    this.patch.set_transform(this.transAxes)
    this.patch.set_clip_on(false)
    const titles = (
      [
        ['center', 0.5],
        ['left', 0],
        ['right', 1],
      ] as const
    ).map(([ha, x]) => this.makeTitle(ha, x))
    ;[this.title, this.leftTitle, this.rightTitle] = titles as [Text, Text, Text]
    this.set(rest)
  }

  private makeTitle(ha: 'center' | 'left' | 'right', x: number): Text {
    const text = new Text(x, 1, '', {
      fontsize: rcParams['axes.titlesize'],
      fontweight: rcParams['axes.titleweight'],
      va: 'baseline',
      ha,
    })
    text.figure = this.figure
    this.moveTitle(text, rcParams['axes.titlepad'])
    return text
  }

  protected moveTitle(text: Text, pad: number): void {
    text.set_transform(
      this.transAxes.add(new Translation((): Point => [0, (pad * this.figure.dpi) / 72])),
    )
  }

  override spineShown(side: 'left' | 'right' | 'top' | 'bottom'): boolean {
    return this.spines[side].get_visible()
  }

  set_axis_off(): void {
    this.axison = false
  }
  set_axis_on(): void {
    this.axison = true
  }
  set_frame_on(on: boolean): void {
    this.frame = on
  }
  set_facecolor(color: Color): void {
    this.patch.set_facecolor(color)
  }
  get_facecolor(): ReturnType<typeof to_rgba> {
    return this.patch.get_facecolor()
  }
  set_axisbelow(below: boolean | 'line'): void {
    this.axisbelow = below
  }
  get_xaxis(): Axis {
    return this.xaxis
  }
  get_yaxis(): Axis {
    return this.yaxis
  }
  /** How ticks, tick labels and grid lines look: `tick_params({ axis: 'x', labelsize: 8 })`. */
  tick_params(axis: 'x' | 'y' | 'both' | TickParams = 'both', options: TickParams = {}): void {
    const params = typeof axis === 'string' ? { ...options, axis } : axis
    const { axis: which = 'both' } = params
    checkIn('axis', which, ['x', 'y', 'both'])
    const only = (names: readonly string[]): TickParams =>
      Object.fromEntries(Object.entries(params).filter(([key]) => !names.includes(key)))
    if (which !== 'y')
      this.xaxis.set_tick_params(only(['left', 'right', 'labelleft', 'labelright']))
    if (which !== 'x')
      this.yaxis.set_tick_params(only(['bottom', 'top', 'labelbottom', 'labeltop']))
  }
  /** Grid lines: shown, hidden, or the other way round without an argument. */
  grid(
    visible:
      | boolean
      | null
      | (GridOptions & {
          visible?: boolean | null
          which?: 'major' | 'minor' | 'both'
          axis?: 'x' | 'y' | 'both'
        }) = null,
    options: GridOptions & { which?: 'major' | 'minor' | 'both'; axis?: 'x' | 'y' | 'both' } = {},
  ): void {
    const given =
      typeof visible === 'object' && visible !== null ? visible : { ...options, visible }
    const { visible: shown = null, which = 'major', axis = 'both', ...look } = given
    if (axis !== 'y') this.xaxis.grid(shown, which, look)
    if (axis !== 'x') this.yaxis.grid(shown, which, look)
  }
  ticklabel_format(
    options: {
      axis?: 'x' | 'y' | 'both'
      style?: 'sci' | 'scientific' | 'plain' | '' | null
      scilimits?: readonly [number, number] | null
      useOffset?: boolean | number | null
      useMathText?: boolean | null
    } = {},
  ): void {
    const { axis = 'both', style, scilimits, useOffset, useMathText } = options
    for (const name of ['x', 'y'] as const) {
      if (axis !== 'both' && axis !== name) continue
      const formatter = this[`${name}axis`].get_major_formatter() as Partial<{
        set_scientific(on: boolean): void
        set_powerlimits(limits: readonly [number, number]): void
        set_useOffset(value: boolean | number): void
        set_useMathText(on: boolean): void
      }>
      if (formatter.set_scientific === undefined) {
        throw new AttributeError('This method only works with the ScalarFormatter')
      }
      if (style) formatter.set_scientific(style !== 'plain')
      if (scilimits) formatter.set_powerlimits?.(scilimits)
      if (useOffset !== null && useOffset !== undefined) formatter.set_useOffset?.(useOffset)
      if (useMathText !== null && useMathText !== undefined)
        formatter.set_useMathText?.(useMathText)
    }
  }
  minorticks_on(): void {
    for (const axis of [this.xaxis, this.yaxis]) axis.set_minor_locator(this.minorLocator(axis))
  }
  protected abstract minorLocator(axis: Axis): ReturnType<Axis['get_minor_locator']>

  /** Labels and ticks only at the outer side of a grid of axes. */
  label_outer(): void {
    this.labelOuterX()
    this.labelOuterY()
  }
  labelOuterX(): void {
    const { subplotspec: spec } = this
    if (spec === null || spec.is_last_row()) return
    this.xaxis.set_tick_params({ which: 'both', labelbottom: false })
    this.xaxis.offsetText.set_visible(false)
    this.set_xlabel('')
  }
  labelOuterY(): void {
    const { subplotspec: spec } = this
    if (spec === null || spec.is_first_col()) return
    this.yaxis.set_tick_params({ which: 'both', labelleft: false })
    this.yaxis.offsetText.set_visible(false)
    this.set_ylabel('')
  }
  abstract set_xlabel(label: string): Text
  abstract set_ylabel(label: string): Text

  /** The next colour of the cycle, of lines or of filled shapes. */
  protected nextColor(kind: 'line' | 'patch'): string {
    const colors = rcParams['axes.prop_cycle']
    const at = kind === 'line' ? this.lineCycle++ : this.patchCycle++
    return colors[at % colors.length] ?? 'k'
  }
  set_prop_cycle(_cycle: null): void {
    this.lineCycle = 0
    this.patchCycle = 0
  }

  protected add<A extends Artist>(artist: A): A {
    artist.axes = this
    artist.figure = this.figure
    artist._remove = () => {
      const at = this.children.indexOf(artist)
      if (at >= 0) this.children.splice(at, 1)
    }
    this.children.push(artist)
    return artist
  }
  add_artist<A extends Artist>(artist: A): A {
    return this.add(artist)
  }
  add_line(line: Line2D): Line2D {
    this.updateDataLimits('x', line.get_xdata())
    this.updateDataLimits('y', line.get_ydata())
    return this.add(line)
  }
  add_patch<P extends Patch>(patch: P): P {
    if (!patch.is_transform_set()) this.limitsOfPath(Array.from(patch.get_path().vertices))
    return this.add(patch)
  }
  get_children(): Artist[] {
    return [...this.children]
  }
  get lines(): Line2D[] {
    return this.children.filter((one): one is Line2D => one instanceof Line2D)
  }
  get_lines(): Line2D[] {
    return this.lines
  }
  get images(): AxesImage[] {
    return this.children.filter((one): one is AxesImage => one instanceof AxesImage)
  }
  get_images(): AxesImage[] {
    return this.images
  }
  get patches(): Patch[] {
    return this.children.filter((one): one is Patch => one instanceof Patch)
  }
  get texts(): Text[] {
    return this.children.filter((one): one is Text => one instanceof Text)
  }
  has_data(): boolean {
    return this.children.some((one) => !(one instanceof Text))
  }
  override remove(): void {
    this.figure.delaxes(this)
  }

  /** Empties the axes. */
  clear(): void {
    this.children.length = 0
    this.legend_ = null
    this.lineCycle = 0
    this.patchCycle = 0
    this.axison = true
    this.set_aspect('auto')
    for (const name of ['x', 'y'] as const) {
      const axis = this[`${name}axis`]
      axis.autoscale = true
      axis.categories = null
      axis.set_label_text('')
      axis.set_scale('linear')
      axis.grid(rcParams['axes.grid'], 'both', {})
    }
    this.resetLimits()
    for (const text of [this.title, this.leftTitle, this.rightTitle]) text.set_text('')
  }
  cla(): void {
    this.clear()
  }

  // The frame with the ticks that stick out of it.
  private frameBox(): Bbox {
    const { bbox, xaxis, yaxis } = this
    if (!this.axison || !this.frame) return bbox
    const [left, right] = yaxis.get_visible()
      ? [yaxis.edge('left'), yaxis.edge('right')]
      : [bbox.x0, bbox.x1]
    const [bottom, top] = xaxis.get_visible()
      ? [xaxis.edge('bottom'), xaxis.edge('top')]
      : [bbox.y0, bbox.y1]
    return new Bbox(left, bottom, right, top)
  }

  private updateTitles(): void {
    if (!this.titleMoves) return
    const titles = [this.title, this.leftTitle, this.rightTitle]
    if (titles.every((one) => one.get_text() === '')) return
    let top = -Infinity
    for (const ax of [this as AxesBase, ...this.twins]) {
      const { xaxis } = ax
      const raised =
        ['second', 'unknown'].includes(xaxis.get_ticks_position()) ||
        xaxis.get_label_position() === 'top'
      const box = raised && ax.axison ? xaxis.get_tightbbox() : null
      top = Math.max(top, (box ?? ax.bbox).ymax)
    }
    for (const title of titles) {
      title.set_position([title.get_position()[0], 1])
      if (title.get_text() === '') continue
      const { offsetText } = this.yaxis
      this.yaxis.get_tightbbox()
      if (this.axison && offsetText.get_visible() && offsetText.get_text() !== '') {
        const box = offsetText.get_window_extent()
        if (box.overlaps(title.get_window_extent())) top = box.ymax
      }
      if (top < 0) return
      const extent = title.get_window_extent()
      if (extent.ymin < top) {
        const [, y] = this.transAxes.unpoint(0, top)
        title.set_position([title.get_position()[0], y])
        const { ymin } = title.get_window_extent()
        if (ymin < top) {
          title.set_position([
            title.get_position()[0],
            this.transAxes.unpoint(0, 2 * top - ymin)[1],
          ])
        }
      }
    }
    const highest = Math.max(...titles.map((one) => one.get_position()[1]))
    for (const title of titles) title.set_position([title.get_position()[0], highest])
  }
  protected keepTitle(): void {
    this.titleMoves = false
  }

  override draw(renderer: Renderer): void {
    if (!this.visible) return
    this.apply_aspect()
    this.updateTitles()
    const below = { true: 0.5, line: 1.5, false: 2.5 }[String(this.axisbelow)] ?? 1.5
    const items: { zorder: number; draw(renderer: Renderer): void }[] = [...this.children]
    if (this.axison && this.frame) items.push(...this.spines.values())
    if (this.axison) {
      for (const axis of [this.xaxis, this.yaxis]) {
        items.push({ zorder: below, draw: (r) => axis.draw(r) })
      }
    }
    items.push(this.title, this.leftTitle, this.rightTitle)
    if (this.legend_ !== null) items.push(this.legend_)
    if (this.axison && this.frame) this.patch.draw(renderer)
    items
      .map((item, i) => ({ item, i }))
      .sort((a, b) => a.item.zorder - b.item.zorder || a.i - b.i)
      .forEach(({ item }) => void item.draw(renderer))
  }

  /** The rectangle around all of it in pixels; null where nothing is seen. */
  get_tightbbox(): Bbox | null {
    if (!this.visible) return null
    this.apply_aspect()
    this.updateTitles()
    const boxes: Bbox[] = []
    if (this.axison) {
      for (const axis of [this.xaxis, this.yaxis]) {
        const box = axis.get_tightbbox()
        if (box !== null) boxes.push(box)
      }
    }
    boxes.push(this.frameBox())
    for (const title of [this.title, this.leftTitle, this.rightTitle]) {
      if (title.get_visible() && title.get_text() !== '') boxes.push(title.get_window_extent())
    }
    for (const child of this.children) {
      if (
        child instanceof Text &&
        child.get_visible() &&
        child.get_text() !== '' &&
        !child.get_clip_on()
      ) {
        boxes.push(child.get_tightbbox())
      }
    }
    if (this.legend_?.get_visible()) boxes.push(this.legend_.get_window_extent())
    return Bbox.union(boxes.filter((box) => Number.isFinite(box.width + box.height)))
  }

  override toString(): string {
    const { x0, y0, width, height } = this.get_position(true)
    return `Axes(${[x0, y0, width, height].map((v) => String(Number(v.toPrecision(6)))).join(';')})`
  }
}
