// Activations of torch/nn/modules/activation.py with bounds, and those that shrink.

import type { ArgumentsOf } from '../../../_arguments.js'
import type { Tensor } from '../../../tensor.js'
import * as F from '../../functional.js'
import { layer } from '../_layer.js'
import { Module } from '../module.js'
import { Inplace, inplaceOnly, Shrinking, shrinking } from './base.js'

class Sigmoid extends Module {
  override forward(input: Tensor): Tensor {
    return input.sigmoid()
  }
}

const initHardsigmoid = inplaceOnly('Hardsigmoid')

class Hardsigmoid extends Inplace {
  constructor(...args: ArgumentsOf<typeof initHardsigmoid>) {
    super(initHardsigmoid(args))
  }

  override forward(input: Tensor): Tensor {
    return F.hardsigmoid(input, this.inplace)
  }

  // Python does not print its setting.
  override extra_repr(): string {
    return ''
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

const initHardshrink = shrinking('Hardshrink')

class Hardshrink extends Shrinking {
  constructor(...args: ArgumentsOf<typeof initHardshrink>) {
    super(initHardshrink(args))
  }

  override forward(input: Tensor): Tensor {
    return F.hardshrink(input, this.lambd)
  }
}

const initSoftshrink = shrinking('Softshrink')

class Softshrink extends Shrinking {
  constructor(...args: ArgumentsOf<typeof initSoftshrink>) {
    super(initSoftshrink(args))
  }

  override forward(input: Tensor): Tensor {
    return F.softshrink(input, this.lambd)
  }
}

/**
 * `1 / (1 + exp(-x))`, between 0 and 1. Keeps the shape `(*)`.
 *
 * @example
 * nn.Sigmoid()(torch.tensor([-1.5, 0, 1.5])) // tensor([0.1824, 0.5000, 0.8176])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.Sigmoid.html
 */
const Sigmoid_ = layer(Sigmoid, 'input')
/**
 * The sigmoid made of three straight lines, `min(max(x / 6 + 1 / 2, 0), 1)`. Keeps the shape `(*)`. `inplace` changes
 * the input itself.
 *
 * @example
 * nn.Hardsigmoid()(torch.tensor([-1.5, 0, 4])) // tensor([0.2500, 0.5000, 1.0000])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.Hardsigmoid.html
 */
const Hardsigmoid_ = layer(Hardsigmoid, 'input')
/**
 * The logarithm of the sigmoid, `-log(1 + exp(-x))`, without overflow. Keeps the shape `(*)`.
 *
 * @example
 * nn.LogSigmoid()(torch.tensor([-1.5, 0, 1.5])) // tensor([-1.7014, -0.6931, -0.2014])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.LogSigmoid.html
 */
const LogSigmoid_ = layer(LogSigmoid, 'input')
/**
 * The hyperbolic tangent, `(exp(x) - exp(-x)) / (exp(x) + exp(-x))`, between -1 and 1. Keeps the shape `(*)`.
 *
 * @example
 * nn.Tanh()(torch.tensor([-1.5, 0, 1.5])) // tensor([-0.9051, 0.0000, 0.9051])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.Tanh.html
 */
const Tanh_ = layer(Tanh, 'input')
/**
 * `x / (1 + |x|)`, between -1 and 1. Keeps the shape `(*)`.
 *
 * @example
 * nn.Softsign()(torch.tensor([-3, 0, 0.25])) // tensor([-0.7500, 0.0000, 0.2000])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.Softsign.html
 */
const Softsign_ = layer(Softsign, 'input')
/**
 * `x - tanh(x)`. Keeps the shape `(*)`.
 *
 * @example
 * nn.Tanhshrink()(torch.tensor([-1.5, 0, 1.5])) // tensor([-0.5949, 0.0000, 0.5949])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.Tanhshrink.html
 */
const Tanhshrink_ = layer(Tanhshrink, 'input')
/**
 * `x` where `|x| > lambd`, else 0; `lambd` is 0.5 unless given. Keeps the shape `(*)`.
 *
 * @example
 * nn.Hardshrink()(torch.tensor([-1.5, 0.25, 0.75])) // tensor([-1.5000, 0.0000, 0.7500])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.Hardshrink.html
 */
const Hardshrink_ = layer(Hardshrink, 'input')
/**
 * Moves `x` towards zero by `lambd`, at most to zero: `sign(x) * max(|x| - lambd, 0)`; `lambd` is 0.5 unless given, and
 * not negative. Keeps the shape `(*)`.
 *
 * @example
 * nn.Softshrink()(torch.tensor([-1.5, 0.25, 0.75])) // tensor([-1.0000, 0.0000, 0.2500])
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
