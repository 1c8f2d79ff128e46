// The end of pruning. Part of torch/nn/utils/prune.py.

import { python } from '../../../_kwargs.js'
import { ValueError } from '../../../errors.js'
import type { Module } from '../../modules/module.js'
import { findHook } from '../_module_hook.js'
import { BasePruningMethod } from './base.js'

const bind = python('remove(module, name)')

/**
 * Ends the pruning of a tensor, which stays as it is: `weight` is the parameter again, `weight_orig` and `weight_mask`
 * are gone. The shape is the same, for the zeros stay.
 *
 * @throws ValueError where it is not pruned.
 * @example
 * const fc = nn.utils.prune.l1_unstructured(nn.Linear(2, 3), 'weight', 2)
 * nn.utils.prune.remove(fc, 'weight')
 * fc.weight.eq(0).sum() // tensor(2)
 * Object.keys(fc.state_dict()) // ['bias', 'weight']
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.utils.prune.remove.html
 */
export function remove<M extends Module>(module: M, name: string | { name: string }): M
export function remove(...given: unknown[]): Module {
  const { module, name } = bind<{ module: Module; name: string }>(given)
  const isOn = (hook: unknown): hook is BasePruningMethod =>
    hook instanceof BasePruningMethod && hook._tensor_name === name
  const found = findHook(module, isOn)
  if (!found) {
    throw new ValueError(
      `Parameter '${name}' of module ${module} has to be pruned before pruning can be removed`,
    )
  }
  const [id, hook] = found
  hook.remove(module)
  module._forward_pre_hooks.delete(id)
  return module
}

/**
 * Whether a module, or any below it, is pruned.
 *
 * @example
 * const fc = nn.Linear(2, 3)
 * nn.utils.prune.is_pruned(fc) // False
 * nn.utils.prune.is_pruned(nn.utils.prune.l1_unstructured(fc, 'weight', 2)) // True
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.utils.prune.is_pruned.html
 */
export function is_pruned(module: Module): boolean {
  const isMethod = (hook: unknown): hook is BasePruningMethod => hook instanceof BasePruningMethod
  return [...module.modules()].some((one) => findHook(one, isMethod) !== null)
}
