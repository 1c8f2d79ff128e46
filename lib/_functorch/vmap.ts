// Mirrors torch/_functorch/vmap.py.

import { cat } from '../_generated/torch_functions.js'
import { isTensor } from '../_is_tensor.js'
import { isKeywords } from '../_kwargs.js'
import { isPlainObject, pyRepr, pyStr } from '../_repr.js'
import { tuple } from '../_tuple.js'
import { classText } from '../_typename.js'
import { disable_saved_tensors_hooks } from '../autograd/graph.js'
import { AssertionError, RuntimeError, ValueError } from '../errors.js'
import { native } from '../native.js'
import { get_rng_state, set_rng_state } from '../random.js'
import type { Tensor } from '../types.js'
import {
  _broadcast_to_and_flatten,
  type TreeSpec,
  tree_flatten,
  tree_map_,
  tree_unflatten,
} from '../utils/_pytree.js'

/** Which dimension of each input is mapped over: one for all, or a nest of them; null for none. */
export type in_dims_t = number | readonly unknown[]

/** Where the mapped dimension goes in each output: one for all, or a nest of them; null for outputs without it. */
export type out_dims_t = number | null | readonly unknown[] | Readonly<Record<string, unknown>>

type Dim = number | null
// biome-ignore lint/suspicious/noExplicitAny: what is called with arguments taken apart and put together again.
export type AnyFunction = (...args: any[]) => unknown

/** An array where Python has a tuple, as it prints. */
export function tupleText(value: unknown): string {
  return pyStr(Array.isArray(value) ? tuple(value) : value)
}

/** The structure of a value that is a tuple in Python and an array here. */
export function tupleSpec(value: unknown): [leaves: unknown[], spec: TreeSpec] {
  const plain = Array.isArray(value) && value.constructor?.name === 'Array'
  return tree_flatten(plain ? tuple(value) : value)
}

/** Runs `func` while saved-tensor hooks are refused: the transforms do not know them. */
export function doesnt_support_saved_tensors_hooks<R>(func: () => R): R {
  return disable_saved_tensors_hooks(
    "torch.func.{grad, vjp, jacrev, hessian} don't yet support saved tensor hooks. Please open an issue with your use case.",
    func,
  )
}

function _validate_and_get_batch_size(dims: readonly Dim[], args: readonly unknown[]): number {
  const sizes = dims.flatMap((dim, i) => (dim === null ? [] : [(args[i] as Tensor).size(dim)]))
  const [first] = sizes
  if (first === undefined) {
    throw new ValueError('vmap: Expected at least one Tensor to vmap over')
  }
  if (sizes.some((size) => size !== first)) {
    throw new ValueError(
      `vmap: Expected all tensors to have the same size in the mapped dimension, got sizes ${pyRepr(sizes)} for the mapped dimension`,
    )
  }
  return first
}

/** The inputs of a mapped function, taken apart. */
interface Batch {
  size: number
  dims: Dim[]
  args: unknown[]
  spec: TreeSpec
}

/** @internal */
export function _process_batched_inputs(
  in_dims: unknown,
  args: readonly unknown[],
  func: AnyFunction,
): Batch {
  const call = (): string =>
    `vmap(${_get_name(func)}, in_dims=${tupleText(in_dims)}, ...)(<inputs>): `
  if (!Number.isInteger(in_dims) && !Array.isArray(in_dims)) {
    throw new ValueError(
      `${call()}expected \`in_dims\` to be int or a (potentially nested) tuple matching the structure of inputs, got: ${classText(in_dims)}.`,
    )
  }
  if (args.length === 0) {
    throw new ValueError(
      `vmap(${_get_name(func)})(<inputs>): got no inputs. Maybe you forgot to add inputs, or you are trying to vmap over a function with no inputs. The latter is unsupported.`,
    )
  }
  const [flat, spec] = tree_flatten(tuple(args))
  const given = _broadcast_to_and_flatten(in_dims, spec)
  if (given === null) {
    throw new ValueError(
      `${call()}in_dims is not compatible with the structure of \`inputs\`. in_dims has structure ${tupleSpec(in_dims)[1]} but inputs has structure ${spec}.`,
    )
  }
  const dims = given.map((dim, i) => checkDim(call, dim, flat[i]))
  return { size: _validate_and_get_batch_size(dims, flat), dims, args: flat, spec }
}

function checkDim(call: () => string, dim: unknown, arg: unknown): Dim {
  if (dim === null) return null
  if (typeof dim !== 'number' || !Number.isInteger(dim)) {
    throw new ValueError(
      `${call()}Got in_dim=${pyStr(dim)} for an input but in_dim must be either an integer dimension or None.`,
    )
  }
  if (!isTensor(arg)) {
    throw new ValueError(
      `${call()}Got in_dim=${dim} for an input but the input is of type ${classText(arg)}. We cannot vmap over non-Tensor arguments, please use None as the respective in_dim`,
    )
  }
  const dims = arg.dim()
  if (dim < -dims || dim >= dims) {
    throw new ValueError(
      `${call()}Got in_dim=${dim} for some input, but that input is a Tensor of dimensionality ${dims} so expected in_dim to satisfy -${dims} <= in_dim < ${dims}.`,
    )
  }
  return dim < 0 ? dim + dims : dim
}

