// Mirrors torch/nn/modules/fold.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import type { Tensor } from '../../tensor.js'
import * as F from '../functional.js'
import { layer } from './_layer.js'
import { sizes } from './_text.js'
import { Module } from './module.js'

type Size = number | readonly number[]

/** What both see: windows of `kernel_size`, `stride` apart, with gaps of `dilation`, `padding` beyond the border. */
abstract class Windows extends Module {
  declare kernel_size: Size
  declare dilation: Size
  declare padding: Size
  declare stride: Size

  override extra_repr(): string {
    const { kernel_size, dilation, padding, stride } = this
    return (
      `kernel_size=${sizes(kernel_size)}, dilation=${sizes(dilation)}, ` +
      `padding=${sizes(padding)}, stride=${sizes(stride)}`
    )
  }
}

const initFold = initializer<
  [output_size: Size, kernel_size: Size, dilation: Size, padding: Size, stride: Size]
>()('Fold.__init__(self, output_size, kernel_size, dilation=1, padding=0, stride=1)')

class Fold extends Windows {
  declare output_size: Size

  constructor(...args: ArgumentsOf<typeof initFold>) {
    super()
    Object.assign(this, initFold(args))
  }

  override forward(input: Tensor): Tensor {
    const { output_size, kernel_size, dilation, padding, stride } = this
    return F.fold(input, output_size, kernel_size, dilation, padding, stride)
  }

  override extra_repr(): string {
    return `output_size=${sizes(this.output_size)}, ${super.extra_repr()}`
  }
}

const initUnfold = initializer<[kernel_size: Size, dilation: Size, padding: Size, stride: Size]>()(
  'Unfold.__init__(self, kernel_size, dilation=1, padding=0, stride=1)',
)

class Unfold extends Windows {
  constructor(...args: ArgumentsOf<typeof initUnfold>) {
    super()
    Object.assign(this, initUnfold(args))
  }

  override forward(input: Tensor): Tensor {
    const { kernel_size, dilation, padding, stride } = this
    return F.unfold(input, kernel_size, dilation, padding, stride)
  }
}

/**
 * Puts windows together to images, adding up where they overlap: `(N, C Πkernel_size, L)` to `(N, C, *output_size)`.
 *
 * `L` must be the number of windows, `Π ⌊(output_size + 2 padding - dilation (kernel_size - 1) - 1) / stride + 1⌋`.
 *
 * @example
 * nn.Fold([4, 5], [2, 2])(torch.randn(1, 12, 12)).size() // torch.Size([1, 3, 4, 5])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.Fold.html
 */
const Fold_ = layer(Fold, 'input')
/**
 * Takes images apart into the windows that a convolution sees: `(N, C, *)` to `(N, C Πkernel_size, L)`, `L` of them.
 *
 * @example
 * nn.Unfold([2, 3])(torch.randn(2, 5, 3, 4)).size() // torch.Size([2, 30, 4])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.Unfold.html
 */
const Unfold_ = layer(Unfold, 'input')
type Fold_ = Fold
type Unfold_ = Unfold

export { Fold_ as Fold, Unfold_ as Unfold }
