// Mirrors torch/utils/benchmark/utils/common.py.

import { type ArgumentsOf, initializer } from '../../../_arguments.js'
import { type Callable, callable } from '../../../_callable.js'
import { withBlock } from '../../../_contextlib.js'
import { formatFixed } from '../../../_format.js'
import { pow } from '../../../_libm.js'
import { get_num_threads, set_num_threads } from '../../../_settings.js'
import { tuple } from '../../../_tuple.js'
import { tensor } from '../../../creation.js'
import { float32, float64 } from '../../../dtype.js'
import { AssertionError, KeyError } from '../../../errors.js'
import { indent } from './_text.js'

const MAX_SIGNIFICANT_FIGURES = 4
const MIN_CONFIDENCE_INTERVAL = 25e-9
const IQR_WARN_THRESHOLD = 0.1
const IQR_GROSS_WARN_THRESHOLD = 0.25

const initSpec = initializer<
  [
    stmt: string,
    setup: string,
    global_setup: string,
    label: string | null,
    sub_label: string | null,
    description: string | null,
    env: string | null,
    num_threads: number,
  ]
>()(
  "TaskSpec.__init__(self, stmt, setup, global_setup='', label=None, sub_label=None, description=None, env=None, num_threads=1)",
)

class TaskSpec {
  readonly stmt: string
  readonly setup: string
  readonly global_setup: string
  readonly label: string | null
  readonly sub_label: string | null
  readonly description: string | null
  readonly env: string | null
  readonly num_threads: number

  constructor(...args: ArgumentsOf<typeof initSpec>) {
    const spec = initSpec(args)
    this.stmt = spec.stmt
    this.setup = spec.setup
    this.global_setup = spec.global_setup
    this.label = spec.label
    this.sub_label = spec.sub_label
    this.description = spec.description
    this.env = spec.env
    this.num_threads = spec.num_threads
  }

  /** What a measurement is called: its label, or else the code. */
  get title(): string {
    const { label, sub_label, stmt } = this
    const more = sub_label ? `: ${sub_label}` : ''
    if (label !== null) return label + more
    if (!stmt.includes('\n')) return stmt + more
    return `stmt:${sub_label ? ` (${sub_label})` : ''}\n${indent(stmt)}`
  }

  /** The set-up as text; empty where there is none. */
  setup_str(): string {
    const { setup } = this
    if (setup === 'pass' || setup === '') return ''
    return setup.includes('\n') ? `setup:\n${indent(setup)}` : `setup: ${setup}`
  }

  /** Title, description and set-up, one below the other. */
  summarize(): string {
    return [this.title, this.description ?? '', this.setup_str()]
      .filter((part) => part !== '')
      .map((part) => (part.includes('\n') ? `${part}\n` : part))
      .join('\n')
  }
}

/** What was measured: the code and how to call it. */
const TaskSpec_: Callable<typeof TaskSpec> = callable(TaskSpec)
type TaskSpec_ = TaskSpec

/** Times in order, and what is read from them. */
interface Statistics {
  readonly sorted: readonly number[]
  readonly median: number
  readonly mean: number
  readonly p25: number
  readonly p75: number
}

function statistics(times: readonly number[]): Statistics {
  const sorted = [...times].sort((a, b) => a - b)
  const data = tensor(sorted, { dtype: float64 })
  const quantile = (q: number): number => data.quantile(q).item() as number
  const mean = data.mean().item() as number
  return { sorted, median: quantile(0.5), mean, p25: quantile(0.25), p75: quantile(0.75) }
}

const initMeasurement = initializer<
  [
    number_per_run: number,
    raw_times: readonly number[],
    task_spec: TaskSpec,
    metadata: Readonly<Record<string, unknown>> | null,
  ]
>()('Measurement.__init__(self, number_per_run, raw_times, task_spec, metadata=None)', {
  dicts: ['metadata'],
})

let born = 0

