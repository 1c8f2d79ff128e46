// Mirrors EventList of torch/autograd/profiler_util.py.

import { writeFileSync } from 'node:fs'
import { python } from '../../_kwargs.js'
import { floatRepr, pyRepr, pyStr } from '../../_repr.js'
import { AssertionError, ValueError } from '../../errors.js'
import type { FunctionEvent } from './event.js'
import { FunctionEventAvg } from './event_avg.js'
import {
  _build_table,
  attributeOf,
  deviceAttribute,
  type TableEvent,
  type TableOptions,
} from './table.js'
import { _populate_cpu_children, _set_backward_stacktraces, withoutRepeats } from './tree.js'

/** What an {@link EventList} is told of the profile. */
export interface EventListKeywords {
  use_device?: string | null
  profile_memory?: boolean
  with_flops?: boolean
}

/** How {@link EventList.key_averages} groups. */
export interface GroupKeywords {
  /** Whether events with other sizes of inputs count apart. */
  group_by_input_shapes?: boolean
  /** How many lines of the source location tell events apart. */
  group_by_stack_n?: number
  /** Whether overloads of an operator count apart. */
  group_by_overload_name?: boolean
}

const bindTable = python(
  `EventList.table(self, sort_by=None, row_limit=100, max_src_column_width=75, max_name_column_width=55,
  max_shapes_column_width=80, header=None, top_level_events_only=False, time_unit=None)`,
)
const bindGroups = python(
  'EventList.key_averages(self, group_by_input_shapes=False, group_by_stack_n=0, group_by_overload_name=False)',
)

const stackMetrics = [
  'self_cpu_time_total',
  'self_cuda_time_total',
  'self_xpu_time_total',
  'self_privateuse1_time_total',
] as const

/** By what {@link EventList.export_stacks} weighs. */
export type StackMetric = (typeof stackMetrics)[number]

/**
 * A list of events of a profile, or of their sums.
 *
 * @example
 * const prof = torch.autograd.profiler.profile((prof) => (net(input), prof))
 * print(prof.key_averages().table({ sort_by: 'cpu_time_total', row_limit: 5 }))
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.autograd.profiler_util.EventList.html
 */
export class EventList<E extends TableEvent = FunctionEvent> extends Array<E> {
  // What map() and filter() give is a plain array.
  static override get [Symbol.species](): ArrayConstructor {
    return Array
  }

  // No fields of its own that loops over keys would show.
  readonly #use_device: string | null
  readonly #profile_memory: boolean
  readonly #with_flops: boolean
  #tree_built = false

  constructor(events: Iterable<E> = [], keywords: EventListKeywords = {}) {
    super()
    for (const event of events) this.push(event)
    this.#use_device = keywords.use_device ?? null
    this.#profile_memory = keywords.profile_memory ?? false
    this.#with_flops = keywords.with_flops ?? false
  }

  get _use_device(): string | null {
    return this.#use_device
  }

  get _profile_memory(): boolean {
    return this.#profile_memory
  }

  get _with_flops(): boolean {
    return this.#with_flops
  }

  get _tree_built(): boolean {
    return this.#tree_built
  }

  /** Finds out which event was called by which; {@link key_averages} needs it. */
  _build_tree(this: EventList<FunctionEvent>): void {
    _populate_cpu_children(this)
    const kept = withoutRepeats(this)
    if (kept.length < this.length) {
      this.length = 0
      for (const event of kept) this.push(event)
    }
    _set_backward_stacktraces(this)
    this.#tree_built = true
  }

  /** Microseconds on the CPU, of all. */
  get self_cpu_time_total(): number {
    return this.reduce((total, event) => total + event.self_cpu_time_total, 0)
  }

