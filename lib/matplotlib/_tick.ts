// One tick: its marks, its grid line and its labels. Mirrors matplotlib's Tick.

import { dashesOf, type LineStyle } from './_linestyle.js'
import { rcParams } from './_rc.js'
import type { AxesHost } from './artist.js'
import type { Renderer } from './backends/renderer.js'
import { type Color, to_rgba } from './colors.js'
import { Path } from './path.js'
import { Text } from './text.js'
import { BlendedTransform, type Transform, Translation } from './transforms.js'

export type TickDirection = 'in' | 'out' | 'inout'

/** How ticks of an axis look. */
export interface TickStyle {
  tick1On: boolean
  tick2On: boolean
  label1On: boolean
  label2On: boolean
  gridOn: boolean
  size: number
  width: number
  color: Color
  pad: number
  direction: TickDirection
  labelsize: number | string
  labelcolor: Color
  labelrotation: number
  grid: {
    color: Color
    linestyle: LineStyle
    linewidth: number
    alpha: number | null
    zorder: number | null
  }
}

/** The style that settings give to ticks of an axis. */
export function tickStyle(name: 'x' | 'y', which: 'major' | 'minor'): TickStyle {
  const rc = rcParams
  const [first, second] = name === 'x' ? (['bottom', 'top'] as const) : (['left', 'right'] as const)
  const on = (key: string): boolean => rc[`${name}tick.${key}` as 'xtick.bottom']
  const labelcolor = rc[`${name}tick.labelcolor`]
  return {
    tick1On: on(first),
    tick2On: on(second),
    label1On: which === 'major' || which === 'minor' ? on(`label${first}`) : false,
    label2On: on(`label${second}`),
    gridOn: which === 'major' && rc['axes.grid'],
    size: rc[`${name}tick.${which}.size`],
    width: rc[`${name}tick.${which}.width`],
    color: rc[`${name}tick.color`],
    pad: rc[`${name}tick.${which}.pad`],
    direction: rc[`${name}tick.direction`],
    labelsize: rc[`${name}tick.labelsize`],
    labelcolor: labelcolor === 'inherit' ? rc[`${name}tick.color`] : labelcolor,
    labelrotation: 0,
    grid: {
      color: rc['grid.color'],
      linestyle: rc['grid.linestyle'] as LineStyle,
      linewidth: rc['grid.linewidth'],
      alpha: rc['grid.alpha'],
      zorder: null,
    },
  }
}

const outward = { in: 0, inout: 0.5, out: 1 }

export class Tick {
  loc = 0
  readonly label1: Text
  readonly label2: Text
  /** How long ticks are on both sides, for what lies outside of them. */
  style: TickStyle

  constructor(
    private readonly axes: AxesHost,
    private readonly name: 'x' | 'y',
    style: TickStyle,
  ) {
    this.style = { ...style, grid: { ...style.grid } }
    const x = name === 'x'
    this.label1 = new Text(0, 0, '', {
      va: x ? 'top' : 'center_baseline',
      ha: x ? 'center' : 'right',
    })
    this.label2 = new Text(0, 1, '', {
      va: x ? 'bottom' : 'center_baseline',
      ha: x ? 'center' : 'left',
    })
    this.label1.set_transform(this.labelTransform(-1))
    this.label2.set_transform(this.labelTransform(1))
    for (const label of [this.label1, this.label2]) label.figure = axes.figure
    this.apply(style)
  }

  private get along(): Transform {
    const { transData, transAxes } = this.axes
    return this.name === 'x'
      ? new BlendedTransform(transData, transAxes)
      : new BlendedTransform(transAxes, transData)
  }

  private labelTransform(side: 1 | -1): Transform {
    const moved = new Translation(() => {
      const points = this.style.pad + outward[this.style.direction] * this.style.size
      const by = (side * points * this.axes.figure.dpi) / 72
      return this.name === 'x' ? [0, by] : [by, 0]
    })
    return this.along.add(moved)
  }

  /** Takes on a style, what it leaves out stays. */
  apply(style: Partial<TickStyle>): void {
    Object.assign(this.style, style, { grid: { ...this.style.grid, ...style.grid } })
    for (const label of [this.label1, this.label2]) {
      if (style.labelsize !== undefined) label.set_fontsize(style.labelsize)
      if (style.labelcolor !== undefined) label.set_color(style.labelcolor)
      if (style.labelrotation !== undefined) label.set_rotation(style.labelrotation)
    }
    if (style.label1On !== undefined) this.label1.set_visible(style.label1On)
    if (style.label2On !== undefined) this.label2.set_visible(style.label2On)
  }

  update_position(loc: number): void {
    this.loc = loc
    for (const [label, at] of [
      [this.label1, 0],
      [this.label2, 1],
    ] as const) {
      label.set_position(this.name === 'x' ? [loc, at] : [at, loc])
    }
  }

  /** How far the marks reach out of the axes, in points. */
  get outside(): number {
    return outward[this.style.direction] * this.style.size
  }

  drawGrid(renderer: Renderer): void {
    const { gridOn, grid } = this.style
    const dashes = dashesOf(grid.linestyle)
    if (!gridOn || dashes === null) return
    const at = (t: number): [number, number] =>
      this.name === 'x' ? this.along.point(this.loc, t) : this.along.point(t, this.loc)
    const width = renderer.points_to_pixels(grid.linewidth)
    renderer.draw_path(new Path([...at(0), ...at(1)]), {
      clip: this.axes.bbox,
      stroke: {
        color: to_rgba(grid.color, grid.alpha),
        width,
        dashes: dashes.lengths.map((one) => one * width),
        cap: dashes.lengths.length > 0 ? 'butt' : 'square',
      },
    })
  }

  draw(renderer: Renderer): void {
    this.drawGrid(renderer)
    const { tick1On, tick2On, size, width, color, direction } = this.style
    const stroke = { color: to_rgba(color), width: renderer.points_to_pixels(width) }
    const length = renderer.points_to_pixels(size)
    const from = direction === 'out' ? 0 : direction === 'in' ? 1 : 0.5
    for (const [on, side, sign] of [
      [tick1On, 0, -1],
      [tick2On, 1, 1],
    ] as const) {
      if (!on) continue
      const [start, end] = [-from * length * sign, (1 - from) * length * sign]
      const mark = this.name === 'x' ? new Path([0, start, 0, end]) : new Path([start, 0, end, 0])
      const place =
        this.name === 'x' ? this.along.point(this.loc, side) : this.along.point(side, this.loc)
      renderer.draw_markers(mark, [place], { stroke })
    }
    this.label1.draw(renderer)
    this.label2.draw(renderer)
  }
}
