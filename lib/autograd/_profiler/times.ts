// Mirrors FormattedTimesMixin, Interval and Kernel of torch/autograd/profiler_util.py.

import { pyRepr } from '../../_repr.js'
import { FutureWarning, warn } from '../../warnings.js'
import { _format_time } from './format.js'

/** Python's warning for an attribute that has another name today. */
export function deprecatedName(old: string, name: string): void {
  warn(`\`${old}\` is deprecated. Use \`${name}\` instead.`, FutureWarning)
}

/**
 * Means of times, and times as text, of what has totals and a count: of {@link FunctionEvent} and
 * {@link FunctionEventAvg}. Times are microseconds.
 *
 * @example
 * const prof = torch.autograd.profiler.profile((prof) => (net(input), prof))
 * const { cpu_time, cpu_time_total, count } = prof.key_averages()[0]
 * cpu_time === cpu_time_total / count // True
 *
 * @see https://docs.pytorch.org/docs/2.13/profiler.html
 */
export abstract class FormattedTimesMixin {
  /** How many calls. */
  abstract readonly count: number
  /** Microseconds on the CPU, of all calls, with what they called. */
  abstract readonly cpu_time_total: number
  abstract readonly device_time_total: number
  /** Microseconds on the CPU without what they called. */
  abstract readonly self_cpu_time_total: number
  abstract readonly self_device_time_total: number

  /** Microseconds on the CPU of one call. */
  get cpu_time(): number {
    return this.count === 0 ? 0 : this.cpu_time_total / this.count
  }

  /** Microseconds on the device of one call. */
  get device_time(): number {
    return this.count === 0 ? 0 : this.device_time_total / this.count
  }

  /** @deprecated `device_time` is its name. */
  get cuda_time(): number {
    warn('`cuda_time` is deprecated, please use `device_time` instead.', FutureWarning)
    return this.device_time
  }

  /** `cpu_time` as text, with its unit; the next ones likewise. */
  get cpu_time_str(): string {
    return _format_time(this.cpu_time)
  }

  get device_time_str(): string {
    return _format_time(this.device_time)
  }

  get cpu_time_total_str(): string {
    return _format_time(this.cpu_time_total)
  }

  get device_time_total_str(): string {
    return _format_time(this.device_time_total)
  }

  get self_cpu_time_total_str(): string {
    return _format_time(this.self_cpu_time_total)
  }

  get self_device_time_total_str(): string {
    return _format_time(this.self_device_time_total)
  }

  abstract __repr__(): string

  toString(): string {
    return this.__repr__()
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.__repr__()
  }
}

/**
 * A span of time, in microseconds.
 *
 * @example
 * new Interval(10, 25).elapsed_us() // 15
 *
 * @see https://docs.pytorch.org/docs/2.13/profiler.html
 */
export class Interval {
  start: number
  end: number

  constructor(start: number, end: number) {
    this.start = start
    this.end = end
  }

  /** Its length. */
  elapsed_us(): number {
    return this.end - this.start
  }
}

/**
 * What an operator started on a device; `duration` is in microseconds.
 *
 * @see https://docs.pytorch.org/docs/2.13/profiler.html
 */
export class Kernel {
  readonly name: string
  readonly device: number
  /** In microseconds. */
  readonly duration: number

  constructor(name: string, device: number, duration: number) {
    this.name = name
    this.device = device
    this.duration = duration
  }

  toString(): string {
    return `Kernel(name=${pyRepr(this.name)}, device=${this.device}, duration=${this.duration})`
  }
}
