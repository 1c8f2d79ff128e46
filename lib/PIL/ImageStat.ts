// Mirrors PIL/ImageStat.py.

import { callable } from '../_callable.js'
import type { Image } from './_image.js'

class Stat {
  /** How often each value occurs, 256 counts per band. */
  readonly h: readonly number[]
  /** How many pixels count. */
  readonly count: number[]
  readonly sum: number[]
  /** The sums of squares. */
  readonly sum2: number[]
  readonly mean: number[]
  readonly var: number[]
  readonly stddev: number[]

  constructor(image: Image, mask: Image | null = null) {
    this.h = image.histogram(mask)
    const bands = Array.from({ length: this.h.length / 256 }, (_, b) =>
      this.h.slice(b * 256, (b + 1) * 256),
    )
    const add = (band: readonly number[], one: (level: number) => number): number =>
      band.reduce((total, count, level) => total + count * one(level), 0)
    this.count = bands.map((band) => add(band, () => 1))
    this.sum = bands.map((band) => add(band, (level) => level))
    this.sum2 = bands.map((band) => add(band, (level) => level * level))
    const over = (values: readonly number[]): number[] =>
      values.map((value, b) => (this.count[b] ? value / (this.count[b] as number) : 0))
    this.mean = over(this.sum)
    this.var = over(
      this.sum2.map((value, b) =>
        this.count[b] ? value - (this.sum[b] as number) ** 2 / (this.count[b] as number) : 0,
      ),
    )
    this.stddev = this.var.map(Math.sqrt)
  }
}

/**
 * Counts, means and deviations of the bands of an image, where a mask is not 0.
 *
 * @example
 * ImageStat.Stat(Image.new('L', [2, 2], 7)).mean // [7]
 *
 * @see https://pillow.readthedocs.io/en/stable/reference/ImageStat.html#PIL.ImageStat.Stat
 */
const Stat_ = callable(Stat)
type Stat_ = Stat

export { Stat_ as Stat }
