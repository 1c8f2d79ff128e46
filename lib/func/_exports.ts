// Mirrors torch/func/__init__.py. Where it goes less far than Python: linearize() runs the function for each product.

import '../_functorch/autograd_function.js'

export { grad, grad_and_value, type Randomness, vmap } from '../_functorch/apis.js'
export { replace_all_batch_norm_modules_ } from '../_functorch/batch_norm_replacement.js'
export {
  debug_unwrap,
  functionalize,
  hessian,
  jacfwd,
  jacrev,
  jvp,
  linearize,
  vjp,
} from '../_functorch/eager_transforms.js'
export { rearrange } from '../_functorch/einops.js'
export { functional_call, stack_module_state } from '../_functorch/functional_call.js'
