// Mirrors torch/autograd/__init__.py.

import './_callbacks.js'

export { backward, backwardAsync, grad, gradAsync } from './_backward.js'
export * as anomaly_mode from './anomaly_mode.js'
export { detect_anomaly, set_detect_anomaly } from './anomaly_mode.js'
export * as forward_ad from './forward_ad.js'
export * as function from './function.js'
export { Function, type FunctionCtx } from './function.js'
export * as functional from './functional.js'
export * as grad_mode from './grad_mode.js'
export {
  _force_original_view_tracking,
  enable_grad,
  enforce_grad_layout_policy,
  inference_mode,
  is_grad_enabled,
  is_inference_mode_enabled,
  is_multithreading_enabled,
  is_view_replay_enabled,
  no_grad,
  set_grad_enabled,
  set_multithreading_enabled,
} from './grad_mode.js'
export { gradcheck, gradgradcheck } from './gradcheck.js'
export * as graph from './graph.js'
export * as default from './index.js'
export * as profiler from './profiler.js'
export * as profiler_util from './profiler_util.js'
