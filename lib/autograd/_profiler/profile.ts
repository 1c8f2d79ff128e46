// Mirrors profile of torch/autograd/profiler.py.

import { randomUUID } from 'node:crypto'
import { python } from '../../_kwargs.js'
import { is_available, synchronize } from '../../cuda/index.js'
import { AssertionError, AttributeError, RuntimeError, ValueError } from '../../errors.js'
import { native, type ProfilerConfig } from '../../native.js'
import { FutureWarning, warn } from '../../warnings.js'
import { Block } from './block.js'
import { _ExperimentalConfig, ProfilerState } from './config.js'
import { _set_is_profiler_enabled } from './enabled.js'
import { ProfilerActivity } from './enums.js'
import type { FunctionEvent } from './event.js'
import type { FunctionEventAvg } from './event_avg.js'
import { EventList, type StackMetric } from './event_list.js'
import { _ProfilerResult, _parse_kineto_results } from './results.js'
import type { TableOptions } from './table.js'

/** What {@link torch.autograd.profiler.profile} takes by keyword. */
export interface ProfileKeywords {
  /** False makes it do nothing. */
  enabled?: boolean
  /** @deprecated `use_device: 'cuda'` says it. */
  use_cuda?: boolean
  /** A device whose kernels are recorded too: `cuda`. */
  use_device?: string | null
  /** Records sizes and types of inputs. */
  record_shapes?: boolean
  /** Estimates floating point operations of products and convolutions; records shapes too. */
  with_flops?: boolean
  /** Records what is allocated and freed. */
  profile_memory?: boolean
  with_stack?: boolean
  with_modules?: boolean
  use_kineto?: boolean
  use_cpu?: boolean
  experimental_config?: _ExperimentalConfig | null
  /** Keeps the events of earlier uses of the same object. */
  acc_events?: boolean
  custom_trace_id_callback?: (() => string) | null
  /** Seconds after which events are no longer read from what was recorded. */
  post_processing_timeout_s?: number | null
  activity_filters?: ReadonlyMap<ProfilerActivity, ReadonlySet<string>> | null
}

/** How {@link profile.key_averages} groups. */
export interface AverageKeywords {
  /** Whether events with other sizes of inputs count apart. */
  group_by_input_shape?: boolean
  /** How many lines of the source location tell events apart. */
  group_by_stack_n?: number
  /** Whether overloads of an operator count apart. */
  group_by_overload_name?: boolean
}

const bind = python(
  `profile.__init__(self, enabled=True, *, use_cuda=False, use_device=None, record_shapes=False, with_flops=False,
  profile_memory=False, with_stack=False, with_modules=False, use_kineto=False, use_cpu=True, experimental_config=None,
  acc_events=False, custom_trace_id_callback=None, post_processing_timeout_s=None, activity_filters=None)`,
)
const bindTable = python(
  `profile.table(self, sort_by=None, row_limit=100, max_src_column_width=75, max_name_column_width=55,
  max_shapes_column_width=80, header=None, top_level_events_only=False)`,
)
const bindAverages = python(
  'profile.key_averages(self, group_by_input_shape=False, group_by_stack_n=0, group_by_overload_name=False)',
)

type Bound = { [K in keyof ProfileKeywords]-?: Exclude<ProfileKeywords[K], undefined> }

/** What a profile cost itself. */
export class _ProfilerStats {
  profiling_window_duration_sec = 0
  number_of_events = 0
  profiler_prepare_call_duration_us = 0
  profiler_enable_call_duration_us = 0
  profiler_disable_call_duration_us = 0
  parse_kineto_call_duration_us = 0
  function_events_build_tree_call_duration_us = 0
}

// Runs something and gives how long it took, in whole microseconds.
function timed(body: () => void): number {
  const start = performance.now()
  body()
  return Math.trunc((performance.now() - start) * 1000)
}

// A device that this machine does not have is passed over with a warning.
function usableDevice(device: string | null): string | null {
  if (device === null) return null
  if (!['cuda', 'xpu', 'mtia', 'hpu'].includes(device)) {
    warn(`The ${device} is not a valid device option.`)
    return null
  }
  if (device === 'cuda' && is_available()) return device
  if (device === 'mtia') return device
  const name = device.toUpperCase()
  warn(`${name} is not available, disabling ${name} profiling`)
  return null
}

/** See {@link torch.autograd.profiler.profile}. */
export class profile extends Block {
  readonly enabled: boolean
  readonly use_device: string | null
  readonly record_shapes: boolean
  readonly with_flops: boolean
  readonly profile_memory: boolean
  readonly with_stack: boolean
  readonly with_modules: boolean
  readonly use_cpu: boolean
  readonly acc_events: boolean
  readonly experimental_config: _ExperimentalConfig
  readonly custom_trace_id_callback: (() => string) | null
  readonly post_processing_timeout_s: number | null
  readonly activity_filters: ReadonlyMap<ProfilerActivity, ReadonlySet<string>>
  readonly kineto_activities: ReadonlySet<ProfilerActivity>
  readonly profiler_kind: number
  entered = false
  trace_id = ''
  kineto_results: _ProfilerResult | null = null
  profiling_start_time_ns = 0
  profiling_end_time_ns = 0
  readonly _stats = new _ProfilerStats()
  _function_events: EventList<FunctionEvent> | null = null
  _old_function_events: EventList<FunctionEvent> | null = null
  _needs_processing = false

