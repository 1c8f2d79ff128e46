// Mirrors the activations of torch/nn/functional.py.

import { def } from '../../_def.js'
import * as _nn from '../../_generated/nn.js'
import * as C from '../../_generated/torch_functions.js'
import { RuntimeError, ValueError } from '../../errors.js'
import type { Tensor } from '../../types.js'

export {
  elu_,
  gelu,
  hardtanh_,
  leaky_relu_,
  log_sigmoid as logsigmoid,
  softplus,
  softshrink,
} from '../../_generated/nn.js'
export {
  celu_,
  hardshrink,
  prelu,
  relu_,
  rrelu_,
  selu_,
  threshold_,
} from '../../_generated/torch_functions.js'

/**
 * Keeps the elements above `threshold` and puts `value` in the place of all others. Keeps the shape; with `inplace` the
 * input itself is changed and given back.
 *
 * @example
 * F.threshold(torch.tensor([-1.5, 0.5, 2]), 1, 20) // tensor([20., 20., 2.])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.threshold.html
 */
export const threshold = def(
  '_threshold(input, threshold, value, inplace=False)',
  (input: Tensor, threshold: number, value: number, inplace: boolean): Tensor =>
    inplace ? C.threshold_(input, threshold, value) : C.threshold(input, threshold, value),
)

/**
 * `max(0, x)`, element by element; keeps the shape. With `inplace` the input itself is changed and given back.
 *
 * @example
 * F.relu(torch.tensor([-1.5, 2])) // tensor([0., 2.])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.relu.html
 */
export const relu = def(
  'relu(input, inplace=False)',
  (input: Tensor, inplace: boolean): Tensor => (inplace ? C.relu_(input) : C.relu(input)),
)

/**
 * Gated linear unit: halves `input` along `dim` and multiplies the first half by the sigmoid of the second.
 *
 * Shape: `(*, 2 D, *)` to `(*, D, *)`, the size along `dim` halved; an odd one and a 0-d input throw a RuntimeError.
 *
 * @example
 * F.glu(torch.tensor([2, 6, 0, 0], { dtype: torch.float })) // tensor([1., 3.])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.glu.html
 */
export const glu = def('glu(input, dim=-1)', (input: Tensor, dim: number): Tensor => {
  if (input.dim() === 0) {
    throw new RuntimeError('glu does not support scalars because halving size must be even')
  }
  return _nn.glu(input, dim)
})

/**
 * Clips every element to `[min_val, max_val]`; keeps the shape. Throws a ValueError where `min_val > max_val`.
 *
 * @example
 * F.hardtanh(torch.tensor([-2, 0.5, 3])) // tensor([-1.0000, 0.5000, 1.0000])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.hardtanh.html
 */
export const hardtanh = def(
  'hardtanh(input, min_val=-1.0, max_val=1.0, inplace=False)',
  (input: Tensor, min_val: number, max_val: number, inplace: boolean): Tensor => {
    if (min_val > max_val) throw new ValueError('min_val cannot be greater than max_val')
    return inplace ? _nn.hardtanh_(input, min_val, max_val) : _nn.hardtanh(input, min_val, max_val)
  },
)

/**
 * `min(max(0, x), 6)`, element by element; keeps the shape.
 *
 * @example
 * F.relu6(torch.tensor([-1.5, 2, 8])) // tensor([0., 2., 6.])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.relu6.html
 */
export const relu6 = def(
  'relu6(input, inplace=False)',
  (input: Tensor, inplace: boolean): Tensor => (inplace ? _nn.relu6_(input) : _nn.relu6(input)),
)

/**
 * `x` above zero, `alpha * (exp(x) - 1)` below: smooth, and never under `-alpha`. Keeps the shape.
 *
 * @example
 * F.elu(torch.tensor([-1, 0.5])) // tensor([-0.6321, 0.5000])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.elu.html
 */
export const elu = def(
  'elu(input, alpha=1.0, inplace=False)',
  (input: Tensor, alpha: number, inplace: boolean): Tensor =>
    inplace ? _nn.elu_(input, alpha) : _nn.elu(input, alpha),
)

/**
 * Scaled {@link elu}, `1.0507 * elu(x, 1.6733)`: the two constants keep activations at mean 0 and variance 1 from layer
 * to layer. Keeps the shape.
 *
 * @example
 * F.selu(torch.tensor([0, 1], { dtype: torch.float })) // tensor([0.0000, 1.0507])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.selu.html
 */
export const selu = def(
  'selu(input, inplace=False)',
  (input: Tensor, inplace: boolean): Tensor => (inplace ? C.selu_(input) : C.selu(input)),
)

/**
 * `max(0, x) + min(0, alpha * (exp(x / alpha) - 1))`: {@link elu} whose derivative has no jump, whatever `alpha` is.
 * Keeps the shape.
 *
 * @example
 * F.celu(torch.tensor([-1, 0.5]), 2) // tensor([-0.7869, 0.5000])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.celu.html
 */
