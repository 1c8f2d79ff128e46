// Mirrors torch/nn/attention/__init__.py.

export {
  _cur_sdpa_kernel_backends,
  _sdpa_kernel,
  SDPBackend,
  sdpa_kernel,
} from '../../_sdp.js'
export { _raise_kernel_warnings } from './_warnings.js'
export * as bias from './bias.js'
