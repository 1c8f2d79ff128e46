// Mirrors LayerNorm of torch/nn/modules/normalization.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { empty } from '../../_generated/torch_functions.js'
import { pyRepr } from '../../_repr.js'
import type { Tensor } from '../../tensor.js'
import type { Device, dtype } from '../../types.js'
import * as F from '../functional.js'
import * as init from '../init.js'
import { Parameter } from '../parameter.js'
import { layer } from './_layer.js'
import { sizes } from './_text.js'
import { Module } from './module.js'
import { _single } from './utils.js'

const initLayerNorm = initializer<
  [
    normalized_shape: number | readonly number[],
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
    const parameter = (): Parameter =>
      new Parameter(empty(this.normalized_shape, { device, dtype }))
    this.register_parameter('weight', elementwise_affine ? parameter() : null)
    this.register_parameter('bias', elementwise_affine && bias ? parameter() : null)
    this.reset_parameters()
  }

  /** Sets weights to 1 and biases to 0. */
  reset_parameters(): void {
    if (this.weight !== null) init.ones_(this.weight)
    if (this.bias !== null) init.zeros_(this.bias)
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

/**
 * Normalises each sample over its last dimensions, which are `normalized_shape`, then scales and moves it.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.LayerNorm.html
 */
const LayerNorm_ = layer(LayerNorm, 'input')
type LayerNorm_ = LayerNorm

export { LayerNorm_ as LayerNorm }
