// From data to numbers between 0 and 1. Mirrors matplotlib/colors.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { callable } from '../../_callable.js'
import { ValueError } from '../../errors.js'
import { extent, toFlat } from '../_array.js'

const initNormalize = initializer<[vmin: number | null, vmax: number | null, clip: boolean]>()(
  'Normalize.__init__(self, vmin=None, vmax=None, clip=False)',
)

class Normalize {
  vmin: number | null
  vmax: number | null
  clip: boolean

  constructor(...args: ArgumentsOf<typeof initNormalize>) {
    const { vmin, vmax, clip } = initNormalize(args)
    this.vmin = vmin
    this.vmax = vmax
    this.clip = clip
  }

  /** Sets the limits that are not set from data. */
  autoscale_None(A: unknown): void {
    this.autoscaleTo(toFlat(A))
  }
  /** {@link autoscale_None} for numbers that are flat already. */
  autoscaleTo(data: Float64Array): void {
    const [low, high] = extent(data)
    if (low > high) return
    this.vmin ??= low
    this.vmax ??= high
  }

  scaled(): boolean {
    return this.vmin !== null && this.vmax !== null
  }

  /** A number as its place between the limits: 0 at the lower, 1 at the upper. */
  one(value: number): number {
    const low = this.vmin ?? 0
    const high = this.vmax ?? 1
    if (low === high) return 0
    if (low > high) throw new ValueError('minvalue must be less than or equal to maxvalue')
    const place = (value - low) / (high - low)
    return this.clip ? Math.min(Math.max(place, 0), 1) : place
  }

  /** The number at a place. */
  inverse(place: number): number {
    const low = this.vmin ?? 0
    return low + place * ((this.vmax ?? 1) - low)
  }
}

class LogNorm extends Normalize {
  override autoscaleTo(data: Float64Array): void {
    super.autoscaleTo(data.filter((one) => one > 0))
  }

  override one(value: number): number {
    const low = Math.log10(this.vmin ?? 1)
    const high = Math.log10(this.vmax ?? 10)
    if (!Number.isFinite(low) || !Number.isFinite(high))
      throw new ValueError('Invalid vmin or vmax')
    return value > 0 ? (Math.log10(value) - low) / (high - low) : Number.NaN
  }

  override inverse(place: number): number {
    const low = Math.log10(this.vmin ?? 1)
    return 10 ** (low + place * (Math.log10(this.vmax ?? 10) - low))
  }
}

/**
 * Leads numbers from `vmin` to `vmax` to 0 to 1; limits that are null come from the data.
 *
 * @example Normalize(0, 10).one(5) // 0.5
 * @see https://matplotlib.org/stable/api/_as_gen/matplotlib.colors.Normalize.html
 */
const Normalize_ = callable(Normalize)

/**
 * Leads numbers to 0 to 1 by their logarithms.
 *
 * @example LogNorm({ vmin: 1, vmax: 100 }).one(10) // 0.5
 * @see https://matplotlib.org/stable/api/_as_gen/matplotlib.colors.LogNorm.html
 */
const LogNorm_ = callable(LogNorm)

type Normalize_ = Normalize

type LogNorm_ = LogNorm

export { LogNorm_ as LogNorm, Normalize_ as Normalize }
