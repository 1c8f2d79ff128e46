// Mirrors the activations of torch/nn/modules/activation.py that keep one input and one output.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { callable } from '../../_callable.js'
import { pyRepr } from '../../_repr.js'
import { AssertionError } from '../../errors.js'
import type { Tensor } from '../../tensor.js'
import { FutureWarning, warn } from '../../warnings.js'
import * as F from '../functional.js'
import { layer } from './_layer.js'
import { float, inplaceText } from './_text.js'
import { Module } from './module.js'

// Names of old: Python warns and takes them.
function renamed(value: number | null, old: string, name: string): number | null {
  if (value !== null) {
    warn(`keyword argument \`${old}\` is deprecated and renamed to \`${name}\``, FutureWarning)
  }
  return value
}

const initThreshold = initializer<[threshold: number, value: number, inplace: boolean]>()(
  'Threshold.__init__(self, threshold, value, inplace=False)',
)

class Threshold extends Module {
  declare threshold: number
  declare value: number
  declare inplace: boolean

  constructor(...args: ArgumentsOf<typeof initThreshold>) {
    super()
    Object.assign(this, initThreshold(args))
  }

  override forward(input: Tensor): Tensor {
    return F.threshold(input, this.threshold, this.value, this.inplace)
  }

  override extra_repr(): string {
    return `threshold=${pyRepr(this.threshold)}, value=${pyRepr(this.value)}${inplaceText(this.inplace)}`
  }
}

const initReLU = initializer<[inplace: boolean]>()('ReLU.__init__(self, inplace=False)')

class ReLU extends Module {
  declare inplace: boolean

  constructor(...args: ArgumentsOf<typeof initReLU>) {
    super()
    Object.assign(this, initReLU(args))
  }

  override forward(input: Tensor): Tensor {
    return F.relu(input, this.inplace)
  }

  override extra_repr(): string {
    return this.inplace ? 'inplace=True' : ''
  }
}

const initRReLU = initializer<[lower: number, upper: number, inplace: boolean]>()(
  'RReLU.__init__(self, lower=0.125, upper=0.3333333333333333, inplace=False)',
)

class RReLU extends Module {
  declare lower: number
  declare upper: number
  declare inplace: boolean

  constructor(...args: ArgumentsOf<typeof initRReLU>) {
    super()
    Object.assign(this, initRReLU(args))
  }

  override forward(input: Tensor): Tensor {
    return F.rrelu(input, this.lower, this.upper, this.training, this.inplace)
  }

  override extra_repr(): string {
    return `lower=${pyRepr(this.lower)}, upper=${pyRepr(this.upper)}${inplaceText(this.inplace)}`
  }
}

const initHardtanh = initializer<
  [
    min_val: number,
    max_val: number,
    inplace: boolean,
    min_value: number | null,
    max_value: number | null,
  ]
>()(
  'Hardtanh.__init__(self, min_val=-1.0, max_val=1.0, inplace=False, min_value=None, max_value=None)',
)

class Hardtanh extends Module {
  declare min_val: number
  declare max_val: number
  declare inplace: boolean

  constructor(...args: ArgumentsOf<typeof initHardtanh>) {
    super()
    const { min_val, max_val, min_value, max_value, inplace } = initHardtanh(args)
    this.min_val = renamed(min_value, 'min_value', 'min_val') ?? min_val
    this.max_val = renamed(max_value, 'max_value', 'max_val') ?? max_val
    this.inplace = inplace
    if (this.max_val <= this.min_val) {
      throw new AssertionError(
        `max_val (${float(this.max_val, 1)}) must be greater than min_val (${float(this.min_val, -1)})`,
      )
    }
  }

  override forward(input: Tensor): Tensor {
    return F.hardtanh(input, this.min_val, this.max_val, this.inplace)
  }

  override extra_repr(): string {
    const { min_val, max_val } = this
    return `min_val=${float(min_val, -1)}, max_val=${float(max_val, 1)}${inplaceText(this.inplace)}`
  }
}

const initReLU6 = initializer<[inplace: boolean]>()('ReLU6.__init__(self, inplace=False)')

class ReLU6 extends Hardtanh {
  constructor(...args: ArgumentsOf<typeof initReLU6>) {
    super(0, 6, initReLU6(args).inplace)
  }

  override extra_repr(): string {
    return this.inplace ? 'inplace=True' : ''
  }
}

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

class Tanh extends Module {
  override forward(input: Tensor): Tensor {
    return input.tanh()
  }
}

const initSiLU = initializer<[inplace: boolean]>()('SiLU.__init__(self, inplace=False)')

class SiLU extends Module {
  declare inplace: boolean

  constructor(...args: ArgumentsOf<typeof initSiLU>) {
    super()
    Object.assign(this, initSiLU(args))
  }

  override forward(input: Tensor): Tensor {
    return F.silu(input, this.inplace)
  }

  override extra_repr(): string {
    return this.inplace ? 'inplace=True' : ''
  }
}

const initMish = initializer<[inplace: boolean]>()('Mish.__init__(self, inplace=False)')

class Mish extends Module {
  declare inplace: boolean

  constructor(...args: ArgumentsOf<typeof initMish>) {
    super()
    Object.assign(this, initMish(args))
  }

  override forward(input: Tensor): Tensor {
    return F.mish(input, this.inplace)
  }

