// Mirrors profile of torch/profiler/profiler.py.

import { isMap } from '../_is_map.js'
import { python } from '../_kwargs.js'
import { ProfilerAction, ProfilerActivity } from '../autograd/_profiler/enums.js'
import { type _ProfilerStats, supported_activities } from '../autograd/_profiler/profile.js'
import { record_function } from '../autograd/_profiler/record.js'
import { KinetoStepTracker } from '../autograd/_profiler/step_tracker.js'
import { AssertionError, RuntimeError, ValueError } from '../errors.js'
import { native } from '../native.js'
import { FutureWarning, warn } from '../warnings.js'
import { ExecutionTraceObserver } from './_execution_trace.js'
import { _KinetoProfile, type Bound, type KinetoProfileKeywords } from './_kineto_profile.js'
import type { Schedule } from './_schedule.js'

/** What {@link torch.profiler.profile} takes. */
export interface ProfilerKeywords extends KinetoProfileKeywords {
  /** What to do at each step; recording from the first on by default. */
  schedule?: Schedule | null
  /** Called with the profile when a cycle has been recorded. */
  on_trace_ready?: ((prof: profile) => unknown) | null
  /** @deprecated `activities` says it. */
  use_cuda?: boolean | null
}

const bind = python(
  `profile.__init__(self, *, activities=None, schedule=None, on_trace_ready=None, record_shapes=False,
  profile_memory=False, with_stack=False, with_flops=False, with_modules=False, experimental_config=None,
  execution_trace_observer=None, acc_events=False, use_cuda=None, custom_trace_id_callback=None,
  post_processing_timeout_s=None)`,
)

const PROFILER_STEP_NAME = 'ProfilerStep'
const { NONE, WARMUP, RECORD, RECORD_AND_SAVE, DEVICE_STOPPED } = ProfilerAction

const _default_schedule_fn: Schedule = () => RECORD

function checkSchedule(action: ProfilerAction): ProfilerAction {
  if (action === DEVICE_STOPPED) {
    throw new ValueError(
      'ProfilerAction.DEVICE_STOPPED is set internally by the profiler and must not be returned by a user-provided schedule',
    )
  }
  return action
}

// Checks what Python checks before it parses the activities: that one is asked for.
function checkActivities(activities: Iterable<unknown> | null, use_cuda: boolean | null): void {
  const asked = new Set<ProfilerActivity>()
  for (const item of activities ?? supported_activities()) {
    if (item instanceof ProfilerActivity) asked.add(item)
    else if (isMap<ProfilerActivity>(item)) for (const activity of item.keys()) asked.add(activity)
  }
  if (use_cuda !== null) {
    warn('`use_cuda` is deprecated, use `activities` argument instead', FutureWarning)
    if (use_cuda) asked.add(ProfilerActivity.CUDA)
    else asked.delete(ProfilerActivity.CUDA)
  }
  if (asked.size === 0) throw new AssertionError('No valid profiler activities found')
}

type Step = 'prepare' | 'start' | 'stop' | 'ready' | { warning: string } | { unreachable: string }

const wrong = (from: string, to: string): Step => ({
  warning: `Incorrect schedule: ${from} followed by ${to}`,
})

const begin: Step[] = ['prepare', 'start']
const finish: Step[] = ['stop', 'ready']
const unreachable = (from: string): Step[] => [{ unreachable: from }]

// What is done between two actions; `end` is the end of the profile.
const transitions: Readonly<Record<string, Readonly<Record<string, Step[]>>>> = {
  NONE: {
    WARMUP: ['prepare'],
    RECORD: begin,
    RECORD_AND_SAVE: begin,
    DEVICE_STOPPED: unreachable('NONE'),
  },
  WARMUP: {
    NONE: [wrong('WARMUP', 'NONE'), 'start', 'stop'],
    RECORD: ['start'],
    RECORD_AND_SAVE: ['start'],
    DEVICE_STOPPED: ['start', ...finish],
    end: ['start', 'stop'],
  },
  RECORD: {
    NONE: [wrong('RECORD', 'NONE'), 'stop'],
    WARMUP: [wrong('RECORD', 'WARMUP'), 'stop'],
    DEVICE_STOPPED: finish,
    end: finish,
  },
  RECORD_AND_SAVE: {
    NONE: finish,
    WARMUP: [...finish, 'prepare'],
    RECORD: [...finish, ...begin],
    RECORD_AND_SAVE: [...finish, ...begin],
    DEVICE_STOPPED: unreachable('RECORD_AND_SAVE'),
    end: finish,
  },
  // The device has stopped early: the rest of the cycle passes without recording.
  DEVICE_STOPPED: { WARMUP: ['prepare'], RECORD: begin, RECORD_AND_SAVE: begin },
}

