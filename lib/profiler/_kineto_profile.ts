// Mirrors _KinetoProfile of torch/profiler/profiler.py.

import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { isMap } from '../_is_map.js'
import { python } from '../_kwargs.js'
import { typeName } from '../_typename.js'
import { Block } from '../autograd/_profiler/block.js'
import type { _ExperimentalConfig } from '../autograd/_profiler/config.js'
import { ProfilerActivity } from '../autograd/_profiler/enums.js'
import type { FunctionEvent } from '../autograd/_profiler/event.js'
import type { FunctionEventAvg } from '../autograd/_profiler/event_avg.js'
import type { EventList, StackMetric } from '../autograd/_profiler/event_list.js'
import {
  profile as AutogradProfile,
  type AverageKeywords,
  supported_activities,
} from '../autograd/_profiler/profile.js'
import { AssertionError, RuntimeError, ValueError } from '../errors.js'
import { native } from '../native.js'
import { warn } from '../warnings.js'

/** An activity, or a map from activities to the types of theirs that are wanted. */
export type Activity = ProfilerActivity | ReadonlyMap<ProfilerActivity, readonly string[]>

/** Something that records along with a profile, such as {@link ExecutionTraceObserver}. */
export interface TraceObserver {
  start(): void
  stop(): void
  cleanup(): void
}

/** What {@link _KinetoProfile} takes. */
export interface KinetoProfileKeywords {
  /** What to record; all that the machine can by default. */
  activities?: Iterable<Activity> | null
  /** Records sizes and types of inputs. */
  record_shapes?: boolean
  /** Records what is allocated and freed. */
  profile_memory?: boolean
  /** Taken, and adds nothing: LibTorch reads Python's stack, not JavaScript's. */
  with_stack?: boolean
  /** Estimates floating point operations of products and convolutions. */
  with_flops?: boolean
  /** Taken, and adds nothing: it is for TorchScript. */
  with_modules?: boolean
  experimental_config?: _ExperimentalConfig | null
  execution_trace_observer?: TraceObserver | null
  /** Keeps the events of earlier cycles. */
  acc_events?: boolean
  /** Names each cycle; a random name by default. */
  custom_trace_id_callback?: (() => string) | null
  /** Seconds after which events are no longer read from what was recorded. */
  post_processing_timeout_s?: number | null
}

export type Bound<K> = { [N in keyof K]-?: Exclude<K[N], undefined> }

const bind = python(
  `_KinetoProfile.__init__(self, *, activities=None, record_shapes=False, profile_memory=False, with_stack=False,
  with_flops=False, with_modules=False, experimental_config=None, execution_trace_observer=None, acc_events=False,
  custom_trace_id_callback=None, post_processing_timeout_s=None)`,
)
const bindAverages = python(
  '_KinetoProfile.key_averages(self, group_by_input_shape=False, group_by_stack_n=0, group_by_overload_name=False)',
)
const bindExport = python('_KinetoProfile.export_chrome_trace(self, path, use_python_export=False)')

type Filters = Map<ProfilerActivity, ReadonlySet<string>>

function _parse_activities(activities: Iterable<unknown>): [Set<ProfilerActivity>, Filters] {
  const parsed = new Set<ProfilerActivity>()
  const filters: Filters = new Map()
  const add = (activity: ProfilerActivity): void => {
    if (parsed.has(activity)) throw new ValueError(`Activity ${activity} specified more than once`)
    parsed.add(activity)
  }
  for (const item of activities) {
    if (item instanceof ProfilerActivity) add(item)
    else if (isMap<ProfilerActivity, readonly string[]>(item)) {
      for (const [activity, names] of item) {
        add(activity)
        filters.set(activity, new Set(names))
      }
    } else {
      throw new TypeError(`Expected ProfilerActivity or dict, got <class '${typeName(item)}'>`)
    }
  }
  return [parsed, filters]
}

const warned = new Set<string>()
function _warn_once(message: string): void {
  if (warned.has(message)) return
  warned.add(message)
  warn(message)
}

const devices: readonly [ProfilerActivity, string][] = [
  [ProfilerActivity.CUDA, 'cuda'],
  [ProfilerActivity.XPU, 'xpu'],
  [ProfilerActivity.MTIA, 'mtia'],
  [ProfilerActivity.HPU, 'hpu'],
]

/** What a profile of `torch.profiler` is below its schedule: {@link start} to {@link stop} is one recording. */
export class _KinetoProfile extends Block {
  readonly activities: ReadonlySet<ProfilerActivity>
  readonly activity_filters: Filters
  readonly record_shapes: boolean
  readonly profile_memory: boolean
  readonly with_stack: boolean
  readonly with_flops: boolean
  readonly with_modules: boolean
  readonly experimental_config: _ExperimentalConfig | null
  readonly execution_trace_observer: TraceObserver | null
  readonly acc_events: boolean
  readonly post_processing_timeout_s: number | null
  readonly use_device: string | null
  custom_trace_id_callback: (() => string) | null
  /** The recording under way, or the last one. */
  profiler: AutogradProfile | null = null
  readonly preset_metadata: Record<string, string> = {}
  readonly _trace_metadata: Record<string, string> = {}

