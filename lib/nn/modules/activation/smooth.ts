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
 * `x` where positive, else `alpha * (exp(x) - 1)`; `alpha` is 1 unless given. Keeps the shape `(*)`.
 *
 * @example
 * nn.ELU()(torch.tensor([-1.5, 0, 2])) // tensor([-0.7769, 0.0000, 2.0000])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.ELU.html
 */
const ELU_ = layer(ELU, 'input')
/**
 * `max(0, x) + min(0, alpha * (exp(x / alpha) - 1))`: an {@link ELU} whose slope at 0 is 1 for every `alpha`. Keeps the
 * shape `(*)`.
 *
 * @example
 * nn.CELU(2)(torch.tensor([-1.5, 0, 2])) // tensor([-1.0553, 0.0000, 2.0000])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.CELU.html
 */
const CELU_ = layer(CELU, 'input')
/**
 * `scale * (max(0, x) + min(0, alpha * (exp(x) - 1)))` with `scale` ≈ 1.0507 and `alpha` ≈ 1.6733, which keep
 * activations at mean 0 and variance 1. Keeps the shape `(*)`. {@link AlphaDropout} goes with it.
 *
 * @example
 * nn.SELU()(torch.tensor([-1.5, 0, 2])) // tensor([-1.3658, 0.0000, 2.1014])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.SELU.html
 */
const SELU_ = layer(SELU, 'input')
/**
 * `x * Φ(x)`, `Φ` being the distribution function of the normal distribution. With `approximate: 'tanh'` it is
 * `x / 2 * (1 + tanh(√(2 / π) * (x + 0.044715 x³)))`. Keeps the shape `(*)`.
 *
 * @example
 * nn.GELU()(torch.tensor([-1.5, 0, 2])) // tensor([-0.1002, 0.0000, 1.9545])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.GELU.html
 */
const GELU_ = layer(GELU, 'input')
/**
 * `x * sigmoid(x)`, also known as swish. Keeps the shape `(*)`. `inplace` changes the input itself.
 *
 * @example
 * nn.SiLU()(torch.tensor([-1.5, 0, 2])) // tensor([-0.2736, 0.0000, 1.7616])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.SiLU.html
 */
const SiLU_ = layer(SiLU, 'input')
/**
 * `x * tanh(log(1 + exp(x)))`. Keeps the shape `(*)`. `inplace` changes the input itself.
 *
 * @example
 * nn.Mish()(torch.tensor([-1.5, 0, 2])) // tensor([-0.2981, 0.0000, 1.9440])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.Mish.html
 */
const Mish_ = layer(Mish, 'input')
/**
 * `x * min(max(x + 3, 0), 6) / 6`: {@link SiLU} with a sigmoid of straight lines. Keeps the shape `(*)`.
 *
 * @example
 * nn.Hardswish()(torch.tensor([-1.5, 0, 4])) // tensor([-0.3750, 0.0000, 4.0000])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.Hardswish.html
 */
const Hardswish_ = layer(Hardswish, 'input')
/**
 * `log(1 + exp(beta * x)) / beta`, a smooth ReLU, and `x` itself where `beta * x` is above `threshold`, against
 * overflow. `beta` is 1 and `threshold` 20 unless given. Keeps the shape `(*)`.
 *
 * @example
 * nn.Softplus()(torch.tensor([-1.5, 0, 1.5])) // tensor([0.2014, 0.6931, 1.7014])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.Softplus.html
 */
const Softplus_ = layer(Softplus, 'input')
/**
 * `a * sigmoid(b)`, `a` and `b` being the halves of the input along `dim`, the last one unless given: `(*1, n, *2)` to
 * `(*1, n / 2, *2)`.
 *
 * @throws RuntimeError where `n` is odd.
 *
 * @example
 * nn.GLU()(torch.tensor([3.5, 0])) // tensor([1.7500])
 * nn.GLU(1)(torch.randn(4, 6, 5)).size() // torch.Size([4, 3, 5])
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
