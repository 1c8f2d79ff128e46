// Mirrors update_bn of torch/optim/swa_utils.py.

import { python } from '../../_kwargs.js'
import { no_grad } from '../../autograd/grad_mode.js'
import { _BatchNorm } from '../../nn/modules/batchnorm.js'
import type { Module } from '../../nn/modules/module.js'
import type { Tensor } from '../../tensor.js'
import type { Device } from '../../types.js'

const bind = python('update_bn(loader, model, device=None)')

/**
 * Computes the running statistics of all batch normalisations of a model anew, as the mean over one pass over `loader`;
 * of batches that are lists the first item is the input. They go to `device` first, if one is given.
 *
 * @example
 * const model = nn.Sequential(nn.BatchNorm1d(4), nn.Linear(4, 2))
 * update_bn([torch.ones(3, 4)], model)
 * model[0].running_mean // tensor([1., 1., 1., 1.])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.optim.swa_utils.update_bn.html
 */
export function update_bn(
  loader: Iterable<unknown>,
  model: Module,
  device?: Device | null | { device?: Device | null },
): void
export function update_bn(...args: unknown[]): void {
  const { loader, model, device } = bind<{
    loader: Iterable<unknown>
    model: Module
    device: Device | null
  }>(args)
  no_grad(() => {
    const momenta = new Map<InstanceType<typeof _BatchNorm>, number | null>()
    for (const module of model.modules()) {
      if (!(module instanceof _BatchNorm)) continue
      module.reset_running_stats()
      momenta.set(module, module.momentum)
    }
    if (momenta.size === 0) return
    const was_training = model.training
    model.train()
    for (const module of momenta.keys()) module.momentum = null
    for (const batch of loader) {
      const input = (Array.isArray(batch) ? batch[0] : batch) as Tensor
      model(device === null ? input : input.to(device))
    }
    for (const [module, momentum] of momenta) module.momentum = momentum
    model.train(was_training)
  })
}