  constructor(keywords?: KinetoProfileKeywords)
  constructor(...args: unknown[]) {
    super()
    const a = bind<Bound<KinetoProfileKeywords>>(args)
    const [activities, filters] =
      a.activities === null ? [supported_activities(), new Map()] : _parse_activities(a.activities)
    this.activities = activities
    this.activity_filters = filters
    this.record_shapes = a.record_shapes
    this.with_flops = a.with_flops
    this.profile_memory = a.profile_memory
    this.with_stack = a.with_stack
    this.with_modules = a.with_modules
    this.experimental_config = a.experimental_config
    this.execution_trace_observer = a.execution_trace_observer
    this.acc_events = a.acc_events
    this.custom_trace_id_callback = a.custom_trace_id_callback
    this.post_processing_timeout_s = a.post_processing_timeout_s
    this.use_device = devices.find(([activity]) => activities.has(activity))?.[1] ?? null
  }

  __enter__(): this {
    this.start()
    return this
  }

  __exit__(): void {
    this.stop()
  }

  /** Begins to record. */
  start(): void {
    this.prepare_trace()
    this.start_trace()
  }

  /** Ends the recording. */
  stop(): void {
    this.stop_trace()
  }

  #profiler(what: string): AutogradProfile {
    if (this.profiler === null) {
      throw new AssertionError(`Profiler must be initialized before ${what}`)
    }
    return this.profiler
  }

  /** Sets the recording up, without starting it. */
  prepare_trace(): void {
    if (this.profiler !== null && !this.acc_events) {
      _warn_once(
        'Warning: Profiler clears events at the end of each cycle. Only events from the current cycle will be reported. ' +
          'To keep events across cycles, set acc_events=True.',
      )
    }
    if (this.profiler === null || !this.acc_events) {
      this.profiler = new AutogradProfile({
        use_cpu: this.activities.has(ProfilerActivity.CPU),
        use_device: this.use_device,
        record_shapes: this.record_shapes,
        with_flops: this.with_flops,
        profile_memory: this.profile_memory,
        with_stack: this.with_stack,
        with_modules: this.with_modules,
        use_kineto: true,
        experimental_config: this.experimental_config,
        acc_events: this.acc_events,
        custom_trace_id_callback: this.custom_trace_id_callback,
        post_processing_timeout_s: this.post_processing_timeout_s,
        activity_filters: this.activity_filters,
      })
    }
    this.profiler._prepare_trace()
  }

  /** Starts what {@link prepare_trace} set up. */
  start_trace(): void {
    this.execution_trace_observer?.start()
    this.#profiler('starting trace')._start_trace()
    for (const name of [
      'profile_memory',
      'with_stack',
      'record_shapes',
      'with_modules',
      'with_flops',
    ] as const) {
      if (this[name]) this.add_metadata_json(name, '1')
    }
    for (const [key, value] of Object.entries(this.preset_metadata)) {
      this.add_metadata_json(key, value)
    }
  }

  /** Ends the recording. */
  stop_trace(): void {
    this.execution_trace_observer?.stop()
    this.#profiler('stopping trace').__exit__()
  }

  /**
   * Writes the last recording for chrome://tracing or Perfetto; once. A name that ends in `.gz` compresses it.
   *
   * @param use_python_export - taken for Python's sake: LibTorch writes the file.
   */
  export_chrome_trace(
    path: string,
    use_python_export?: boolean | { use_python_export?: boolean },
  ): void
  export_chrome_trace(...args: unknown[]): void {
    const { path } = bindExport<{ path: string }>(args)
    const profiler = this.#profiler('exporting chrome trace')
    if (!path.endsWith('.gz')) {
      profiler.export_chrome_trace(path)
      return
    }
    // LibTorch compresses nothing.
    const plain = `${path.slice(0, -'.gz'.length)}.${process.pid}.json`
    profiler.export_chrome_trace(plain)
    writeFileSync(path, gzipSync(readFileSync(plain)))
    rmSync(plain)
  }

  /** Writes source locations with what they cost; none without Python's stack. */
  export_stacks(path: string, metric: StackMetric = 'self_cpu_time_total'): void {
    this.#profiler('exporting stacks').export_stacks(path, metric)
  }

  /** Switches the recording of some activities off and on while it runs. */
  toggle_collection_dynamic(enable: boolean, activities: Iterable<ProfilerActivity>): void {
    this.profiler?.toggle_collection_dynamic(enable, activities)
  }

  /**
   * Sums over the events of each operator and label.
   *
   * @param group_by_input_shape - tells apart inputs of other sizes; needs `record_shapes`.
   */
  key_averages(keywords?: AverageKeywords): EventList<FunctionEventAvg>
  key_averages(
    group_by_input_shape: boolean,
    group_by_stack_n?: number,
    group_by_overload_name?: boolean,
  ): EventList<FunctionEventAvg>
  key_averages(...args: unknown[]): EventList<FunctionEventAvg> {
    const a = bindAverages<Required<AverageKeywords>>(args)
    return this.#profiler('getting key averages').key_averages(a)
  }

  /** All events, in the order of their starts. */
  events(): EventList<FunctionEvent> {
    const profiler = this.#profiler('accessing events')
    if (this.experimental_config?.trace_only) {
      throw new RuntimeError(
        'events() is not available when trace_only=True in ExperimentalConfig. Use export_chrome_trace() instead.',
      )
    }
    return profiler.function_events
  }

  /** Adds a text to the trace. */
  add_metadata(key: string, value: string): void {
    this.add_metadata_json(key, `"${value.replaceAll('"', '\\"')}"`)
  }

  /** Adds JSON to the trace. */
  add_metadata_json(key: string, value: string): void {
    this._trace_metadata[key] = value
    native.profilerAddMetadata(key, value)
  }

  /** The same for traces that are yet to start. */
  preset_metadata_json(key: string, value: string): void {
    this.preset_metadata[key] = value
  }
}