  constructor(...args: unknown[]) {
    super()
    const a = bind<Bound>(args)
    this.enabled = a.enabled
    if (a.use_cuda && a.enabled) {
      warn(
        "The attribute `use_cuda` will be deprecated soon, please use ``use_device = 'cuda'`` instead.",
        FutureWarning,
      )
    }
    this.with_flops = a.with_flops
    this.record_shapes = a.record_shapes || a.with_flops
    this.profile_memory = a.profile_memory
    this.with_stack = a.with_stack
    this.with_modules = a.with_modules
    this.use_cpu = a.use_cpu
    this.acc_events = a.acc_events
    this.experimental_config = a.experimental_config ?? new _ExperimentalConfig()
    this.custom_trace_id_callback = a.custom_trace_id_callback
    this.post_processing_timeout_s = a.post_processing_timeout_s
    this.activity_filters = a.activity_filters ?? new Map()
    if (a.enabled && !this.use_cpu && !a.use_kineto) {
      throw new AssertionError('Device-only events supported only with Kineto (use_kineto=True)')
    }
    this.use_device = a.enabled ? usableDevice(a.use_cuda ? 'cuda' : a.use_device) : null
    const activities = new Set<ProfilerActivity>(this.use_cpu ? [ProfilerActivity.CPU] : [])
    this.profiler_kind = this.#kind(a.use_kineto, activities)
    this.kineto_activities = activities
    if (a.enabled && activities.size === 0) {
      throw new AssertionError('No activities specified for the profiler')
    }
    if (this.post_processing_timeout_s !== null && this.post_processing_timeout_s < 0) {
      throw new ValueError('post_processing_timeout_s must be non-negative')
    }
  }

