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
 * Puts `value` in the place of every element that is not above `threshold`.
 *
 * @example
 * F.threshold(x, 0.1, 20)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.threshold.html
 */
export const threshold = def(
  '_threshold(input, threshold, value, inplace=False)',
  (input: Tensor, threshold: number, value: number, inplace: boolean): Tensor =>
    inplace ? C.threshold_(input, threshold, value) : C.threshold(input, threshold, value),
)

/**
 * `max(0, x)`, element by element. With `inplace` the input itself is changed and given back.
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
 * Shape: the size along `dim` is even and comes out halved. A 0-d input throws a RuntimeError.
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
 * Clips every element to `[min_val, max_val]`. Throws a ValueError where `min_val > max_val`.
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
 * `min(max(0, x), 6)`, element by element.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.relu6.html
 */
export const relu6 = def(
  'relu6(input, inplace=False)',
  (input: Tensor, inplace: boolean): Tensor => (inplace ? _nn.relu6_(input) : _nn.relu6(input)),
)

/**
 * `x` above zero, `alpha * (exp(x) - 1)` below.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.elu.html
 */
export const elu = def(
  'elu(input, alpha=1.0, inplace=False)',
  (input: Tensor, alpha: number, inplace: boolean): Tensor =>
    inplace ? _nn.elu_(input, alpha) : _nn.elu(input, alpha),
)

/**
 * Scaled {@link elu}, with the two constants that keep activations at mean 0 and variance 1.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.selu.html
 */
export const selu = def(
  'selu(input, inplace=False)',
  (input: Tensor, inplace: boolean): Tensor => (inplace ? C.selu_(input) : C.selu(input)),
)

/**
 * `max(0, x) + min(0, alpha * (exp(x / alpha) - 1))`: {@link elu} with a derivative without a jump.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.celu.html
 */
export const celu = def(
  'celu(input, alpha=1.0, inplace=False)',
  (input: Tensor, alpha: number, inplace: boolean): Tensor =>
    inplace ? C.celu_(input, alpha) : C.celu(input, alpha),
)

/**
 * `x` above zero, `negative_slope * x` below.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.leaky_relu.html
 */
export const leaky_relu = def(
  'leaky_relu(input, negative_slope=0.01, inplace=False)',
  (input: Tensor, negative_slope: number, inplace: boolean): Tensor =>
    inplace ? _nn.leaky_relu_(input, negative_slope) : _nn.leaky_relu(input, negative_slope),
)

/**
 * {@link leaky_relu} with slopes drawn evenly from `[lower, upper]`, one for each negative element, in
 * training; otherwise with their mean.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.rrelu.html
 */
export const rrelu = def(
  'rrelu(input, lower=0.125, upper=0.3333333333333333, training=False, inplace=False)',
  (input: Tensor, lower: number, upper: number, training: boolean, inplace: boolean): Tensor =>
    inplace ? C.rrelu_(input, lower, upper, training) : C.rrelu(input, lower, upper, training),
)

/**
 * `x - tanh(x)`, element by element.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.tanhshrink.html
 */
export const tanhshrink = def(
  'tanhshrink(input)',
  (input: Tensor): Tensor => input.sub(input.tanh()),
)

/**
 * `x / (1 + |x|)`, element by element.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.softsign.html
 */
export const softsign = def(
  'softsign(input)',
  (input: Tensor): Tensor => input.div(input.abs().add(1)),
)

/**
 * Hyperbolic tangent, element by element.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.tanh.html
 */
export const tanh = def('tanh(input)', (input: Tensor): Tensor => input.tanh())

/**
 * `1 / (1 + exp(-x))`, element by element.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.sigmoid.html
 */
export const sigmoid = def('sigmoid(input)', (input: Tensor): Tensor => input.sigmoid())

/**
 * The straight line that stands in for the sigmoid: 0 up to -3, 1 from 3 on, `x / 6 + 1 / 2` between.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.hardsigmoid.html
 */
export const hardsigmoid = def(
  'hardsigmoid(input, inplace=False)',
  (input: Tensor, inplace: boolean): Tensor =>
    inplace ? _nn.hardsigmoid_(input) : _nn.hardsigmoid(input),
)

/**
 * `x * sigmoid(x)`, also known as swish.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.silu.html
 */
export const silu = def(
  'silu(input, inplace=False)',
  (input: Tensor, inplace: boolean): Tensor => (inplace ? _nn.silu_(input) : _nn.silu(input)),
)

/**
 * `x * tanh(softplus(x))`, element by element.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.mish.html
 */
export const mish = def(
  'mish(input, inplace=False)',
  (input: Tensor, inplace: boolean): Tensor => (inplace ? _nn.mish_(input) : _nn.mish(input)),
)

/**
 * `x * relu6(x + 3) / 6`: {@link silu} with {@link hardsigmoid} in the place of the sigmoid.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.hardswish.html
 */
export const hardswish = def(
  'hardswish(input, inplace=False)',
  (input: Tensor, inplace: boolean): Tensor =>
    inplace ? _nn.hardswish_(input) : _nn.hardswish(input),
)
