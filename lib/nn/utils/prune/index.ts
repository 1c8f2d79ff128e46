// The names of torch/nn/utils/prune.py.

export { BasePruningMethod, PruningContainer, type PruningType } from './base.js'
export {
  custom_from_mask,
  identity,
  l1_unstructured,
  ln_structured,
  random_structured,
  random_unstructured,
} from './functions.js'
export { global_unstructured } from './global.js'
export { CustomFromMask, Identity } from './masks.js'
export { is_pruned, remove } from './remove.js'
export { LnStructured, RandomStructured } from './structured.js'
export { L1Unstructured, RandomUnstructured } from './unstructured.js'
