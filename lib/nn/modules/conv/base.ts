// What all convolutions have in common: _ConvNd of torch/nn/modules/conv.py.

import { empty, empty_like } from '../../../_generated/torch_functions.js'
import { pyRepr } from '../../../_repr.js'
import { tuple } from '../../../_tuple.js'
import { no_grad } from '../../../autograd/grad_mode.js'
import { ValueError } from '../../../errors.js'
import { contiguous_format } from '../../../memory_format.js'
import type { Tensor } from '../../../tensor.js'
import type { Device, dtype } from '../../../types.js'
import * as F from '../../functional.js'
import * as init from '../../init.js'
import { Parameter } from '../../parameter.js'
import { Module } from '../module.js'
import { _ntuple, _reverse_repeat_tuple, type Sized } from '../utils.js'

/** What stands beyond the border of the input. */
export type PaddingMode = 'zeros' | 'reflect' | 'replicate' | 'circular'

/** The arguments of all convolutions; `output_padding` is that of transposed ones. */
export interface ConvOptions {
  in_channels: number
  out_channels: number
  kernel_size: Sized<number>
  stride: Sized<number>
  padding: Sized<number> | 'same' | 'valid'
  output_padding?: Sized<number>
  dilation: Sized<number>
  groups: number
  bias: boolean
  padding_mode: PaddingMode
  device: Device | null
  dtype: dtype | null
}

const paddingModes = ['zeros', 'reflect', 'replicate', 'circular']

function checkOptions(options: ConvOptions, stride: readonly number[]): void {
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
export abstract class _ConvNd extends Module {
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

  constructor(dimensions: number, options: ConvOptions, transposed = false) {
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
    this.transposed = transposed
    this.output_padding = sizes(options.output_padding ?? 0)
    this.groups = groups
    this.padding_mode = padding_mode
    this._reversed_padding_repeated_twice =
      typeof this.padding === 'string'
        ? paddingOf(this.padding, this.kernel_size, this.dilation)
        : _reverse_repeat_tuple(this.padding, 2)
    this.weight = new Parameter(empty(weightSize(this), { device, dtype }))
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

/** The sizes of the weight that a convolution is to have. */
export function weightSize(conv: _ConvNd): number[] {
  const { in_channels, out_channels, groups, kernel_size, transposed } = conv
  const [from, to] = transposed ? [in_channels, out_channels] : [out_channels, in_channels]
  return [from, Math.floor(to / groups), ...kernel_size]
}
