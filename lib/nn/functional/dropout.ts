// Mirrors the dropouts of torch/nn/functional.py.

import { def } from '../../_def.js'
import * as C from '../../_generated/torch_functions.js'
import { pyStr } from '../../_repr.js'
import { RuntimeError, ValueError } from '../../errors.js'
import type { Tensor } from '../../types.js'
import { warn } from '../../warnings.js'

function checkProbability(p: number): void {
  if (p < 0 || p > 1) {
    throw new ValueError(`dropout probability has to be between 0 and 1, but got ${pyStr(p)}`)
  }
}

function featureDropout(input: Tensor, p: number, training: boolean, inplace: boolean): Tensor {
  return inplace ? C.feature_dropout_(input, p, training) : C.feature_dropout(input, p, training)
}

// An input without a batch gets one of size 1 for the time of the call.
function unbatchedFeatureDropout(
  input: Tensor,
  p: number,
  training: boolean,
  inplace: boolean,
): Tensor {
  const batch = inplace ? input.unsqueeze_(0) : input.unsqueeze(0)
  const result = featureDropout(batch, p, training, inplace)
  return inplace ? result.squeeze_(0) : result.squeeze(0)
}

/**
 * In training, zeroes each element with probability `p` and scales the rest by `1 / (1 - p)`; otherwise gives the input
 * back. Keeps the shape. `training` is true unless told otherwise: a function knows of no module. Throws a ValueError
 * for a `p` outside of `[0, 1]`, as all dropouts do.
 *
 * @example
 * F.dropout(torch.ones(2, 3), 0.2).size() // torch.Size([2, 3])
 * F.dropout(torch.ones(3), 0.2, { training: false }) // tensor([1., 1., 1.])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.dropout.html
 */
export const dropout = def(
  'dropout(input, p=0.5, training=True, inplace=False)',
  (input: Tensor, p: number, training: boolean, inplace: boolean): Tensor => {
    checkProbability(p)
    return inplace ? C.dropout_(input, p, training) : C.dropout(input, p, training)
  },
)

/**
 * Dropout for networks of {@link selu}: keeps mean and variance by dropping to the negative saturation value. Keeps the
 * shape. Unlike in {@link dropout} `training` is false unless given.
 *
 * @example
 * F.alpha_dropout(torch.randn(2, 3), 0.2, { training: true }).size() // torch.Size([2, 3])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.alpha_dropout.html
 */
export const alpha_dropout = def(
  'alpha_dropout(input, p=0.5, training=False, inplace=False)',
  (input: Tensor, p: number, training: boolean, inplace: boolean): Tensor => {
    checkProbability(p)
    return inplace ? C.alpha_dropout_(input, p, training) : C.alpha_dropout(input, p, training)
  },
)

/**
 * Zeroes whole channels of a `(N, C, L)` or `(C, L)` input with probability `p`, and scales the others by
 * `1 / (1 - p)`. Keeps the shape. Any other number of dimensions throws a RuntimeError.
 *
 * @example
 * F.dropout1d(torch.ones(2, 3, 8), 0.2).size() // torch.Size([2, 3, 8])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.dropout1d.html
 */
export const dropout1d = def(
  'dropout1d(input, p=0.5, training=True, inplace=False)',
  (input: Tensor, p: number, training: boolean, inplace: boolean): Tensor => {
    checkProbability(p)
    const dims = input.dim()
    if (dims !== 2 && dims !== 3) {
      throw new RuntimeError(
        `dropout1d: Expected 2D or 3D input, but received a ${dims}D input. ` +
          'Note that dropout1d exists to provide channel-wise dropout on inputs with 1 ' +
          'spatial dimension, a channel dimension, and an optional batch dimension ' +
          '(i.e. 2D or 3D inputs).',
      )
    }
    return dims === 3
      ? featureDropout(input, p, training, inplace)
      : unbatchedFeatureDropout(input, p, training, inplace)
  },
)

/**
 * Zeroes whole channels of a `(N, C, H, W)` input with probability `p`, and scales the others by `1 / (1 - p)`. Keeps
 * the shape. A 3-d input is taken as `(N, C, L)`, with a warning.
 *
 * @example
 * F.dropout2d(torch.ones(2, 3, 8, 8), 0.2).size() // torch.Size([2, 3, 8, 8])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.dropout2d.html
 */
export const dropout2d = def(
  'dropout2d(input, p=0.5, training=True, inplace=False)',
  (input: Tensor, p: number, training: boolean, inplace: boolean): Tensor => {
    checkProbability(p)
    const dims = input.dim()
    if (dims !== 3 && dims !== 4) warn(wrongDims('dropout2d', dims, 2, '3D or 4D'))
    if (dims === 3) {
      warn(
        'dropout2d: Received a 3D input to dropout2d and assuming that channel-wise 1D dropout behavior is desired - ' +
          'input is interpreted as shape (N, C, L), where C is the channel dim. ' +
          'This behavior will change in a future release to interpret the input as one without a batch dimension, ' +
          'i.e. shape (C, H, W). To maintain the 1D channel-wise dropout behavior, please switch to using dropout1d instead.',
      )
    }
    return featureDropout(input, p, training, inplace)
  },
)

/**
 * Zeroes whole channels of a `(N, C, D, H, W)` or `(C, D, H, W)` input with probability `p`, and scales the others by
 * `1 / (1 - p)`. Keeps the shape; warns for other numbers of dimensions.
 *
 * @example
 * F.dropout3d(torch.ones(2, 3, 4, 8, 8), 0.2).size() // torch.Size([2, 3, 4, 8, 8])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.dropout3d.html
 */
export const dropout3d = def(
  'dropout3d(input, p=0.5, training=True, inplace=False)',
  (input: Tensor, p: number, training: boolean, inplace: boolean): Tensor => {
    checkProbability(p)
    const dims = input.dim()
    if (dims !== 4 && dims !== 5) warn(wrongDims('dropout3d', dims, 3, '4D or 5D'))
    return dims === 5
      ? featureDropout(input, p, training, inplace)
      : unbatchedFeatureDropout(input, p, training, inplace)
  },
)

/**
 * {@link alpha_dropout} of whole channels.
 *
 * Shape: `(N, C, *)`, kept. `training` is false unless given.
 *
 * @example
 * F.feature_alpha_dropout(torch.randn(2, 3, 8), 0.2, { training: true }).size() // torch.Size([2, 3, 8])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.feature_alpha_dropout.html
 */
export const feature_alpha_dropout = def(
  'feature_alpha_dropout(input, p=0.5, training=False, inplace=False)',
  (input: Tensor, p: number, training: boolean, inplace: boolean): Tensor => {
    checkProbability(p)
    return inplace
      ? C.feature_alpha_dropout_(input, p, training)
      : C.feature_alpha_dropout(input, p, training)
  },
)

function wrongDims(name: string, dims: number, spatial: number, expected: string): string {
  return (
    `${name}: Received a ${dims}-D input to ${name}, which is deprecated and will result in an error in a ` +
    'future release. To retain the behavior and silence this warning, please use dropout instead. ' +
    `Note that ${name} exists to provide channel-wise dropout on inputs with ${spatial} spatial dimensions, ` +
    `a channel dimension, and an optional batch dimension (i.e. ${expected} inputs).`
  )
}
