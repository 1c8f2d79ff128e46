// More of torch/nn/modules/activation.py: activations with settings of their own, softmax and its kin.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { empty } from '../../_generated/torch_functions.js'
import { pyRepr } from '../../_repr.js'
import { ValueError } from '../../errors.js'
import type { Tensor } from '../../tensor.js'
import type { Device, dtype } from '../../types.js'
import * as F from '../functional.js'
import { constant_ } from '../init.js'
import { Parameter } from '../parameter.js'
import { layer } from './_layer.js'
import { float, inplaceText } from './_text.js'
import { Module } from './module.js'

const initGLU = initializer<[dim: number]>()('GLU.__init__(self, dim=-1)')

class GLU extends Module {
  declare dim: number

  constructor(...args: ArgumentsOf<typeof initGLU>) {
    super()
    Object.assign(this, initGLU(args))
  }

  override forward(input: Tensor): Tensor {
    return F.glu(input, this.dim)
  }

  override extra_repr(): string {
    return `dim=${this.dim}`
  }
}

const initGELU = initializer<[approximate: 'none' | 'tanh']>()(
  "GELU.__init__(self, approximate='none')",
)

class GELU extends Module {
  declare approximate: 'none' | 'tanh'

  constructor(...args: ArgumentsOf<typeof initGELU>) {
    super()
    Object.assign(this, initGELU(args))
  }

  override forward(input: Tensor): Tensor {
    return F.gelu(input, { approximate: this.approximate })
  }

