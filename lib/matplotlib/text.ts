// Texts and annotations. Mirrors matplotlib/text.py.

import { strRepr } from '../_repr.js'
import { ValueError } from '../errors.js'
import { checkIn } from './_api.js'
import { isMath, MathLayout } from './_mathtext.js'
import { rcParams } from './_rc.js'
import { Artist, type ArtistOptions } from './artist.js'
import { faceOf, fontHeight, type Line, layoutText } from './backends/_text_layout.js'
import type { Renderer } from './backends/renderer.js'
import { type Color, to_rgba } from './colors.js'
import { fontFamily, fontSize } from './font_manager.js'
import type { PatchOptions } from './patches.js'
import { Path } from './path.js'
import { Bbox, type Point } from './transforms.js'

export type HorizontalAlignment = 'left' | 'center' | 'right'
export type VerticalAlignment = 'top' | 'center' | 'bottom' | 'baseline' | 'center_baseline'

/** A box behind a text. */
export interface BoxOptions extends PatchOptions {
  boxstyle?: string
  /** In points, where no `boxstyle` is given. */
  pad?: number
}

/** Properties of texts by keyword. */
export interface TextOptions extends ArtistOptions {
  color?: Color
  c?: Color
  fontsize?: number | string
  size?: number | string
  fontweight?: number | string
  weight?: number | string
  fontfamily?: string | readonly string[]
  family?: string | readonly string[]
  fontname?: string
  fontstyle?: 'normal' | 'italic' | 'oblique'
  style?: 'normal' | 'italic' | 'oblique'
  horizontalalignment?: HorizontalAlignment
  ha?: HorizontalAlignment
  verticalalignment?: VerticalAlignment
  va?: VerticalAlignment
  multialignment?: HorizontalAlignment
  ma?: HorizontalAlignment
  rotation?: number | 'horizontal' | 'vertical'
  rotation_mode?: 'default' | 'anchor' | null
  linespacing?: number
  backgroundcolor?: Color
  bbox?: BoxOptions | null
  fontdict?: TextOptions | null
  wrap?: boolean
}

interface Placed {
  readonly line: Line
  readonly at: Point
}

interface Layout {
  /** Around all of it, beside the place of the text. */
  readonly bbox: Bbox
  readonly lines: readonly Placed[]
  /** Lower left corner and size of the box that turns with the text. */
  readonly box: { readonly corner: Point; readonly width: number; readonly height: number }
}

const horizontal = ['center', 'right', 'left'] as const
const vertical = ['top', 'bottom', 'center', 'baseline', 'center_baseline'] as const

export class Text extends Artist {
  protected x: number
  protected y: number
  private text: string
  private color: Color = rcParams['text.color']
  private size: number | string = rcParams['font.size']
  private weight: number | string = rcParams['font.weight']
  private family: string | readonly string[] | null = null
  private style: string = rcParams['font.style']
  protected ha: HorizontalAlignment = 'left'
  protected va: VerticalAlignment = 'baseline'
  private ma: HorizontalAlignment | null = null
  private rotation = 0
  private anchored = false
  private spacing: number | null = null
  private box: BoxOptions | null = null
  private layouts = new Map<string, Layout>()

  constructor(x = 0, y = 0, text: unknown = '', options: TextOptions = {}) {
    super()
    this.zorder = 3
    this.clip = false
    this.x = x
    this.y = y
    this.text = String(text)
    this.set(options)
  }

  protected override unknownProperty(key: string): string {
    return `'Text' object has no property ${strRepr(key)}`
  }

