// Mirrors the checks of multi_head_attention_forward() in torch/nn/functional.py.

import * as C from '../../_generated/torch_functions.js'
import { bool } from '../../dtype.js'
import { AssertionError, RuntimeError } from '../../errors.js'
import type { dtype, Tensor } from '../../types.js'
import { warn } from '../../warnings.js'
import { equalSizes, tupleText } from './_shapes.js'
import { pad } from './padding.js'

/** Whether the query has a batch dimension; throws where the others do not go along. */
export function _mha_shape_check(
  query: Tensor,
  key: Tensor,
  value: Tensor,
  key_padding_mask: Tensor | null,
  attn_mask: Tensor | null,
  num_heads: number,
): boolean {
  const dims = query.dim()
  if (dims !== 2 && dims !== 3) {
    throw new AssertionError(
      `query should be unbatched 2D or batched 3D tensor but received ${dims}-D query tensor`,
    )
  }
  const kind = dims === 3 ? 'For batched (3-D) `query`' : 'For unbatched (2-D) `query`'
  if (key.dim() !== dims || value.dim() !== dims) {
    throw new AssertionError(
      `${kind}, expected \`key\` and \`value\` to be ${dims}-D ` +
        `but found ${key.dim()}-D and ${value.dim()}-D tensors respectively`,
    )
  }
  if (key_padding_mask !== null && key_padding_mask.dim() !== dims - 1) {
    throw new AssertionError(
      `${kind}, expected \`key_padding_mask\` to be \`None\` or ${dims - 1}-D ` +
        `but found ${key_padding_mask.dim()}-D tensor instead`,
    )
  }
  if (attn_mask !== null) {
    if (attn_mask.dim() !== 2 && attn_mask.dim() !== 3) {
      throw new AssertionError(
        `${kind}, expected \`attn_mask\` to be \`None\`, 2-D or 3-D ` +
          `but found ${attn_mask.dim()}-D tensor instead`,
      )
    }
    const expected = [num_heads, query.size(0), key.size(0)]
    if (dims === 2 && attn_mask.dim() === 3 && !equalSizes(attn_mask.size(), expected)) {
      throw new AssertionError(
        `Expected \`attn_mask\` shape to be ${tupleText(expected)} but got ${attn_mask.shape}`,
      )
    }
  }
  return dims === 3
}

/** A mask as numbers to add: a boolean one becomes minus infinity where it is true. */
export function _canonical_mask(
  mask: Tensor | null,
  mask_name: string,
  other_type: dtype | null,
  other_name: string,
  target_type: dtype,
  check_other = true,
): Tensor | null {
  if (mask === null) return null
  const floating = mask.is_floating_point()
  if (mask.dtype !== bool && !floating) {
    throw new AssertionError(`only bool and floating types of ${mask_name} are supported`)
  }
  if (check_other && other_type !== null && mask.dtype !== other_type) {
    warn(
      `Support for mismatched ${mask_name} and ${other_name} ` +
        'is deprecated. Use same type for both instead.',
    )
  }
  if (floating) return mask
  return C.zeros_like(mask, { dtype: target_type }).masked_fill_(mask, Number.NEGATIVE_INFINITY)
}

export function _check_key_padding_mask(
  key_padding_mask: Tensor,
  src_len: number,
  bsz: number,
): void {
  for (const [dim, expected] of [bsz, src_len].entries()) {
    const size = key_padding_mask.size(dim)
    if (size !== expected) {
      throw new AssertionError(
        `Expected key_padded_mask.shape[${dim}] to be ${expected}, but got ${size}`,
      )
    }
  }
}

/** The attention mask with three dimensions; throws where its sizes do not fit. */
export function checkAttentionMask(
  attn_mask: Tensor,
  tgt_len: number,
  src_len: number,
  heads: number,
): Tensor {
  const dims = attn_mask.dim()
  if (dims !== 2 && dims !== 3) {
    throw new RuntimeError(`attn_mask's dimension ${dims} is not supported`)
  }
  const expected = dims === 2 ? [tgt_len, src_len] : [heads, tgt_len, src_len]
  if (!equalSizes(attn_mask.size(), expected)) {
    throw new RuntimeError(
      `The shape of the ${dims}D attn_mask is ${attn_mask.shape}, but should be ${tupleText(expected)}.`,
    )
  }
  return dims === 2 ? attn_mask.unsqueeze(0) : attn_mask
}

/** Keys or values that come ready from outside, one row of heads each. */
export function checkStatic(given: Tensor, name: string, heads: number, head_dim: number): Tensor {
  for (const [dim, expected] of [
    [0, heads],
    [2, head_dim],
  ] as const) {
    if (given.size(dim) !== expected) {
      throw new AssertionError(
        `expecting ${name}.size(${dim}) of ${expected}, but got ${given.size(dim)}`,
      )
    }
  }
  return given
}

/** A mask that lets one key more pass. */
export function padMask(mask: Tensor | null): Tensor | null {
  return mask === null ? null : pad(mask, [0, 1])
}
