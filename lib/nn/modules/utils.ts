// Mirrors torch/nn/modules/utils.py.

import { type Tuple, tuple } from '../../_tuple.js'
import { ValueError } from '../../errors.js'

/** One value for all dimensions, or one for each. */
export type Sized<T> = T | Iterable<T>

function isIterable<T>(value: Sized<T>): value is Iterable<T> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value
}

function _ntuple(n: number): <T>(x: Sized<T>) => Tuple<T> {
  return <T>(x: Sized<T>): Tuple<T> =>
    tuple(isIterable(x) ? x : Array.from({ length: n }, () => x as T))
}

/** A tuple as it is, or one value as a tuple of 1. */
export const _single = _ntuple(1)
/** A tuple as it is, or one value repeated to a tuple of 2. */
export const _pair = _ntuple(2)
/** A tuple as it is, or one value repeated to a tuple of 3. */
export const _triple = _ntuple(3)
/** A tuple as it is, or one value repeated to a tuple of 4. */
export const _quadruple = _ntuple(4)
export { _ntuple }

/**
 * The items from last to first, each `n` times: paddings of a convolution, which go from the first
 * dimension on, in the order of `F.pad`, which starts at the last.
 */
export function _reverse_repeat_tuple<T>(t: readonly T[], n: number): Tuple<T> {
  return tuple([...t].reverse().flatMap((x) => Array.from({ length: n }, () => x)))
}

/** An output size whose `null` entries are taken from the last sizes of the input. */
export function _list_with_default(
  out_size: number | readonly (number | null)[],
  defaults: readonly number[],
): number | number[] {
  if (typeof out_size === 'number') return out_size
  if (defaults.length <= out_size.length) {
    throw new ValueError(`Input dimension should be at least ${out_size.length + 1}`)
  }
  const offset = defaults.length - out_size.length
  return Array.from(out_size, (size, i) => size ?? (defaults[offset + i] as number))
}

/** A state dict; metadata, where it has any, is keyed by module path. */
export interface PrefixedStateDict {
  [key: string]: unknown
}

/**
 * Takes a prefix off the keys of a state dict, in place: `DataParallel` puts `module.` before every name.
 *
 * @example
 * const state_dict = { 'module.weight': torch.zeros(2, 4), 'module.bias': torch.zeros(2) }
 * consume_prefix_in_state_dict_if_present(state_dict, 'module.')
 * Object.keys(state_dict).join() // 'weight,bias'
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.modules.utils.consume_prefix_in_state_dict_if_present.html
 */
export function consume_prefix_in_state_dict_if_present(
  state_dict: PrefixedStateDict,
  prefix: string,
): void {
  renameKeys(state_dict, (key) => (key.startsWith(prefix) ? key.slice(prefix.length) : null))
  const metadata = (state_dict as { _metadata?: PrefixedStateDict })._metadata
  if (metadata === undefined) return
  // '' is the wrapper itself, 'module' the wrapped model, 'module.a.b' what is inside.
  renameKeys(metadata, (key) =>
    key !== '' && (key === prefix.replaceAll('.', '') || key.startsWith(prefix))
      ? key.slice(prefix.length)
      : null,
  )
}

// A renamed entry goes to the end, as in Python.
function renameKeys(dict: PrefixedStateDict, rename: (key: string) => string | null): void {
  for (const key of Object.keys(dict)) {
    const renamed = rename(key)
    if (renamed === null) continue
    const value = dict[key]
    delete dict[key]
    dict[renamed] = value
  }
}
