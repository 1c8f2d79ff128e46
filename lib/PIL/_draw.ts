// Lines, polygons and ellipses, pixel for pixel as in Pillow. Mirrors src/libImaging/Draw.c.

import type { PixelData } from './_modes.js'

/** Where and with what is drawn. */
export interface Brush {
  readonly data: PixelData
  readonly width: number
  readonly height: number
  readonly bands: number
  readonly ink: readonly number[]
  /** How much of the ink there is, 0 to 255, where RGBA is drawn on RGB; null where ink replaces. */
  readonly alpha: number | null
  /** Only pixels that are set here are drawn. */
  readonly mask?: PixelData | undefined
}

function paint({ data, bands, ink, alpha }: Brush, at: number): void {
  for (let b = 0; b < bands; b++) {
    const value = ink[b] as number
    if (alpha === null) data[at * bands + b] = value
    else {
      const sum = (data[at * bands + b] as number) * (255 - alpha) + value * alpha + 128
      data[at * bands + b] = ((sum >> 8) + sum) >> 8
    }
  }
}

export function point(brush: Brush, x: number, y: number): void {
  if (x >= 0 && x < brush.width && y >= 0 && y < brush.height) paint(brush, y * brush.width + x)
}

function row(brush: Brush, from: number, y: number, to: number): void {
  const { width, height, mask } = brush
  if (y < 0 || y >= height || from >= width || to < 0) return
  const end = y * width + Math.min(to, width - 1)
  for (let at = y * width + Math.max(from, 0); at <= end; at++) {
    if (mask === undefined || mask[at]) paint(brush, at)
  }
}

/** A line of one pixel's width, without its last point. */
export function line(brush: Brush, x0: number, y0: number, x1: number, y1: number): void {
  const dx = Math.abs(x1 - x0)
  const dy = Math.abs(y1 - y0)
  const [xs, ys] = [x1 < x0 ? -1 : 1, y1 < y0 ? -1 : 1]
  const flat = dx > dy
  const [long, short] = flat ? [dx, dy] : [dy, dx]
  let error = 2 * short - long
  for (let i = 0, x = x0, y = y0; i < long; i++) {
    point(brush, x, y)
    if (error >= 0 && short > 0) {
      if (flat) y += ys
      else x += xs
      error -= 2 * long
    }
    error += 2 * short
    if (flat) x += xs
    else y += ys
  }
}

interface Edge {
  readonly x0: number
  readonly y0: number
  xmin: number
  readonly ymin: number
  xmax: number
  readonly ymax: number
  readonly dx: number
}

function edgeOf(x0: number, y0: number, x1: number, y1: number): Edge {
  return {
    x0,
    y0,
    xmin: Math.min(x0, x1),
    xmax: Math.max(x0, x1),
    ymin: Math.min(y0, y1),
    ymax: Math.max(y0, y1),
    dx: y0 === y1 ? 0 : f32((x1 - x0) / (y1 - y0)),
  }
}

const f32 = Math.fround
/** Where an edge is at a height, in single precision as Pillow reckons. */
const crossing = (edge: Edge, y: number): number => f32(f32((y - edge.y0) * edge.dx) + edge.x0)

// Half away from zero, and half towards zero.
const roundUp = (x: number): number => (x >= 0 ? Math.floor(x + 0.5) : -Math.floor(-x + 0.5))
const roundDown = (x: number): number => (x >= 0 ? Math.ceil(x - 0.5) : -Math.ceil(-x - 0.5))

// Fills what lies between the edges, row by row.
function fillEdges(brush: Brush, edges: readonly Edge[]): void {
  const slanted = edges.filter((edge) => edge.ymin !== edge.ymax)
  const blends = brush.alpha !== null
  if (!blends) {
    for (const { xmin, xmax, ymin, ymax } of edges) {
      if (ymin === ymax) row(brush, xmin, ymin, xmax)
    }
  }
  const first = Math.max(Math.min(brush.height - 1, ...edges.map((edge) => edge.ymin)), 0)
  const last = Math.min(Math.max(0, ...edges.map((edge) => edge.ymax)), brush.height)
  for (let y = first; y <= last; y++) {
    const crossings = crossingsAt(slanted, y, last).sort((a, b) => a - b)
    if (blends) blendRow(brush, edges, crossings, y)
    else {
      for (let i = 1; i < crossings.length; i += 2) {
        row(brush, roundUp(crossings[i - 1] as number), y, roundDown(crossings[i] as number))
      }
    }
  }
}

