// Mirrors torch/amp/autocast_mode.py.

export {
  type AutocastClass,
  type AutocastOptions,
  autocast,
  autocast_decorator,
  is_autocast_available,
} from './_autocast.js'
export { _cast, type CustomFwdOptions, custom_bwd, custom_fwd } from './_custom.js'
