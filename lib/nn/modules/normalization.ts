// Mirrors torch/nn/modules/normalization.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { empty } from '../../_generated/torch_functions.js'
import { pyRepr } from '../../_repr.js'
import { ValueError } from '../../errors.js'
import type { Tensor } from '../../tensor.js'
import type { Device, dtype } from '../../types.js'
import * as F from '../functional.js'
import { Parameter } from '../parameter.js'
import { registerAffine, resetAffine } from './_affine.js'
import { CrossMapLRN2d as _cross_map_lrn2d } from './_functions.js'
import { layer } from './_layer.js'
import { float, sizes } from './_text.js'
import { Module } from './module.js'
import { _single } from './utils.js'

type Shape = number | readonly number[]

const initLocalResponseNorm = initializer<[size: number, alpha: number, beta: number, k: number]>()(
  'LocalResponseNorm.__init__(self, size, alpha=0.0001, beta=0.75, k=1.0)',
)

class LocalResponseNorm extends Module {
  declare size: number
  declare alpha: number
  declare beta: number
  declare k: number

  constructor(...args: ArgumentsOf<typeof initLocalResponseNorm>) {
    super()
    Object.assign(this, initLocalResponseNorm(args))
  }

  override forward(input: Tensor): Tensor {
    return F.local_response_norm(input, this.size, this.alpha, this.beta, this.k)
  }

  override extra_repr(): string {
    const { size, alpha, beta, k } = this
    return `${size}, alpha=${pyRepr(alpha)}, beta=${pyRepr(beta)}, k=${float(k, 1)}`
  }
}

const initCrossMapLRN2d = initializer<[size: number, alpha: number, beta: number, k: number]>()(
  'CrossMapLRN2d.__init__(self, size, alpha=0.0001, beta=0.75, k=1)',
)

class CrossMapLRN2d extends Module {
  declare size: number
  declare alpha: number
  declare beta: number
  declare k: number

  constructor(...args: ArgumentsOf<typeof initCrossMapLRN2d>) {
    super()
    Object.assign(this, initCrossMapLRN2d(args))
  }

  override forward(input: Tensor): Tensor {
    return _cross_map_lrn2d.apply(input, this.size, this.alpha, this.beta, this.k)
  }

  override extra_repr(): string {
    const { size, alpha, beta, k } = this
    return `${size}, alpha=${pyRepr(alpha)}, beta=${pyRepr(beta)}, k=${pyRepr(k)}`
  }
}

const initLayerNorm = initializer<
  [
    normalized_shape: Shape,
    eps: number,
    elementwise_affine: boolean,
    bias: boolean,
    device: Device | null,
    dtype: dtype | null,
  ]
>()(
  'LayerNorm.__init__(self, normalized_shape, eps=1e-05, elementwise_affine=True, bias=True, device=None, dtype=None)',
)

class LayerNorm extends Module {
  declare normalized_shape: number[]
  declare eps: number
  declare elementwise_affine: boolean
  declare weight: Parameter | null
  declare bias: Parameter | null

  constructor(...args: ArgumentsOf<typeof initLayerNorm>) {
    super()
    const { normalized_shape, eps, elementwise_affine, bias, device, dtype } = initLayerNorm(args)
    this.normalized_shape = _single(normalized_shape)
    this.eps = eps
    this.elementwise_affine = elementwise_affine
    const wanted = { weight: elementwise_affine, bias: elementwise_affine && bias }
    registerAffine(this, this.normalized_shape, wanted, { device, dtype })
    this.reset_parameters()
  }

  /** Sets weights to 1 and biases to 0. */
  reset_parameters(): void {
    resetAffine(this)
  }

  override forward(input: Tensor): Tensor {
    return F.layer_norm(input, this.normalized_shape, this.weight, this.bias, this.eps)
  }

  override extra_repr(): string {
    const { normalized_shape, eps, elementwise_affine, bias } = this
    return (
      `${sizes(normalized_shape)}, eps=${pyRepr(eps)}, ` +
      `elementwise_affine=${pyRepr(elementwise_affine)}, bias=${pyRepr(bias !== null)}`
    )
  }
}

const initGroupNorm = initializer<
  [
    num_groups: number,
    num_channels: number,
    eps: number,
    affine: boolean,
    device: Device | null,
    dtype: dtype | null,
    bias: boolean,
  ]
>()(
  'GroupNorm.__init__(self, num_groups, num_channels, eps=1e-05, affine=True, device=None, dtype=None, *, bias=True)',
)

class GroupNorm extends Module {
  declare num_groups: number
  declare num_channels: number
  declare eps: number
  declare affine: boolean
  declare weight: Parameter | null
  declare bias: Parameter | null

  constructor(...args: ArgumentsOf<typeof initGroupNorm>) {
    super()
    const { bias, device, dtype, ...options } = initGroupNorm(args)
    const { num_channels, num_groups, affine } = options
    if (num_channels % num_groups !== 0) {
      throw new ValueError(
        `num_channels (${num_channels}) must be divisible by num_groups (${num_groups})`,
      )
    }
    Object.assign(this, options)
    const wanted = { weight: affine, bias: affine && bias }
    registerAffine(this, [num_channels], wanted, { device, dtype })
    this.reset_parameters()
  }

