// Mirrors torch/nn/modules/linear.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { callable } from '../../_callable.js'
import { empty } from '../../_generated/torch_functions.js'
import { pyRepr } from '../../_repr.js'
import { no_grad } from '../../autograd/grad_mode.js'
import { AssertionError, ValueError } from '../../errors.js'
import type { Tensor } from '../../tensor.js'
import type { Device, dtype } from '../../types.js'
import * as F from '../functional.js'
import * as init from '../init.js'
import { Parameter, UninitializedParameter } from '../parameter.js'
import { bindMethod, layer } from './_layer.js'
import { LazyModuleMixin } from './lazy.js'
import { Module } from './module.js'

class Identity extends Module {
  /** Takes any arguments, to stand in for any module, and ignores them. */
  constructor(..._ignored: unknown[]) {
    super()
  }

  override forward(input: Tensor): Tensor {
    return input
  }
}

const initLinear = initializer<
  [
    in_features: number,
    out_features: number,
    bias: boolean,
    device: Device | null,
    dtype: dtype | null,
  ]
>()('Linear.__init__(self, in_features, out_features, bias=True, device=None, dtype=None)')

class Linear extends Module {
  declare in_features: number
  declare out_features: number
  declare weight: Parameter
  declare bias: Parameter | null

  constructor(...args: ArgumentsOf<typeof initLinear>) {
    const { in_features, out_features, bias, device, dtype } = initLinear(args)
    super()
    this.in_features = in_features
    this.out_features = out_features
    this.weight = new Parameter(empty([out_features, in_features], { device, dtype }))
    if (bias) this.bias = new Parameter(empty([out_features], { device, dtype }))
    else this.register_parameter('bias', null)
    this.reset_parameters()
  }

  /** Draws weights and biases anew. */
  reset_parameters(): void {
    // Slope sqrt(5) makes this uniform within 1 / sqrt(in_features).
    init.kaiming_uniform_(this.weight, { a: Math.sqrt(5) })
    if (this.bias === null) return
    const [fan_in] = init._calculate_fan_in_and_fan_out(this.weight)
    const bound = fan_in > 0 ? 1 / Math.sqrt(fan_in) : 0
    init.uniform_(this.bias, -bound, bound)
  }

  override forward(input: Tensor): Tensor {
    return F.linear(input, this.weight, this.bias)
  }

  override extra_repr(): string {
    const { in_features, out_features, bias } = this
    return `in_features=${in_features}, out_features=${out_features}, bias=${pyRepr(bias !== null)}`
  }
}

// Quantisation leaves it alone: what MultiheadAttention projects its output with.
class NonDynamicallyQuantizableLinear extends Linear {}

const initBilinear = initializer<
  [
    in1_features: number,
    in2_features: number,
    out_features: number,
    bias: boolean,
    device: Device | null,
    dtype: dtype | null,
  ]
>()(
  'Bilinear.__init__(self, in1_features, in2_features, out_features, bias=True, device=None, dtype=None)',
)

class Bilinear extends Module {
  declare in1_features: number
  declare in2_features: number
  declare out_features: number
  declare weight: Parameter
  declare bias: Parameter | null

  constructor(...args: ArgumentsOf<typeof initBilinear>) {
    const { in1_features, in2_features, out_features, bias, device, dtype } = initBilinear(args)
    super()
    this.in1_features = in1_features
    this.in2_features = in2_features
    this.out_features = out_features
    const size = [out_features, in1_features, in2_features]
    this.weight = new Parameter(empty(size, { device, dtype }))
    if (bias) this.bias = new Parameter(empty([out_features], { device, dtype }))
    else this.register_parameter('bias', null)
    this.reset_parameters()
  }

  /** Draws weights and biases anew. */
  reset_parameters(): void {
    const { in1_features, weight, bias } = this
    if (in1_features <= 0) {
      throw new ValueError(`in1_features must be > 0, but got (in1_features=${in1_features})`)
    }
    const bound = 1 / Math.sqrt(weight.size(1))
    init.uniform_(weight, -bound, bound)
    if (bias !== null) init.uniform_(bias, -bound, bound)
  }

  override forward(input1: Tensor, input2: Tensor): Tensor {
    return F.bilinear(input1, input2, this.weight, this.bias)
  }

  override extra_repr(): string {
    const { in1_features, in2_features, out_features, bias } = this
    return (
      `in1_features=${in1_features}, in2_features=${in2_features}, ` +
      `out_features=${out_features}, bias=${pyRepr(bias !== null)}`
    )
  }
}

