// Mirrors torch/optim/lr_scheduler.py, whose classes are in the folder of that name.

export * from './lr_scheduler/index.js'
export * as default from './lr_scheduler/index.js'
