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
 * Sets elements to zero with probability `p` in training, and scales the others by `1 / (1 - p)`.
 *
 * @example
 * nn.Dropout(0.2)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.Dropout.html
 */
const Dropout_ = layer(Dropout, 'input')
/**
 * Drops whole channels of `(N, C, L)`.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.Dropout1d.html
 */
const Dropout1d_ = layer(Dropout1d, 'input')
/**
 * Drops whole channels of `(N, C, H, W)`.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.Dropout2d.html
 */
const Dropout2d_ = layer(Dropout2d, 'input')
/**
 * Drops whole channels of `(N, C, D, H, W)`.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.Dropout3d.html
 */
const Dropout3d_ = layer(Dropout3d, 'input')
/**
 * Dropout that keeps mean and variance, for use with SELU.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.AlphaDropout.html
 */
const AlphaDropout_ = layer(AlphaDropout, 'input')
/**
 * Alpha dropout of whole channels.
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
