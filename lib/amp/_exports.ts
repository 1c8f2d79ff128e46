// Mirrors torch/amp/__init__.py.

export * as autocast_mode from './autocast_mode.js'
export { autocast, custom_bwd, custom_fwd, is_autocast_available } from './autocast_mode.js'
export * as grad_scaler from './grad_scaler.js'
export { GradScaler } from './grad_scaler.js'
