// The inverses of max pooling, of torch/nn/modules/pooling.py.

import { type ArgumentsOf, initializer } from '../../../_arguments.js'
import type { Tensor } from '../../../tensor.js'
import * as F from '../../functional.js'
import { layer } from '../_layer.js'
import { sizes } from '../_text.js'
import { Module } from '../module.js'
import { _ntuple } from '../utils.js'

type Size = number | readonly number[]

const line = (name: string) =>
  initializer<[kernel_size: Size, stride: Size | null, padding: Size]>()(
    `${name}.__init__(self, kernel_size, stride=None, padding=0)` as 'Pool.__init__(self, kernel_size, stride=None, padding=0)',
  )
const initMaxUnpool1d = line('MaxUnpool1d')
const initMaxUnpool2d = line('MaxUnpool2d')
const initMaxUnpool3d = line('MaxUnpool3d')

const unpools = [F.max_unpool1d, F.max_unpool2d, F.max_unpool3d] as const

// Gives the class below its calls.
interface _MaxUnpoolNd {
  (input: Tensor, indices: Tensor, output_size?: readonly number[] | null): Tensor
  (input: Tensor, indices: Tensor, kw: { output_size?: readonly number[] | null }): Tensor
}

// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: as for Module.
abstract class _MaxUnpoolNd extends Module {
  declare kernel_size: number[]
  declare stride: number[]
  declare padding: number[]

  constructor(dimensions: number, options: ReturnType<typeof initMaxUnpool2d>) {
    super()
    const { kernel_size, stride, padding } = options
    const all = _ntuple(dimensions)
    this.kernel_size = all<number>(kernel_size)
    this.stride = all<number>(stride ?? kernel_size)
    this.padding = all<number>(padding)
  }

  override forward(
    input: Tensor,
    indices: Tensor,
    output_size: readonly number[] | null = null,
  ): Tensor {
    const { kernel_size, stride, padding } = this
    const unpool = unpools[kernel_size.length - 1] as (typeof unpools)[number]
    return unpool(input, indices, kernel_size, stride, padding, output_size)
  }

  override extra_repr(): string {
    const { kernel_size, stride, padding } = this
    return `kernel_size=${sizes(kernel_size)}, stride=${sizes(stride)}, padding=${sizes(padding)}`
  }
}

class MaxUnpool1d extends _MaxUnpoolNd {
  constructor(...args: ArgumentsOf<typeof initMaxUnpool1d>) {
    super(1, initMaxUnpool1d(args))
  }
}

class MaxUnpool2d extends _MaxUnpoolNd {
  constructor(...args: ArgumentsOf<typeof initMaxUnpool2d>) {
    super(2, initMaxUnpool2d(args))
  }
}

class MaxUnpool3d extends _MaxUnpoolNd {
  constructor(...args: ArgumentsOf<typeof initMaxUnpool3d>) {
    super(3, initMaxUnpool3d(args))
  }
}

/**
 * Puts the maxima of sequences `(N, C, L)` back to where they were, by the indices that {@link MaxPool1d} gave with
 * `return_indices`; all else is 0. Several sizes shrink to the same: `output_size` of the call says which is meant.
 *
 * @example
 * const pool = nn.MaxPool1d(2, { stride: 2, return_indices: true })
 * const unpool = nn.MaxUnpool1d(2, { stride: 2 })
 * const input = torch.randn(1, 1, 8)
 * const [output, indices] = pool(input)
 * unpool(output, indices, { output_size: input.size() }).size() // torch.Size([1, 1, 8])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.MaxUnpool1d.html
 */
const MaxUnpool1d_ = layer(MaxUnpool1d, 'input, indices, output_size=None')
/**
 * Puts the maxima of images `(N, C, H, W)` back to where they were, by the indices that {@link MaxPool2d} gave with
 * `return_indices`; all else is 0. Several sizes shrink to the same: `output_size` of the call says which is meant.
 *
 * @example
 * const pool = nn.MaxPool2d(2, { stride: 2, return_indices: true })
 * const unpool = nn.MaxUnpool2d(2, { stride: 2 })
 * const input = torch.randn(1, 1, 4, 4)
 * const [output, indices] = pool(input)
 * unpool(output, indices, { output_size: input.size() }).size() // torch.Size([1, 1, 4, 4])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.MaxUnpool2d.html
 */
const MaxUnpool2d_ = layer(MaxUnpool2d, 'input, indices, output_size=None')
/**
 * Puts the maxima of volumes `(N, C, D, H, W)` back to where they were, by the indices that {@link MaxPool3d} gave with
 * `return_indices`; all else is 0. Several sizes shrink to the same: `output_size` of the call says which is meant.
 *
 * @example
 * const pool = nn.MaxPool3d(2, { stride: 2, return_indices: true })
 * const unpool = nn.MaxUnpool3d(2, { stride: 2 })
 * const input = torch.randn(20, 16, 51, 33, 15)
 * const [output, indices] = pool(input)
 * unpool(output, indices, { output_size: input.size() }).size() // torch.Size([20, 16, 51, 33, 15])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.MaxUnpool3d.html
 */
const MaxUnpool3d_ = layer(MaxUnpool3d, 'input, indices, output_size=None')
type MaxUnpool1d_ = MaxUnpool1d
type MaxUnpool2d_ = MaxUnpool2d
type MaxUnpool3d_ = MaxUnpool3d

export { MaxUnpool1d_ as MaxUnpool1d, MaxUnpool2d_ as MaxUnpool2d, MaxUnpool3d_ as MaxUnpool3d }
