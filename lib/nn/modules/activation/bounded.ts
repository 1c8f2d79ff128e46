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
