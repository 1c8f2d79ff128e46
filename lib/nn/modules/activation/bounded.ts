// Activations of torch/nn/modules/activation.py with bounds, and those that shrink.

import { type ArgumentsOf, initializer } from '../../../_arguments.js'
import { pyRepr } from '../../../_repr.js'
import type { Tensor } from '../../../tensor.js'
import * as F from '../../functional.js'
import { layer } from '../_layer.js'
import { Module } from '../module.js'

class Sigmoid extends Module {
  override forward(input: Tensor): Tensor {
    return input.sigmoid()
  }
}

const initHardsigmoid = initializer<[inplace: boolean]>()(
  'Hardsigmoid.__init__(self, inplace=False)',
)

class Hardsigmoid extends Module {
  declare inplace: boolean

  constructor(...args: ArgumentsOf<typeof initHardsigmoid>) {
    super()
    Object.assign(this, initHardsigmoid(args))
  }

  override forward(input: Tensor): Tensor {
    return F.hardsigmoid(input, this.inplace)
  }
}

class LogSigmoid extends Module {
  override forward(input: Tensor): Tensor {
    return F.logsigmoid(input)
  }
}

class Tanh extends Module {
  override forward(input: Tensor): Tensor {
    return input.tanh()
  }
}

class Softsign extends Module {
  override forward(input: Tensor): Tensor {
    return F.softsign(input)
  }
}

class Tanhshrink extends Module {
  override forward(input: Tensor): Tensor {
    return F.tanhshrink(input)
  }
}

const initHardshrink = initializer<[lambd: number]>()('Hardshrink.__init__(self, lambd=0.5)')

class Hardshrink extends Module {
  declare lambd: number

  constructor(...args: ArgumentsOf<typeof initHardshrink>) {
    super()
    Object.assign(this, initHardshrink(args))
  }

  override forward(input: Tensor): Tensor {
    return F.hardshrink(input, this.lambd)
  }

  override extra_repr(): string {
    return pyRepr(this.lambd)
  }
}

const initSoftshrink = initializer<[lambd: number]>()('Softshrink.__init__(self, lambd=0.5)')

class Softshrink extends Module {
  declare lambd: number

  constructor(...args: ArgumentsOf<typeof initSoftshrink>) {
    super()
    Object.assign(this, initSoftshrink(args))
  }

  override forward(input: Tensor): Tensor {
    return F.softshrink(input, this.lambd)
  }

  override extra_repr(): string {
    return pyRepr(this.lambd)
  }
}

/**
 * `1 / (1 + exp(-x))`.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.Sigmoid.html
 */
const Sigmoid_ = layer(Sigmoid, 'input')
/**
 * The sigmoid made of three straight lines.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.Hardsigmoid.html
 */
const Hardsigmoid_ = layer(Hardsigmoid, 'input')
/**
 * The logarithm of the sigmoid.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.LogSigmoid.html
 */
const LogSigmoid_ = layer(LogSigmoid, 'input')
/**
 * The hyperbolic tangent.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.Tanh.html
 */
const Tanh_ = layer(Tanh, 'input')
/**
 * `x / (1 + |x|)`.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.Softsign.html
 */
const Softsign_ = layer(Softsign, 'input')
/**
 * `x - tanh(x)`.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.Tanhshrink.html
 */
const Tanhshrink_ = layer(Tanhshrink, 'input')
/**
 * Zero between `-lambd` and `lambd`, else `x`.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.Hardshrink.html
 */
const Hardshrink_ = layer(Hardshrink, 'input')
/**
 * Moves `x` towards zero by `lambd`, at most to zero.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.Softshrink.html
 */
const Softshrink_ = layer(Softshrink, 'input')
type Sigmoid_ = Sigmoid
type Hardsigmoid_ = Hardsigmoid
type LogSigmoid_ = LogSigmoid
type Tanh_ = Tanh
type Softsign_ = Softsign
type Tanhshrink_ = Tanhshrink
type Hardshrink_ = Hardshrink
type Softshrink_ = Softshrink

export {
  Hardshrink_ as Hardshrink,
  Hardsigmoid_ as Hardsigmoid,
  LogSigmoid_ as LogSigmoid,
  Sigmoid_ as Sigmoid,
  Softshrink_ as Softshrink,
  Softsign_ as Softsign,
  Tanh_ as Tanh,
  Tanhshrink_ as Tanhshrink,
}