  // With Kineto the device's own activities are recorded; CUDA has another way too.
  #kind(use_kineto: boolean, activities: Set<ProfilerActivity>): number {
    if (this.use_device === null) return ProfilerState.KINETO
    if (this.use_device === 'cuda') {
      if (use_kineto && supported_activities().has(ProfilerActivity.CUDA)) {
        activities.add(ProfilerActivity.CUDA)
        return ProfilerState.KINETO
      }
      if (!this.use_cpu) throw new AssertionError('Legacy CUDA profiling requires use_cpu=True')
      return ProfilerState.KINETO_GPU_FALLBACK
    }
    const name = this.use_device.toUpperCase()
    throw new AssertionError(
      `Legacy ${name} profiling is not supported. Requires use_kineto=True on ${name} devices.`,
    )
  }

  /** A random name for a trace. */
  default_trace_id(): string {
    return randomUUID().replaceAll('-', '').toUpperCase()
  }

  /** The name of the trace: what `custom_trace_id_callback` gives, else a random one. */
  create_trace_id(): string {
    return this.custom_trace_id_callback?.() ?? this.default_trace_id()
  }

  #config(): ProfilerConfig {
    const { experimental_config } = this
    return [
      this.profiler_kind,
      [
        this.record_shapes,
        this.profile_memory,
        this.with_stack,
        this.with_flops,
        this.with_modules,
      ].map(Boolean),
      experimental_config.switchedOn,
      experimental_config.profiler_metrics,
      this.trace_id,
      [...this.kineto_activities].map(({ value }) => value),
    ]
  }

  __enter__(): this | null {
    if (!this.enabled) return null
    if (this.entered) throw new RuntimeError('Profiler context manager is not reentrant')
    this._prepare_trace()
    this._start_trace()
    return this
  }

  _prepare_trace(): void {
    this.entered = true
    this.trace_id = this.create_trace_id()
    const filters = [...this.activity_filters].map(
      ([activity, names]) => [activity.value, [...names]] as const,
    )
    this._stats.profiler_prepare_call_duration_us = timed(() =>
      native.profilerPrepare(...this.#config(), filters),
    )
  }

  _start_trace(): void {
    this.entered = true
    _set_is_profiler_enabled(true)
    this._stats.profiler_enable_call_duration_us = timed(() =>
      native.profilerEnable(...this.#config()),
    )
    this.profiling_start_time_ns = now()
  }

  __exit__(): void {
    if (!this.enabled) return
    if (this.use_device === 'cuda') synchronize()
    if (this._function_events !== null && this._function_events.length > 0 && this.acc_events) {
      this._old_function_events = this._function_events
    }
    this._function_events = null
    this._needs_processing = true
    this.profiling_end_time_ns = now()
    this._stats.profiler_disable_call_duration_us = timed(() => {
      this.kineto_results = new _ProfilerResult()
    })
    _set_is_profiler_enabled(false)
    this._stats.profiling_window_duration_sec =
      (this.profiling_end_time_ns - this.profiling_start_time_ns) / 1e9
    // What is to be kept over several uses is read at once.
    if (this.acc_events && !this.experimental_config.trace_only) this._ensure_function_events()
  }

  #finished(): EventList<FunctionEvent> | null {
    if (this._needs_processing) this._ensure_function_events()
    return this._function_events
  }

  __repr__(): string {
    return this.#finished()?.__repr__() ?? '<unfinished torch.autograd.profile>'
  }

  override toString(): string {
    return this.#finished()?.toString() ?? '<unfinished torch.autograd.profile>'
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.__repr__()
  }

  /** Reads what was recorded, when it is first asked for. */
  _ensure_function_events(): EventList<FunctionEvent> {
    if (this.experimental_config.trace_only) {
      throw new RuntimeError(
        'events() is not available when trace_only=True in ExperimentalConfig. Use export_chrome_trace() instead.',
      )
    }
    if (this._function_events !== null) return this._function_events
    this._needs_processing = false
    let parsed: FunctionEvent[] = []
    this._stats.parse_kineto_call_duration_us = timed(() => {
      if (this.kineto_results === null) return
      parsed = _parse_kineto_results(
        this.kineto_results,
        this.use_device,
        this.post_processing_timeout_s,
      )
    })
    const { use_device, profile_memory, with_flops } = this
    const events = new EventList(parsed, { use_device, profile_memory, with_flops })
    this._function_events = events
    this._stats.function_events_build_tree_call_duration_us = timed(() => events._build_tree())
    this._stats.number_of_events = events.length
    if (this._old_function_events !== null && this.acc_events) {
      for (const event of this._old_function_events) events.push(event)
      this._old_function_events = null
    }
    return events
  }

  /** All events, in the order of their starts. */
  get function_events(): EventList<FunctionEvent> {
    return this._ensure_function_events()
  }

  /** See {@link EventList.table}. */
  table(options?: Omit<TableOptions, 'time_unit'>): string
  table(sort_by: string | null, options?: Omit<TableOptions, 'sort_by' | 'time_unit'>): string
  table(
    sort_by: string | null,
    row_limit: number,
    options?: Omit<TableOptions, 'sort_by' | 'row_limit' | 'time_unit'>,
  ): string
  table(...args: unknown[]): string {
    const options = bindTable<TableOptions>(args)
    return this._ensure_function_events().table(options)
  }

  /** Writes the trace for chrome://tracing or Perfetto; once. */
  export_chrome_trace(path: string): void {
    if (this.kineto_results === null) {
      throw new AttributeError("'NoneType' object has no attribute 'save'")
    }
    this.kineto_results.save(path)
  }

  /** See {@link EventList.export_stacks}. */
  export_stacks(path: string, metric: StackMetric = 'self_cpu_time_total'): void {
    const events = this._ensure_function_events()
    if (!this.with_stack) throw new AssertionError('export_stacks() requires with_stack=True')
    events.export_stacks(path, metric)
  }

  /** Switches the recording of some activities off and on while it runs. */
  toggle_collection_dynamic(enabled: boolean, activities: Iterable<ProfilerActivity>): void {
    native.profilerToggleCollection(
      enabled,
      [...activities].map(({ value }) => value),
    )
  }

  /** Sums over events of the same name; see {@link EventList.key_averages}. */
  key_averages(keywords?: AverageKeywords): EventList<FunctionEventAvg>
  key_averages(
    group_by_input_shape: boolean,
    group_by_stack_n?: number,
    group_by_overload_name?: boolean,
  ): EventList<FunctionEventAvg>
  key_averages(...args: unknown[]): EventList<FunctionEventAvg> {
    const a = bindAverages<Required<AverageKeywords>>(args)
    return this._ensure_function_events().key_averages(
      a.group_by_input_shape,
      a.group_by_stack_n,
      a.group_by_overload_name,
    )
  }

  /** Sums over all events. */
  total_average(): FunctionEventAvg {
    return this._ensure_function_events().total_average()
  }

  /** Microseconds on the CPU, of all. */
  get self_cpu_time_total(): number {
    return this._ensure_function_events().self_cpu_time_total
  }
}

const now = (): number => Math.round(performance.now() * 1e6)

/**
 * What this machine can record; `ProfilerActivity.CPU` is always among it.
 *
 * @example
 * torch.profiler.supported_activities().has(torch.profiler.ProfilerActivity.CPU) // True
 *
 * @see https://docs.pytorch.org/docs/2.13/profiler.html#torch.profiler.supported_activities
 */
export function supported_activities(): Set<ProfilerActivity> {
  const numbers = new Set(native.profilerSupportedActivities())
  const all = Object.values(ProfilerActivity) as ProfilerActivity[]
  return new Set(all.filter(({ value }) => numbers.has(value)))
}

/**
 * Whether LibTorch's profiler is there: it is part of every build that this library supports.
 *
 * @example
 * torch.profiler.kineto_available() // True
 *
 * @see https://docs.pytorch.org/docs/2.13/profiler.html
 */
export function kineto_available(): boolean {
  return true
}
