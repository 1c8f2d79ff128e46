// Mirrors torch/cpu/amp/__init__.py.

export * as autocast_mode from './autocast_mode.js'
export { autocast } from './autocast_mode.js'
export * as grad_scaler from './grad_scaler.js'
export { GradScaler } from './grad_scaler.js'
