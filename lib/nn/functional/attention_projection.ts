// Mirrors the input projections of multi_head_attention_forward() in torch/nn/functional.py.

import { linear } from '../../_generated/nn.js'
import { AssertionError } from '../../errors.js'
import type { Tensor } from '../../types.js'
import { equalSizes, tupleText } from './_shapes.js'

type Three = [Tensor, Tensor, Tensor]

// Splits the last dimension in `n` and gives the parts, each contiguous.
function unpack(projected: Tensor, n: number, size: number): Tensor {
  return projected.unflatten(-1, [n, size]).unsqueeze(0).transpose(0, -2).squeeze(-2).contiguous()
}

/**
 * Projects queries, keys and values by one weight of shape `(3 * E, E)`: in one product where the three are the
 * same tensor, in two where keys and values are.
 */
export function _in_projection_packed(
  q: Tensor,
  k: Tensor,
  v: Tensor,
  w: Tensor,
  b: Tensor | null = null,
): Three {
  const size = q.size(-1)
  if (k === v && q === k) {
    const parts = unpack(linear(q, w, b), 3, size)
    return [parts.select(0, 0), parts.select(0, 1), parts.select(0, 2)]
  }
  if (k === v) {
    const [w_q, w_kv] = w.split([size, size * 2]) as [Tensor, Tensor]
    const [b_q = null, b_kv = null] = b?.split([size, size * 2]) ?? []
    const q_proj = linear(q, w_q, b_q)
    const parts = unpack(linear(k, w_kv, b_kv), 2, size)
    return [q_proj, parts.select(0, 0), parts.select(0, 1)]
  }
  const [w_q, w_k, w_v] = w.chunk(3) as Three
  const [b_q = null, b_k = null, b_v = null] = b?.chunk(3) ?? []
  return [linear(q, w_q, b_q), linear(k, w_k, b_k), linear(v, w_v, b_v)]
}

/** Projects queries, keys and values by weights of their own, of shapes `(E, E)`, `(E, Ek)` and `(E, Ev)`. */
export function _in_projection(
  q: Tensor,
  k: Tensor,
  v: Tensor,
  w_q: Tensor,
  w_k: Tensor,
  w_v: Tensor,
  b_q: Tensor | null = null,
  b_k: Tensor | null = null,
  b_v: Tensor | null = null,
): Three {
  const size = q.size(-1)
  checkShape('query weights', w_q, [size, size])
  checkShape('key weights', w_k, [size, k.size(-1)])
  checkShape('value weights', w_v, [size, v.size(-1)])
  checkShape('query bias', b_q, [size])
  checkShape('key bias', b_k, [size])
  checkShape('value bias', b_v, [size])
  return [linear(q, w_q, b_q), linear(k, w_k, b_k), linear(v, w_v, b_v)]
}

function checkShape(what: string, given: Tensor | null, shape: readonly number[]): void {
  if (given === null || equalSizes(given.size(), shape)) return
  throw new AssertionError(`expecting ${what} shape of ${tupleText(shape)}, but got ${given.shape}`)
}
