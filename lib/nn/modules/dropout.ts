// Mirrors torch/nn/modules/dropout.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { pyRepr } from '../../_repr.js'
import { ValueError } from '../../errors.js'
import type { Tensor } from '../../tensor.js'
import * as F from '../functional.js'
import { layer } from './_layer.js'
import { Module } from './module.js'

const init_DropoutNd = initializer<[p: number, inplace: boolean]>()(
  '_DropoutNd.__init__(self, p=0.5, inplace=False)',
)

class _DropoutNd extends Module {
  declare p: number
  declare inplace: boolean

  constructor(...args: ArgumentsOf<typeof init_DropoutNd>) {
    super()
    const { p, inplace } = init_DropoutNd(args)
    if (p < 0 || p > 1) {
      throw new ValueError(`dropout probability has to be between 0 and 1, but got ${pyRepr(p)}`)
    }
    this.p = p
    this.inplace = inplace
  }

  override extra_repr(): string {
    return `p=${pyRepr(this.p)}, inplace=${pyRepr(this.inplace)}`
  }
}

class Dropout extends _DropoutNd {
  override forward(input: Tensor): Tensor {
    return F.dropout(input, this.p, this.training, this.inplace)
  }
}

class Dropout1d extends _DropoutNd {
  override forward(input: Tensor): Tensor {
    return F.dropout1d(input, this.p, this.training, this.inplace)
  }
}

class Dropout2d extends _DropoutNd {
  override forward(input: Tensor): Tensor {
    return F.dropout2d(input, this.p, this.training, this.inplace)
  }
}

class Dropout3d extends _DropoutNd {
  override forward(input: Tensor): Tensor {
    return F.dropout3d(input, this.p, this.training, this.inplace)
  }
}

class AlphaDropout extends _DropoutNd {
  override forward(input: Tensor): Tensor {
    return F.alpha_dropout(input, this.p, this.training)
  }
}

class FeatureAlphaDropout extends _DropoutNd {
  override forward(input: Tensor): Tensor {
    return F.feature_alpha_dropout(input, this.p, this.training)
  }
}

/**
 * Sets elements to zero with probability `p`, 0.5 unless given, in training, and scales the others by `1 / (1 - p)`; in
 * evaluation it does nothing. Keeps the shape `(*)`.
 *
 * @throws ValueError where `p` is not between 0 and 1, as the other kinds of dropout do.
 *
 * @example
 * const dropout = nn.Dropout({ p: 0.2 })
 * dropout.eval()(torch.ones(3)) // tensor([1., 1., 1.])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.Dropout.html
 */
const Dropout_ = layer(Dropout, 'input')
/**
 * {@link Dropout} of whole channels: keeps the shape `(N, C, L)` or `(C, L)`.
 *
 * @throws RuntimeError where the input has neither two nor three dimensions.
 *
 * @example
 * nn.Dropout1d(0.2)(torch.randn(20, 16, 32)).size() // torch.Size([20, 16, 32])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.Dropout1d.html
 */
const Dropout1d_ = layer(Dropout1d, 'input')
/**
 * {@link Dropout} of whole channels of images: keeps the shape `(N, C, H, W)`. Three dimensions are taken as
 * `(N, C, L)`, with a warning.
 *
 * @example
 * nn.Dropout2d(0.2)(torch.randn(20, 16, 8, 8)).size() // torch.Size([20, 16, 8, 8])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.Dropout2d.html
 */
const Dropout2d_ = layer(Dropout2d, 'input')
/**
 * {@link Dropout} of whole channels of volumes: keeps the shape `(N, C, D, H, W)` or `(C, D, H, W)`.
 *
 * @example
 * nn.Dropout3d(0.2)(torch.randn(20, 16, 4, 8, 8)).size() // torch.Size([20, 16, 4, 8, 8])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.Dropout3d.html
 */
const Dropout3d_ = layer(Dropout3d, 'input')
/**
 * Dropout for networks of {@link SELU}: what is dropped gets the value that SELU tends to, and the result is scaled and
 * moved so that mean 0 and variance 1 stay. Keeps the shape `(*)`. As in Python `inplace` has no effect.
 *
 * @example
 * nn.AlphaDropout(0.2)(torch.randn(20, 16)).size() // torch.Size([20, 16])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.AlphaDropout.html
 */
const AlphaDropout_ = layer(AlphaDropout, 'input')
/**
 * {@link AlphaDropout} of whole channels: keeps the shape `(N, C, *)`. As in Python `inplace` has no effect.
 *
 * @example
 * nn.FeatureAlphaDropout(0.2)(torch.randn(20, 16, 4, 8, 8)).size() // torch.Size([20, 16, 4, 8, 8])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.FeatureAlphaDropout.html
 */
const FeatureAlphaDropout_ = layer(FeatureAlphaDropout, 'input')
type Dropout_ = Dropout
type Dropout1d_ = Dropout1d
type Dropout2d_ = Dropout2d
type Dropout3d_ = Dropout3d
type AlphaDropout_ = AlphaDropout
type FeatureAlphaDropout_ = FeatureAlphaDropout

export {
  AlphaDropout_ as AlphaDropout,
  Dropout_ as Dropout,
  Dropout1d_ as Dropout1d,
  Dropout2d_ as Dropout2d,
  Dropout3d_ as Dropout3d,
  FeatureAlphaDropout_ as FeatureAlphaDropout,
}
