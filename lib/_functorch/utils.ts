// Mirrors torch/_functorch/utils.py.

import { native } from '../native.js'
import type { Tensor } from '../types.js'

/** Which arguments of a function a transform differentiates by: one by its number, or a list of several. */
export type argnums_t = number | readonly number[]

/** The arguments that `argnums` names: one, or a tuple of them. */
export type Chosen<A extends readonly unknown[], N extends argnums_t> = N extends readonly number[]
  ? { -readonly [K in keyof N]: Argument<A, N[K]> }
  : Argument<A, N>

type Argument<A extends readonly unknown[], N> = `${N & number}` extends keyof A
  ? A[`${N & number}` & keyof A]
  : A[number]

/** A container of the same structure as `R`, in which each tensor is one of `P`. */
export type Nest<R, P> = R extends Tensor ? P : { [K in keyof R]: Nest<R[K], P> }

/** Runs `body`, which may call a custom function while transforms run. */
export function enable_single_level_autograd_function<R>(body: () => R): R {
  const before = native.setSingleLevelAutogradFunctionAllowed(true)
  try {
    return body()
  } finally {
    native.setSingleLevelAutogradFunctionAllowed(before)
  }
}

export { unwrap_dead_wrappers } from '../autograd/_transforms.js'
