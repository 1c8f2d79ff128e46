// The four lines around axes. Mirrors matplotlib/spines.py.

import { KeyError } from '../errors.js'
import { rcParams } from './_rc.js'
import { Artist } from './artist.js'
import type { Renderer } from './backends/renderer.js'
import { type Color, to_rgba } from './colors.js'
import { Path } from './path.js'

export type Side = 'left' | 'right' | 'bottom' | 'top'

const sides: readonly Side[] = ['left', 'right', 'bottom', 'top']
const ends = { left: [0, 0, 0, 1], right: [1, 0, 1, 1], bottom: [0, 0, 1, 0], top: [0, 1, 1, 1] }

export class Spine extends Artist {
  private color: Color = rcParams['axes.edgecolor']
  private linewidth: number = rcParams['axes.linewidth']

  constructor(readonly side: Side) {
    super()
    this.zorder = 2.5
    this.visible = rcParams[`axes.spines.${side}`]
  }

  set_color(color: Color): void {
    to_rgba(color)
    this.color = color
  }
  set_edgecolor(color: Color): void {
    this.set_color(color)
  }
  set_linewidth(width: number): void {
    this.linewidth = width
  }

  override draw(renderer: Renderer): void {
    const { axes } = this
    if (!this.visible || axes === null) return
    const path = new Path(ends[this.side]).mapped((x, y) => axes.transAxes.point(x, y))
    renderer.draw_path(path, {
      stroke: {
        color: to_rgba(this.color, this.alpha),
        width: renderer.points_to_pixels(this.linewidth),
        cap: 'square',
        join: 'miter',
      },
    })
  }
}

/** Several spines that are told the same. */
export interface SpineGroup {
  set_visible(visible: boolean): void
  set_color(color: Color): void
  set_linewidth(width: number): void
  set(properties: object): void
}

/** The spines by side, `spines.top` or `spines['top']`; `spines['top, right']` and `spines[':']` are several. */
export type Spines = Readonly<Record<Side, Spine>> & {
  readonly [sides: `${string},${string}`]: SpineGroup
  readonly ':': SpineGroup
  values(): Spine[]
  items(): [Side, Spine][]
  keys(): Side[]
}

export function makeSpines(): Spines {
  const all = new Map(sides.map((side) => [side, new Spine(side)] as const))
  const one = (name: string): Spine => {
    const spine = all.get(name.trim() as Side)
    if (spine === undefined) throw new KeyError(name)
    return spine
  }
  const group = (list: readonly Spine[]): SpineGroup => ({
    set_visible: (visible) => list.forEach((spine) => void spine.set_visible(visible)),
    set_color: (color) => list.forEach((spine) => void spine.set_color(color)),
    set_linewidth: (width) => list.forEach((spine) => void spine.set_linewidth(width)),
    set: (properties) => list.forEach((spine) => void spine.set(properties)),
  })
  const methods = {
    values: () => [...all.values()],
    items: () => [...all.entries()],
    keys: () => [...all.keys()],
  }
  return new Proxy(methods as unknown as Spines, {
    get(target, key) {
      if (typeof key !== 'string' || Object.hasOwn(target, key)) return Reflect.get(target, key)
      if (key === ':') return group([...all.values()])
      if (key.includes(',')) return group(key.split(',').map(one))
      return all.get(key as Side)
    },
  })
}
