// Lines and bands of equal height on a grid. Mirrors matplotlib/contour.py; each cell is cut on its own.

import { dashesOf } from './_linestyle.js'
import type { Renderer, Stroke } from './backends/renderer.js'
import { Collection, type CollectionOptions } from './collections.js'
import { Path } from './path.js'

/** A grid of heights: columns at x, rows at y. */
export interface Heights {
  readonly x: readonly number[]
  readonly y: readonly number[]
  /** Row by row. */
  readonly z: Float64Array
}

type Corner = readonly [x: number, y: number, z: number]

/** The part of a polygon where the height is on one side of a level. */
function cut(polygon: readonly Corner[], level: number, above: boolean): Corner[] {
  const keep = (z: number): boolean => (above ? z >= level : z < level)
  return polygon.flatMap((a, i): Corner[] => {
    const b = polygon[(i + 1) % polygon.length] as Corner
    const inside: Corner[] = keep(a[2]) ? [a] : []
    if (keep(a[2]) === keep(b[2])) return inside
    const t = (level - a[2]) / (b[2] - a[2])
    return [...inside, [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1]), level]]
  })
}

/** The cells of a grid as triangles around their centres, which leaves no saddle undecided. */
function* triangles({ x, y, z }: Heights): Generator<[Corner, Corner, Corner]> {
  const columns = x.length
  const at = (r: number, c: number): Corner => [
    x[c] as number,
    y[r] as number,
    z[r * columns + c] as number,
  ]
  for (let r = 0; r + 1 < y.length; r++) {
    for (let c = 0; c + 1 < columns; c++) {
      const corners = [at(r, c), at(r, c + 1), at(r + 1, c + 1), at(r + 1, c)]
      if (corners.some(([, , height]) => !Number.isFinite(height))) continue
      const mean = (k: 0 | 1 | 2): number => corners.reduce((sum, one) => sum + one[k], 0) / 4
      const middle: Corner = [mean(0), mean(1), mean(2)]
      for (let i = 0; i < 4; i++)
        yield [corners[i] as Corner, corners[(i + 1) % 4] as Corner, middle]
    }
  }
}

/** Where the surface has a height: pieces of line. */
export function levelLines(heights: Heights, level: number): Path {
  const points: number[] = []
  const codes: ('M' | 'L')[] = []
  for (const triangle of triangles(heights)) {
    const ends = triangle.flatMap((a, i): number[] => {
      const b = triangle[(i + 1) % 3] as Corner
      if (a[2] >= level === b[2] >= level) return []
      const t = (level - a[2]) / (b[2] - a[2])
      return [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])]
    })
    if (ends.length !== 4) continue
    points.push(...ends)
    codes.push('M', 'L')
  }
  return new Path(points, codes)
}

/** Where the surface lies between two heights. */
export function levelBand(heights: Heights, low: number, high: number): Path {
  const points: number[] = []
  const codes: ('M' | 'L' | 'Z')[] = []
  for (const triangle of triangles(heights)) {
    const part = cut(cut(triangle, low, true), high, false)
    if (part.length < 3) continue
    part.forEach(([x, y], i) => {
      points.push(x, y)
      codes.push(i === 0 ? 'M' : 'L')
    })
    codes.push('Z')
  }
  return new Path(points, codes)
}

/** What `contour` and `contourf` make. */
export class QuadContourSet extends Collection {
  constructor(
    readonly levels: readonly number[],
    private readonly paths: readonly Path[],
    options: CollectionOptions,
    filled: boolean,
    private readonly monochrome = false,
  ) {
    super(options)
    this.filled = filled
    this.zorder = options.zorder ?? (filled ? 1 : 2)
  }

  override draw(renderer: Renderer): void {
    if (!this.visible) return
    const transform = this.get_transform().frozen()
    const clip = this.clipping()
    const face = this.faces()
    const stroke = this.strokes(renderer)
    const dashed = dashesOf('--')?.lengths ?? []
    const line = (i: number): Stroke | null => {
      const plain = stroke(i)
      // In one colour, dashes tell valleys from hills.
      const below = this.monochrome && (this.levels[i] as number) < 0
      return plain && below ? { ...plain, dashes: dashed.map((one) => one * plain.width) } : plain
    }
    this.paths.forEach((path, i) => {
      const color = face(i)
      // A hair of the band's own colour closes the seams between its cells.
      const seam =
        color === null ? null : { color, width: color[3] === 1 ? 0.5 : 0, join: 'round' as const }
      renderer.draw_path(
        path.mapped((x, y) => transform.point(x, y)),
        { ...clip, face: color, stroke: this.filled ? seam : line(i), snap: false },
      )
    })
  }
}
