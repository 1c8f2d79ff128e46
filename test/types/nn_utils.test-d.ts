// Checked by tsc alone: torch.nn.utils and the backward hooks of modules.

import { expectTypeOf } from 'expect-type'
import torch, { nn, Slice, type Tensor } from 'torch-node'
import utils from 'torch-node/nn/utils'
import parametrizations from 'torch-node/nn/utils/parametrizations'
import parametrize from 'torch-node/nn/utils/parametrize'
import prune from 'torch-node/nn/utils/prune'

declare const fc: nn.Linear
declare const conv: nn.Conv2d
declare const bn: nn.BatchNorm2d
declare const x: Tensor

expectTypeOf(utils.clip_grad_norm_(fc.parameters(), 1)).toEqualTypeOf<Tensor>()
utils.clip_grad_norm_(fc.weight, { max_norm: 1, norm_type: 'inf', error_if_nonfinite: true })
utils.clip_grad_norm_([x], 1, 2, { foreach: null })
// @ts-expect-error max_norm is missing
utils.clip_grad_norm_(fc.parameters())
// @ts-expect-error no such keyword
utils.clip_grad_norm_(fc.parameters(), 1, { norm: 2 })
expectTypeOf(utils.clip_grad_value_([x], { clip_value: 1 })).toEqualTypeOf<void>()
expectTypeOf(utils.get_total_norm([x], { foreach: true })).toEqualTypeOf<Tensor>()
expectTypeOf(utils.parameters_to_vector(fc.parameters())).toEqualTypeOf<Tensor>()
utils.vector_to_parameters(x, fc.parameters())

expectTypeOf(utils.fuse_conv_bn_eval(conv, bn)).toEqualTypeOf<nn.Conv2d>()
expectTypeOf(utils.fuse_linear_bn_eval(fc, bn)).toEqualTypeOf<nn.Linear>()
// @ts-expect-error not a convolution
utils.fuse_conv_bn_eval(fc, bn)

expectTypeOf(utils.skip_init(nn.Linear, 5, 1)).toExtend<nn.Linear>()
utils.skip_init(nn.Linear, { in_features: 5, out_features: 1, device: 'cpu' })
// @ts-expect-error an argument is missing
utils.skip_init(nn.Linear, 5)
// @ts-expect-error not a module
utils.skip_init(Slice)
expectTypeOf(
  utils.convert_conv2d_weight_memory_format(conv, torch.channels_last),
).toEqualTypeOf<nn.Conv2d>()

const normed = utils.weight_norm(fc, { dim: null })
expectTypeOf(normed.weight_g).toEqualTypeOf<nn.Parameter>()
expectTypeOf(normed(x)).toEqualTypeOf<Tensor>()
expectTypeOf(utils.remove_weight_norm(fc)).toEqualTypeOf<nn.Linear>()
expectTypeOf(utils.spectral_norm(conv, { n_power_iterations: 2 }).weight_u).toEqualTypeOf<Tensor>()

class Symmetric extends nn.Module {
  override forward(X: Tensor): Tensor {
    return X.triu().add(X.triu(1).mT)
  }
}
const symmetric = parametrize.register_parametrization(fc, 'weight', new Symmetric())
expectTypeOf(symmetric.in_features).toBeNumber()
expectTypeOf(symmetric.parametrizations.weight.original).toEqualTypeOf<Tensor>()
parametrize.register_parametrization(fc, 'bias', new Symmetric(), { unsafe: true })
// @ts-expect-error not a module
parametrize.register_parametrization(fc, 'weight', (X: Tensor) => X)
expectTypeOf(parametrize.cached(() => 3)).toEqualTypeOf<number>()
expectTypeOf(parametrize.cached()).toEqualTypeOf<Disposable>()
expectTypeOf(parametrize.is_parametrized(fc, 'weight')).toEqualTypeOf<boolean>()
expectTypeOf(parametrize.remove_parametrizations(fc, 'weight')).toEqualTypeOf<nn.Linear>()
expectTypeOf(parametrizations.orthogonal(fc)(x)).toEqualTypeOf<Tensor>()
parametrizations.orthogonal(fc, { orthogonal_map: 'cayley', use_trivialization: false })
// @ts-expect-error no such map
parametrizations.orthogonal(fc, { orthogonal_map: 'other' })
parametrizations.spectral_norm(fc, 'weight', 2, 1e-6, null)
parametrizations.weight_norm(fc, { name: 'weight' })

expectTypeOf(prune.l1_unstructured(fc, 'weight', 0.2)).toEqualTypeOf<nn.Linear>()
prune.ln_structured(conv, 'weight', { amount: 0.5, n: 2, dim: 0 })
// @ts-expect-error the dimension is missing
prune.ln_structured(conv, 'weight', { amount: 0.5, n: 2 })
prune.global_unstructured([[fc, 'weight']], prune.L1Unstructured, { amount: 10 })
// @ts-expect-error an amount is a number
prune.L1Unstructured('3')
expectTypeOf(prune.is_pruned(fc)).toEqualTypeOf<boolean>()

fc.register_full_backward_hook((module, grad_input, grad_output) => {
  expectTypeOf(module.in_features).toBeNumber()
  expectTypeOf(grad_input[0]).toEqualTypeOf<Tensor | null>()
  return [grad_output[0] ?? null]
})
fc.register_full_backward_pre_hook((_module, grad_output) => grad_output, { prepend: true })
// @ts-expect-error no such keyword
fc.register_full_backward_hook(() => null, { prepended: true })
// @ts-expect-error a hook gives gradients
fc.register_full_backward_hook(() => 3)
