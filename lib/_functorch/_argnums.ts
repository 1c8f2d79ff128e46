// Which arguments a transform differentiates by. Mirrors torch/_functorch/eager_transforms.py.

import { pyRepr } from '../_repr.js'
import { type Tuple, tuple } from '../_tuple.js'
import { classText } from '../_typename.js'
import { RuntimeError } from '../errors.js'

/** The arguments that a function is called with. */
export type Args = readonly unknown[]

function _validate_and_wrap_argnum(argnum: unknown, num_args: number): number {
  if (typeof argnum !== 'number' || !Number.isInteger(argnum)) {
    throw new RuntimeError(`argnum must be int, got: ${classText(argnum)}`)
  }
  if (argnum >= 0 && argnum < num_args) return argnum
  if (argnum < 0 && argnum >= -num_args) return argnum + num_args
  throw new RuntimeError(`Got argnum=${argnum}, but only ${num_args} positional inputs`)
}

function _check_unique_non_empty(argnums: readonly number[]): void {
  if (argnums.length === 0) throw new RuntimeError('argnums must be non-empty')
  if (new Set(argnums).size !== argnums.length) {
    throw new RuntimeError(`argnums elements must be unique, got ${pyRepr(tuple(argnums))}`)
  }
}

function checked(argnums: unknown, num_args: number): number | number[] {
  if (Number.isInteger(argnums)) return _validate_and_wrap_argnum(argnums, num_args)
  if (!Array.isArray(argnums)) {
    throw new RuntimeError(`argnums must be int or Tuple[int, ...], got: ${classText(argnums)}`)
  }
  const wrapped = argnums.map((argnum) => _validate_and_wrap_argnum(argnum, num_args))
  _check_unique_non_empty(wrapped)
  return wrapped
}

/** The arguments that `argnums` names: one as it is, several as a tuple. */
export function chosenArgs(args: Args, argnums: unknown): unknown {
  const numbers = checked(argnums, args.length)
  return typeof numbers === 'number' ? args[numbers] : tuple(numbers.map((i) => args[i]))
}

/** The arguments that `argnums` names, as a tuple also where it names one. */
export function _slice_argnums(args: Args, argnums: unknown): Tuple<unknown> {
  const numbers = checked(argnums, args.length)
  return tuple([numbers].flat().map((i) => args[i]))
}

/** The arguments with those that `argnums` names replaced. */
export function _replace_args(old_args: Args, new_args: Args, argnums: unknown): unknown[] {
  const numbers = [checked(argnums, old_args.length)].flat()
  if (new_args.length !== numbers.length) {
    throw new RuntimeError(
      Array.isArray(argnums)
        ? `new_args should have the same size as argnums. Argnums size ${numbers.length}, new_args size ${new_args.length}`
        : `new_args should be of size 1, was of size ${new_args.length}`,
    )
  }
  const replaced = Array.from(old_args)
  for (const [i, number] of numbers.entries()) replaced[number] = new_args[i]
  return replaced
}
