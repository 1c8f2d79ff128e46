// Mirrors jacrev of torch/_functorch/eager_transforms.py.

import { cat } from '../_generated/torch_functions.js'
import { python } from '../_kwargs.js'
import { tuple } from '../_tuple.js'
import { ValueError } from '../errors.js'
import type { Tensor } from '../types.js'
import { type TreeSpec, tree_flatten, tree_leaves, tree_unflatten } from '../utils/_pytree.js'
import { _slice_argnums, type Args } from './_argnums.js'
import { _chunked_standard_basis_for_ } from './_basis.js'
import { error_if_complex } from './_checks.js'
import { _vjp_with_argnums, type VjpFunction } from './_vjp.js'
import { _wraps } from './_wraps.js'
import type { argnums_t, Chosen, Nest } from './utils.js'
import { type AnyFunction, tupleSpec, vmap_impl } from './vmap.js'

/** What the Jacobian is made of: the outputs and inputs, and the function that multiplies with it. */
interface Problem {
  vjp_fn: VjpFunction<unknown, unknown>
  outputs: readonly Tensor[]
  numels: readonly number[]
  spec: TreeSpec
  primals: readonly Tensor[]
  chunk_size: number | null
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0)

/** The rows of the Jacobian in chunks, for each chunk a tensor for each input. */
function* chunks({ vjp_fn, outputs, numels, spec, chunk_size }: Problem): Generator<Tensor[]> {
  for (const chunk of _chunked_standard_basis_for_(outputs, numels, chunk_size)) {
    if (chunk_size === 1) {
      // Row by row, without vmap and what it does not know.
      const row = chunk.map((t) => t.squeeze(0))
      const products = tree_leaves(vjp_fn(tree_unflatten(row, spec))) as Tensor[]
      yield products.map((t) => t.unsqueeze(0))
    } else {
      const basis = tree_unflatten(chunk, spec)
      const rows = vmap_impl(vjp_fn, [0], 0, 'error', null, [basis])
      yield tree_leaves(rows) as Tensor[]
    }
  }
}

function stacked(problem: Problem): Tensor[] {
  const all = Array.from(chunks(problem))
  const [first] = all
  if (all.length === 1 && first !== undefined) return first
  return problem.primals.map((_, i) => cat(all.map((chunk) => chunk[i] as Tensor)))
}

// The same with less memory at the peak: each chunk is copied to its place and let go.
function preallocated(problem: Problem): Tensor[] {
  const { numels, primals, chunk_size } = problem
  const rows = sum(numels)
  if (chunk_size === null || chunk_size >= rows) return stacked(problem)
  const results = primals.map((primal) => primal.new_zeros([rows, ...primal.shape]))
  let start = 0
  for (const chunk of chunks(problem)) {
    const count = chunk[0]?.size(0) ?? 0
    for (const [i, part] of chunk.entries()) results[i]?.narrow(0, start, count).copy_(part)
    start += count
  }
  return results
}

/** The Jacobian, built as the outputs are, with the inputs in place of each. */
function assemble(problem: Problem, jacobians: readonly Tensor[], inputs: TreeSpec): unknown[] {
  const { outputs, numels, primals } = problem
  const parts = jacobians.map((jacobian) => jacobian.split([...numels], 0) as Tensor[])
  return outputs.map((output, o) => {
    const ofInputs = primals.map((primal, i) => {
      const part = (parts[i] as Tensor[])[o] as Tensor
      return part.view([...output.shape, ...primal.shape])
    })
    return tree_unflatten(ofInputs, inputs)
  })
}

interface Options {
  argnums: unknown
  has_aux: boolean
  chunk_size: number | null
  _preallocate_and_copy: boolean
}

function jacobian(func: AnyFunction, options: Options, args: Args): unknown {
  const { argnums, has_aux, chunk_size } = options
  error_if_complex('jacrev', args, true)
  const { output, vjp_fn, aux } = _vjp_with_argnums(func, args, argnums, has_aux)
  const [outputs, spec] = tupleSpec(output) as [Tensor[], TreeSpec]
  error_if_complex('jacrev', outputs, false)
  const numels = outputs.map((one) => one.numel())
  const [primals, inputs] = tree_flatten(_slice_argnums(args, argnums)) as [Tensor[], TreeSpec]
  const problem: Problem = { vjp_fn, outputs, numels, spec, primals, chunk_size }
  const rows = options._preallocate_and_copy ? preallocated(problem) : stacked(problem)
  const ofOutputs = assemble(problem, rows, inputs)
  const result = tree_unflatten(
    Array.isArray(argnums) ? ofOutputs : ofOutputs.map((one) => (one as unknown[])[0]),
    spec,
  )
  return has_aux ? tuple([result, aux]) : result
}

const bind = python(
  'jacrev(func, argnums=0, *, has_aux=False, chunk_size=None, _preallocate_and_copy=False)',
)

interface Keywords {
  chunk_size?: number | null
  _preallocate_and_copy?: boolean
}

/**
 * The Jacobian of `func` by reverse mode: a function that takes the arguments of `func` and gives the derivatives of
 * each output by each of the chosen inputs, of shape `output.shape + input.shape`.
 *
 * Fit for functions with fewer outputs than inputs; {@link jacfwd} is for the others.
 *
 * @param func - gives a real tensor, or a container of them, of which the result has the structure.
 * @param argnums - the number of the argument to differentiate by; a list gives a list in place of each derivative.
 * @param has_aux - says that `func` gives `[output, aux]`; then the result is `[jacobian, aux]`.
 * @param chunk_size - how many rows are computed at once; all unless given, and with 1 without vmap.
 *
 * @example
 * const jacobian = torch.func.jacrev((x: Tensor) => x.square())
 * jacobian(torch.tensor([1, 2], { dtype: torch.float })).diag() // tensor([2., 4.])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.func.jacrev.html
 */
export function jacrev<A extends unknown[], R, X, const N extends argnums_t = 0>(
  func: (...args: A) => readonly [R, X],
  argnums: N,
  kw: Keywords & { has_aux: true },
): (...args: A) => [jacobian: Nest<R, Chosen<A, N>>, aux: X]
export function jacrev<A extends unknown[], R, X, const N extends argnums_t = 0>(
  func: (...args: A) => readonly [R, X],
  kw: Keywords & { argnums?: N; has_aux: true },
): (...args: A) => [jacobian: Nest<R, Chosen<A, N>>, aux: X]
export function jacrev<A extends unknown[], R, const N extends argnums_t = 0>(
  func: (...args: A) => R,
  argnums?: N,
  kw?: Keywords & { has_aux?: false },
): (...args: A) => Nest<R, Chosen<A, N>>
export function jacrev<A extends unknown[], R, const N extends argnums_t = 0>(
  func: (...args: A) => R,
  kw: Keywords & { argnums?: N; has_aux?: false },
): (...args: A) => Nest<R, Chosen<A, N>>
export function jacrev(...given: unknown[]): unknown {
  const { func, ...options } = bind<Options & { func: AnyFunction }>(given)
  const { chunk_size } = options
  if (chunk_size !== null && !(chunk_size > 0)) {
    throw new ValueError('jacrev: `chunk_size` should be greater than 0.')
  }
  return _wraps(func, (...args) => jacobian(func, options, args))
}