function crossingsAt(edges: readonly Edge[], y: number, last: number): number[] {
  const out: number[] = []
  edges.forEach((edge, i) => {
    if (y < edge.ymin || y > edge.ymax) return
    const x = crossing(edge, y)
    if (y === edge.ymax && y < last) out.push(x, x)
    else if ((y === edge.ymin || y === edge.ymax) && edge.dx !== 0) {
      out.push(cornerAt(edges.slice(0, i), edge, x, y))
    } else out.push(x)
  })
  return out
}

// Where two edges meet in a corner that points sideways, it reaches to what the next row has.
function cornerAt(others: readonly Edge[], edge: Edge, x: number, y: number): number {
  const next = y === edge.ymax ? y - 1 : y + 1
  for (const other of others) {
    if ((y !== other.ymin && y !== other.ymax) || other.dx === 0) continue
    if (roundUp(x) !== roundUp(crossing(other, y))) continue
    if (next < other.ymin || next > other.ymax) continue
    const [a, b] = [crossing(edge, next), crossing(other, next)]
    if (x > a + 1 && x > b + 1) return roundUp(Math.max(a, b)) + 1
    if (x < a - 1 && x < b - 1) return roundUp(Math.min(a, b)) - 1
    return x
  }
  return x
}

// No pixel is blended twice.
function blendRow(
  brush: Brush,
  edges: readonly Edge[],
  crossings: readonly number[],
  y: number,
): void {
  let at = crossings.length === 0 ? -1 : 0
  const flats = (): void => {
    for (const edge of edges) {
      if (edge.ymin !== y || edge.ymin !== edge.ymax) continue
      if (at !== -1 && at < edge.xmin) continue
      const from = Math.max(at, edge.xmin)
      if (at > edge.xmin && edge.xmax < from) continue
      row(brush, from, y, edge.xmax)
      at = edge.xmax + 1
    }
  }
  for (let i = 1; i < crossings.length; i += 2) {
    const end = roundDown(crossings[i] as number)
    if (end < at) continue
    flats()
    if (end < at) continue
    const start = Math.max(at, roundUp(crossings[i - 1] as number))
    if (end < start && at === start) continue
    row(brush, start, y, end)
    at = end + 1
  }
  flats()
}

/** A line of several pixels' width. */
export function wideLine(
  brush: Brush,
  x0: number,
  y0: number,
  x1: number,
  y1: number,
  width: number,
): void {
  const [dx, dy] = [x1 - x0, y1 - y0]
  if (dx === 0 && dy === 0) {
    point(brush, x0, y0)
    return
  }
  const length = Math.hypot(dx, dy)
  const half = (width - 1) / 2
  const [most, least] = [roundUp(half) / length, roundDown(half) / length]
  const [dxmin, dxmax] = [roundDown(least * dy), roundDown(most * dy)]
  const [dymin, dymax] = [roundDown(least * dx), roundDown(most * dx)]
  const corners = [
    [x0 - dxmin, y0 + dymax],
    [x1 - dxmin, y1 + dymax],
    [x1 + dxmax, y1 - dymin],
    [x0 + dxmax, y0 - dymin],
  ] as const
  const edges = corners.map(([x, y], i) => {
    const [toX, toY] = corners[(i + 1) % 4] as readonly [number, number]
    return edgeOf(x, y, toX, toY)
  })
  fillEdges(brush, edges)
}

