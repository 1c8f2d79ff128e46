// Mirrors torch/optim/_functional.py.

import { pow } from '../_libm.js'
import { sparse_coo_tensor } from '../_sparse_creation.js'
import type { Tensor } from '../tensor.js'
import type { MaybeTensor } from './_common.js'
import { negated, over, times } from './_scalars.js'

export { _make_sparse, adagrad } from './_adagrad_kernels.js'
export { asgd } from './_asgd_kernels.js'
export { nadam } from './_nadam_kernels.js'
export { radam } from './_radam_kernels.js'
export { rmsprop } from './_rmsprop_kernels.js'
export { adadelta } from './adadelta.js'
export { adam } from './adam.js'
export { adamax } from './adamax.js'
export { adamw } from './adamw.js'
export { rprop } from './rprop.js'
export { sgd } from './sgd.js'

/** The keywords of {@link sparse_adam}. */
export interface SparseAdamOptions {
  eps: number
  beta1: number
  beta2: number
  lr: MaybeTensor
  maximize: boolean
}

/** One step of SparseAdam on lists of tensors: the functional form. The counts are numbers. */
export function sparse_adam(
  params: Tensor[],
  grads: Tensor[],
  exp_avgs: Tensor[],
  exp_avg_sqs: Tensor[],
  state_steps: number[],
  { eps, beta1, beta2, lr, maximize }: SparseAdamOptions,
): void {
  for (const [i, param] of params.entries()) {
    const given = grads[i] as Tensor
    // Summed where an index comes twice: what follows is not linear.
    const grad = (maximize ? given.neg() : given).coalesce()
    const indices = grad._indices()
    const values = grad._values()
    if (values.numel() === 0) continue
    const size = grad.size()
    const sparse = (of: Tensor): Tensor => sparse_coo_tensor(indices, of, size)
    const exp_avg = exp_avgs[i] as Tensor
    const exp_avg_sq = exp_avg_sqs[i] as Tensor
    const step = state_steps[i] as number

    // old <- b * old + (1 - b) * new, as old += (1 - b) * (new - old)
    const oldAvg = exp_avg.sparse_mask(grad)._values()
    const avgUpdate = values.sub(oldAvg).mul_(1 - beta1)
    exp_avg.add_(sparse(avgUpdate))
    const oldSq = exp_avg_sq.sparse_mask(grad)._values()
    const sqUpdate = values
      .pow(2)
      .sub_(oldSq)
      .mul_(1 - beta2)
    exp_avg_sq.add_(sparse(sqUpdate))

    const numer = avgUpdate.add_(oldAvg)
    const denom = sqUpdate.add_(oldSq).sqrt_().add_(eps)
    const correction1 = 1 - pow(beta1, step)
    const correction2 = 1 - pow(beta2, step)
    const step_size = over(times(lr, Math.sqrt(correction2)), correction1)
    const change = times(negated(step_size), numer.div_(denom) as MaybeTensor) as Tensor
    param.add_(sparse(change))
  }
}
