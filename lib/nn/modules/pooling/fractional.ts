// Max pooling over windows of random sizes, of torch/nn/modules/pooling.py.

import { type ArgumentsOf, initializer } from '../../../_arguments.js'
import { pyRepr } from '../../../_repr.js'
import { tuple } from '../../../_tuple.js'
import { ValueError } from '../../../errors.js'
import type { Tensor } from '../../../tensor.js'
import * as F from '../../functional.js'
import { layer } from '../_layer.js'
import { Module } from '../module.js'
import { _ntuple } from '../utils.js'
import type { Indexing } from './_indexing.js'

type Size = number | readonly number[]

const line = (name: string) =>
  initializer<
    [
      kernel_size: Size,
      output_size: Size | null,
      output_ratio: Size | null,
      return_indices: boolean,
      _random_samples: Tensor | null,
    ]
  >()(
    `${name}.__init__(self, kernel_size, output_size=None, output_ratio=None, return_indices=False, _random_samples=None)` as 'Pool.__init__(self, kernel_size, output_size=None, output_ratio=None, return_indices=False, _random_samples=None)',
  )
const initFractionalMaxPool2d = line('FractionalMaxPool2d')
const initFractionalMaxPool3d = line('FractionalMaxPool3d')

const text = (size: Size): string => pyRepr(typeof size === 'number' ? size : tuple(size))

// A call gives a pair, maxima and indices, where `return_indices` is set: see Indexing.
abstract class FractionalMaxPool extends Module {
  declare kernel_size: number[]
  declare return_indices: boolean
  declare _random_samples: Tensor | null
  declare output_size: number[] | null
  declare output_ratio: number[] | null

  constructor(dimensions: number, options: ReturnType<typeof initFractionalMaxPool2d>) {
    super()
    const { kernel_size, output_size, output_ratio, return_indices, _random_samples } = options
    const sizes = _ntuple(dimensions)
    this.kernel_size = sizes<number>(kernel_size)
    this.return_indices = return_indices
    this.register_buffer('_random_samples', _random_samples)
    this.output_size = output_size === null ? null : sizes<number>(output_size)
    this.output_ratio = output_ratio === null ? null : sizes<number>(output_ratio)
    if (output_size === null && output_ratio === null) {
      throw new ValueError(
        `FractionalMaxPool${dimensions}d requires specifying either an output size, or a pooling ratio`,
      )
    }
    if (output_size !== null && output_ratio !== null) {
      throw new ValueError('only one of output_size and output_ratio may be specified')
    }
    if (output_ratio !== null && !this.output_ratio?.every((ratio) => ratio > 0 && ratio < 1)) {
      throw new ValueError(`output_ratio must be between 0 and 1 (got ${text(output_ratio)})`)
    }
  }
}

function pooled(
  self: FractionalMaxPool,
  pool: typeof F.fractional_max_pool2d,
  input: Tensor,
): Tensor {
  const { kernel_size, output_size, output_ratio, return_indices, _random_samples } = self
  return pool(input, kernel_size, output_size, output_ratio, return_indices as false, {
    _random_samples,
  })
}

class FractionalMaxPool2d extends FractionalMaxPool {
  constructor(...args: ArgumentsOf<typeof initFractionalMaxPool2d>) {
    super(2, initFractionalMaxPool2d(args))
  }

  override forward(input: Tensor): Tensor {
    return pooled(this, F.fractional_max_pool2d, input)
  }
}

class FractionalMaxPool3d extends FractionalMaxPool {
  constructor(...args: ArgumentsOf<typeof initFractionalMaxPool3d>) {
    const options = initFractionalMaxPool3d(args)
    const { kernel_size } = options
    const kernels = typeof kernel_size === 'number' ? [kernel_size] : kernel_size
    if (Array.isArray(kernels) && !kernels.every((kernel) => kernel > 0)) {
      throw new ValueError(`kernel_size must be greater than 0, but got ${text(kernel_size)}`)
    }
    super(3, options)
  }

  override forward(input: Tensor): Tensor {
    return pooled(this, F.fractional_max_pool3d, input)
  }
}

interface Keywords {
  output_size?: Size | null
  output_ratio?: Size | null
  _random_samples?: Tensor | null
}
type Fractional<C extends typeof FractionalMaxPool2d> = Indexing<C, [kernel_size: Size], Keywords>

/**
 * The maxima of windows of images `(N, C, H, W)` or `(C, H, W)`, whose places are drawn so that the result has
 * `output_size`, or the size of the input times `output_ratio`; one of both must be given. With `return_indices` a call
 * gives a pair: maxima and where they were.
 *
 * @example
 * const pool = nn.FractionalMaxPool2d(3, { output_ratio: [0.5, 0.5] })
 * pool(torch.randn(20, 16, 50, 32)).size() // torch.Size([20, 16, 25, 16])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.FractionalMaxPool2d.html
 */
const FractionalMaxPool2d_ = layer(FractionalMaxPool2d, 'input') as Fractional<
  typeof FractionalMaxPool2d
>
/**
 * {@link FractionalMaxPool2d} for volumes `(N, C, D, H, W)` or `(C, D, H, W)`.
 *
 * @example
 * const pool = nn.FractionalMaxPool3d(3, { output_size: [13, 12, 11] })
 * pool(torch.randn(2, 16, 50, 32, 16)).size() // torch.Size([2, 16, 13, 12, 11])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.FractionalMaxPool3d.html
 */
const FractionalMaxPool3d_ = layer(FractionalMaxPool3d, 'input') as Fractional<
  typeof FractionalMaxPool3d
>
type FractionalMaxPool2d_ = FractionalMaxPool2d
type FractionalMaxPool3d_ = FractionalMaxPool3d

export { FractionalMaxPool2d_ as FractionalMaxPool2d, FractionalMaxPool3d_ as FractionalMaxPool3d }