/** A polygon, filled. */
export function polygon(brush: Brush, xy: readonly number[]): void {
  const edges: Edge[] = []
  const count = xy.length / 2
  const at = (i: number): [number, number] => [xy[2 * i] as number, xy[2 * i + 1] as number]
  for (let i = 0; i < count - 1; i++) {
    const [[x0, y0], [x1, y1]] = [at(i), at(i + 1)]
    const before = i === 0 ? null : at(i - 1)
    const last = edges.at(-1)
    if (before !== null && last !== undefined && y0 === y1 && y0 === before[1]) {
      // One level edge behind another that goes the same way.
      if (x1 > x0 && x0 > before[0]) {
        last.xmax = x1
        continue
      }
      if (x1 < x0 && x0 < before[0]) {
        last.xmin = x1
        continue
      }
    }
    edges.push(edgeOf(x0, y0, x1, y1))
  }
  const [[firstX, firstY], [lastX, lastY]] = [at(0), at(count - 1)]
  if (lastX !== firstX || lastY !== firstY) edges.push(edgeOf(lastX, lastY, firstX, firstY))
  fillEdges(brush, edges)
}

/** A rectangle, filled. */
export function fillRectangle(brush: Brush, x0: number, y0: number, x1: number, y1: number): void {
  const end = Math.min(y1, brush.height)
  for (let y = Math.max(y0, 0); y <= end; y++) row(brush, x0, y, x1)
}

/** The outline of a rectangle, of a width that goes inwards. */
export function outlineRectangle(
  brush: Brush,
  x0: number,
  y0: number,
  x1: number,
  y1: number,
  width: number,
): void {
  for (let i = 0; i < width; i++) {
    row(brush, x0, y0 + i, x1)
    row(brush, x0, y1 - i, x1)
    line(brush, x1 - i, y0 + width, x1 - i, y1 - width + 1)
    line(brush, x0 + i, y0 + width, x0 + i, y1 - width + 1)
  }
}

type Place = readonly [x: number, y: number]

// The points of a quarter of an ellipse, from the right end to the top, on a grid of half pixels.
function* quarter(a: number, b: number): Generator<Place> {
  if (a < 0 || b < 0) return
  const off = (x: number, y: number): number =>
    Math.abs(a * a * y * y + b * b * x * x - a * a * b * b)
  let [x, y] = [a, b % 2]
  const [endX, endY] = [a % 2, b]
  for (;;) {
    yield [x, y]
    if (x === endX && y === endY) return
    let [nextX, nextY] = [x, y + 2]
    let best = off(nextX, nextY)
    if (x > 1) {
      const diagonal = off(x - 2, y + 2)
      if (best > diagonal) [nextX, nextY, best] = [x - 2, y + 2, diagonal]
      if (best > off(x - 2, y)) [nextX, nextY] = [x - 2, y]
    }
    ;[x, y] = [nextX, nextY]
  }
}

/** An ellipse in a box, filled or, with a width, as a ring. */
export function ellipse(
  brush: Brush,
  x0: number,
  y0: number,
  x1: number,
  y1: number,
  width: number | null,
): void {
  const [a, b] = [x1 - x0, y1 - y0]
  const ring = width ?? a + b
  if (a < 0 || b < 0 || ring < 1) return
  const segment = (from: number, y: number, to: number): void =>
    row(brush, x0 + (from + a) / 2, y0 + (y + b) / 2, x0 + (to + a) / 2)
  const outer = quarter(a, b)
  const inner = quarter(a - 2 * (ring - 1), b - 2 * (ring - 1))
  const leftmost = a % 2
  let [right, y] = outer.next().value as Place
  let left = leftmost
  for (let more = true; more; ) {
    const [r, height] = [right, y]
    let l = left
    more = false
    for (let at = outer.next(); !at.done; at = outer.next()) {
      if (at.value[1] <= height) continue
      ;[right, y] = at.value
      more = true
      break
    }
    left = leftmost
    for (let at = inner.next(); !at.done; at = inner.next()) {
      if (at.value[1] > height) {
        left = at.value[0]
        break
      }
      l = at.value[0]
    }
    for (const level of height > 0 ? [-height, height] : [-height]) {
      segment(-r, level, -l)
      if (l > 0 || l < r) segment(l === 0 ? 2 : l, level, r)
    }
  }
}
