// What locators and formatters know of their axis.

import { RuntimeError } from '../../errors.js'
import { warn } from '../../warnings.js'
import { nonsingular } from '../transforms.js'

/** What a locator or formatter asks of the axis that it serves. */
export interface TickAxis {
  get_view_interval(): [number, number]
  get_data_interval(): [number, number]
  get_tick_space(): number
  get_minpos(): number
}

/** Of locators and formatters: the axis, and bounds for use without one. */
export class TickHelper {
  axis: TickAxis | null = null

  set_axis(axis: TickAxis | null): void {
    this.axis = axis
  }

  /** An axis to measure with, where the object serves none. */
  create_dummy_axis(): void {
    this.axis ??= {
      get_view_interval: () => [0, 1],
      get_data_interval: () => [0, 1],
      get_tick_space: () => 9,
      get_minpos: () => 0,
    }
  }
}

/** A whole power of ten to the last bit, which V8's `**` is not. */
export const pow10 = (exponent: number): number => Number(`1e${exponent}`)

/** Python's `//` on floats: the floor of the exact quotient. */
export function floordiv(a: number, b: number): number {
  let rest = a % b
  if (rest !== 0 && rest < 0 !== b < 0) rest += b
  const quotient = (a - rest) / b
  const whole = Math.floor(quotient)
  return quotient - whole > 0.5 ? whole + 1 : whole
}

/** The least number of ticks that is taken for a mistake. */
const MAXTICKS = 1000

export abstract class Locator extends TickHelper {
  /** The ticks of the interval that the axis shows. */
  call(): number[] {
    if (this.axis === null) throw new RuntimeError('this locator serves no axis')
    return this.tick_values(...this.axis.get_view_interval())
  }

  /** The ticks for an interval. */
  abstract tick_values(vmin: number, vmax: number): number[]

  /** The interval to show for data between these. */
  view_limits(vmin: number, vmax: number): [number, number] {
    return this.nonsingular(vmin, vmax)
  }

  /** The interval as it can be scaled to. */
  nonsingular(vmin: number, vmax: number): [number, number] {
    return widen(vmin, vmax)
  }

  /** Warns where there are too many ticks to be meant. */
  raise_if_exceeds(locs: number[]): number[] {
    if (locs.length >= MAXTICKS) {
      warn(
        `Locator attempting to generate ${locs.length} ticks ([${locs[0]}, ..., ${locs.at(-1)}]), which exceeds Locator.MAXTICKS (${MAXTICKS}).`,
      )
    }
    return locs
  }
}

const widen = (vmin: number, vmax: number): [number, number] => nonsingular(vmin, vmax, 0.05)

export abstract class Formatter extends TickHelper {
  locs: readonly number[] = []

  /** The text of a tick. */
  abstract format(x: number, pos?: number | null): string

  /** The texts of ticks that stand together. */
  format_ticks(values: readonly number[]): string[] {
    this.set_locs(values)
    return values.map((value, i) => this.format(value, i))
  }

  set_locs(locs: readonly number[]): void {
    this.locs = locs
  }

  /** What all ticks have in common and is shown at the end of the axis. */
  get_offset(): string {
    return ''
  }
}
