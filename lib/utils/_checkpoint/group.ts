// GraphExecGroup of torch/utils/checkpoint.py: several backwards that share what was computed again.

import { withBlock } from '../../_contextlib.js'
import { RuntimeError } from '../../errors.js'

/** What runs a checkpointed function again once: the number of a backward, or an object for several. */
export type Group = number | object

let current: object | null = null

/** The group in force; null outside of one. */
export const currentGroup = (): object | null => current

/**
 * Inside the block, a checkpointed function runs again at most once, however many backwards need it; they must not need
 * the same tensor. Only for `use_reentrant: false`.
 *
 * @example
 * const x = torch.ones(2).requires_grad_()
 * let runs = 0
 * const f = (t: Tensor) => (runs++, t.exp().sin())
 * const y = torch.utils.checkpoint.checkpoint(f, x, { use_reentrant: false })
 * torch.utils.checkpoint.GraphExecGroup(() => y.sum().backward())
 * runs // 2
 *
 * @see https://docs.pytorch.org/docs/2.13/checkpoint.html#torch.utils.checkpoint.GraphExecGroup
 */
export function GraphExecGroup(): Disposable
export function GraphExecGroup<R>(body: () => R): R
export function GraphExecGroup<R>(body?: () => R): R | Disposable {
  return withBlock(() => {
    if (current !== null) {
      throw new RuntimeError('GraphExecGroup contexts cannot be nested.')
    }
    current = {}
    return () => {
      current = null
    }
  }, body)
}
