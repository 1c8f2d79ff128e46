// Mirrors pad() of torch/nn/functional.py.

import { def } from '../../_def.js'
import * as _nn from '../../_generated/nn.js'
import type { Tensor } from '../../types.js'

/** What padding is filled with. */
export type PadMode = 'constant' | 'reflect' | 'replicate' | 'circular'

/**
 * Pads the last dimensions: `pad` holds how much before and after the last one, the one before it, and so on; negative
 * numbers cut off. `mode` constant fills with `value` (0 if null), the others from the input: reflect mirrors it
 * without repeating the edge, replicate repeats the edge, circular goes on at the other end.
 *
 * Shape: `(*, W)` to `(*, pad[0] + W + pad[1])`, and so for each pair. Modes other than constant pad the last one, two
 * or three dimensions of an input that has one or two more.
 *
 * @example
 * F.pad(torch.ones(1, 2), [1, 2]) // tensor([[0., 1., 1., 0., 0.]])
 * F.pad(torch.tensor([[1, 2, 3]]), [2, 0], 'reflect') // tensor([[3, 2, 1, 2, 3]])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.pad.html
 */
export const pad = def(
  "pad(input, pad, mode='constant', value=None)",
  (input: Tensor, pad: readonly number[], mode: PadMode, value: number | null): Tensor =>
    _nn.pad(input, pad, mode, value),
)
