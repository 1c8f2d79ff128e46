// Mirrors the transposed convolutions of torch/nn/modules/conv.py.

import { type ArgumentsOf, initializer } from '../../../_arguments.js'
import { pyRepr } from '../../../_repr.js'
import { ValueError } from '../../../errors.js'
import { Size } from '../../../size.js'
import type { Tensor } from '../../../tensor.js'
import type { Device, dtype } from '../../../types.js'
import * as F from '../../functional.js'
import { layer } from '../_layer.js'
import { _ConvNd, type ConvOptions, type PaddingMode } from './base.js'

type TransposedParameters<N extends number[]> = [
  in_channels: number,
  out_channels: number,
  kernel_size: number | N,
  stride: number | N,
  padding: number | N,
  output_padding: number | N,
  groups: number,
  bias: boolean,
  dilation: number | N,
  padding_mode: PaddingMode,
  device: Device | null,
  dtype: dtype | null,
]

const line = <N extends number[]>(name: string) =>
  initializer<TransposedParameters<N>>()(
    `${name}.__init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, output_padding=0, groups=1, bias=True, dilation=1, padding_mode='zeros', device=None, dtype=None)` as "Conv.__init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, output_padding=0, groups=1, bias=True, dilation=1, padding_mode='zeros', device=None, dtype=None)",
  )

// A slice of a size is a size, as in Python; it matters where it is printed.
function after(count: number, size: readonly number[]): readonly number[] {
  const rest = size.slice(count)
  return size instanceof Size ? Size(rest) : rest
}

// Gives the class below its calls.
interface _ConvTransposeNd {
  (input: Tensor, output_size?: readonly number[] | null): Tensor
  (input: Tensor, kw: { output_size?: readonly number[] | null }): Tensor
}

// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: as for Module.
abstract class _ConvTransposeNd extends _ConvNd {
  constructor(dimensions: number, options: ConvOptions) {
    if (options.padding_mode !== 'zeros') {
      throw new ValueError(`Only "zeros" padding mode is supported for ${new.target.name}`)
    }
    super(dimensions, options, true)
  }

  /** How much is to be added on one side, so that the result has `output_size`. */
  _output_padding(
    input: Tensor,
    output_size: readonly number[] | null,
    stride: readonly number[],
    padding: readonly number[],
    kernel_size: readonly number[],
    num_spatial_dims: number,
    dilation: readonly number[] | null = null,
  ): readonly number[] {
    if (output_size === null) return this.output_padding
    const others = input.dim() === num_spatial_dims + 2 ? 2 : 1
    const all = others + num_spatial_dims
    const wanted = output_size.length === all ? after(others, output_size) : output_size
    if (wanted.length !== num_spatial_dims) {
      throw new ValueError(
        `ConvTranspose${num_spatial_dims}D: for ${input.dim()}D input, output_size must have ` +
          `${num_spatial_dims} or ${all} elements (got ${wanted.length})`,
      )
    }
    const least = kernel_size.map(
      (kernel, d) =>
        (input.size(d + others) - 1) * (stride[d] as number) -
        2 * (padding[d] as number) +
        (dilation?.[d] ?? 1) * (kernel - 1) +
        1,
    )
    const most = least.map((size, d) => size + (stride[d] as number) - 1)
    if (wanted.some((size, d) => size < (least[d] as number) || size > (most[d] as number))) {
      throw new ValueError(
        `requested an output size of ${pyRepr(wanted)}, but valid sizes range from ${pyRepr(least)} ` +
          `to ${pyRepr(most)} (for an input of ${after(2, input.size())})`,
      )
    }
    return wanted.map((size, d) => size - (least[d] as number))
  }
}

function transposed(
  self: _ConvTransposeNd,
  conv: typeof F.conv_transpose2d,
  input: Tensor,
  output_size: readonly number[] | null,
): Tensor {
  const { weight, bias, kernel_size, stride, groups, dilation } = self
  const dimensions = kernel_size.length
  if (self.padding_mode !== 'zeros') {
    throw new ValueError(`Only \`zeros\` padding mode is supported for ConvTranspose${dimensions}d`)
  }
  const padding = self.padding as number[]
  const output_padding = self._output_padding(
    input,
    output_size,
    stride,
    padding,
    kernel_size,
    dimensions,
    dilation,
  )
  return conv(input, weight, bias, stride, padding, output_padding, groups, dilation)
}

