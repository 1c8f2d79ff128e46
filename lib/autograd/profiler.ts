// Mirrors torch/autograd/profiler.py; its parts stand in _profiler/.

import { pyRepr } from '../_repr.js'
import { tuple } from '../_tuple.js'
import { RuntimeError } from '../errors.js'
import { blockClass } from './_profiler/block.js'
import { profile as Profile, type ProfileKeywords } from './_profiler/profile.js'

export { _ExperimentalConfig, type ExperimentalKeywords } from './_profiler/config.js'
export { type EmitClass, emit_itt, emit_nvtx } from './_profiler/emit.js'
export { _is_profiler_enabled, _set_is_profiler_enabled } from './_profiler/enabled.js'
export { ProfilerActivity } from './_profiler/enums.js'
export { _ProfilerStats, type AverageKeywords, type ProfileKeywords } from './_profiler/profile.js'
export { type RecordFunctionClass, record_function } from './_profiler/record.js'
export { _ProfilerResult } from './_profiler/results.js'
export { KinetoStepTracker } from './_profiler/step_tracker.js'
export { EventList, FunctionEvent, MemRecordsAcc } from './profiler_util.js'

/** The calls of {@link profile}. */
export interface ProfileClass {
  new (keywords?: ProfileKeywords): Profile
  new (enabled: boolean, keywords?: Omit<ProfileKeywords, 'enabled'>): Profile
  (keywords?: ProfileKeywords): Profile
  (enabled: boolean, keywords?: Omit<ProfileKeywords, 'enabled'>): Profile
  <R>(body: (prof: Profile) => R): R
  <R>(keywords: ProfileKeywords, body: (prof: Profile) => R): R
  readonly prototype: Profile
}

/**
 * Records what operators run inside of a block: `profile((prof) => ...)`, which gives the function's result, or
 * `using prof = profile()`. `torch.profiler.profile` is built on it and has more: schedules, steps and trace handlers.
 *
 * One thread of a process profiles at a time. `with_stack` and `with_modules` are taken and add nothing: LibTorch reads
 * Python's stack, not JavaScript's.
 *
 * @example
 * const prof = torch.autograd.profiler.profile({ record_shapes: true })
 * {
 *   using _ = prof
 *   net(input).sum().backward()
 * }
 * print(prof.key_averages().table({ sort_by: 'self_cpu_time_total' }))
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.autograd.profiler.profile.html
 */
export const profile = blockClass(Profile) as unknown as ProfileClass
export type profile = Profile

/**
 * Throws a RuntimeError when it sees something twice; {@link profile} holds the results of a run against it.
 *
 * @example
 * const unique = new EnforceUnique()
 * unique.see('forward', 1)
 * unique.seen.size // 1
 *
 * @see https://docs.pytorch.org/docs/2.13/profiler.html
 */
export class EnforceUnique {
  readonly seen = new Set<string>()

  /** Takes note of a key, which may have parts. */
  see(...key: unknown[]): void {
    const text = pyRepr(tuple(key))
    if (this.seen.has(text)) throw new RuntimeError(`duplicate key: ${text}`)
    this.seen.add(text)
  }
}

export * as default from './profiler.js'
