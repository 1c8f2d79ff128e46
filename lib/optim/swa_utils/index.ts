// Averages of weights over training, in the order of torch/optim/swa_utils.py.

export { AveragedModel } from './averaged_model.js'
export {
  type AvgFn,
  get_ema_avg_fn,
  get_ema_multi_avg_fn,
  get_swa_avg_fn,
  get_swa_multi_avg_fn,
  type MultiAvgFn,
} from './averages.js'
export { SWALR } from './swalr.js'
export { update_bn } from './update_bn.js'
