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
  enable_grad,
  inference_mode,
  is_grad_enabled,
  is_inference_mode_enabled,
  no_grad,
  set_grad_enabled,
} from './grad_mode.js'
export { gradcheck, gradgradcheck } from './gradcheck.js'
export * as graph from './graph.js'
