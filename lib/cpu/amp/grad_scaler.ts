// Mirrors torch/cpu/amp/grad_scaler.py.

export { CpuGradScaler as GradScaler } from '../../amp/_deprecated.js'
