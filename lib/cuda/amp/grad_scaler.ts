// Mirrors torch/cuda/amp/grad_scaler.py.

export { CudaGradScaler as GradScaler } from '../../amp/_deprecated.js'
export { OptState } from '../../amp/grad_scaler.js'
