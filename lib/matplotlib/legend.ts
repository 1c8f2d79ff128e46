// Legends. Mirrors matplotlib/legend.py and its handlers.

import { ValueError } from '../errors.js'
import { checkIn } from './_api.js'
import { type Handle, HandleDrawer } from './_legend_handles.js'
import { rcParams } from './_rc.js'
import { Artist, type AxesHost, type FigureHost } from './artist.js'
import { fontHeight } from './backends/_text_layout.js'
import type { Renderer } from './backends/renderer.js'
import { Collection } from './collections.js'
import { type Color, to_rgba } from './colors.js'
import { fontSize } from './font_manager.js'
import { Line2D } from './lines.js'
import { Patch } from './patches.js'
import { Path } from './path.js'
import { Text, type TextOptions } from './text.js'
import { Bbox, IdentityTransform, type Point } from './transforms.js'

/** The places of a legend by name. */
const codes: Readonly<Record<string, number>> = {
  best: 0,
  'upper right': 1,
  'upper left': 2,
  'lower left': 3,
  'lower right': 4,
  right: 5,
  'center left': 6,
  'center right': 7,
  'lower center': 8,
  'upper center': 9,
  center: 10,
}

// Where in the free room the box is, by code.
const coefficients: readonly Point[] = [
  [1, 1],
  [1, 1],
  [0, 1],
  [0, 0],
  [1, 0],
  [1, 0.5],
  [0, 0.5],
  [1, 0.5],
  [0.5, 0],
  [0.5, 1],
  [0.5, 0.5],
]

/** What a legend takes by keyword. */
export interface LegendOptions {
  handles?: readonly unknown[]
  labels?: readonly string[]
  loc?: string | number | Point
  bbox_to_anchor?: readonly number[]
  ncol?: number
  ncols?: number
  fontsize?: number | string
  prop?: { size?: number | string; weight?: number | string; family?: string }
  labelcolor?: Color | null
  title?: string | null
  title_fontsize?: number | string | null
  frameon?: boolean
  fancybox?: boolean
  shadow?: boolean
  framealpha?: number | null
  facecolor?: Color | 'inherit'
  edgecolor?: Color
  markerscale?: number
  numpoints?: number
  scatterpoints?: number
  borderpad?: number
  labelspacing?: number
  handlelength?: number
  handleheight?: number
  handletextpad?: number
  borderaxespad?: number
  columnspacing?: number
  alignment?: 'left' | 'center' | 'right'
  reverse?: boolean
}

interface Item {
  readonly handle: Handle
  readonly text: Text
  width: number
  ascent: number
  descent: number
}

const known = new Set(
  'handles labels loc bbox_to_anchor ncol ncols fontsize prop labelcolor title title_fontsize frameon fancybox shadow framealpha facecolor edgecolor markerscale numpoints scatterpoints borderpad labelspacing handlelength handleheight handletextpad borderaxespad columnspacing alignment reverse'.split(
    ' ',
  ),
)

/** What the legend tries not to cover. */
export interface Obstacles {
  readonly lines: readonly Point[][]
  readonly boxes: readonly Bbox[]
  readonly points: readonly Point[]
}

export class Legend extends Artist {
  private readonly options: LegendOptions
  private readonly items: Item[]
  private readonly heading: Text | null
  private readonly px: number
  readonly figureOnly: boolean

  constructor(
    private readonly host: {
      readonly axes: AxesHost | null
      readonly figure: FigureHost
      obstacles(): Obstacles
      background(): Color
    },
    handles: readonly Handle[],
    labels: readonly string[],
    options: LegendOptions = {},
  ) {
    super()
    this.zorder = 5
    this.figure = host.figure
    this.figureOnly = host.axes === null
    this.options = options
    const { loc } = options
    for (const key of Object.keys(options)) {
      if (known.has(key)) continue
      throw new TypeError(`Legend.__init__() got an unexpected keyword argument '${key}'`)
    }
    if (typeof loc === 'string') checkIn('loc', loc, Object.keys(codes))
    if (loc === 'best' && this.figureOnly)
      throw new ValueError(
        "Automatic legend placement (loc='best') not implemented for figure legend",
      )
    const size = fontSize(options.fontsize ?? options.prop?.size ?? rcParams['legend.fontsize'])
    this.px = size
    const look: TextOptions = { fontsize: size, transform: new IdentityTransform() }
    if (options.prop?.weight !== undefined) look.fontweight = options.prop.weight
    if (options.prop?.family !== undefined) look.fontfamily = options.prop.family
    if (options.labelcolor) look.color = options.labelcolor
    const pairs = handles.map((handle, i) => ({ handle, label: labels[i] ?? '' }))
    if (options.reverse) pairs.reverse()
    this.items = pairs.map(({ handle, label }) => ({
      handle,
      text: this.makeText(label, look),
      width: 0,
      ascent: 0,
      descent: 0,
    }))
    const titleSize =
      options.title_fontsize ?? rcParams['legend.title_fontsize'] ?? rcParams['font.size']
    this.heading = options.title
      ? this.makeText(options.title, { ...look, fontsize: titleSize })
      : null
  }

