// Mirrors torch/_functorch/batch_norm_replacement.py.

import { _BatchNorm } from '../nn/modules/batchnorm.js'
import type { Module } from '../nn/modules/module.js'

/**
 * Takes the running statistics from all batch norms of a module, in place, and gives it: {@link vmap} cannot write to
 * statistics that are not mapped over.
 *
 * @example
 * const model = nn.Sequential(nn.Linear(4, 2), nn.BatchNorm1d(2))
 * torch.func.replace_all_batch_norm_modules_(model)
 * model[1].running_mean // None
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.func.replace_all_batch_norm_modules_.html
 */
export function replace_all_batch_norm_modules_<M extends Module>(root: M): M {
  for (const module of root.modules()) {
    if (!(module instanceof _BatchNorm) || !module.track_running_stats) continue
    module.running_mean = null
    module.running_var = null
    module.num_batches_tracked = null
    module.track_running_stats = false
  }
  return root
}
