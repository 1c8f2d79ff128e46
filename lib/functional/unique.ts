// Mirrors the searches for different elements of torch/functional.py, and unravel_index().

import { def } from '../_def.js'
import * as C from '../_generated/torch_functions.js'
import { type Binder, isKeywords, python } from '../_kwargs.js'
import { pyRepr } from '../_repr.js'
import { tuple } from '../_tuple.js'
import { typeName } from '../_typename.js'
import { bool, int64 } from '../dtype.js'
import { ValueError } from '../errors.js'
import type { Tensor } from '../types.js'

/** The elements, and where asked for, their places in the result and how often they are there. */
export type UniqueResult<Inverse, Counts> = Inverse extends true
  ? Counts extends true
    ? [Tensor, Tensor, Tensor]
    : [Tensor, Tensor]
  : Counts extends true
    ? [Tensor, Tensor]
    : Tensor

type Flag = boolean | undefined
interface ConsecutiveOptions<I extends Flag, C extends Flag> {
  readonly return_inverse?: I
  readonly return_counts?: C
  readonly dim?: number | null | undefined
}
interface UniqueOptions<I extends Flag, C extends Flag> extends ConsecutiveOptions<I, C> {
  readonly sorted?: boolean | undefined
}

interface UniqueArguments {
  input: Tensor
  sorted: boolean
  return_inverse: boolean
  return_counts: boolean
  dim: number | null
}

// Python has a function for each choice of results, and their names show in its TypeErrors.
const names = ['output', 'counts', 'inverse', 'inverse_and_counts']
const bindUnique = names.map((name) =>
  python(
    `_return_${name}(input, sorted=True, return_inverse=False, return_counts=False, dim=None)`,
  ),
)
const bindConsecutive = names.map((name) =>
  python(`_consecutive_return_${name}(input, return_inverse=False, return_counts=False, dim=None)`),
)

// A flag by keyword, or at the position where Python looks for it.
function findFlag(args: readonly unknown[], name: string, index: number): boolean {
  const last = args.at(-1)
  if (!isKeywords(last)) return Boolean(args[index])
  if (last[name] !== undefined) return Boolean(last[name])
  return index < args.length - 1 && Boolean(args[index])
}

function bindWith(
  binders: readonly Binder[],
  args: readonly unknown[],
  wantsInverse: boolean,
  wantsCounts: boolean,
): UniqueArguments {
  const bind = binders[2 * Number(wantsInverse) + Number(wantsCounts)] as Binder
  return bind<UniqueArguments>(args)
}

function selectResults<I, C>(
  all: [Tensor, Tensor, Tensor],
  wantsInverse: boolean,
  wantsCounts: boolean,
): UniqueResult<I, C> {
  const [output, inverse, counts] = all
  const rest = [...(wantsInverse ? [inverse] : []), ...(wantsCounts ? [counts] : [])]
  return (rest.length === 0 ? output : [output, ...rest]) as UniqueResult<I, C>
}

/**
 * The different elements of a tensor, or its different slices along `dim`. With `return_inverse` also where
 * each element of the input is in the result, with `return_counts` how often.
 *
 * @example
 * const [values, counts] = torch.unique(torch.tensor([1, 3, 2, 3]), { return_counts: true })
 * values // tensor([1, 2, 3])
 * counts // tensor([1, 1, 2])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.unique.html
 */
export function unique<I extends Flag = false, C extends Flag = false>(
  input: Tensor,
  options?: UniqueOptions<I, C>,
): UniqueResult<I, C>
export function unique<I extends Flag = false, C extends Flag = false>(
  input: Tensor,
  sorted: boolean,
  options?: ConsecutiveOptions<I, C>,
): UniqueResult<I, C>
export function unique<I extends boolean, C extends boolean = false>(
  input: Tensor,
  sorted: boolean,
  return_inverse: I,
  return_counts?: C,
  dim?: number | null,
): UniqueResult<I, C>
export function unique<I, C>(...args: unknown[]): UniqueResult<I, C> {
  const wantsInverse = findFlag(args, 'return_inverse', 2)
  const wantsCounts = findFlag(args, 'return_counts', 3)
  const bound = bindWith(bindUnique, args, wantsInverse, wantsCounts)
  const { input, sorted, return_inverse, return_counts, dim } = bound
  const all =
    dim === null
      ? C._unique2(input, { sorted, return_inverse, return_counts })
      : C.unique_dim(input, dim, { sorted, return_inverse, return_counts })
  return selectResults(all, wantsInverse, wantsCounts)
}

/**
 * The elements of a tensor without those that are equal to the one before them, or its slices along `dim` likewise.
 *
 * @example
 * torch.unique_consecutive(torch.tensor([1, 1, 2, 2, 3, 1])) // tensor([1, 2, 3, 1])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.unique_consecutive.html
 */
export function unique_consecutive<I extends Flag = false, C extends Flag = false>(
  input: Tensor,
  options?: ConsecutiveOptions<I, C>,
): UniqueResult<I, C>
export function unique_consecutive<I, C>(...args: unknown[]): UniqueResult<I, C> {
  // By position Python looks for the two flags one place too late and one too early: its bug, kept.
  const wantsInverse = findFlag(args, 'return_inverse', 2)
  const wantsCounts = findFlag(args, 'return_counts', 1)
  const bound = bindWith(bindConsecutive, args, wantsInverse, wantsCounts)
  const { input, return_inverse, return_counts, dim } = bound
  const all = C.unique_consecutive(input, { return_inverse, return_counts, dim })
  return selectResults(all, wantsInverse, wantsCounts)
}

function vector(values: readonly number[], like: Tensor): Tensor {
  const options = { dtype: int64, device: like.device }
  if (values.length === 0) return C.empty([0], options)
  return C.stack(values.map((value) => C.scalar_tensor(value, options)))
}

/**
 * Indices into a flattened array of `shape`, as one tensor of indices per dimension.
 *
 * Throws a TypeError for indices that are no integers, a ValueError for a negative size.
 *
 * @example
 * torch.unravel_index(torch.tensor([4]), [3, 2]) // [tensor([2]), tensor([0])]
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.unravel_index.html
 */
export const unravel_index = def(
  'unravel_index(indices, shape)',
  (indices: Tensor, shape: number | readonly number[]): Tensor[] => {
    if (indices.is_complex() || indices.is_floating_point() || indices.dtype === bool) {
      throw new TypeError(`expected 'indices' to be integer dtype, but got ${indices.dtype}`)
    }
    if (typeof shape !== 'number' && !Array.isArray(shape)) {
      throw new TypeError(
        `expected 'shape' to be int or sequence of ints, but got <class '${typeName(shape)}'>`,
      )
    }
    const sizes: readonly number[] = typeof shape === 'number' ? [shape] : Array.from(shape)
    const wrong = sizes.find((size) => !Number.isInteger(size))
    if (wrong !== undefined) {
      throw new TypeError(
        `expected 'shape' sequence to only contain ints, but got <class '${typeName(wrong)}'>`,
      )
    }
    if (sizes.some((size) => size < 0)) {
      throw new ValueError(`'shape' cannot have negative values, but got ${pyRepr(tuple(sizes))}`)
    }
    const steps = sizes.map((_, i) => sizes.slice(i + 1).reduce((all, one) => all * one, 1))
    return indices
      .unsqueeze(-1)
      .floor_divide(vector(steps, indices))
      .remainder(vector(sizes, indices))
      .unbind(-1)
  },
)
