/**
 * Draws handwritten-looking digits, so that the example needs no download: strokes in several
 * hands, shaken, put through a random affine map, drawn by a pen of random width on a 28x28
 * sheet, with ink grain and specks. The same seed draws the same images everywhere.
 */
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Glyph, glyphs, type Point, type Stroke } from './glyphs.js'
import { type IdxArray, writeIdx } from './idx.js'

const { ceil, cos, floor, imul, max, min, round, sin, sqrt } = Math

const SIDE = 28
/** The digit fills about this many pixels, as in MNIST, where it is fitted into 20x20. */
const BOX = 19
/** Part of the cache folder's name: raise it when the drawing changes. */
const EDITION = 1

/** Uniform numbers in [0, 1), and normal ones; mulberry32, 32 bits of state. */
class Random {
  #state: number

  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  uniform(low = 0, high = 1): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let t = this.#state
    t = imul(t ^ (t >>> 15), t | 1)
    t ^= t + imul(t ^ (t >>> 7), t | 61)
    return low + (high - low) * (((t ^ (t >>> 14)) >>> 0) / 2 ** 32)
  }

  normal(): number {
    // Twelve uniforms less six: near enough to a Gaussian, and free of libm's last bits.
    let sum = -6
    for (let i = 0; i < 12; i++) sum += this.uniform()
    return sum
  }

  pick<T>(list: readonly T[]): T {
    return list[floor(this.uniform() * list.length)]
  }
}

/** Catmull-Rom through the four points, at `t` between the middle two. */
function spline(a: number, b: number, c: number, d: number, t: number): number {
  return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)))
}

/** A stroke as a chain of short straight pieces. */
function flatten({ kind, points }: Stroke): Point[] {
  if (kind === '-') return [...points]
  const n = points.length
  const at = (i: number): Point => points[kind === 'o' ? (i + n) % n : min(max(i, 0), n - 1)]
  const chain: Point[] = [at(0)]
  const spans = kind === 'o' ? n : n - 1
  for (let i = 0; i < spans; i++) {
    const [a, b, c, d] = [at(i - 1), at(i), at(i + 1), at(i + 2)]
    for (let step = 1; step <= 6; step++) {
      const t = step / 6
      chain.push([spline(a[0], b[0], c[0], d[0], t), spline(a[1], b[1], c[1], d[1], t)])
    }
  }
  return chain
}

/** Darkens `sheet` where a round pen of radius `radius` moves from `p` to `q`. */
function drawSegment(sheet: Float64Array, p: Point, q: Point, radius: number): void {
  const reach = radius + 1
  const [dx, dy] = [q[0] - p[0], q[1] - p[1]]
  const length2 = dx * dx + dy * dy
  const left = max(0, floor(min(p[0], q[0]) - reach))
  const right = min(SIDE - 1, ceil(max(p[0], q[0]) + reach))
  const top = max(0, floor(min(p[1], q[1]) - reach))
  const bottom = min(SIDE - 1, ceil(max(p[1], q[1]) + reach))
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const along = length2 === 0 ? 0 : ((x - p[0]) * dx + (y - p[1]) * dy) / length2
      const t = min(1, max(0, along))
      const [ex, ey] = [x - p[0] - t * dx, y - p[1] - t * dy]
      const ink = radius + 0.5 - sqrt(ex * ex + ey * ey)
      const i = y * SIDE + x
      if (ink > sheet[i]) sheet[i] = min(1, ink)
    }
  }
}

/** A random affine map from the glyph's unit box to the sheet: size, slant, turn, place. */
function randomPlacement(random: Random): (p: Point) => Point {
  const [wide, high] = [BOX * random.uniform(0.6, 0.95), BOX * random.uniform(0.8, 1.1)]
  const slant = random.uniform(-0.1, 0.3)
  const turn = 0.12 * random.normal()
  const [c, s] = [cos(turn), sin(turn)]
  const [cx, cy] = [13.5 + random.uniform(-2, 2), 13.5 + random.uniform(-1.5, 1.5)]
  return ([px, py]) => {
    const y = (py - 0.5) * high
    const x = (px - 0.5) * wide - slant * y
    return [cx + c * x - s * y, cy + s * x + c * y]
  }
}

/** One image of a digit into `out`, 28x28 bytes, white on black. */
function drawGlyph(glyph: Glyph, random: Random, out: Uint8Array): void {
  const sheet = new Float64Array(SIDE * SIDE)
  const place = randomPlacement(random)
  const radius = random.uniform(0.7, 1.7)
  const shake = random.uniform(0.01, 0.04)
  for (const { kind, points } of glyph) {
    const shaken = points.map(
      ([x, y]) => [x + shake * random.normal(), y + shake * random.normal()] as const,
    )
    const chain = flatten({ kind, points: shaken }).map(place)
    for (let i = 1; i < chain.length; i++) {
      drawSegment(sheet, chain[i - 1], chain[i], radius)
    }
  }
  const ink = random.uniform(0.75, 1)
  const grain = random.uniform(0, 0.12)
  for (let i = 0; i < sheet.length; i++) {
    // Grain only where there is ink, and a speck now and then, keep the paper mostly clean.
    let value = sheet[i] * (ink + grain * random.normal())
    if (random.uniform() < 0.004) value += random.uniform(0, 0.6)
    out[i] = round(255 * min(1, max(0, value)))
  }
}

/** Draws `count` digits, labels and hands at random: images (count, 28, 28), labels (count). */
export function drawDigits(count: number, seed: number): { images: IdxArray; labels: IdxArray } {
  const random = new Random(seed)
  const images = new Uint8Array(count * SIDE * SIDE)
  const labels = new Uint8Array(count)
  for (let i = 0; i < count; i++) {
    const digit = floor(random.uniform(0, 10))
    labels[i] = digit
    const glyph = random.pick(glyphs[digit])
    drawGlyph(glyph, random, images.subarray(i * SIDE * SIDE, (i + 1) * SIDE * SIDE))
  }
  return {
    images: { shape: [count, SIDE, SIDE], data: images },
    labels: { shape: [count], data: labels },
  }
}

/** The folder with the drawn set, under MNIST's own file names; drawn now if it is not there. */
export function drawnSet(cache: string, train: number, test: number): string {
  const folder = join(cache, `drawn-${EDITION}-${train + test}`)
  // The last file written stands for all four.
  if (existsSync(join(folder, 't10k-labels-idx1-ubyte.gz'))) return folder
  mkdirSync(folder, { recursive: true })
  const sets = [
    ['train', train, 1],
    ['t10k', test, 2],
  ] as const
  for (const [name, count, seed] of sets) {
    const { images, labels } = drawDigits(count, seed)
    writeIdx(join(folder, `${name}-images-idx3-ubyte.gz`), images)
    writeIdx(join(folder, `${name}-labels-idx1-ubyte.gz`), labels)
  }
  return folder
}