export const celu = def(
  'celu(input, alpha=1.0, inplace=False)',
  (input: Tensor, alpha: number, inplace: boolean): Tensor =>
    inplace ? C.celu_(input, alpha) : C.celu(input, alpha),
)

/**
 * `x` above zero, `negative_slope * x` below; keeps the shape.
 *
 * @example
 * F.leaky_relu(torch.tensor([-1.5, 2]), 0.5) // tensor([-0.7500, 2.0000])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.leaky_relu.html
 */
export const leaky_relu = def(
  'leaky_relu(input, negative_slope=0.01, inplace=False)',
  (input: Tensor, negative_slope: number, inplace: boolean): Tensor =>
    inplace ? _nn.leaky_relu_(input, negative_slope) : _nn.leaky_relu(input, negative_slope),
)

/**
 * {@link leaky_relu} with slopes drawn evenly from `[lower, upper]`, one for each negative element, in training;
 * otherwise with their mean, `(lower + upper) / 2`. Keeps the shape.
 *
 * @example
 * F.rrelu(torch.tensor([-1.5, 2]), 0, 1) // tensor([-0.7500, 2.0000])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.rrelu.html
 */
export const rrelu = def(
  'rrelu(input, lower=0.125, upper=0.3333333333333333, training=False, inplace=False)',
  (input: Tensor, lower: number, upper: number, training: boolean, inplace: boolean): Tensor =>
    inplace ? C.rrelu_(input, lower, upper, training) : C.rrelu(input, lower, upper, training),
)

/**
 * `x - tanh(x)`, element by element: almost nothing around zero. Keeps the shape.
 *
 * @example
 * F.tanhshrink(torch.tensor([0, 1], { dtype: torch.float })) // tensor([0.0000, 0.2384])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.tanhshrink.html
 */
export const tanhshrink = def(
  'tanhshrink(input)',
  (input: Tensor): Tensor => input.sub(input.tanh()),
)

/**
 * `x / (1 + |x|)`, element by element: between -1 and 1, as tanh is, but slower to get there. Keeps the shape.
 *
 * @example
 * F.softsign(torch.tensor([-1, 0, 3], { dtype: torch.float })) // tensor([-0.5000, 0.0000, 0.7500])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.softsign.html
 */
export const softsign = def(
  'softsign(input)',
  (input: Tensor): Tensor => input.div(input.abs().add(1)),
)

/**
 * Hyperbolic tangent, `(exp(x) - exp(-x)) / (exp(x) + exp(-x))`, element by element; keeps the shape.
 *
 * @example
 * F.tanh(torch.tensor([0, 1], { dtype: torch.float })) // tensor([0.0000, 0.7616])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.tanh.html
 */
export const tanh = def('tanh(input)', (input: Tensor): Tensor => input.tanh())

/**
 * `1 / (1 + exp(-x))`, element by element; keeps the shape.
 *
 * @example
 * F.sigmoid(torch.zeros(2)) // tensor([0.5000, 0.5000])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.sigmoid.html
 */
export const sigmoid = def('sigmoid(input)', (input: Tensor): Tensor => input.sigmoid())

/**
 * The straight line that stands in for the sigmoid: 0 up to -3, 1 from 3 on, `x / 6 + 1 / 2` between. Keeps the shape.
 *
 * @example
 * F.hardsigmoid(torch.tensor([-4.5, 0, 1.5])) // tensor([0.0000, 0.5000, 0.7500])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.hardsigmoid.html
 */
export const hardsigmoid = def(
  'hardsigmoid(input, inplace=False)',
  (input: Tensor, inplace: boolean): Tensor =>
    inplace ? _nn.hardsigmoid_(input) : _nn.hardsigmoid(input),
)

/**
 * `x * sigmoid(x)`, element by element, also known as swish; keeps the shape.
 *
 * @example
 * F.silu(torch.tensor([0, 1], { dtype: torch.float })) // tensor([0.0000, 0.7311])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.silu.html
 */
export const silu = def(
  'silu(input, inplace=False)',
  (input: Tensor, inplace: boolean): Tensor => (inplace ? _nn.silu_(input) : _nn.silu(input)),
)

/**
 * `x * tanh(softplus(x))`, element by element; keeps the shape.
 *
 * @example
 * F.mish(torch.tensor([0, 1], { dtype: torch.float })) // tensor([0.0000, 0.8651])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.mish.html
 */
export const mish = def(
  'mish(input, inplace=False)',
  (input: Tensor, inplace: boolean): Tensor => (inplace ? _nn.mish_(input) : _nn.mish(input)),
)

/**
 * `x * relu6(x + 3) / 6`: {@link silu} with {@link hardsigmoid} in the place of the sigmoid. Keeps the shape.
 *
 * @example
 * F.hardswish(torch.tensor([-4.5, 1.5, 3])) // tensor([-0.0000, 1.1250, 3.0000])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.hardswish.html
 */
export const hardswish = def(
  'hardswish(input, inplace=False)',
  (input: Tensor, inplace: boolean): Tensor =>
    inplace ? _nn.hardswish_(input) : _nn.hardswish(input),
)
