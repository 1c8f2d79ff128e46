// Mirrors torch/profiler/profiler.py; its parts stand beside it.

import { blockClass } from '../autograd/_profiler/block.js'
import { profile as Profile, type ProfilerKeywords } from './_profile.js'

export { ProfilerAction } from '../autograd/_profiler/enums.js'
export { supported_activities } from '../autograd/_profiler/profile.js'
export { ExecutionTraceObserver } from './_execution_trace.js'
export {
  _KinetoProfile,
  type Activity,
  type KinetoProfileKeywords,
  type TraceObserver,
} from './_kineto_profile.js'
export type { ProfilerKeywords } from './_profile.js'
export {
  type Schedule,
  type ScheduleKeywords,
  schedule,
  tensorboard_trace_handler,
} from './_schedule.js'

/** The calls of {@link profile}. */
export interface ProfilerClass {
  new (keywords?: ProfilerKeywords): Profile
  (keywords?: ProfilerKeywords): Profile
  <R>(body: (prof: Profile) => R): R
  <R>(keywords: ProfilerKeywords, body: (prof: Profile) => R): R
  readonly prototype: Profile
}

/**
 * Records which operators a program runs, how long they take and what memory they use. Three ways:
 *
 * - `profile({ ... }, (prof) => ...)` for the time of the function, whose result it gives;
 * - `using prof = profile({ ... })` to the end of the block;
 * - `prof.start()` and `prof.stop()`, with `prof.step()` between the steps of a training loop.
 *
 * `key_averages().table()` shows sums as text, `export_chrome_trace(path)` writes a trace for Perfetto. With a
 * {@link schedule} it records some steps of a long program, and calls `on_trace_ready` after each cycle.
 *
 * One thread of a process profiles at a time; another one that begins is refused with a RuntimeError. `with_stack` and
 * `with_modules` are taken and add nothing: LibTorch reads Python's stack, not JavaScript's. Memory is freed when
 * JavaScript's collector runs, which memory columns show.
 *
 * @example
 * const { profile, record_function, ProfilerActivity } = torch.profiler
 * const prof = profile({ activities: [ProfilerActivity.CPU], record_shapes: true }, (prof) => {
 *   record_function('model_inference', () => net(input))
 *   return prof
 * })
 * print(prof.key_averages().table({ sort_by: 'cpu_time_total', row_limit: 10 }))
 *
 * @see https://docs.pytorch.org/docs/2.13/profiler.html#torch.profiler.profile
 */
export const profile = blockClass(Profile) as unknown as ProfilerClass
export type profile = Profile
