// Activations of torch/nn/modules/activation.py that are near to a rectifier, but smooth, and GLU.

import { type ArgumentsOf, initializer } from '../../../_arguments.js'
import { pyRepr } from '../../../_repr.js'
import type { Tensor } from '../../../tensor.js'
import * as F from '../../functional.js'
import { layer } from '../_layer.js'
import { float } from '../_text.js'
import { Module } from '../module.js'
import { Exponential, exponential, Inplace, inplaceOnly } from './base.js'

const initELU = exponential('ELU')

class ELU extends Exponential {
  constructor(...args: ArgumentsOf<typeof initELU>) {
    super(initELU(args))
  }

  override forward(input: Tensor): Tensor {
    return F.elu(input, this.alpha, this.inplace)
  }
}

const initCELU = exponential('CELU')

class CELU extends Exponential {
  constructor(...args: ArgumentsOf<typeof initCELU>) {
    super(initCELU(args))
  }

  override forward(input: Tensor): Tensor {
    return F.celu(input, this.alpha, this.inplace)
  }
}

const initSELU = inplaceOnly('SELU')

class SELU extends Inplace {
  constructor(...args: ArgumentsOf<typeof initSELU>) {
    super(initSELU(args))
  }

  override forward(input: Tensor): Tensor {
    return F.selu(input, this.inplace)
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

const initSiLU = inplaceOnly('SiLU')

class SiLU extends Inplace {
  constructor(...args: ArgumentsOf<typeof initSiLU>) {
    super(initSiLU(args))
  }

  override forward(input: Tensor): Tensor {
    return F.silu(input, this.inplace)
  }
}

const initMish = inplaceOnly('Mish')

class Mish extends Inplace {
  constructor(...args: ArgumentsOf<typeof initMish>) {
    super(initMish(args))
  }

  override forward(input: Tensor): Tensor {
    return F.mish(input, this.inplace)
  }
}

const initHardswish = inplaceOnly('Hardswish')

class Hardswish extends Inplace {
  constructor(...args: ArgumentsOf<typeof initHardswish>) {
    super(initHardswish(args))
  }

  override forward(input: Tensor): Tensor {
    return F.hardswish(input, this.inplace)
  }

  // Python does not print its setting.
  override extra_repr(): string {
    return ''
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
/**
 * `x` times the normal distribution function of `x`; `approximate` may be `'tanh'`.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.GELU.html
 */
const GELU_ = layer(GELU, 'input')
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
 * `log(1 + exp(beta * x)) / beta`, linear above `threshold`.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.Softplus.html
 */
const Softplus_ = layer(Softplus, 'input')
/**
 * Halves the input along `dim` and multiplies one half by the sigmoid of the other.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.GLU.html
 */
const GLU_ = layer(GLU, 'input')
type ELU_ = ELU
type CELU_ = CELU
type SELU_ = SELU
type GELU_ = GELU
type SiLU_ = SiLU
type Mish_ = Mish
type Hardswish_ = Hardswish
type Softplus_ = Softplus
type GLU_ = GLU

export {
  CELU_ as CELU,
  ELU_ as ELU,
  GELU_ as GELU,
  GLU_ as GLU,
  Hardswish_ as Hardswish,
  Mish_ as Mish,
  SELU_ as SELU,
  SiLU_ as SiLU,
  Softplus_ as Softplus,
}
