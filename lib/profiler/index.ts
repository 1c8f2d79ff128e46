// Mirrors torch/profiler/__init__.py.

export { kineto_available } from '../autograd/_profiler/profile.js'
export {
  _ExperimentalConfig,
  KinetoStepTracker,
  ProfilerActivity,
  record_function,
} from '../autograd/profiler.js'
export { DeviceType } from '../autograd/profiler_util.js'
export * as default from './index.js'
export * as profiler from './profiler.js'
export {
  _KinetoProfile,
  ExecutionTraceObserver,
  type KinetoProfileKeywords,
  ProfilerAction,
  type ProfilerKeywords,
  profile,
  type Schedule,
  type ScheduleKeywords,
  schedule,
  supported_activities,
  tensorboard_trace_handler,
} from './profiler.js'