  /**
   * The events as a table.
   *
   * @param sort_by - an attribute, such as `cpu_time_total`, `self_cpu_memory_usage` or `count`; the largest first.
   */
  table(options?: TableOptions): string
  table(sort_by: string | null, options: Omit<TableOptions, 'sort_by'>): string
  table(
    sort_by?: string | null,
    row_limit?: number,
    max_src_column_width?: number | null,
    max_name_column_width?: number | null,
    max_shapes_column_width?: number | null,
    header?: string | null,
    top_level_events_only?: boolean,
    time_unit?: string | null,
  ): string
  table(...args: unknown[]): string {
    const options = bindTable<Required<TableOptions>>(args)
    return _build_table(this, options, this.#profile_memory, this.#with_flops)
  }

  override toString(): string {
    return this.table()
  }

  __repr__(): string {
    return pyRepr([...this])
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.__repr__()
  }

  /** Writes the events as a file for chrome://tracing or Perfetto. A profile's own method knows more. */
  export_chrome_trace(this: EventList<FunctionEvent>, path: string): void {
    const device = this.#use_device || 'cuda'
    const parts: string[] = []
    let id = 0
    for (const event of this) {
      const { trace_name, thread, time_range } = event
      if (trace_name === null) continue
      const start = floatRepr(time_range.start)
      const tid = event.is_remote ? `" node_id:${event.node_id}, thread_id:${thread} "` : thread
      parts.push(
        `{"name": "${trace_name}", "ph": "X", "ts": ${start}, "dur": ${floatRepr(time_range.elapsed_us())}, "tid": ${tid}, "pid": "CPU functions", "args": {}}`,
      )
      for (const _ of event.kernels) {
        parts.push(
          `{"name": "${trace_name}", "ph": "s", "ts": ${start}, "tid": ${thread}, "pid": "CPU functions", "id": ${id++}, "cat": "cpu_to_${device}", "args": {}}`,
        )
      }
    }
    writeFileSync(path, `[${parts.join(', ')}]`)
  }

  /** What {@link export_stacks} can weigh by. */
  supported_export_stacks_metrics(): string[] {
    return [...stackMetrics]
  }

  /** Writes the source locations of events with what they cost, for flame graphs. */
  export_stacks(path: string, metric: StackMetric): void {
    if (!stackMetrics.includes(metric)) {
      throw new ValueError(
        `metric should be one of: ${pyRepr(this.supported_export_stacks_metrics())}`,
      )
    }
    const name = deviceAttribute(metric)
    const lines: string[] = []
    for (const event of this) {
      if (event.stack === null || event.stack.length === 0) continue
      const value = Math.trunc(attributeOf(event, name) as number)
      if (value <= 0) continue
      const stack = event.stack.toReversed().map((entry) => entry.replace(/[ ;\t\n]/g, '_'))
      lines.push(`${stack.join(';')} ${value}\n`)
    }
    writeFileSync(path, lines.join(''))
  }

  /**
   * Sums over the events of the same name.
   *
   * @param group_by_input_shapes - tells apart events of the same name whose inputs had other sizes.
   * @param group_by_stack_n - the same for so many lines of the source location.
   * @param group_by_overload_name - the same for overloads of an operator.
   */
  key_averages(keywords?: GroupKeywords): EventList<FunctionEventAvg>
  key_averages(
    group_by_input_shapes: boolean,
    group_by_stack_n?: number,
    group_by_overload_name?: boolean,
  ): EventList<FunctionEventAvg>
  key_averages(...args: unknown[]): EventList<FunctionEventAvg> {
    const groups = bindGroups<Required<GroupKeywords>>(args)
    if (!this.#tree_built) {
      throw new AssertionError('Expected tree to be built before calling key_averages')
    }
    const stats = new Map<string, FunctionEventAvg>()
    for (const event of this) {
      const key = groupKey(event, groups)
      const sums = stats.get(key) ?? new FunctionEventAvg()
      stats.set(key, sums.add(event))
    }
    const averages = new EventList(stats.values(), {
      use_device: this.#use_device,
      profile_memory: this.#profile_memory,
      with_flops: this.#with_flops,
    })
    for (const event of averages) {
      event.stack = stackOf(event).slice(0, groups.group_by_stack_n)
      if (!groups.group_by_input_shapes) event.input_shapes = ''
      if (!groups.group_by_overload_name) event.overload_name = ''
    }
    return averages
  }

  /** Sums over all events, under the key `Total`. */
  total_average(): FunctionEventAvg {
    const total = new FunctionEventAvg()
    for (const event of this) {
      total.add(event)
      total.key = null
    }
    total.key = 'Total'
    return total
  }
}

function stackOf({ stack }: TableEvent): string[] {
  if (stack === null) throw new TypeError("'NoneType' object is not subscriptable")
  return stack
}

function groupKey(event: TableEvent, groups: Required<GroupKeywords>): string {
  const key = [
    event.key,
    event.node_id,
    event.device_type.name,
    event.is_legacy,
    event.is_user_annotation,
  ].map(String)
  if (groups.group_by_overload_name) key.push(pyStr(event.overload_name))
  if (groups.group_by_input_shapes) key.push(pyStr(event.input_shapes))
  if (groups.group_by_stack_n > 0) key.push(...stackOf(event).slice(0, groups.group_by_stack_n))
  return JSON.stringify(key)
}