const initLazyLinear = initializer<
  [out_features: number, bias: boolean, device: Device | null, dtype: dtype | null]
>()('LazyLinear.__init__(self, out_features, bias=True, device=None, dtype=None)')

class LazyLinear extends LazyModuleMixin(Linear) {
  constructor(...args: ArgumentsOf<typeof initLazyLinear>) {
    const { out_features, bias, device, dtype } = initLazyLinear(args)
    // Without a bias: the one that it is to have comes below.
    super(0, 0, false)
    this.weight = new UninitializedParameter({ device, dtype })
    this.out_features = out_features
    if (bias) this.bias = new UninitializedParameter({ device, dtype })
  }

  override reset_parameters(): void {
    if (!this.has_uninitialized_params() && this.in_features !== 0) super.reset_parameters()
  }

  /** Infers `in_features` from the input, and draws the parameters. */
  override initialize_parameters(input: Tensor): void {
    const { weight, bias } = this
    if (this.has_uninitialized_params()) {
      no_grad(() => {
        this.in_features = input.size(-1)
        ;(weight as UninitializedParameter).materialize([this.out_features, this.in_features])
        if (bias !== null) (bias as UninitializedParameter).materialize([this.out_features])
        this.reset_parameters()
      })
    }
    // Loaded parameters have told no `in_features`.
    if (this.in_features === 0) {
      if (input.size(-1) !== weight.size(-1)) {
        throw new AssertionError(
          `The in_features inferred from input: ${input.size(-1)} ` +
            'is not equal to in_features from self.weight: ' +
            `${weight.size(-1)}`,
        )
      }
      this.in_features = input.size(-1)
    }
  }
}

bindMethod(LazyLinear, 'initialize_parameters', 'input')

/**
 * Gives back its input, whatever its shape. The constructor takes any arguments, so that it can stand in for any
 * module.
 *
 * @example
 * nn.Identity(54, { unused: true })(torch.randn(128, 20)).size() // torch.Size([128, 20])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.Identity.html
 */
const Identity_ = layer(Identity, 'input')
/**
 * `y = x Aᵀ + b`, on the last dimension: `(*, in_features)` to `(*, out_features)`. The weight `A` is
 * `(out_features, in_features)`; it and `b` are drawn uniformly within `1 / √in_features`.
 *
 * @example
 * const fc = nn.Linear(20, 30)
 * fc(torch.randn(128, 20)).size() // torch.Size([128, 30])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.Linear.html
 */
const Linear_ = layer(Linear, 'input')
/**
 * `y_k = x1ᵀ A_k x2 + b_k`, on the last dimensions: `(*, in1_features)` and `(*, in2_features)` to `(*, out_features)`.
 * The weight `A` is `(out_features, in1_features, in2_features)`.
 *
 * @throws ValueError where `in1_features` is not above 0.
 *
 * @example
 * nn.Bilinear(20, 30, 40)(torch.randn(128, 20), torch.randn(128, 30)).size() // torch.Size([128, 40])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.Bilinear.html
 */
const Bilinear_ = layer(Bilinear, 'input1, input2')
/**
 * {@link Linear} without the argument `in_features`, which the first input tells: `(*, in_features)`. After it the
 * module is a Linear.
 *
 * @example
 * const fc = nn.LazyLinear(30)
 * fc(torch.randn(128, 20)).size() // torch.Size([128, 30])
 * fc // Linear(in_features=20, out_features=30, bias=True)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.LazyLinear.html
 */
const LazyLinear_ = callable(LazyLinear)
// Where the first call leads.
Object.assign(LazyLinear.prototype, { cls_to_become: Linear_ })
/** The {@link Linear} of `nn.MultiheadAttention`, under a name of its own. */
const NonDynamicallyQuantizableLinear_ = callable(NonDynamicallyQuantizableLinear)
type Identity_ = Identity
type LazyLinear_ = LazyLinear
type Linear_ = Linear
type Bilinear_ = Bilinear
type NonDynamicallyQuantizableLinear_ = NonDynamicallyQuantizableLinear

export {
  Bilinear_ as Bilinear,
  Identity_ as Identity,
  LazyLinear_ as LazyLinear,
  Linear_ as Linear,
  NonDynamicallyQuantizableLinear_ as NonDynamicallyQuantizableLinear,
}
