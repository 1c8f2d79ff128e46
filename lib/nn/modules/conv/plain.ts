// Mirrors Conv1d to Conv3d of torch/nn/modules/conv.py.

import { type ArgumentsOf, initializer } from '../../../_arguments.js'
import type { Tensor } from '../../../tensor.js'
import type { Device, dtype } from '../../../types.js'
import * as F from '../../functional.js'
import { layer } from '../_layer.js'
import { _ConvNd, type PaddingMode } from './base.js'

type Padding<N extends number[]> = number | N | 'same' | 'valid'
type ConvParameters<N extends number[]> = [
  in_channels: number,
  out_channels: number,
  kernel_size: number | N,
  stride: number | N,
  padding: Padding<N>,
  dilation: number | N,
  groups: number,
  bias: boolean,
  padding_mode: PaddingMode,
  device: Device | null,
  dtype: dtype | null,
]

const line = <N extends number[]>(name: string) =>
  initializer<ConvParameters<N>>()(
    `${name}.__init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, dilation=1, groups=1, bias=True, padding_mode='zeros', device=None, dtype=None)` as "Conv.__init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, dilation=1, groups=1, bias=True, padding_mode='zeros', device=None, dtype=None)",
  )

// The operator pads with zeros itself; any other border is put around the input first.
function convolve(
  self: _ConvNd,
  conv: typeof F.conv2d,
  input: Tensor,
  weight: Tensor,
  bias: Tensor | null,
): Tensor {
  const { stride, padding, dilation, groups } = self
  if (self.padding_mode === 'zeros') {
    return conv(input, weight, bias, stride, padding as number[], dilation, groups)
  }
  return conv(self._padded(input), weight, bias, stride, 0, dilation, groups)
}

const initConv1d = line<[number]>('Conv1d')

class Conv1d extends _ConvNd {
  constructor(...args: ArgumentsOf<typeof initConv1d>) {
    super(1, initConv1d(args))
  }

  _conv_forward(input: Tensor, weight: Tensor, bias: Tensor | null): Tensor {
    return convolve(this, F.conv1d, input, weight, bias)
  }

  override forward(input: Tensor): Tensor {
    return this._conv_forward(input, this.weight, this.bias)
  }
}

const initConv2d = line<[number, number]>('Conv2d')

class Conv2d extends _ConvNd {
  constructor(...args: ArgumentsOf<typeof initConv2d>) {
    super(2, initConv2d(args))
  }

  _conv_forward(input: Tensor, weight: Tensor, bias: Tensor | null): Tensor {
    return convolve(this, F.conv2d, input, weight, bias)
  }

  override forward(input: Tensor): Tensor {
    return this._conv_forward(input, this.weight, this.bias)
  }
}

const initConv3d = line<[number, number, number]>('Conv3d')

class Conv3d extends _ConvNd {
  constructor(...args: ArgumentsOf<typeof initConv3d>) {
    super(3, initConv3d(args))
  }

  _conv_forward(input: Tensor, weight: Tensor, bias: Tensor | null): Tensor {
    return convolve(this, F.conv3d, input, weight, bias)
  }

  override forward(input: Tensor): Tensor {
    return this._conv_forward(input, this.weight, this.bias)
  }
}

/**
 * Convolution over sequences: `(N, in_channels, L)` to `(N, out_channels, L_out)`, or both without `N`, where
 * `L_out = ⌊(L + 2 padding - dilation (kernel_size - 1) - 1) / stride + 1⌋`.
 *
 * `padding` is a size, `'same'` or `'valid'`; `padding_mode` says what it holds, zeros unless given. With `groups` the
 * channels are split into so many parts, each of which sees only itself. The weight is
 * `(out_channels, in_channels / groups, kernel_size)`.
 *
 * @throws ValueError where `groups` does not divide both numbers of channels, and for `'same'` with a stride.
 *
 * @example
 * nn.Conv1d(16, 33, 3, { stride: 2 })(torch.randn(20, 16, 50)).size() // torch.Size([20, 33, 24])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.Conv1d.html
 */
const Conv1d_ = layer(Conv1d, 'input')
/**
 * {@link Conv1d} over images: `(N, in_channels, H, W)` to `(N, out_channels, H_out, W_out)`, or both without `N`. Sizes
 * are one number for both sides, or one for each.
 *
 * @example
 * const conv = nn.Conv2d(1, 16, 3, { stride: 2, padding: 1 })
 * conv(torch.randn(64, 1, 28, 28)).size() // torch.Size([64, 16, 14, 14])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.Conv2d.html
 */
const Conv2d_ = layer(Conv2d, 'input')
/**
 * {@link Conv1d} over volumes: `(N, in_channels, D, H, W)` to `(N, out_channels, D_out, H_out, W_out)`, or both without
 * `N`. Sizes are one number for all sides, or one for each.
 *
 * @example
 * nn.Conv3d(4, 8, 3, { padding: 'same' })(torch.randn(2, 4, 5, 6, 7)).size() // torch.Size([2, 8, 5, 6, 7])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.Conv3d.html
 */
const Conv3d_ = layer(Conv3d, 'input')
type Conv1d_ = Conv1d
type Conv2d_ = Conv2d
type Conv3d_ = Conv3d

export { Conv1d_ as Conv1d, Conv2d_ as Conv2d, Conv3d_ as Conv3d }