  private makeText(label: string, look: TextOptions): Text {
    const text = new Text(0, 0, label, { ...look, ha: 'left', va: 'baseline' })
    text.figure = this.host.figure
    return text
  }

  get_texts(): Text[] {
    return this.items.map((item) => item.text)
  }
  get_title(): Text {
    return this.heading ?? this.makeText('', {})
  }
  set_loc(loc: string): void {
    Object.assign(this.options, { loc })
  }

  private scaled(
    name:
      | 'borderpad'
      | 'labelspacing'
      | 'handlelength'
      | 'handleheight'
      | 'handletextpad'
      | 'borderaxespad'
      | 'columnspacing',
  ): number {
    return (this.options[name] ?? rcParams[`legend.${name}`]) * this.fontPx
  }
  private get fontPx(): number {
    return (this.px * this.host.figure.dpi) / 72
  }

  private measure(): { width: number; height: number; columns: Item[][]; widths: number[] } {
    for (const item of this.items) {
      item.text.set_position([0, 0])
      const { x0, y0, x1, y1 } = item.text.get_window_extent()
      item.width = x1 - x0
      // An "l" in whole pixels, as FreeType draws it.
      const letter = Math.round(fontHeight.ascent * Math.round(this.fontPx))
      item.ascent = Math.max(y1, letter, this.scaled('handleheight'))
      item.descent = -y0
    }
    const count = Math.max(
      1,
      Math.min(this.options.ncols ?? this.options.ncol ?? 1, this.items.length),
    )
    const columns: Item[][] = []
    const [least, more] = [Math.floor(this.items.length / count), this.items.length % count]
    for (let c = 0, at = 0; c < count; c++) {
      const size = least + (c < more ? 1 : 0)
      columns.push(this.items.slice(at, at + size))
      at += size
    }
    const lead = this.scaled('handlelength') + this.scaled('handletextpad')
    const widths = columns.map((column) => lead + Math.max(0, ...column.map((item) => item.width)))
    const gap = this.scaled('labelspacing')
    const heights = columns.map(
      (column) =>
        column.reduce((sum, item) => sum + item.ascent + item.descent, 0) +
        gap * Math.max(column.length - 1, 0),
    )
    let width = widths.reduce((a, b) => a + b, 0) + this.scaled('columnspacing') * (count - 1)
    let height = Math.max(0, ...heights)
    if (this.heading !== null) {
      const box = this.heading.get_window_extent()
      width = Math.max(width, box.width)
      height += box.height + gap
    }
    const pad = 2 * this.scaled('borderpad')
    return { width: width + pad, height: height + pad, columns, widths }
  }

  private parent(): Bbox {
    const { axes, figure } = this.host
    const box = axes?.bbox ?? figure.bbox
    const anchor = this.options.bbox_to_anchor
    if (anchor === undefined) return box
    const [x = 0, y = 0, w = 0, h = 0] = anchor
    return Bbox.from_bounds(
      box.x0 + x * box.width,
      box.y0 + y * box.height,
      w * box.width,
      h * box.height,
    )
  }

  /** The lower left corner of the box. */
  private corner(width: number, height: number): Point {
    const loc = this.options.loc ?? (this.figureOnly ? 'upper right' : rcParams['legend.loc'])
    if (typeof loc === 'object') {
      const box = this.parent()
      return [box.x0 + loc[0] * box.width, box.y0 + loc[1] * box.height]
    }
    const code = typeof loc === 'number' ? loc : (codes[loc] as number)
    if (code > 0) return this.place(code, width, height)
    const { lines, boxes, points } = this.host.obstacles()
    let best: { badness: number; at: Point } | null = null
    for (let one = 1; one <= 10; one++) {
      const at = this.place(one, width, height)
      const box = Bbox.from_bounds(...at, width, height)
      const badness =
        lines.reduce((sum, line) => sum + line.filter(([x, y]) => inside(box, x, y)).length, 0) +
        points.filter(([x, y]) => inside(box, x, y)).length +
        boxes.filter((other) => box.overlaps(other)).length +
        lines.filter((line) => crosses(line, box)).length
      if (badness === 0) return at
      if (best === null || badness < best.badness) best = { badness, at }
    }
    return best?.at ?? [0, 0]
  }
  private place(code: number, width: number, height: number): Point {
    const box = this.parent().padded(-this.scaled('borderaxespad'))
    const [ax, ay] = coefficients[code] as Point
    return [box.x0 + ax * (box.width - width), box.y0 + ay * (box.height - height)]
  }