class Measurement {
  /** How often the code ran for each of the times. */
  readonly number_per_run: number
  /** Seconds. */
  readonly raw_times: readonly number[]
  readonly task_spec: TaskSpec
  /** Whatever the user keeps here. */
  metadata: Readonly<Record<string, unknown>> | null
  #statistics: Statistics | undefined
  // As Python's repr() tells objects apart.
  readonly #address = (0x7f0000000000 + 0x30 * ++born).toString(16)

  constructor(...args: ArgumentsOf<typeof initMeasurement>) {
    const { number_per_run, raw_times, task_spec, metadata } = initMeasurement(args)
    this.number_per_run = number_per_run
    this.raw_times = raw_times
    this.task_spec = task_spec
    this.metadata = metadata
  }

  get #found(): Statistics {
    this.#statistics ??= statistics(this.times)
    return this.#statistics
  }

  /** Seconds that one run of the code took. */
  get times(): number[] {
    return this.raw_times.map((time) => time / this.number_per_run)
  }

  /** The median of {@link times}. */
  get median(): number {
    return this.#found.median
  }

  /** The mean of {@link times}. */
  get mean(): number {
    return this.#found.mean
  }

  /** The distance between the quartiles. */
  get iqr(): number {
    const { p25, p75 } = this.#found
    return p75 - p25
  }

  /** How many digits of the median are likely to be right, from 1 to 4. */
  get significant_figures(): number {
    const { sorted, median } = this.#found
    const middle = sorted.slice(Math.floor(sorted.length / 4), Math.ceil((3 * sorted.length) / 4))
    // In float32, as Python has it.
    const deviation = tensor(middle, { dtype: float32 }).std({ unbiased: false }).item() as number
    const root = Math.fround(Math.sqrt(middle.length))
    const interval = Math.max((1.645 * deviation) / root, MIN_CONFIDENCE_INTERVAL)
    const figures = Math.floor(log10(median / interval))
    return Math.min(Math.max(figures, 1), MAX_SIGNIFICANT_FIGURES)
  }

  /** Whether the times differ so much that something must have disturbed them. */
  get has_warnings(): boolean {
    return this.#warning !== null
  }

  get #warning(): string | null {
    if (this.raw_times.length === 0 || this.meets_confidence(IQR_WARN_THRESHOLD)) return null
    const percent = formatFixed((this.iqr / this.median) * 100, 1)
    const reason = this.meets_confidence(IQR_GROSS_WARN_THRESHOLD)
      ? 'This could indicate system fluctuation.'
      : 'This suggests significant environmental influence.'
    return `  WARNING: Interquartile range is ${percent}% of the median measurement.\n           ${reason}`
  }

  /** Whether the distance between the quartiles is below that part of the median. */
  meets_confidence(threshold = IQR_WARN_THRESHOLD): boolean {
    return this.iqr / this.median < threshold
  }

  get stmt(): string {
    return this.task_spec.stmt
  }

  get setup(): string {
    return this.task_spec.setup
  }

  get global_setup(): string {
    return this.task_spec.global_setup
  }

  get label(): string | null {
    return this.task_spec.label
  }

  get sub_label(): string | null {
    return this.task_spec.sub_label
  }

  get description(): string | null {
    return this.task_spec.description
  }

  get env(): string | null {
    return this.task_spec.env
  }

  get num_threads(): number {
    return this.task_spec.num_threads
  }

  get title(): string {
    return this.task_spec.title
  }

  /** What a row of {@link Compare} is called. */
  get as_row_name(): string {
    return this.sub_label || this.stmt || '[Unknown]'
  }

  toString(): string {
    const { sorted, median, p25, p75 } = this.#found
    const many = sorted.length > 1
    const [unit, scale] = select_unit(median)
    const inUnit = (time: number): string => formatFixed(time / scale, 2)
    const { number_per_run, num_threads } = this
    const lines = [
      `<torch.utils.benchmark.utils.common.Measurement object at 0x${this.#address}>`,
      this.task_spec.summarize(),
      `  ${many ? 'Median: ' : ''}${inUnit(median)} ${unit}`,
      sorted.length < 4
        ? null
        : `  IQR:    ${inUnit(this.iqr)} ${unit} (${inUnit(p25)} to ${inUnit(p75)})`,
      `  ${sorted.length} measurement${many ? 's' : ''}, ${number_per_run} runs ${many ? 'per measurement,' : ','} ` +
        `${num_threads} thread${num_threads > 1 ? 's' : ''}`,
      this.#warning,
    ]
    return lines.filter((line) => line !== null).join('\n')
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }

  /** Joins the measurements of the same code; times are those of one run. */
  static merge(measurements: Iterable<Measurement>): Measurement[] {
    const groups = new Map<string, Measurement[]>()
    for (const one of measurements) {
      const key = JSON.stringify(one.task_spec)
      groups.set(key, [...(groups.get(key) ?? []), one])
    }
    return Array.from(groups.values(), (group) => {
      const times = group.flatMap((one) => one.times)
      return new Measurement_(1, times, (group[0] as Measurement).task_spec)
    })
  }
}

