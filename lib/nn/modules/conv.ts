// Mirrors the convolutions of torch/nn/modules/conv.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { empty, empty_like } from '../../_generated/torch_functions.js'
import { pyRepr } from '../../_repr.js'
import { tuple } from '../../_tuple.js'
import { no_grad } from '../../autograd/grad_mode.js'
import { ValueError } from '../../errors.js'
import { contiguous_format } from '../../memory_format.js'
import type { Tensor } from '../../tensor.js'
import type { Device, dtype } from '../../types.js'
import * as F from '../functional.js'
import * as init from '../init.js'
import { Parameter } from '../parameter.js'
import { layer } from './_layer.js'
import { Module } from './module.js'
import { _ntuple, _reverse_repeat_tuple, type Sized } from './utils.js'

type PaddingMode = 'zeros' | 'reflect' | 'replicate' | 'circular'
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

interface Options {
  in_channels: number
  out_channels: number
  kernel_size: Sized<number>
  stride: Sized<number>
  padding: Sized<number> | 'same' | 'valid'
  dilation: Sized<number>
  groups: number
  bias: boolean
  padding_mode: PaddingMode
  device: Device | null
  dtype: dtype | null
}

const paddingModes = ['zeros', 'reflect', 'replicate', 'circular']

function checkOptions(options: Options, stride: readonly number[]): void {
  const { in_channels, out_channels, groups, padding, padding_mode } = options
  if (groups <= 0) throw new ValueError('groups must be a positive integer')
  if (in_channels % groups !== 0) {
    throw new ValueError('in_channels must be divisible by groups')
  }
  if (out_channels % groups !== 0) {
    throw new ValueError('out_channels must be divisible by groups')
  }
  if (typeof padding === 'string') {
    if (padding !== 'same' && padding !== 'valid') {
      throw new ValueError(
        `Invalid padding string ${pyRepr(padding)}, should be one of {'valid', 'same'}`,
      )
    }
    if (padding === 'same' && stride.some((one) => one !== 1)) {
      throw new ValueError("padding='same' is not supported for strided convolutions")
    }
  }
  if (!paddingModes.includes(padding_mode)) {
    throw new ValueError(
      `padding_mode must be one of ${pyRepr(new Set(paddingModes))}, but got padding_mode='${padding_mode}'`,
    )
  }
}

/** What the convolutions have in common; `dimensions` is the number of spatial ones. */
abstract class _ConvNd extends Module {
  declare in_channels: number
  declare out_channels: number
  declare kernel_size: number[]
  declare stride: number[]
  declare padding: number[] | 'same' | 'valid'
  declare dilation: number[]
  declare transposed: boolean
  declare output_padding: number[]
  declare groups: number
  declare padding_mode: PaddingMode
  declare _reversed_padding_repeated_twice: number[]
  declare weight: Parameter
  declare bias: Parameter | null

  constructor(dimensions: number, options: Options) {
    super()
    const sizes = _ntuple(dimensions)
    const { in_channels, out_channels, groups, padding, padding_mode, device, dtype } = options
    this.kernel_size = sizes(options.kernel_size)
    this.stride = sizes(options.stride)
    checkOptions(options, this.stride)
    this.in_channels = in_channels
    this.out_channels = out_channels
    this.padding = typeof padding === 'string' ? padding : sizes(padding)
    this.dilation = sizes(options.dilation)
    this.transposed = false
    this.output_padding = sizes(0)
    this.groups = groups
    this.padding_mode = padding_mode
    this._reversed_padding_repeated_twice =
      typeof this.padding === 'string'
        ? paddingOf(this.padding, this.kernel_size, this.dilation)
        : _reverse_repeat_tuple(this.padding, 2)
    const size = [out_channels, Math.floor(in_channels / groups), ...this.kernel_size]
    this.weight = new Parameter(empty(size, { device, dtype }))
    if (options.bias) this.bias = new Parameter(empty([out_channels], { device, dtype }))
    else this.register_parameter('bias', null)
    this.reset_parameters()
  }

  /** Draws weights and biases anew. */
  reset_parameters(): void {
    const { weight, bias } = this
    no_grad(() => {
      if (weight.is_contiguous()) {
        init.kaiming_uniform_(weight, { a: Math.sqrt(5) })
      } else {
        // The same draws in whatever order the weights lie in memory.
        const drawn = empty_like(weight, { memory_format: contiguous_format })
        weight.copy_(init.kaiming_uniform_(drawn, { a: Math.sqrt(5) }))
      }
      if (bias === null) return
      const [fan_in] = init._calculate_fan_in_and_fan_out(weight)
      const bound = fan_in > 0 ? 1 / Math.sqrt(fan_in) : 0
      init.uniform_(bias, -bound, bound)
    })
  }

  /** The input with its border filled as `padding_mode` says, where the operator itself cannot. */
  _padded(input: Tensor): Tensor {
    // Only asked for where the mode is not 'zeros'.
    const mode = this.padding_mode as Exclude<PaddingMode, 'zeros'>
    return F.pad(input, this._reversed_padding_repeated_twice, mode)
  }

