// Mirrors pad() of torch/nn/functional.py.

import { def } from '../../_def.js'
import * as _nn from '../../_generated/nn.js'
import type { Tensor } from '../../types.js'

/** What padding is filled with. */
export type PadMode = 'constant' | 'reflect' | 'replicate' | 'circular'

/**
 * Pads the last dimensions: `pad` holds how much before and after the last one, the one before it, and so on;
 * negative numbers cut off. `mode` constant fills with `value` (0 if null), the others from the input.
 *
 * @example
 * F.pad(torch.rand(3, 4), [1, 1]) // (3, 6)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.pad.html
 */
export const pad = def(
  "pad(input, pad, mode='constant', value=None)",
  (input: Tensor, pad: readonly number[], mode: PadMode, value: number | null): Tensor =>
    _nn.pad(input, pad, mode, value),
)