/**
 * Times that a {@link Timer} measured, with their statistics; printed, it tells median and spread.
 *
 * @example
 * const spec = TaskSpec('x.add(1)', 'pass')
 * const result = Measurement(10, [0.001, 0.002, 0.003], spec)
 * result.median // 0.0002
 *
 * @see https://docs.pytorch.org/docs/2.13/benchmark_utils.html#torch.utils.benchmark.Measurement
 */
const Measurement_: Callable<typeof Measurement> = callable(Measurement)
type Measurement_ = Measurement

// Python takes logarithms in float32.
const log10 = (value: number): number => tensor(value, { dtype: float32 }).log10().item() as number

/**
 * The unit in which a time in seconds is best read, and how many seconds that is.
 *
 * @example print(select_unit(0.0002)) // ('us', 1e-06)
 */
export function select_unit(t: number): [unit: string, scale: number] {
  const units: Readonly<Record<number, [string, number]>> = {
    [-3]: ['ns', 1e-9],
    [-2]: ['us', 1e-6],
    [-1]: ['ms', 1e-3],
  }
  return tuple<string | number>(units[Math.floor(log10(t) / 3)] ?? ['s', 1]) as unknown as [
    string,
    number,
  ]
}

/**
 * A unit in words.
 *
 * @example unit_to_english('us') // 'microsecond'
 */
export function unit_to_english(u: string): string {
  const words = { ns: 'nanosecond', us: 'microsecond', ms: 'millisecond', s: 'second' }
  if (!Object.hasOwn(words, u)) throw new KeyError(u)
  return words[u as keyof typeof words]
}

/**
 * A number rounded to `n` significant figures.
 *
 * @example trim_sigfig(3.14159, 2) // 3.1000001430511475
 */
export function trim_sigfig(x: number, n: number): number {
  if (!Number.isInteger(n)) {
    throw new AssertionError('Number of significant figures must be an integer')
  }
  const magnitude = Math.ceil(log10(Math.abs(x)))
  const scale = pow(10, magnitude - n)
  return tensor(x / scale, { dtype: float32 })
    .round()
    .mul(scale)
    .item() as number
}

/** The different elements, in the order of their first occurrence. */
export function ordered_unique<T>(elements: Iterable<T>): T[] {
  return [...new Set(elements)]
}

/** A block with another number of threads for operators. */
export function set_torch_threads<R>(n: number, body: () => R): R
export function set_torch_threads(n: number): Disposable
export function set_torch_threads<R>(n: number, body?: () => R): R | Disposable {
  return withBlock(() => {
    const before = get_num_threads()
    set_num_threads(n)
    return () => set_num_threads(before)
  }, body)
}

export { Measurement_ as Measurement, TaskSpec_ as TaskSpec }
