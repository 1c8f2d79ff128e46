// How an axis maps numbers to lengths. Mirrors matplotlib/scale.py.

import { strRepr } from '../_repr.js'
import { ValueError } from '../errors.js'
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
export type ScaleName = 'linear' | 'log' | 'symlog'

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

function symlog(base: number, linthresh: number, linscale: number): Scale {
  const unit = Math.log(base)
  const flat = linscale / (1 - 1 / base)
  return {
    name: 'symlog',
    forward(value) {
      const size = Math.abs(value)
      if (size <= linthresh) return value * flat
      return Math.sign(value) * linthresh * (flat + Math.log(size / linthresh) / unit)
    },
    inverse(value) {
      const size = Math.abs(value)
      if (size <= linthresh * flat) return value / flat
      return Math.sign(value) * linthresh * base ** (size / linthresh - flat)
    },
    locators: () => ({
      major: new AutoLocator(),
      minor: new NullLocator(),
      formatter: new LogFormatterSciNotation(base),
      minorFormatter: new NullFormatter(),
    }),
    limit: (vmin, vmax) => [vmin, vmax],
  }
}

/** What a scale takes by keyword. */
export interface ScaleOptions {
  base?: number
  subs?: readonly number[] | null
  nonpositive?: 'clip' | 'mask'
  linthresh?: number
  linscale?: number
}

/** A scale by name. */
export function makeScale(name: ScaleName, options: ScaleOptions = {}): Scale {
  switch (name) {
    case 'linear':
      return linear
    case 'log':
      return log(options.base ?? 10, options.subs ?? null)
    case 'symlog':
      return symlog(options.base ?? 10, options.linthresh ?? 2, options.linscale ?? 1)
    default:
      throw new ValueError(
        `${strRepr(String(name))} is not a valid value for scale; supported values are 'linear', 'log', 'symlog'`,
      )
  }
}
