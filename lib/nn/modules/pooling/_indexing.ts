// The types of pools of maxima, whose calls give pairs where they were made so.

import type { Callable } from '../../../_callable.js'
import type { Tensor } from '../../../tensor.js'

type Class = abstract new (...args: never[]) => unknown
type Pair = [output: Tensor, indices: Tensor]

/**
 * A class that is called with `Args` and the keyword `return_indices: true` for a pool whose calls give pairs: maxima
 * and where they were.
 */
export type Indexing<C extends Class, Args extends unknown[], Keywords extends object> = ((
  ...args: [...Args, kw: Keywords & { return_indices: true }]
) => ((input: Tensor) => Pair) & InstanceType<C>) &
  Callable<C>
