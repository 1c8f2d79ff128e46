// Mirrors torch/nn/utils/fusion.py.

import { def } from '../../_def.js'
import { ones_like, rsqrt, zeros_like } from '../../_generated/torch_functions.js'
import { python } from '../../_kwargs.js'
import { tuple } from '../../_tuple.js'
import { deepcopy } from '../../copy.js'
import { AssertionError } from '../../errors.js'
import type { Tensor } from '../../tensor.js'
import type { _NormBase } from '../modules/_norm_base.js'
import type { _ConvNd } from '../modules/conv/base.js'
import type { Linear } from '../modules/linear.js'
import { Parameter } from '../parameter.js'

type BatchNorm = Pick<
  _NormBase,
  'training' | 'running_mean' | 'running_var' | 'eps' | 'weight' | 'bias' | 'num_features'
>

/** The weight and the bias of a fused layer. An interface, for a declaration would not name what a tuple is made of. */
export interface FusedParameters extends Array<Parameter> {
  readonly 0: Parameter
  readonly 1: Parameter
}

function checkEval(layer: { training: boolean }, bn: BatchNorm): void {
  if (layer.training || bn.training) throw new AssertionError('Fusion only for eval!')
}

function statisticsOf({ running_mean, running_var }: BatchNorm): [mean: Tensor, variance: Tensor] {
  if (running_mean === null || running_var === null) {
    throw new AssertionError('bn.running_mean and bn.running_var must not be None')
  }
  return [running_mean, running_var]
}

const bindConv = python('fuse_conv_bn_eval(conv, bn, transpose=False)')

/**
 * A new convolution that does what a convolution and the batch normalisation behind it do in evaluation mode. Its
 * weight has the shape of the old one.
 *
 * @param transpose - whether it is a transposed convolution.
 * @throws AssertionError for modules in training mode and for a normalisation without statistics.
 * @example
 * const [conv, bn] = [nn.Conv2d(3, 4, 3).eval(), nn.BatchNorm2d(4).eval()]
 * const fused = nn.utils.fuse_conv_bn_eval(conv, bn)
 * const x = torch.randn(1, 3, 5, 5)
 * fused(x).allclose(bn(conv(x)), { atol: 1e-5 }) // True
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.utils.fuse_conv_bn_eval.html
 */
export function fuse_conv_bn_eval<C extends _ConvNd>(
  conv: C,
  bn: BatchNorm,
  transpose?: boolean | { transpose?: boolean },
): C
export function fuse_conv_bn_eval(...given: unknown[]): _ConvNd {
  const { conv, bn, transpose } = bindConv<{ conv: _ConvNd; bn: BatchNorm; transpose: boolean }>(
    given,
  )
  checkEval(conv, bn)
  const fused_conv = deepcopy(conv)
  const [weight, bias] = fuse_conv_bn_weights(
    fused_conv.weight,
    fused_conv.bias,
    ...statisticsOf(bn),
    bn.eps,
    bn.weight,
    bn.bias,
    transpose,
  )
  return Object.assign(fused_conv, { weight, bias })
}

/**
 * The weight and the bias of {@link fuse_conv_bn_eval}, from those of a convolution and of a batch normalisation:
 * `w * bn_w / sqrt(bn_rv + eps)` and `(b - bn_rm) * bn_w / sqrt(bn_rv + eps) + bn_b`. Both keep their shapes; a missing
 * bias becomes one of zeros, missing `bn_w` and `bn_b` ones and zeros.
 *
 * @example
 * const [zeros, ones] = [torch.zeros(2), torch.ones(2)]
 * const [weight, bias] = nn.utils.fuse_conv_bn_weights(torch.ones(2, 3, 1), null, zeros, ones, 0, ones.mul(2), ones)
 * weight.size() // torch.Size([2, 3, 1])
 * bias.data // tensor([1., 1.])
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.utils.fuse_conv_bn_weights.html
 */