  get_text(): string {
    return this.text
  }
  set_text(text: unknown): void {
    this.text = text === null || text === undefined ? '' : String(text)
  }
  get_position(): Point {
    return [this.x, this.y]
  }
  set_position(xy: Point): void {
    ;[this.x, this.y] = xy
  }
  set_x(x: number): void {
    this.x = x
  }
  set_y(y: number): void {
    this.y = y
  }
  set_color(color: Color): void {
    to_rgba(color)
    this.color = color
  }
  get_color(): Color {
    return this.color
  }
  set_fontsize(size: number | string): void {
    fontSize(size)
    this.size = size
  }
  get_fontsize(): number {
    return fontSize(this.size)
  }
  set_fontweight(weight: number | string): void {
    this.weight = weight
  }
  set_fontfamily(family: string | readonly string[]): void {
    this.family = family
  }
  set_fontstyle(style: string): void {
    this.style = style
  }
  set_horizontalalignment(ha: HorizontalAlignment): void {
    checkIn('align', ha, horizontal)
    this.ha = ha
  }
  get_horizontalalignment(): HorizontalAlignment {
    return this.ha
  }
  set_verticalalignment(va: VerticalAlignment): void {
    checkIn('align', va, vertical)
    this.va = va
  }
  get_verticalalignment(): VerticalAlignment {
    return this.va
  }
  set_multialignment(ma: HorizontalAlignment): void {
    this.ma = ma
  }
  set_rotation(rotation: number | 'horizontal' | 'vertical'): void {
    if (typeof rotation === 'string' && rotation !== 'horizontal' && rotation !== 'vertical') {
      throw new ValueError(
        `rotation must be 'vertical', 'horizontal' or a number, not ${String(rotation)}`,
      )
    }
    this.rotation = rotation === 'vertical' ? 90 : rotation === 'horizontal' ? 0 : rotation
  }
  get_rotation(): number {
    return ((this.rotation % 360) + 360) % 360
  }
  set_rotation_mode(mode: 'default' | 'anchor' | null): void {
    this.anchored = mode === 'anchor'
  }
  set_linespacing(spacing: number): void {
    this.spacing = spacing
  }
  set_backgroundcolor(color: Color): void {
    this.box = { facecolor: color, edgecolor: color, pad: 4 }
  }
  set_bbox(box: BoxOptions | null): void {
    this.box = box
  }
  set_fontdict(options: TextOptions | null): void {
    if (options !== null) this.set(options)
  }
  set_wrap(_wrap: boolean): void {}
  set_size(size: number | string): void {
    this.set_fontsize(size)
  }
  set_weight(weight: number | string): void {
    this.set_fontweight(weight)
  }
  set_family(family: string | readonly string[]): void {
    this.set_fontfamily(family)
  }
  set_ha(ha: HorizontalAlignment): void {
    this.set_horizontalalignment(ha)
  }
  set_va(va: VerticalAlignment): void {
    this.set_verticalalignment(va)
  }

  /** Takes over how another text looks; words and place stay. */
  update_from(other: Text): void {
    const { color, size, weight, family, style, ha, va, ma, rotation, anchored, spacing, box } =
      other
    Object.assign(this, {
      color,
      size,
      weight,
      family,
      style,
      ha,
      va,
      ma,
      rotation,
      anchored,
      spacing,
      box,
    })
    this.visible = other.visible
    this.alpha = other.alpha
  }

  private get dpi(): number {
    return this.figure?.dpi ?? this.axes?.figure.dpi ?? rcParams['figure.dpi']
  }

  private lineOf(text: string): Line {
    const face = faceOf({
      size: 0,
      family: fontFamily(this.family),
      weight: this.weight,
      style: this.style,
    })
    const px = (this.get_fontsize() * this.dpi) / 72
    if (rcParams['text.parse_math'] && isMath(text)) return new MathLayout(face, px).line(text)
    return layoutText(text.replaceAll('\\$', '$'), face, px)
  }

  private layout(): Layout {
    const key = [this.text, this.size, this.weight, this.family, this.style, this.ha, this.va]
      .concat([this.ma, this.rotation, this.anchored, this.spacing, this.dpi] as never[])
      .join('\u0001')
    let layout = this.layouts.get(key)
    if (layout === undefined) {
      layout = this.computeLayout()
      this.layouts = new Map([[key, layout]])
    }
    return layout
  }

  private computeLayout(): Layout {
    const px = (this.get_fontsize() * this.dpi) / 72
    const lines = this.text.split('\n').map((text) => this.lineOf(text))
    const gap = lines.length === 1 ? 0 : fontHeight.gap * px
    const baselines: number[] = []
    let down = 0
    let baseline = 0
    let descent = 0
    for (const line of lines) {
      let a = Math.max(line.ascent, fontHeight.ascent * px) + gap / 2
      let d = Math.max(line.descent, fontHeight.descent * px) + gap / 2
      if (this.spacing !== null) {
        const leading = this.spacing * (fontHeight.ascent + fontHeight.descent) * px
        const rest = leading - (line.ascent + line.descent)
        a = line.ascent + rest / 2
        d = line.descent + rest / 2
      }
      baseline = a - down
      down -= a
      baselines.push(down)
      down -= d
      descent = d
    }
    const width = Math.max(...lines.map((line) => line.width))
    const ymin = (baselines.at(-1) as number) - descent
    return this.place(lines, baselines, { width, ymin, baseline, descent })
  }

