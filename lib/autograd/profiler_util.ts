// Mirrors torch/autograd/profiler_util.py; its parts stand in _profiler/.

import { native } from '../native.js'

export { DeviceType } from './_profiler/enums.js'
export { FunctionEvent, type FunctionEventKeywords } from './_profiler/event.js'
export { FunctionEventAvg } from './_profiler/event_avg.js'
export {
  EventList,
  type EventListKeywords,
  type GroupKeywords,
  type StackMetric,
} from './_profiler/event_list.js'
export { _format_memory, _format_time, _format_time_share } from './_profiler/format.js'
export { _build_metadata, EventMetadata } from './_profiler/metadata.js'
export type { TableOptions } from './_profiler/table.js'
export { FormattedTimesMixin, Interval, Kernel } from './_profiler/times.js'

/** The name of events that tell of memory alone. */
export const MEMORY_EVENT_NAME = '[memory]'
/** The name of events that tell of memory that could not be had. */
export const OUT_OF_MEMORY_EVENT_NAME = '[OutOfMemory]'

/**
 * Names of C++ to readable ones, each looked up once.
 *
 * @see https://docs.pytorch.org/docs/2.13/profiler.html
 */
export class StringTable {
  readonly #names = new Map<string, string>()

  /** The readable name of a name. */
  get(name: string): string {
    const known = this.#names.get(name)
    if (known !== undefined) return known
    // A single letter, such as the operator `t`, is a type to a demangler.
    const found = [...name].length > 1 ? native.demangle(name) : name
    this.#names.set(name, found)
    return found
  }
}

/** A record of memory: what knows when it was made, and whether it was counted. */
export type MemRecord = [record: { start_ns(): number }, counted: boolean]

/**
 * Finds the records in a span of time, by halving. Times are nanoseconds.
 *
 * @see https://docs.pytorch.org/docs/2.13/profiler.html
 */
export class MemRecordsAcc<R extends MemRecord = MemRecord> {
  readonly #sorted: readonly { start: number; record: R }[]

  constructor(mem_records: readonly R[]) {
    this.#sorted = mem_records
      .map((record) => ({ start: record[0].start_ns(), record }))
      .sort((a, b) => a.start - b.start)
  }

  /** The records from `start_ns` to `end_ns`, both included. */
  *in_interval(start_ns: number, end_ns: number): Generator<R> {
    for (let i = this.#firstFrom(start_ns); i < this.#sorted.length; i++) {
      const { start, record } = this.#sorted[i] as { start: number; record: R }
      if (start > end_ns) return
      yield record
    }
  }

  #firstFrom(start_ns: number): number {
    let low = 0
    let high = this.#sorted.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#sorted[middle]?.start ?? 0) < start_ns) low = middle + 1
      else high = middle
    }
    return low
  }
}

const hiddenEntries = [
  ['autograd/__init__', '_make_grads'],
  ['autograd/__init__', 'backward'],
  ['torch/tensor', 'backward'],
  ['_internal/common_utils', 'prof_callable'],
  ['_internal/common_utils', 'prof_func_call'],
  ['_internal/common_utils', 'prof_meth_call'],
] as const

/** Whether a line of a source location is the program's own. */
export function _filter_stack_entry(entry: string): boolean {
  return hiddenEntries.every(([file, name]) => !(entry.includes(file) && entry.includes(name)))
}

const hiddenNames = new Set([
  MEMORY_EVENT_NAME,
  OUT_OF_MEMORY_EVENT_NAME,
  'profiler::_record_function_enter',
  'profiler::_record_function_enter_new',
  'profiler::_record_function_exit',
  'aten::is_leaf',
  'aten::output_nr',
  'aten::_version',
])

/** Whether events of a name are left out. */
export function _filter_name(name: string): boolean {
  return hiddenNames.has(name)
}

/** The readable name; with a wildcard, all steps of a profile have one. */
export function _rewrite_name(name: string, with_wildcard = false): string {
  const found = new StringTable().get(name)
  return with_wildcard && found.startsWith('ProfilerStep#') ? 'ProfilerStep*' : found
}