  override extra_repr(): string {
    return this.inplace ? 'inplace=True' : ''
  }
}

const initHardswish = initializer<[inplace: boolean]>()('Hardswish.__init__(self, inplace=False)')

class Hardswish extends Module {
  declare inplace: boolean

  constructor(...args: ArgumentsOf<typeof initHardswish>) {
    super()
    Object.assign(this, initHardswish(args))
  }

  override forward(input: Tensor): Tensor {
    return F.hardswish(input, this.inplace)
  }
}

const initELU = initializer<[alpha: number, inplace: boolean]>()(
  'ELU.__init__(self, alpha=1.0, inplace=False)',
)

class ELU extends Module {
  declare alpha: number
  declare inplace: boolean

  constructor(...args: ArgumentsOf<typeof initELU>) {
    super()
    Object.assign(this, initELU(args))
  }

  override forward(input: Tensor): Tensor {
    return F.elu(input, this.alpha, this.inplace)
  }

  override extra_repr(): string {
    return `alpha=${float(this.alpha, 1)}${inplaceText(this.inplace)}`
  }
}

const initCELU = initializer<[alpha: number, inplace: boolean]>()(
  'CELU.__init__(self, alpha=1.0, inplace=False)',
)

class CELU extends Module {
  declare alpha: number
  declare inplace: boolean

  constructor(...args: ArgumentsOf<typeof initCELU>) {
    super()
    Object.assign(this, initCELU(args))
  }

  override forward(input: Tensor): Tensor {
    return F.celu(input, this.alpha, this.inplace)
  }

  override extra_repr(): string {
    return `alpha=${float(this.alpha, 1)}${inplaceText(this.inplace)}`
  }
}

const initSELU = initializer<[inplace: boolean]>()('SELU.__init__(self, inplace=False)')

class SELU extends Module {
  declare inplace: boolean

  constructor(...args: ArgumentsOf<typeof initSELU>) {
    super()
    Object.assign(this, initSELU(args))
  }

  override forward(input: Tensor): Tensor {
    return F.selu(input, this.inplace)
  }

  override extra_repr(): string {
    return this.inplace ? 'inplace=True' : ''
  }
}

/**
 * Keeps what is above `threshold`; the rest becomes `value`.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.Threshold.html
 */
const Threshold_ = layer(Threshold, 'input')
/**
 * `max(0, x)`.
 *
 * @example
 * nn.Sequential(nn.Linear(20, 30), nn.ReLU())
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.ReLU.html
 */
const ReLU_ = layer(ReLU, 'input')
/**
 * Leaky ReLU whose slope is drawn from `[lower, upper]` in training.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.RReLU.html
 */
const RReLU_ = layer(RReLU, 'input')
/**
 * Cuts off below `min_val` and above `max_val`.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.Hardtanh.html
 */
const Hardtanh_ = layer(Hardtanh, 'input')
/**
 * `min(max(0, x), 6)`.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.ReLU6.html
 */
const ReLU6_ = callable(ReLU6)
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
 * The hyperbolic tangent.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.Tanh.html
 */
const Tanh_ = layer(Tanh, 'input')
/**
 * `x * sigmoid(x)`, also known as swish.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.SiLU.html
 */
const SiLU_ = layer(SiLU, 'input')
/**
 * `x * tanh(softplus(x))`.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.Mish.html
 */
const Mish_ = layer(Mish, 'input')
/**
 * `x * relu6(x + 3) / 6`.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.Hardswish.html
 */
const Hardswish_ = layer(Hardswish, 'input')
/**
 * `x` where positive, else `alpha * (exp(x) - 1)`.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.ELU.html
 */
const ELU_ = layer(ELU, 'input')
/**
 * `max(0, x) + min(0, alpha * (exp(x / alpha) - 1))`.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.CELU.html
 */
const CELU_ = layer(CELU, 'input')
/**
 * ELU scaled so that activations keep mean 0 and variance 1.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.SELU.html
 */
const SELU_ = layer(SELU, 'input')
type Threshold_ = Threshold
type ReLU_ = ReLU
type RReLU_ = RReLU
type Hardtanh_ = Hardtanh
type ReLU6_ = ReLU6
type Sigmoid_ = Sigmoid
type Hardsigmoid_ = Hardsigmoid
type Tanh_ = Tanh
type SiLU_ = SiLU
type Mish_ = Mish
type Hardswish_ = Hardswish
type ELU_ = ELU
type CELU_ = CELU
type SELU_ = SELU

export {
  GELU,
  GLU,
  Hardshrink,
  LeakyReLU,
  LogSigmoid,
  LogSoftmax,
  PReLU,
  Softmax,
  Softmax2d,
  Softmin,
  Softplus,
  Softshrink,
  Softsign,
  Tanhshrink,
} from './_activation_more.js'
export { MultiheadAttention } from './_multihead_attention.js'
export {
  CELU_ as CELU,
  ELU_ as ELU,
  Hardsigmoid_ as Hardsigmoid,
  Hardswish_ as Hardswish,
  Hardtanh_ as Hardtanh,
  Mish_ as Mish,
  ReLU_ as ReLU,
  ReLU6_ as ReLU6,
  RReLU_ as RReLU,
  SELU_ as SELU,
  Sigmoid_ as Sigmoid,
  SiLU_ as SiLU,
  Tanh_ as Tanh,
  Threshold_ as Threshold,
}
