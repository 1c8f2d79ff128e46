// Softmax and its kin of torch/nn/modules/activation.py.

import { type ArgumentsOf, initializer } from '../../../_arguments.js'
import { pyRepr } from '../../../_repr.js'
import { ValueError } from '../../../errors.js'
import type { Tensor } from '../../../tensor.js'
import * as F from '../../functional.js'
import { layer } from '../_layer.js'
import { Module } from '../module.js'

const alongDim = (name: string) =>
  initializer<[dim: number | null]>()(
    `${name}.__init__(self, dim=None)` as 'Softmax.__init__(self, dim=None)',
  )

abstract class AlongDim extends Module {
  declare dim: number | null

  constructor(dim: number | null) {
    super()
    this.dim = dim
  }

  override extra_repr(): string {
    return `dim=${pyRepr(this.dim)}`
  }
}

const initSoftmax = alongDim('Softmax')

class Softmax extends AlongDim {
  constructor(...args: ArgumentsOf<typeof initSoftmax>) {
    super(initSoftmax(args).dim)
  }

  override forward(input: Tensor): Tensor {
    return F.softmax(input, this.dim)
  }
}

class Softmax2d extends Module {
  override forward(input: Tensor): Tensor {
    const dim = input.dim()
    if (dim !== 3 && dim !== 4) {
      throw new ValueError(`Softmax2d: expected input to be 3D or 4D, got ${dim}D instead`)
    }
    return F.softmax(input, -3)
  }
}

const initSoftmin = alongDim('Softmin')

class Softmin extends AlongDim {
  constructor(...args: ArgumentsOf<typeof initSoftmin>) {
    super(initSoftmin(args).dim)
  }

  override forward(input: Tensor): Tensor {
    return F.softmin(input, this.dim)
  }
}

const initLogSoftmax = alongDim('LogSoftmax')

class LogSoftmax extends AlongDim {
  constructor(...args: ArgumentsOf<typeof initLogSoftmax>) {
    super(initLogSoftmax(args).dim)
  }

  override forward(input: Tensor): Tensor {
    return F.log_softmax(input, this.dim)
  }
}

/**
 * `exp(x_i) / Σ_j exp(x_j)` along `dim`: positive numbers that add up to 1. Keeps the shape `(*)`. Without `dim` one is
 * guessed by the number of dimensions, with a warning.
 *
 * @example
 * nn.Softmax({ dim: 0 })(torch.tensor([1.5, 2.5])) // tensor([0.2689, 0.7311])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.Softmax.html
 */
const Softmax_ = layer(Softmax, 'input')
/**
 * {@link Softmax} over the channels of images, at each pixel: keeps the shape `(N, C, H, W)` or `(C, H, W)`.
 *
 * @throws ValueError where the input has neither three nor four dimensions.
 *
 * @example
 * nn.Softmax2d()(torch.randn(2, 3, 4, 5)).sum(1).size() // torch.Size([2, 4, 5])
 * nn.Softmax2d()(torch.zeros(2, 1, 1)).flatten() // tensor([0.5000, 0.5000])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.Softmax2d.html
 */
const Softmax2d_ = layer(Softmax2d, 'input')
/**
 * {@link Softmax} of the negated input, `exp(-x_i) / Σ_j exp(-x_j)` along `dim`. Keeps the shape `(*)`.
 *
 * @example
 * nn.Softmin({ dim: 0 })(torch.tensor([1.5, 2.5])) // tensor([0.7311, 0.2689])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.Softmin.html
 */
const Softmin_ = layer(Softmin, 'input')
/**
 * The logarithm of {@link Softmax} along `dim`, `x_i - log Σ_j exp(x_j)`, more exact than both in turn. Keeps the shape
 * `(*)`.
 *
 * @example
 * nn.LogSoftmax({ dim: 0 })(torch.tensor([1.5, 2.5])) // tensor([-1.3133, -0.3133])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.LogSoftmax.html
 */
const LogSoftmax_ = layer(LogSoftmax, 'input')
type Softmax_ = Softmax
type Softmax2d_ = Softmax2d
type Softmin_ = Softmin
type LogSoftmax_ = LogSoftmax

export {
  LogSoftmax_ as LogSoftmax,
  Softmax_ as Softmax,
  Softmax2d_ as Softmax2d,
  Softmin_ as Softmin,
}
