// Mirrors schedule and tensorboard_trace_handler of torch/profiler/profiler.py.

import { mkdirSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { python } from '../_kwargs.js'
import { ProfilerAction } from '../autograd/_profiler/enums.js'
import { AssertionError, RuntimeError } from '../errors.js'
import { warn } from '../warnings.js'

/** Says what to do at a step. */
export type Schedule = (step: number) => ProfilerAction

/** What {@link schedule} takes. */
export interface ScheduleKeywords {
  /** Steps of a cycle in which nothing is done. */
  wait: number
  /** Steps in which it records and throws away. */
  warmup: number
  /** Steps in which it records. */
  active: number
  /** Cycles; 0 for as many as there are steps. */
  repeat?: number
  /** Steps before the first cycle. */
  skip_first?: number
  /** Other than 0: the first cycle does not wait. */
  skip_first_wait?: number
}

const bindSchedule = python(
  'schedule(*, wait, warmup, active, repeat=0, skip_first=0, skip_first_wait=0)',
)

/**
 * Cycles of waiting, warming up and recording, for long programs: the `schedule` of a profile, which `step()` moves on.
 * A negative number of steps is an AssertionError, and so is `active: 0`.
 *
 * @example
 * const when = torch.profiler.schedule({ wait: 1, warmup: 1, active: 3, repeat: 2 })
 * const on_trace_ready = (prof: torch.profiler.profile) => print(prof.key_averages().table())
 * torch.profiler.profile({ schedule: when, on_trace_ready }, (prof) => {
 *   for (const [x, y] of loader) {
 *     loss_fn(net(x), y).backward()
 *     prof.step()
 *   }
 * })
 * when(4).name // 'RECORD_AND_SAVE'
 *
 * @see https://docs.pytorch.org/docs/2.13/profiler.html#torch.profiler.schedule
 */
export function schedule(keywords: ScheduleKeywords): Schedule
export function schedule(...args: unknown[]): Schedule {
  const a = bindSchedule<Required<ScheduleKeywords>>(args)
  const { wait, warmup, active, repeat, skip_first, skip_first_wait } = a
  if (wait < 0 || warmup < 0 || active <= 0 || repeat < 0 || skip_first < 0) {
    throw new AssertionError(
      `Invalid profiler schedule arguments. Got wait=${wait} (need >= 0), warmup=${warmup} (need >= 0), ` +
        `active=${active} (need > 0), repeat=${repeat} (need >= 0), skip_first=${skip_first} (need >= 0).`,
    )
  }
  if (warmup === 0) warn("Profiler won't be using warmup, this can skew profiler results")
  const cycle = wait + warmup + active
  return (given) => {
    if (given < 0) throw new AssertionError(`Step must be non-negative. Got ${given}.`)
    if (given < skip_first) return ProfilerAction.NONE
    const step = given - skip_first + (skip_first_wait === 0 ? 0 : wait)
    if (repeat > 0 && step / cycle >= repeat) return ProfilerAction.NONE
    const at = step % cycle
    if (at < wait) return ProfilerAction.NONE
    if (at < wait + warmup) return ProfilerAction.WARMUP
    return at < cycle - 1 ? ProfilerAction.RECORD : ProfilerAction.RECORD_AND_SAVE
  }
}

interface HandlerKeywords {
  worker_name?: string | null
  use_gzip?: boolean
  use_python_export?: boolean
}

const bindHandler = python(
  'tensorboard_trace_handler(dir_name, worker_name=None, use_gzip=False, use_python_export=False)',
)

/** What can be exported. */
interface Exported {
  export_chrome_trace(path: string, use_python_export?: boolean): void
}

/**
 * Makes an `on_trace_ready` that writes each trace to a folder, where TensorBoard's profiler plugin finds it:
 * `<worker_name>.<time>.pt.trace.json`, `[host]_[process]` for the worker unless named.
 *
 * @example
 * const folder = process.env.TMPDIR ?? '/tmp'
 * const on_trace_ready = torch.profiler.tensorboard_trace_handler(folder, { use_gzip: true })
 * torch.profiler.profile({ on_trace_ready }, () => net(input))
 *
 * @see https://docs.pytorch.org/docs/2.13/profiler.html#torch.profiler.tensorboard_trace_handler
 */
export function tensorboard_trace_handler(
  dir_name: string,
  keywords?: HandlerKeywords,
): (prof: Exported) => void
export function tensorboard_trace_handler(
  dir_name: string,
  worker_name: string | null,
  use_gzip?: boolean,
  use_python_export?: boolean,
): (prof: Exported) => void
export function tensorboard_trace_handler(...args: unknown[]): (prof: Exported) => void {
  const a = bindHandler<Required<HandlerKeywords> & { dir_name: string }>(args)
  return (prof) => {
    try {
      mkdirSync(a.dir_name, { recursive: true })
    } catch (cause) {
      throw new RuntimeError(`Can't create directory: ${a.dir_name}`, { cause })
    }
    const worker = a.worker_name || `${hostname()}_${process.pid}`
    const file = `${worker}.${nanoseconds()}.pt.trace.json${a.use_gzip ? '.gz' : ''}`
    prof.export_chrome_trace(join(a.dir_name, file), a.use_python_export)
  }
}

// Since 1970; traces of one millisecond must not have one name.
function nanoseconds(): bigint {
  return BigInt(Date.now()) * 1_000_000n + (process.hrtime.bigint() % 1_000_000n)
}
