// Mirrors torch/utils/benchmark/__init__.py.

export {
  Measurement,
  ordered_unique,
  select_unit,
  set_torch_threads,
  TaskSpec,
  trim_sigfig,
  unit_to_english,
} from './utils/common.js'
export { Colorize, Compare } from './utils/compare.js'
export { type Statement, Timer, type TimerCallback, timer } from './utils/timer.js'