  private place(
    lines: readonly Line[],
    baselines: readonly number[],
    size: { width: number; ymin: number; baseline: number; descent: number },
  ): Layout {
    const { width, ymin, baseline, descent } = size
    const { ha, va } = this
    const angle = (this.get_rotation() * Math.PI) / 180
    const [c, s] = [Math.cos(angle), Math.sin(angle)]
    const turn = (x: number, y: number): Point => [c * x - s * y, s * x + c * y]
    const corners = [turn(0, ymin), turn(0, 0), turn(width, 0), turn(width, ymin)]
    const xs = corners.map(([x]) => x)
    const ys = corners.map(([, y]) => y)
    const around = new Bbox(Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys))
    const frame = this.anchored ? new Bbox(0, ymin, width, 0) : around
    let dx = ha === 'left' ? frame.x0 : ha === 'right' ? frame.x1 : (frame.x0 + frame.x1) / 2
    let dy = frame.y0
    if (va === 'top') dy = frame.y1
    else if (va === 'center') dy = (frame.y0 + frame.y1) / 2
    else if (va === 'baseline') dy = this.anchored ? frame.y1 - baseline : frame.y0 + descent
    else if (va === 'center_baseline') dy = frame.y1 - baseline / 2
    if (this.anchored) [dx, dy] = turn(dx, dy)
    const align = this.ma ?? ha
    const placed = lines.map((line, i): Placed => {
      const free = width - line.width
      const indent = align === 'left' ? 0 : align === 'right' ? free : free / 2
      const [x, y] = turn(indent, baselines[i] as number)
      return { line, at: [x - dx, y - dy] }
    })
    const [cx, cy] = corners[0] as Point
    return {
      bbox: new Bbox(around.x0 - dx, around.y0 - dy, around.x1 - dx, around.y1 - dy),
      lines: placed,
      box: { corner: [cx - dx, cy - dy], width, height: -ymin },
    }
  }

  /** The place of the text in pixels. */
  protected anchor(): Point {
    return this.get_transform().point(this.x, this.y)
  }

  /** The rectangle around the text, in pixels. */
  get_window_extent(): Bbox {
    const [x, y] = this.anchor()
    if (this.text === '') return new Bbox(x, y, x, y)
    const { bbox } = this.layout()
    return new Bbox(bbox.x0 + x, bbox.y0 + y, bbox.x1 + x, bbox.y1 + y)
  }

  get_tightbbox(): Bbox {
    const extent = this.get_window_extent()
    return this.box === null ? extent : extent.padded(this.boxPad())
  }

  private boxPad(): number {
    const { box } = this
    if (box === null) return 0
    if (box.boxstyle === undefined) return ((box.pad ?? 4) * this.dpi) / 72
    const pad = Number(/pad\s*=\s*([\d.]+)/.exec(box.boxstyle)?.[1] ?? box.pad ?? 0.3)
    return (pad * this.get_fontsize() * this.dpi) / 72
  }

  private drawBox(renderer: Renderer, x: number, y: number, layout: Layout): void {
    const { box } = this
    if (box === null) return
    const pad = this.boxPad()
    const { corner, width, height } = layout.box
    const angle = (this.get_rotation() * Math.PI) / 180
    const [c, s] = [Math.cos(angle), Math.sin(angle)]
    const rounded = box.boxstyle?.startsWith('round') ?? false
    const shape = rounded
      ? Path.rounded(-pad, -pad, width + pad, height + pad, pad)
      : Path.rectangle(-pad, -pad, width + pad, height + pad)
    const alpha = box.alpha ?? null
    const face = box.facecolor ?? box.fc ?? box.color ?? rcParams['patch.facecolor']
    const edge = box.edgecolor ?? box.ec ?? box.color ?? rcParams['patch.edgecolor']
    renderer.draw_path(
      shape.mapped((a, b) => [x + corner[0] + c * a - s * b, y + corner[1] + s * a + c * b]),
      {
        face: to_rgba(face, alpha),
        stroke: {
          color: to_rgba(edge, alpha),
          width: renderer.points_to_pixels(box.linewidth ?? box.lw ?? 1),
          join: 'miter',
        },
      },
    )
  }

  override draw(renderer: Renderer): void {
    if (!this.visible || this.text === '') return
    const [x, y] = this.anchor()
    if (!Number.isFinite(x) || !Number.isFinite(y)) return
    const layout = this.layout()
    this.drawBox(renderer, x, y, layout)
    const color = to_rgba(this.color, this.alpha)
    const clip = this.clip ? this.clipping() : {}
    for (const { line, at } of layout.lines) {
      renderer.draw_text(line, x + at[0], y + at[1], this.get_rotation(), color, clip)
    }
  }
}
