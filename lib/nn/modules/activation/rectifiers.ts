// Activations of torch/nn/modules/activation.py that are zero, or less steep, below a threshold.

import { type ArgumentsOf, initializer } from '../../../_arguments.js'
import { callable } from '../../../_callable.js'
import { empty } from '../../../_generated/torch_functions.js'
import { pyRepr } from '../../../_repr.js'
import { AssertionError } from '../../../errors.js'
import type { Tensor } from '../../../tensor.js'
import type { Device, dtype } from '../../../types.js'
import { FutureWarning, warn } from '../../../warnings.js'
import * as F from '../../functional.js'
import { constant_ } from '../../init.js'
import { Parameter } from '../../parameter.js'
import { layer } from '../_layer.js'
import { float, inplaceText } from '../_text.js'
import { Module } from '../module.js'
import { Inplace, inplaceOnly } from './base.js'

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

const initReLU = inplaceOnly('ReLU')

class ReLU extends Inplace {
  constructor(...args: ArgumentsOf<typeof initReLU>) {
    super(initReLU(args))
  }

  override forward(input: Tensor): Tensor {
    return F.relu(input, this.inplace)
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

const initReLU6 = inplaceOnly('ReLU6')

class ReLU6 extends Hardtanh {
  constructor(...args: ArgumentsOf<typeof initReLU6>) {
    super(0, 6, initReLU6(args).inplace)
  }

  override extra_repr(): string {
    return this.inplace ? 'inplace=True' : ''
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

/**
 * `x` where `x > threshold`, else `value`. Keeps the shape `(*)`. `inplace` changes the input itself.
 *
 * @example
 * nn.Threshold(1, 20)(torch.tensor([0.5, 1, 2])) // tensor([20., 20., 2.])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.Threshold.html
 */
const Threshold_ = layer(Threshold, 'input')
/**
 * `max(0, x)`. Keeps the shape `(*)`. `inplace` changes the input itself.
 *
 * @example
 * nn.ReLU()(torch.tensor([-1.5, 0, 2])) // tensor([0., 0., 2.])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.ReLU.html
 */
const ReLU_ = layer(ReLU, 'input')
/**
 * `x` where positive, else `a * x`: in training each element draws its `a` from `[lower, upper]`, which is
 * `[1 / 8, 1 / 3]` unless given; in evaluation `a` is the middle of both. Keeps the shape `(*)`.
 *
 * @example
 * const rrelu = nn.RReLU({ lower: 0.25, upper: 0.75 }).eval()
 * rrelu(torch.tensor([-1.5, 0, 2])) // tensor([-0.7500, 0.0000, 2.0000])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.RReLU.html
 */
const RReLU_ = layer(RReLU, 'input')
/**
 * `min(max(x, min_val), max_val)`, the bounds being -1 and 1 unless given. Keeps the shape `(*)`. `min_value` and
 * `max_value` are the bounds' names of old.
 *
 * @throws AssertionError where `max_val` is not above `min_val`.
 *
 * @example
 * nn.Hardtanh()(torch.tensor([-1.5, 0.5, 2])) // tensor([-1.0000, 0.5000, 1.0000])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.Hardtanh.html
 */
const Hardtanh_ = layer(Hardtanh, 'input')
/**
 * `min(max(0, x), 6)`. Keeps the shape `(*)`. `inplace` changes the input itself.
 *
 * @example
 * nn.ReLU6()(torch.tensor([-1.5, 2, 8])) // tensor([0., 2., 6.])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.ReLU6.html
 */
const ReLU6_ = callable(ReLU6)
/**
 * `x` where positive, else `negative_slope * x`; the slope is 0.01 unless given. Keeps the shape `(*)`.
 *
 * @example
 * nn.LeakyReLU(0.1)(torch.tensor([-1.5, 0, 2])) // tensor([-0.1500, 0.0000, 2.0000])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.LeakyReLU.html
 */
const LeakyReLU_ = layer(LeakyReLU, 'input')
/**
 * `max(0, x) + weight * min(0, x)`: a leaky ReLU whose slope is learned, one for all (`num_parameters` 1, the default)
 * or one for each channel, which is dimension 1. It begins at `init`, 0.25 unless given. Keeps the shape `(*)`.
 *
 * @example
 * nn.PReLU()(torch.tensor([-1.5, 0, 2])).detach() // tensor([-0.3750, 0.0000, 2.0000])
 * nn.PReLU(3)(torch.randn(2, 3, 5)).size() // torch.Size([2, 3, 5])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.PReLU.html
 */
const PReLU_ = layer(PReLU, 'input')
type Threshold_ = Threshold
type ReLU_ = ReLU
type RReLU_ = RReLU
type Hardtanh_ = Hardtanh
type ReLU6_ = ReLU6
type LeakyReLU_ = LeakyReLU
type PReLU_ = PReLU

export {
  Hardtanh_ as Hardtanh,
  LeakyReLU_ as LeakyReLU,
  PReLU_ as PReLU,
  ReLU_ as ReLU,
  ReLU6_ as ReLU6,
  RReLU_ as RReLU,
  Threshold_ as Threshold,
}
