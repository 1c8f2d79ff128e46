// What a profile is told: LibTorch's states and Python's experimental options.

import { python } from '../../_kwargs.js'

/** The ways to profile, by LibTorch's numbers. */
export const ProfilerState = {
  NVTX: 3,
  ITT: 4,
  KINETO: 6,
  /** With CUDA's events, where CUPTI is not at hand. */
  KINETO_GPU_FALLBACK: 7,
} as const

const switches = [
  'profiler_measure_per_kernel',
  'verbose',
  'enable_cuda_sync_events',
  'adjust_profiler_step',
  'disable_external_correlation',
  'capture_overload_names',
  'expose_kineto_event_metadata',
  'adjust_timestamps',
  'trace_only',
] as const

type Switch = (typeof switches)[number]

/** What {@link _ExperimentalConfig} takes by keyword. */
export type ExperimentalKeywords = { [K in Switch]?: boolean } & { profiler_metrics?: string[] }

const bind = python(
  `_ExperimentalConfig.__init__(self, profiler_metrics=None, profiler_measure_per_kernel=False, verbose=False,
  enable_cuda_sync_events=False, adjust_profiler_step=False, disable_external_correlation=False,
  capture_overload_names=False, expose_kineto_event_metadata=False, adjust_timestamps=False, trace_only=False)`,
)

/**
 * Options of the profiler that may change. Those for Python's interpreter and for `perf` counters are not here, nor
 * `profile_all_threads`: worker threads end on their own.
 */
export class _ExperimentalConfig {
  readonly profiler_metrics: readonly string[]
  readonly profiler_measure_per_kernel!: boolean
  readonly verbose!: boolean
  readonly enable_cuda_sync_events!: boolean
  readonly adjust_profiler_step!: boolean
  readonly disable_external_correlation!: boolean
  /** Tells `aten::add.Tensor` from `aten::add.out`. */
  readonly capture_overload_names!: boolean
  readonly expose_kineto_event_metadata!: boolean
  readonly adjust_timestamps!: boolean
  /** Keeps the trace for `export_chrome_trace` only, which is quicker. */
  readonly trace_only!: boolean

  constructor(keywords?: ExperimentalKeywords)
  constructor(...args: unknown[]) {
    const bound = bind<Required<ExperimentalKeywords>>(args)
    Object.assign(this, bound)
    this.profiler_metrics = bound.profiler_metrics ?? []
  }

  /** The names of what is on. */
  get switchedOn(): readonly string[] {
    return switches.filter((name) => this[name])
  }
}
