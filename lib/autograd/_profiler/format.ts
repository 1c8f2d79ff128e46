// Times and sizes as the profiler's tables show them. Mirrors torch/autograd/profiler_util.py.

import { formatFixed } from '../../_format.js'
import { AssertionError } from '../../errors.js'

const US_IN_SECOND = 1000 * 1000
const US_IN_MS = 1000

/** A time in microseconds, in the unit that fits. */
export function _format_time(time_us: number): string {
  if (time_us >= US_IN_SECOND) return `${formatFixed(time_us / US_IN_SECOND, 3)}s`
  if (time_us >= US_IN_MS) return `${formatFixed(time_us / US_IN_MS, 3)}ms`
  return `${formatFixed(time_us, 3)}us`
}

/** A time in microseconds, in a given unit; `text` where none is given. */
export function overrideTimeUnit(time_us: number, text: string, time_unit: string | null): string {
  if (time_unit === 's') return `${formatFixed(time_us / US_IN_SECOND, 3)}s`
  if (time_unit === 'ms') return `${formatFixed(time_us / US_IN_MS, 3)}ms`
  if (time_unit === 'us') return `${formatFixed(time_us, 3)}us`
  return text
}

/** A part of a total, in per cent. */
export function _format_time_share(time_us: number, total_time_us: number): string {
  if (total_time_us === 0) {
    if (time_us !== 0) throw new AssertionError(`Expected time_us == 0 but got ${time_us}`)
    return 'NaN'
  }
  return `${formatFixed((time_us * 100) / total_time_us, 2)}%`
}

const units = [
  ['GB', 1024 ** 3],
  ['MB', 1024 ** 2],
  ['KB', 1024],
] as const

/** A number of bytes, in the unit that fits. */
export function _format_memory(nbytes: number): string {
  for (const [unit, size] of units) {
    if (Math.abs(nbytes) >= size) return `${formatFixed(nbytes / size, 2)} ${unit}`
  }
  return `${nbytes} B`
}

const flopHeaders = ['FLOPs', 'KFLOPs', 'MFLOPs', 'GFLOPs', 'TFLOPs', 'PFLOPs']
const flopScales = [1, 1e-3, 1e-6, 1e-9, 1e-12, 1e-15]

/** What to multiply operations with, and the name of that unit, so that `flops` reads well. */
export function autoScaleFlops(flops: number): [scale: number, header: string] {
  const log = Math.max(0, Math.min(Math.log10(flops) / 3, flopHeaders.length - 1))
  const at = Math.floor(log)
  return [flopScales[at] as number, flopHeaders[at] as string]
}