  /** Sets weights to 1 and biases to 0. */
  reset_parameters(): void {
    resetAffine(this)
  }

  override forward(input: Tensor): Tensor {
    return F.group_norm(input, this.num_groups, this.weight, this.bias, this.eps)
  }

  override extra_repr(): string {
    const { num_groups, num_channels, eps, affine, bias } = this
    return (
      `${num_groups}, ${num_channels}, eps=${pyRepr(eps)}, affine=${pyRepr(affine)}, ` +
      `bias=${pyRepr(bias !== null)}`
    )
  }
}

const initRMSNorm = initializer<
  [
    normalized_shape: Shape,
    eps: number | null,
    elementwise_affine: boolean,
    device: Device | null,
    dtype: dtype | null,
  ]
>()(
  'RMSNorm.__init__(self, normalized_shape, eps=None, elementwise_affine=True, device=None, dtype=None)',
)

class RMSNorm extends Module {
  declare normalized_shape: number[]
  declare eps: number | null
  declare elementwise_affine: boolean
  declare weight: Parameter | null

  constructor(...args: ArgumentsOf<typeof initRMSNorm>) {
    super()
    const { normalized_shape, eps, elementwise_affine, device, dtype } = initRMSNorm(args)
    const shape = _single(normalized_shape)
    this.normalized_shape = shape
    this.eps = eps
    this.elementwise_affine = elementwise_affine
    const weight = elementwise_affine ? new Parameter(empty(shape, { device, dtype })) : null
    this.register_parameter('weight', weight)
    this.reset_parameters()
  }

  /** Sets weights to 1. */
  reset_parameters(): void {
    resetAffine(this)
  }

  override forward(x: Tensor): Tensor {
    return F.rms_norm(x, this.normalized_shape, this.weight, this.eps)
  }

  override extra_repr(): string {
    const { normalized_shape, eps, elementwise_affine } = this
    return (
      `${sizes(normalized_shape)}, eps=${pyRepr(eps)}, ` +
      `elementwise_affine=${pyRepr(elementwise_affine)}`
    )
  }
}

/**
 * Divides each value of `(N, C, *)` by `(k + alpha / size · Σ x²)^beta`, the sum being over the `size` channels around.
 *
 * @example
 * nn.LocalResponseNorm(2)(torch.randn(32, 5, 24, 24)).size() // torch.Size([32, 5, 24, 24])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.LocalResponseNorm.html
 */
const LocalResponseNorm_ = layer(LocalResponseNorm, 'input')
/**
 * {@link LocalResponseNorm} of `(N, C, H, W)` as Lua's Torch had it, the sum over the `size` channels around kept from
 * one channel to the next: `x / (k + alpha / size · Σ x²)^beta`. Its gradient cannot be derived again.
 *
 * @throws ValueError where the input has not four dimensions.
 *
 * @example
 * nn.CrossMapLRN2d(2)(torch.randn(8, 5, 24, 24)).size() // torch.Size([8, 5, 24, 24])
 */
const CrossMapLRN2d_ = layer(CrossMapLRN2d, 'input')
/**
 * Normalises each sample over its last dimensions, which are `normalized_shape`, then scales and moves it:
 * `(x - mean) / √(variance + eps) · weight + bias`.
 *
 * @example
 * nn.LayerNorm([5, 10])(torch.randn(20, 5, 10)).size() // torch.Size([20, 5, 10])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.LayerNorm.html
 */
const LayerNorm_ = layer(LayerNorm, 'input')
/**
 * Normalises the channels of each sample of `(N, C, *)` in `num_groups` groups, then scales and moves each channel.
 * One group makes it layer normalisation, as many as channels instance normalisation.
 *
 * @example
 * nn.GroupNorm(3, 6)(torch.randn(20, 6, 10, 10)).size() // torch.Size([20, 6, 10, 10])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.GroupNorm.html
 */
const GroupNorm_ = layer(GroupNorm, 'input')
/**
 * Divides each sample by its root mean square over the last dimensions, which are `normalized_shape`, then scales it:
 * `x / √(mean(x²) + eps) · weight`. An `eps` of null is the smallest step of the dtype.
 *
 * @example
 * nn.RMSNorm([2, 3])(torch.randn(2, 2, 3)).size() // torch.Size([2, 2, 3])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.RMSNorm.html
 */
const RMSNorm_ = layer(RMSNorm, 'x')
type CrossMapLRN2d_ = CrossMapLRN2d
type LocalResponseNorm_ = LocalResponseNorm
type LayerNorm_ = LayerNorm
type GroupNorm_ = GroupNorm
type RMSNorm_ = RMSNorm

export {
  CrossMapLRN2d_ as CrossMapLRN2d,
  GroupNorm_ as GroupNorm,
  LayerNorm_ as LayerNorm,
  LocalResponseNorm_ as LocalResponseNorm,
  RMSNorm_ as RMSNorm,
}