function _create_batched_inputs(
  { dims, args, spec }: Omit<Batch, 'size'>,
  level: number,
): unknown[] {
  const batched = args.map((arg, i) => {
    const dim = dims[i] as Dim
    return dim === null ? arg : native.addBatchDim(arg as Tensor, dim, level)
  })
  return tree_unflatten(batched, spec) as unknown[]
}

function _maybe_remove_batch_dim(
  name: () => string,
  output: unknown,
  level: number,
  size: number,
  out_dim: Dim,
): unknown {
  if (out_dim === null) {
    if (isTensor(output) && native.isBatchedTensor(output)) {
      throw new ValueError(
        `vmap(${name()}, ...): \`${name()}\` can not return a BatchedTensor when out_dim is None`,
      )
    }
    return output
  }
  if (!isTensor(output)) {
    throw new ValueError(
      `vmap(${name()}, ...): \`${name()}\` must only return Tensors, got type ${classText(output)}. Did you mean to set out_dims= to None for output?`,
    )
  }
  return native.removeBatchDim(output, level, size, out_dim)
}

function flatOutDims(outputs: unknown, out_dims: unknown, spec: TreeSpec): unknown[] | null {
  if (!isTensor(outputs)) return _broadcast_to_and_flatten(out_dims, spec)
  // One dimension in a list is as good as the dimension itself.
  if (Array.isArray(out_dims)) return out_dims.length === 1 ? out_dims : null
  return typeof out_dims === 'number' || out_dims === null ? [out_dims] : null
}

function _unwrap_batched(
  outputs: unknown,
  out_dims: unknown,
  level: number,
  size: number,
  func: AnyFunction,
): unknown {
  const [flat, spec] = tree_flatten(outputs)
  const dims = flatOutDims(outputs, out_dims, spec)
  if (dims === null) {
    throw new ValueError(
      `vmap(${_get_name(func)}, ..., out_dims=${tupleText(out_dims)})(<inputs>): out_dims is not compatible with the structure of \`outputs\`. out_dims has structure ${tupleSpec(out_dims)[1]} but outputs has structure ${tupleSpec(outputs)[1]}.`,
    )
  }
  const unwrapped = flat.map((output, i) =>
    _maybe_remove_batch_dim(() => _get_name(func), output, level, size, dims[i] as Dim),
  )
  return tree_unflatten(unwrapped, spec)
}

/** @internal */
export function _check_out_dims_is_int_or_int_pytree(out_dims: unknown, func: AnyFunction): void {
  tree_map_((dim) => {
    if (dim === null || Number.isInteger(dim)) return
    throw new ValueError(
      `vmap(${_get_name(func)}, ..., out_dims=${tupleText(out_dims)}): \`out_dims\` must be an int, None or a python collection of ints representing where in the outputs the vmapped dimension should appear.`,
    )
  }, out_dims)
}

/** What error texts call a function: modules and the like by their text. */
export function _get_name(func: AnyFunction): string {
  if (func.toString !== Function.prototype.toString) return pyRepr(func)
  return func.name === '' ? '<lambda>' : func.name
}

/**
 * The trailing plain object of a call, if it stands for keywords, which are not mapped over. It does where `in_dims`
 * names the arguments before it; and where there is one `in_dims` for all, behind arguments that are no plain objects.
 */
function splitKeywords(
  args: readonly unknown[],
  in_dims: unknown,
): [args: readonly unknown[], keywords: readonly unknown[]] {
  const before = args.slice(0, -1)
  const stands = Array.isArray(in_dims)
    ? args.length === in_dims.length + 1
    : before.length > 0 && !before.some((arg) => isPlainObject(arg))
  return stands && isKeywords(args.at(-1)) ? [before, args.slice(-1)] : [args, []]
}

/** Calls `func` mapped over the inputs. */
export function vmap_impl(
  func: AnyFunction,
  in_dims: unknown,
  out_dims: unknown,
  randomness: string,
  chunk_size: number | null,
  args: readonly unknown[],
): unknown {
  _check_out_dims_is_int_or_int_pytree(out_dims, func)
  const [positional, keywords] = splitKeywords(args, in_dims)
  const batch = _process_batched_inputs(in_dims, positional, func)
  if (chunk_size === null) return _flat_vmap(func, batch, out_dims, randomness, keywords)
  const chunks = _get_chunked_inputs(batch, chunk_size)
  return _chunked_vmap(func, batch, chunks, out_dims, randomness, keywords)
}