const initConvTranspose1d = line<[number]>('ConvTranspose1d')

class ConvTranspose1d extends _ConvTransposeNd {
  constructor(...args: ArgumentsOf<typeof initConvTranspose1d>) {
    super(1, initConvTranspose1d(args))
  }

  override forward(input: Tensor, output_size: readonly number[] | null = null): Tensor {
    return transposed(this, F.conv_transpose1d, input, output_size)
  }
}

const initConvTranspose2d = line<[number, number]>('ConvTranspose2d')

class ConvTranspose2d extends _ConvTransposeNd {
  constructor(...args: ArgumentsOf<typeof initConvTranspose2d>) {
    super(2, initConvTranspose2d(args))
  }

  override forward(input: Tensor, output_size: readonly number[] | null = null): Tensor {
    return transposed(this, F.conv_transpose2d, input, output_size)
  }
}

const initConvTranspose3d = line<[number, number, number]>('ConvTranspose3d')

class ConvTranspose3d extends _ConvTransposeNd {
  constructor(...args: ArgumentsOf<typeof initConvTranspose3d>) {
    super(3, initConvTranspose3d(args))
  }

  override forward(input: Tensor, output_size: readonly number[] | null = null): Tensor {
    return transposed(this, F.conv_transpose3d, input, output_size)
  }
}

/**
 * Transposed convolution over sequences `(N, in_channels, L)` or `(in_channels, L)`: the gradient of a convolution by
 * its input, often used to make sequences larger, by `stride`.
 *
 * A size `n` becomes `(n - 1) stride - 2 padding + dilation (kernel_size - 1) + output_padding + 1`; where several
 * sizes are possible, the argument `output_size` of the call chooses among them instead of `output_padding`.
 *
 * @example
 * const up = nn.ConvTranspose1d(16, 33, 3, { stride: 2 })
 * up(torch.randn(20, 16, 50)).size() // torch.Size([20, 33, 101])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.ConvTranspose1d.html
 */
const ConvTranspose1d_ = layer(ConvTranspose1d, 'input, output_size=None')
/**
 * Transposed convolution over images `(N, in_channels, H, W)` or `(in_channels, H, W)`: the gradient of a convolution
 * by its input, often used to make images larger, by `stride`.
 *
 * A size `n` becomes `(n - 1) stride - 2 padding + dilation (kernel_size - 1) + output_padding + 1`; where several
 * sizes are possible, the argument `output_size` of the call chooses among them instead of `output_padding`.
 *
 * @example
 * const down = nn.Conv2d(16, 16, 3, { stride: 2, padding: 1 })
 * const up = nn.ConvTranspose2d(16, 16, 3, { stride: 2, padding: 1 })
 * const input = torch.randn(1, 16, 12, 12)
 * up(down(input), { output_size: input.size() }).size() // torch.Size([1, 16, 12, 12])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.ConvTranspose2d.html
 */
const ConvTranspose2d_ = layer(ConvTranspose2d, 'input, output_size=None')
/**
 * Transposed convolution over volumes `(N, in_channels, D, H, W)` or `(in_channels, D, H, W)`: the gradient of a
 * convolution by its input, often used to make volumes larger, by `stride`.
 *
 * A size `n` becomes `(n - 1) stride - 2 padding + dilation (kernel_size - 1) + output_padding + 1`; where several
 * sizes are possible, the argument `output_size` of the call chooses among them instead of `output_padding`.
 *
 * @example
 * const up = nn.ConvTranspose3d(16, 33, 2)
 * up(torch.randn(2, 16, 3, 4, 5)).size() // torch.Size([2, 33, 4, 5, 6])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.ConvTranspose3d.html
 */
const ConvTranspose3d_ = layer(ConvTranspose3d, 'input, output_size=None')
type ConvTranspose1d_ = ConvTranspose1d
type ConvTranspose2d_ = ConvTranspose2d
type ConvTranspose3d_ = ConvTranspose3d

export {
  _ConvTransposeNd,
  ConvTranspose1d_ as ConvTranspose1d,
  ConvTranspose2d_ as ConvTranspose2d,
  ConvTranspose3d_ as ConvTranspose3d,
}
