// Power-average pooling of torch/nn/modules/pooling.py.

import { type ArgumentsOf, initializer } from '../../../_arguments.js'
import { callable } from '../../../_callable.js'
import { pyRepr } from '../../../_repr.js'
import type { Tensor } from '../../../tensor.js'
import * as F from '../../functional.js'
import { bindForward } from '../_layer.js'
import { sizes } from '../_text.js'
import { Module } from '../module.js'

type Size = number | readonly number[]

const init_LPPoolNd = initializer<
  [norm_type: number, kernel_size: Size, stride: Size | null, ceil_mode: boolean]
>()('_LPPoolNd.__init__(self, norm_type, kernel_size, stride=None, ceil_mode=False)')

class _LPPoolNd extends Module {
  declare norm_type: number
  declare kernel_size: Size
  declare stride: Size | null
  declare ceil_mode: boolean

  constructor(...args: ArgumentsOf<typeof init_LPPoolNd>) {
    super()
    Object.assign(this, init_LPPoolNd(args))
  }

  override extra_repr(): string {
    const { norm_type, kernel_size, stride, ceil_mode } = this
    return (
      `norm_type=${pyRepr(norm_type)}, kernel_size=${sizes(kernel_size)}, ` +
      `stride=${sizes(stride)}, ceil_mode=${pyRepr(ceil_mode)}`
    )
  }
}

class LPPool1d extends _LPPoolNd {
  override forward(input: Tensor): Tensor {
    const { norm_type, kernel_size, stride, ceil_mode } = this
    return F.lp_pool1d(input, norm_type, kernel_size as number, stride, ceil_mode)
  }
}

bindForward(LPPool1d, 'input')

class LPPool2d extends _LPPoolNd {
  override forward(input: Tensor): Tensor {
    const { norm_type, kernel_size, stride, ceil_mode } = this
    return F.lp_pool2d(input, norm_type, kernel_size, stride, ceil_mode)
  }
}

bindForward(LPPool2d, 'input')

class LPPool3d extends _LPPoolNd {
  override forward(input: Tensor): Tensor {
    const { norm_type, kernel_size, stride, ceil_mode } = this
    return F.lp_pool3d(input, norm_type, kernel_size, stride, ceil_mode)
  }
}

bindForward(LPPool3d, 'input')

/**
 * The norms of windows of sequences `(N, C, L)`: `(Σ x^norm_type)^(1 / norm_type)`, the maximum where `norm_type` is
 * infinite, the sum where it is 1. `stride` is `kernel_size` unless given.
 *
 * @example
 * nn.LPPool1d(2, 3, { stride: 2 })(torch.randn(20, 16, 50)).size() // torch.Size([20, 16, 24])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.LPPool1d.html
 */
const LPPool1d_ = callable(LPPool1d)
/**
 * The norms of windows of images `(N, C, H, W)`: `(Σ x^norm_type)^(1 / norm_type)`, the maximum where `norm_type` is
 * infinite, the sum where it is 1. `stride` is `kernel_size` unless given.
 *
 * @example
 * nn.LPPool2d(1.2, [3, 2], { stride: [2, 1] })(torch.randn(20, 16, 50, 32)).size() // torch.Size([20, 16, 24, 31])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.LPPool2d.html
 */
const LPPool2d_ = callable(LPPool2d)
/**
 * The norms of windows of volumes `(N, C, D, H, W)`: `(Σ x^norm_type)^(1 / norm_type)`, the maximum where `norm_type`
 * is infinite, the sum where it is 1. `stride` is `kernel_size` unless given.
 *
 * @example
 * nn.LPPool3d(2, 3)(torch.randn(2, 4, 9, 9, 9)).size() // torch.Size([2, 4, 3, 3, 3])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.LPPool3d.html
 */
const LPPool3d_ = callable(LPPool3d)
type LPPool1d_ = LPPool1d
type LPPool2d_ = LPPool2d
type LPPool3d_ = LPPool3d

export { _LPPoolNd, LPPool1d_ as LPPool1d, LPPool2d_ as LPPool2d, LPPool3d_ as LPPool3d }