/** See {@link torch.profiler.profile}. */
export class profile extends _KinetoProfile {
  readonly schedule: Schedule
  readonly on_trace_ready: ((prof: profile) => unknown) | null
  /** Whether steps are shown in the trace: where there is a schedule. */
  readonly record_steps: boolean
  step_num = 0
  current_action: ProfilerAction
  step_rec_fn: record_function | null = null
  _prev_schedule_action: ProfilerAction

  constructor(keywords?: ProfilerKeywords)
  constructor(...args: unknown[]) {
    const { schedule, on_trace_ready, use_cuda, ...others } = bind<Bound<ProfilerKeywords>>(args)
    // Looked at twice, and an iterator gives its items once.
    const activities = others.activities === null ? null : [...others.activities]
    checkActivities(activities, use_cuda)
    super({
      ...others,
      activities,
      execution_trace_observer:
        others.execution_trace_observer ??
        ExecutionTraceObserver.build_execution_trace_obs_from_env(),
    })
    this.schedule = schedule ?? _default_schedule_fn
    this.record_steps = Boolean(schedule)
    this.on_trace_ready = on_trace_ready
    this.current_action = checkSchedule(this.schedule(0))
    this._prev_schedule_action = this.current_action
    KinetoStepTracker.init_step_count(PROFILER_STEP_NAME)
  }

  override __exit__(): void {
    this.stop()
    KinetoStepTracker.erase_step_count(PROFILER_STEP_NAME)
    this.execution_trace_observer?.cleanup()
  }

  #enterStep(): void {
    if (this.record_steps) {
      this.step_rec_fn = record_function(`ProfilerStep#${this.step_num}`).__enter__()
    }
  }

  #exitStep(): void {
    this.step_rec_fn?.__exit__()
    this.step_rec_fn = null
  }

  override start(): void {
    this._transit_action(NONE, this.current_action)
    this.#enterStep()
  }

  override stop(): void {
    this.#exitStep()
    this._transit_action(this.current_action, null)
    this.current_action = this._prev_schedule_action
  }

  /** Tells that the next step of the program begins. */
  step(): void {
    this.#exitStep()
    const before = this.current_action
    const scheduledBefore = this._prev_schedule_action
    const next = this.step_num + 1
    const scheduled = checkSchedule(this.schedule(next))
    this.step_num = next
    this.current_action = scheduled
    this._prev_schedule_action = scheduled
    if (before === DEVICE_STOPPED) {
      const cycleEnds = scheduledBefore === RECORD_AND_SAVE || scheduled === NONE
      if (!cycleEnds) this.current_action = DEVICE_STOPPED
    } else if (this.#deviceHasStopped(before)) {
      warn(
        `Device profiling activity collection was stopped early at step ${this.step_num}. Profiler schedule is proceeding ` +
          'until next cycle without actual profiler activity collection.',
      )
      this.current_action = DEVICE_STOPPED
    }
    this._transit_action(before, this.current_action)
    if (process.env.KINETO_USE_DAEMON) KinetoStepTracker.increment_step(PROFILER_STEP_NAME)
    this.#enterStep()
  }

  // Where the schedule itself ends the recording there is nothing to mend.
  #deviceHasStopped(before: ProfilerAction): boolean {
    if (this.use_device === null || this.current_action === NONE) return false
    return (before === WARMUP || before === RECORD) && native.profilerIsStopped()
  }

  /** Sets what names the cycles from the next one on. */
  set_custom_trace_id_callback(callback: (() => string) | null): void {
    this.custom_trace_id_callback = callback
  }

  /** The name of the present cycle, or of the last one. */
  get_trace_id(): string | null {
    return this.profiler?.trace_id ?? null
  }

  _trace_ready(): void {
    this.on_trace_ready?.(this)
  }

  _transit_action(prev_action: ProfilerAction, current_action: ProfilerAction | null): void {
    for (const step of transitions[prev_action.name]?.[current_action?.name ?? 'end'] ?? []) {
      if (step === 'prepare') this.prepare_trace()
      else if (step === 'start') this.start_trace()
      else if (step === 'stop') this.stop_trace()
      else if (step === 'ready') this._trace_ready()
      else if ('warning' in step) warn(step.warning)
      else {
        throw new RuntimeError(
          `Profiler internal error: ${step.unreachable} -> DEVICE_STOPPED should be unreachable`,
        )
      }
    }
  }

  _stats(): _ProfilerStats | null {
    return this.profiler?._stats ?? null
  }
}
