// Mirrors torch/amp/__init__.py.

export * as autocast_mode from './autocast_mode.js'
export {
  type AutocastOptions,
  autocast,
  type CustomFwdOptions,
  custom_bwd,
  custom_fwd,
  is_autocast_available,
} from './autocast_mode.js'
export * as grad_scaler from './grad_scaler.js'
export { GradScaler, type GradScalerState } from './grad_scaler.js'