  override get_visible(): boolean {
    return this.visible
  }
  get_window_extent(): Bbox {
    const { width, height } = this.measure()
    return Bbox.from_bounds(...this.corner(width, height), width, height)
  }

  override draw(renderer: Renderer): void {
    if (!this.visible) return
    const { width, height, columns, widths } = this.measure()
    const [x0, y0] = this.corner(width, height)
    this.drawFrame(renderer, x0, y0, width, height)
    const handles = new HandleDrawer(
      renderer,
      this.scaled('handlelength'),
      this.scaled('handleheight'),
      this.options.markerscale ?? rcParams['legend.markerscale'],
      this.fontPx,
    )
    const pad = this.scaled('borderpad')
    const align = { left: 0, center: 0.5, right: 1 }[this.options.alignment ?? 'center']
    let top = y0 + height - pad
    if (this.heading !== null) {
      const box = this.heading.get_window_extent()
      const [hx, hy] = this.heading.get_position()
      const left = x0 + pad + align * (width - 2 * pad - box.width)
      this.heading.set_position([hx + left - box.x0, hy + top - box.y1])
      this.heading.draw(renderer)
      this.heading.set_position([0, 0])
      top -= box.height + this.scaled('labelspacing')
    }
    const inner =
      widths.reduce((a, b) => a + b, 0) + this.scaled('columnspacing') * (columns.length - 1)
    let x = x0 + pad + align * (width - 2 * pad - inner)
    columns.forEach((column, c) => {
      let y = top
      for (const item of column) {
        const baseline = y - item.ascent
        handles.draw(item.handle, x, baseline)
        item.text.set_position([
          x + this.scaled('handlelength') + this.scaled('handletextpad'),
          baseline,
        ])
        item.text.draw(renderer)
        y = baseline - item.descent - this.scaled('labelspacing')
      }
      x += (widths[c] as number) + this.scaled('columnspacing')
    })
  }

  private drawFrame(
    renderer: Renderer,
    x0: number,
    y0: number,
    width: number,
    height: number,
  ): void {
    const { options } = this
    if (!(options.frameon ?? rcParams['legend.frameon'])) return
    const round = options.fancybox ?? rcParams['legend.fancybox']
    const shape = round
      ? Path.rounded(x0, y0, x0 + width, y0 + height, 0.2 * this.fontPx)
      : Path.rectangle(x0, y0, x0 + width, y0 + height)
    const face = options.facecolor ?? rcParams['legend.facecolor']
    const alpha = options.framealpha ?? rcParams['legend.framealpha']
    renderer.draw_path(shape, {
      face: to_rgba(face === 'inherit' ? this.host.background() : face, alpha),
      stroke: {
        color: to_rgba(options.edgecolor ?? rcParams['legend.edgecolor'], alpha),
        width: renderer.points_to_pixels(rcParams['patch.linewidth']),
        join: 'miter',
      },
      snap: true,
    })
  }
}

const inside = (box: Bbox, x: number, y: number): boolean =>
  x > box.xmin && x < box.xmax && y > box.ymin && y < box.ymax

/** Whether a line goes through a rectangle. */
function crosses(line: readonly Point[], box: Bbox): boolean {
  for (let i = 1; i < line.length; i++) {
    const [x0, y0] = line[i - 1] as Point
    const [x1, y1] = line[i] as Point
    let from = 0
    let to = 1
    const clip = (start: number, delta: number, low: number, high: number): boolean => {
      if (delta === 0) return start >= low && start <= high
      const a = (low - start) / delta
      const b = (high - start) / delta
      from = Math.max(from, Math.min(a, b))
      to = Math.min(to, Math.max(a, b))
      return from <= to
    }
    if (clip(x0, x1 - x0, box.xmin, box.xmax) && clip(y0, y1 - y0, box.ymin, box.ymax)) return true
  }
  return false
}

interface Labelled {
  readonly children: readonly Artist[]
  readonly containers: readonly { get_label(): string | null }[]
}

/** What has a label that does not start with an underscore, with the labels. */
export function labelled(axes: Labelled): { handles: Handle[]; labels: string[] } {
  const handles: Handle[] = []
  const labels: string[] = []
  const lines = axes.children.filter(
    (one) => one instanceof Line2D || one instanceof Patch || one instanceof Collection,
  )
  for (const one of [...lines, ...axes.containers]) {
    const label = one.get_label()
    if (label === null || label === '' || label.startsWith('_')) continue
    handles.push(one as Handle)
    labels.push(label)
  }
  return { handles, labels }
}

export type { Handle }
