// How an axis maps numbers to lengths. Mirrors matplotlib/scale.py.

import { ValueError } from '../errors.js'
import { suggestion } from './_api.js'
import {
  AutoLocator,
  type Formatter,
  type Locator,
  LogFormatterSciNotation,
  LogLocator,
  NullFormatter,
  NullLocator,
  ScalarFormatter,
} from './ticker.js'

/** The names of scales. */
export type ScaleName = 'linear' | 'log'

/** A scale: a monotonous map, its inverse, and the ticks that suit it. */
export interface Scale {
  readonly name: ScaleName
  forward(value: number): number
  inverse(value: number): number
  locators(): { major: Locator; minor: Locator; formatter: Formatter; minorFormatter: Formatter }
  /** Limits that the scale can show. */
  limit(vmin: number, vmax: number, minpos: number): [number, number]
}

const linear: Scale = {
  name: 'linear',
  forward: (value) => value,
  inverse: (value) => value,
  locators: () => ({
    major: new AutoLocator(),
    minor: new NullLocator(),
    formatter: new ScalarFormatter(),
    minorFormatter: new NullFormatter(),
  }),
  limit: (vmin, vmax) => [vmin, vmax],
}

function log(base: number, subs: readonly number[] | null): Scale {
  const unit = Math.log10(base)
  return {
    name: 'log',
    // What has no logarithm lies far below every picture, so that lines still lead there.
    forward: (value) => (value > 0 ? Math.log10(value) / unit : -1000),
    inverse: (value) => base ** value,
    locators: () => ({
      major: new LogLocator(base),
      minor: new LogLocator(base, subs ?? 'auto'),
      formatter: new LogFormatterSciNotation(base),
      minorFormatter: new LogFormatterSciNotation(base, { labelOnlyBase: subs !== null }),
    }),
    limit(vmin, vmax, minpos) {
      const least = Number.isFinite(minpos) ? minpos : 1e-300
      return [vmin <= 0 ? least : vmin, vmax <= 0 ? least : vmax]
    },
  }
}

/** What a scale takes by keyword. */
export interface ScaleOptions {
  base?: number
  subs?: readonly number[] | null
  nonpositive?: 'clip' | 'mask'
}

/** A scale by name. */
export function makeScale(name: ScaleName, options: ScaleOptions = {}): Scale {
  switch (name) {
    case 'linear':
      return linear
    case 'log':
      return log(options.base ?? 10, options.subs ?? null)
    default:
      throw new ValueError(
        suggestion('scale', name, [
          'asinh',
          'function',
          'functionlog',
          'linear',
          'log',
          'logit',
          'symlog',
        ]),
      )
  }
}