/** The sizes of the chunks that so many elements are cut into. */
export function get_chunk_sizes(total_elems: number, chunk_size: number): number[] {
  if (!Number.isInteger(chunk_size)) {
    throw new TypeError("can't multiply sequence by non-int of type 'float'")
  }
  const sizes = new Array<number>(Math.floor(total_elems / chunk_size)).fill(chunk_size)
  const remainder = total_elems % chunk_size
  return remainder === 0 ? sizes : [...sizes, remainder]
}

function _get_chunked_inputs({ size, dims, args }: Batch, chunk_size: number): unknown[][] {
  let end = 0
  const splits = get_chunk_sizes(size, chunk_size).map((chunk) => (end += chunk))
  const pieces = args.map((arg, i) => {
    const dim = dims[i] as Dim
    return dim === null ? null : (arg as Tensor).tensor_split(splits, dim)
  })
  return splits.map((_, chunk) => args.map((arg, i) => pieces[i]?.[chunk] ?? arg))
}

/** @internal */
export function _chunked_vmap(
  func: AnyFunction,
  { dims, spec }: Batch,
  chunks: Iterable<unknown[]>,
  out_dims: unknown,
  randomness: string,
  keywords: readonly unknown[],
): unknown {
  const state = randomness === 'same' ? get_rng_state() : null
  const outputs: unknown[][] = []
  let outSpec: TreeSpec | null = null
  for (const args of chunks) {
    const size = _validate_and_get_batch_size(dims, args)
    if (size === 0) continue
    if (state !== null) set_rng_state(state)
    const output = _flat_vmap(func, { size, dims, args, spec }, out_dims, randomness, keywords)
    const [flat, ofOutput] = tree_flatten(output)
    outputs.push(flat)
    outSpec ??= ofOutput
  }
  if (outSpec === null) throw new AssertionError('arg_spec must not be None')
  return tree_unflatten(_concat_chunked_outputs(out_dims, outSpec, outputs), outSpec)
}

function _concat_chunked_outputs(
  out_dims: unknown,
  spec: TreeSpec,
  outputs: readonly unknown[][],
): Tensor[] {
  const dims = _broadcast_to_and_flatten(out_dims, spec)
  if (dims === null) throw new AssertionError('flat_out_dims must not be None')
  return dims.map((dim, i) => {
    const chunks = outputs.map((output) => output[i] as Tensor)
    return cat(chunks, dim as number)
  })
}

/** @internal */
export function _check_randomness_arg(randomness: unknown): void {
  if (randomness !== 'error' && randomness !== 'different' && randomness !== 'same') {
    throw new RuntimeError(
      `Only allowed values for randomness are 'error', 'different', or 'same'. Got ${pyStr(randomness)}`,
    )
  }
}

function _flat_vmap(
  func: AnyFunction,
  batch: Batch,
  out_dims: unknown,
  randomness: string,
  keywords: readonly unknown[],
): unknown {
  const level = native.vmapIncrementNesting(batch.size, randomness)
  try {
    const outputs = func(..._create_batched_inputs(batch, level), ...keywords)
    return _unwrap_batched(outputs, out_dims, level, batch.size, func)
  } finally {
    native.vmapDecrementNesting()
  }
}

/** A function that runs on a layer of vmap, with these dimensions mapped, and gives the dimensions of its outputs too. */
export function restore_vmap(
  func: AnyFunction,
  in_dims: unknown,
  batch_size: number,
  randomness: string,
): (...args: unknown[]) => [outputs: unknown, out_dims: unknown] {
  return (...args) => {
    const level = native.vmapIncrementNesting(batch_size, randomness)
    try {
      const outputs = func(...(wrap_batched(tuple(args), in_dims, level) as unknown[]))
      return unwrap_batched(outputs, level)
    } finally {
      native.vmapDecrementNesting()
    }
  }
}

/** The tree with the dimensions `bdims` of its tensors hidden at a level. */
export function wrap_batched(tree: unknown, bdims: unknown, level: number): unknown {
  const [args, spec] = tree_flatten(tree)
  const dims = _broadcast_to_and_flatten(bdims, spec)
  if (dims === null) throw new AssertionError('flat_bdims must not be None')
  return _create_batched_inputs({ dims: dims as Dim[], args, spec }, level)
}

/** The tree without what is hidden at a level, and the dimensions that were, null for none. */
export function unwrap_batched<T>(tree: T, level: number): [values: T, bdims: unknown] {
  const [flat, spec] = tree_flatten(tree)
  if (flat.length === 0) return [tree, tuple()]
  const pairs = flat.map((leaf) =>
    isTensor(leaf) ? native.unwrapBatched(leaf, level) : ([leaf, null] as const),
  )
  return [
    tree_unflatten(
      pairs.map(([value]) => value),
      spec,
    ) as T,
    tree_unflatten(
      pairs.map(([, bdim]) => bdim),
      spec,
    ),
  ]
}