  override extra_repr(): string {
    return `approximate=${pyRepr(this.approximate)}`
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

const initLeakyReLU = initializer<[negative_slope: number, inplace: boolean]>()(
  'LeakyReLU.__init__(self, negative_slope=0.01, inplace=False)',
)

class LeakyReLU extends Module {
  declare negative_slope: number
  declare inplace: boolean

  constructor(...args: ArgumentsOf<typeof initLeakyReLU>) {
    super()
    Object.assign(this, initLeakyReLU(args))
  }

  override forward(input: Tensor): Tensor {
    return F.leaky_relu(input, this.negative_slope, this.inplace)
  }

  override extra_repr(): string {
    return `negative_slope=${pyRepr(this.negative_slope)}${inplaceText(this.inplace)}`
  }
}

class LogSigmoid extends Module {
  override forward(input: Tensor): Tensor {
    return F.logsigmoid(input)
  }
}

const initSoftplus = initializer<[beta: number, threshold: number]>()(
  'Softplus.__init__(self, beta=1.0, threshold=20.0)',
)

class Softplus extends Module {
  declare beta: number
  declare threshold: number

  constructor(...args: ArgumentsOf<typeof initSoftplus>) {
    super()
    Object.assign(this, initSoftplus(args))
  }

  override forward(input: Tensor): Tensor {
    return F.softplus(input, this.beta, this.threshold)
  }

  override extra_repr(): string {
    return `beta=${float(this.beta, 1)}, threshold=${float(this.threshold, 20)}`
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

const initPReLU = initializer<
  [num_parameters: number, init: number, device: Device | null, dtype: dtype | null]
>()('PReLU.__init__(self, num_parameters=1, init=0.25, device=None, dtype=None)')

class PReLU extends Module {
  declare num_parameters: number
  declare init: number
  declare weight: Parameter

  constructor(...args: ArgumentsOf<typeof initPReLU>) {
    super()
    const { num_parameters, init, device, dtype } = initPReLU(args)
    this.num_parameters = num_parameters
    this.init = init
    this.weight = new Parameter(empty([num_parameters], { device, dtype }))
    this.reset_parameters()
  }

  /** Sets every slope to `init`. */
  reset_parameters(): void {
    constant_(this.weight, this.init)
  }

  override forward(input: Tensor): Tensor {
    return F.prelu(input, this.weight)
  }

  override extra_repr(): string {
    return `num_parameters=${this.num_parameters}`
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

const initSoftmin = initializer<[dim: number | null]>()('Softmin.__init__(self, dim=None)')

class Softmin extends Module {
  declare dim: number | null

  constructor(...args: ArgumentsOf<typeof initSoftmin>) {
    super()
    Object.assign(this, initSoftmin(args))
  }

  override forward(input: Tensor): Tensor {
    return F.softmin(input, this.dim)
  }

  override extra_repr(): string {
    return `dim=${pyRepr(this.dim)}`
  }
}

const initSoftmax = initializer<[dim: number | null]>()('Softmax.__init__(self, dim=None)')

class Softmax extends Module {
  declare dim: number | null

  constructor(...args: ArgumentsOf<typeof initSoftmax>) {
    super()
    Object.assign(this, initSoftmax(args))
  }

  override forward(input: Tensor): Tensor {
    return F.softmax(input, this.dim)
  }

  override extra_repr(): string {
    return `dim=${pyRepr(this.dim)}`
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

const initLogSoftmax = initializer<[dim: number | null]>()('LogSoftmax.__init__(self, dim=None)')

class LogSoftmax extends Module {
  declare dim: number | null

  constructor(...args: ArgumentsOf<typeof initLogSoftmax>) {
    super()
    Object.assign(this, initLogSoftmax(args))
  }

  override forward(input: Tensor): Tensor {
    return F.log_softmax(input, this.dim)
  }

  override extra_repr(): string {
    return `dim=${pyRepr(this.dim)}`
  }
}

/**
 * Halves the input along `dim` and multiplies one half by the sigmoid of the other.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.GLU.html
 */
const GLU_ = layer(GLU, 'input')
/**
 * `x` times the normal distribution function of `x`; `approximate` may be `'tanh'`.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.GELU.html
 */
const GELU_ = layer(GELU, 'input')
/**
 * Zero between `-lambd` and `lambd`, else `x`.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.Hardshrink.html
 */
const Hardshrink_ = layer(Hardshrink, 'input')
/**
 * `x` where positive, else `negative_slope * x`.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.LeakyReLU.html
 */
const LeakyReLU_ = layer(LeakyReLU, 'input')
/**
 * The logarithm of the sigmoid.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.LogSigmoid.html
 */
const LogSigmoid_ = layer(LogSigmoid, 'input')
/**
 * `log(1 + exp(beta * x)) / beta`, linear above `threshold`.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.Softplus.html
 */
const Softplus_ = layer(Softplus, 'input')
/**
 * Moves `x` towards zero by `lambd`, at most to zero.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.Softshrink.html
 */
const Softshrink_ = layer(Softshrink, 'input')
/**
 * Leaky ReLU with a slope that is learned, one for all channels or one for each.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.PReLU.html
 */
const PReLU_ = layer(PReLU, 'input')
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
 * Softmax of the negated input.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.Softmin.html
 */
const Softmin_ = layer(Softmin, 'input')
/**
 * Exponentials along `dim`, scaled to a sum of 1.
 *
 * @example
 * nn.Softmax({ dim: 1 })(torch.randn(2, 3))
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.Softmax.html
 */
const Softmax_ = layer(Softmax, 'input')
/**
 * Softmax over the channels of images: `(N, C, H, W)` or `(C, H, W)`.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.Softmax2d.html
 */
const Softmax2d_ = layer(Softmax2d, 'input')
/**
 * The logarithm of the softmax along `dim`.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.LogSoftmax.html
 */
const LogSoftmax_ = layer(LogSoftmax, 'input')
type GLU_ = GLU
type GELU_ = GELU
type Hardshrink_ = Hardshrink
type LeakyReLU_ = LeakyReLU
type LogSigmoid_ = LogSigmoid
type Softplus_ = Softplus
type Softshrink_ = Softshrink
type PReLU_ = PReLU
type Softsign_ = Softsign
type Tanhshrink_ = Tanhshrink
type Softmin_ = Softmin
type Softmax_ = Softmax
type Softmax2d_ = Softmax2d
type LogSoftmax_ = LogSoftmax

export {
  GELU_ as GELU,
  GLU_ as GLU,
  Hardshrink_ as Hardshrink,
  LeakyReLU_ as LeakyReLU,
  LogSigmoid_ as LogSigmoid,
  LogSoftmax_ as LogSoftmax,
  PReLU_ as PReLU,
  Softmax_ as Softmax,
  Softmax2d_ as Softmax2d,
  Softmin_ as Softmin,
  Softplus_ as Softplus,
  Softshrink_ as Softshrink,
  Softsign_ as Softsign,
  Tanhshrink_ as Tanhshrink,
}