export const fuse_conv_bn_weights = def(
  'fuse_conv_bn_weights(conv_w, conv_b, bn_rm, bn_rv, bn_eps, bn_w, bn_b, transpose=False)',
  (
    conv_w: Tensor,
    conv_b: Tensor | null,
    bn_rm: Tensor,
    bn_rv: Tensor,
    bn_eps: number,
    bn_w: Tensor | null,
    bn_b: Tensor | null,
    transpose: boolean,
  ): FusedParameters => {
    const bias = conv_b ?? zeros_like(bn_rm)
    const scale = bn_w ?? ones_like(bn_rm)
    const bn_var_rsqrt = rsqrt(bn_rv.add(bn_eps))
    const ones = new Array<number>(conv_w.dim() - 2).fill(1)
    const shape = transpose ? [1, -1, ...ones] : [-1, 1, ...ones]
    const fused_conv_w = conv_w
      .mul(scale.mul(bn_var_rsqrt).reshape(shape))
      .to({ dtype: conv_w.dtype })
    const fused_conv_b = bias
      .sub(bn_rm)
      .mul(bn_var_rsqrt)
      .mul(scale)
      .add(bn_b ?? zeros_like(bn_rm))
      .to({ dtype: (conv_b ?? conv_w).dtype })
    return parameters(fused_conv_w, conv_w, fused_conv_b, bias)
  },
)

function parameters(
  weight: Tensor,
  weightOf: Tensor,
  bias: Tensor,
  biasOf: Tensor,
): FusedParameters {
  return tuple([
    new Parameter(weight, weightOf.requires_grad),
    new Parameter(bias, biasOf.requires_grad),
  ]) as unknown as FusedParameters
}

const bindLinear = python('fuse_linear_bn_eval(linear, bn)')

/**
 * A new linear layer that does what a linear layer and the batch normalisation behind it do in evaluation mode. Its
 * weight has the shape of the old one.
 *
 * @throws AssertionError for modules in training mode, for a normalisation without statistics, and for one of another
 * size.
 * @example
 * const [fc, bn] = [nn.Linear(4, 3).eval(), nn.BatchNorm1d(3).eval()]
 * const fused = nn.utils.fuse_linear_bn_eval(fc, bn)
 * const x = torch.randn(2, 4)
 * fused(x).allclose(bn(fc(x)), { atol: 1e-5 }) // True
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.utils.fuse_linear_bn_eval.html
 */
export function fuse_linear_bn_eval<L extends Linear>(linear: L, bn: BatchNorm): L
export function fuse_linear_bn_eval(...given: unknown[]): Linear {
  const { linear, bn } = bindLinear<{ linear: Linear; bn: BatchNorm }>(given)
  checkEval(linear, bn)
  const fused_linear = deepcopy(linear)
  // The normalisation is over the channels, the layer over the last dimension: they must broadcast.
  if (linear.out_features !== bn.num_features && bn.num_features !== 1) {
    throw new AssertionError(
      'To fuse, linear.out_features == bn.num_features or bn.num_features == 1, ' +
        `got linear.out_features=${linear.out_features} and bn.num_features=${bn.num_features}`,
    )
  }
  const [weight, bias] = fuse_linear_bn_weights(
    fused_linear.weight,
    fused_linear.bias,
    ...statisticsOf(bn),
    bn.eps,
    bn.weight as Tensor,
    bn.bias as Tensor,
  )
  return Object.assign(fused_linear, { weight, bias })
}

/**
 * The weight and the bias of {@link fuse_linear_bn_eval}, from those of a linear layer and of a batch normalisation;
 * see {@link fuse_conv_bn_weights}. Both keep their shapes; a missing bias becomes one of zeros.
 *
 * @example
 * const [zeros, ones] = [torch.zeros(2), torch.ones(2)]
 * const [weight, bias] = nn.utils.fuse_linear_bn_weights(torch.ones(2, 1), null, zeros, ones, 0, ones.mul(2), ones)
 * weight.data // tensor([[2.], [2.]])
 * bias.data // tensor([1., 1.])
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.utils.fuse_linear_bn_weights.html
 */
export const fuse_linear_bn_weights = def(
  'fuse_linear_bn_weights(linear_w, linear_b, bn_rm, bn_rv, bn_eps, bn_w, bn_b)',
  (
    linear_w: Tensor,
    linear_b: Tensor | null,
    bn_rm: Tensor,
    bn_rv: Tensor,
    bn_eps: number,
    bn_w: Tensor,
    bn_b: Tensor,
  ): FusedParameters => {
    const bias = linear_b ?? zeros_like(bn_rm)
    const bn_scale = bn_w.mul(rsqrt(bn_rv.add(bn_eps)))
    const fused_w = linear_w.mul(bn_scale.unsqueeze(-1).to({ dtype: linear_w.dtype }))
    const fused_b = bias
      .sub(bn_rm)
      .mul(bn_scale)
      .add(bn_b)
      .to({ dtype: (linear_b ?? linear_w).dtype })
    return parameters(fused_w, linear_w, fused_b, bias)
  },
)