  override extra_repr(): string {
    const { padding, dilation, output_padding, groups } = this
    const all = (list: number[] | string, value: number): boolean =>
      Array.isArray(list) && list.every((one) => one === value)
    let text = `${this.in_channels}, ${this.out_channels}`
    text += `, kernel_size=${pyRepr(tuple(this.kernel_size))}, stride=${pyRepr(tuple(this.stride))}`
    if (!all(padding, 0)) {
      text += `, padding=${typeof padding === 'string' ? padding : pyRepr(tuple(padding))}`
    }
    if (!all(dilation, 1)) text += `, dilation=${pyRepr(tuple(dilation))}`
    if (!all(output_padding, 0)) text += `, output_padding=${pyRepr(tuple(output_padding))}`
    if (groups !== 1) text += `, groups=${groups}`
    if (this.bias === null) text += ', bias=False'
    if (this.padding_mode !== 'zeros') text += `, padding_mode=${this.padding_mode}`
    return text
  }
}

// 'same' and 'valid' as F.pad takes them: last dimension first, each before and after.
function paddingOf(
  padding: 'same' | 'valid',
  kernel_size: readonly number[],
  dilation: readonly number[],
): number[] {
  const sides = kernel_size.map((size, i) => {
    const total = padding === 'same' ? (dilation[i] ?? 1) * (size - 1) : 0
    const left = Math.floor(total / 2)
    return [left, total - left]
  })
  return sides.reverse().flat()
}

const initConv1d = initializer<ConvParameters<[number]>>()(
  "Conv1d.__init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, dilation=1, groups=1, bias=True, padding_mode='zeros', device=None, dtype=None)",
)

class Conv1d extends _ConvNd {
  constructor(...args: ArgumentsOf<typeof initConv1d>) {
    super(1, initConv1d(args))
  }

  _conv_forward(input: Tensor, weight: Tensor, bias: Tensor | null): Tensor {
    const { stride, padding, dilation, groups } = this
    if (this.padding_mode === 'zeros') {
      return F.conv1d(input, weight, bias, stride, padding as number[], dilation, groups)
    }
    return F.conv1d(this._padded(input), weight, bias, stride, 0, dilation, groups)
  }

  override forward(input: Tensor): Tensor {
    return this._conv_forward(input, this.weight, this.bias)
  }
}

const initConv2d = initializer<ConvParameters<[number, number]>>()(
  "Conv2d.__init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, dilation=1, groups=1, bias=True, padding_mode='zeros', device=None, dtype=None)",
)

class Conv2d extends _ConvNd {
  constructor(...args: ArgumentsOf<typeof initConv2d>) {
    super(2, initConv2d(args))
  }

  _conv_forward(input: Tensor, weight: Tensor, bias: Tensor | null): Tensor {
    const { stride, padding, dilation, groups } = this
    if (this.padding_mode === 'zeros') {
      return F.conv2d(input, weight, bias, stride, padding as number[], dilation, groups)
    }
    return F.conv2d(this._padded(input), weight, bias, stride, 0, dilation, groups)
  }

  override forward(input: Tensor): Tensor {
    return this._conv_forward(input, this.weight, this.bias)
  }
}

const initConv3d = initializer<ConvParameters<[number, number, number]>>()(
  "Conv3d.__init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, dilation=1, groups=1, bias=True, padding_mode='zeros', device=None, dtype=None)",
)

class Conv3d extends _ConvNd {
  constructor(...args: ArgumentsOf<typeof initConv3d>) {
    super(3, initConv3d(args))
  }

  _conv_forward(input: Tensor, weight: Tensor, bias: Tensor | null): Tensor {
    const { stride, padding, dilation, groups } = this
    if (this.padding_mode === 'zeros') {
      return F.conv3d(input, weight, bias, stride, padding as number[], dilation, groups)
    }
    return F.conv3d(this._padded(input), weight, bias, stride, 0, dilation, groups)
  }

  override forward(input: Tensor): Tensor {
    return this._conv_forward(input, this.weight, this.bias)
  }
}

/**
 * Convolution over a sequence: `(N, in_channels, L)` or `(in_channels, L)`. `padding` is a size, `'same'` or `'valid'`.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.Conv1d.html
 */
const Conv1d_ = layer(Conv1d, 'input')
/**
 * Convolution over images: `(N, in_channels, H, W)` or `(in_channels, H, W)`. `padding` is a size, `'same'` or `'valid'`.
 *
 * @example
 * const conv = nn.Conv2d(1, 16, 3, { stride: 2, padding: 1 })
 * conv(torch.randn(64, 1, 28, 28)).size() // torch.Size([64, 16, 14, 14])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.Conv2d.html
 */
const Conv2d_ = layer(Conv2d, 'input')
/**
 * Convolution over volumes: `(N, in_channels, D, H, W)` or `(in_channels, D, H, W)`.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.Conv3d.html
 */
const Conv3d_ = layer(Conv3d, 'input')
type Conv1d_ = Conv1d
type Conv2d_ = Conv2d
type Conv3d_ = Conv3d

export { _ConvNd, Conv1d_ as Conv1d, Conv2d_ as Conv2d, Conv3d_ as Conv3d }
