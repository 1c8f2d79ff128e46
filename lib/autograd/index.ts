// Mirrors torch/autograd/__init__.py.

export * as grad_mode from './grad_mode.js'
export {
  enable_grad,
  inference_mode,
  is_grad_enabled,
  is_inference_mode_enabled,
  no_grad,
  set_grad_enabled,
} from './grad_mode.js'
export * as graph from './graph.js'
export { backward, grad } from './graph.js'
export * as profiler from './profiler.js'
export * as profiler_util from './profiler_util.js'
