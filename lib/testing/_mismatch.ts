// The texts of mismatches, of torch/testing/_comparison.py.

import { formatFixed } from '../_format.js'
import * as C from '../_generated/torch_functions.js'
import { pyRepr } from '../_repr.js'
import { tuple } from '../_tuple.js'
import { int64 } from '../dtype.js'
import type { Tensor } from '../types.js'
import { abs, absDifference, itemOf, type Typed, text } from './_scalar.js'

/** What the values are called, or what makes that of the usual name. */
export type Identifier = string | ((usual: string) => string) | null

type Index = readonly number[] | null

interface Difference {
  readonly type: 'Absolute' | 'Relative'
  readonly diff: Typed
  readonly index: Index
  readonly tolerance: number
}

function nameOf(usual: string, identifier: Identifier): string {
  if (identifier === null) return usual
  return typeof identifier === 'string' ? identifier : identifier(usual)
}

const indexText = (index: readonly number[]): string => pyRepr(tuple(index))

function differenceText({ type, diff, index, tolerance }: Difference, exact: boolean): string {
  const head =
    index === null
      ? `${type} difference: ${text(diff)}`
      : `Greatest ${type.toLowerCase()} difference: ${text(diff)} at index ${indexText(index)}`
  return exact ? head : `${head} (up to ${pyRepr(tolerance)} allowed)`
}

function _make_mismatch_msg(
  name: string,
  extra: string,
  differences: readonly Difference[],
): string {
  const exact = differences.every(({ tolerance }) => tolerance === 0)
  const lines = differences.map((one) => differenceText(one, exact))
  return `${name} are not ${exact ? 'equal' : 'close'}!\n\n${[extra, ...lines].join('\n')}`
}

/** The text for two numbers. */
export function make_scalar_mismatch_msg(
  actual: Typed,
  expected: Typed,
  rtol: number,
  atol: number,
  identifier: Identifier = null,
): string {
  const difference = absDifference(actual, expected)
  const size = abs(expected)
  const ratio = size === 0 ? Number.POSITIVE_INFINITY : Number(difference.value) / size
  return _make_mismatch_msg(
    nameOf('Scalars', identifier),
    `Expected ${text(expected)} but got ${text(actual)}.`,
    [
      { type: 'Absolute', diff: difference, index: null, tolerance: atol },
      { type: 'Relative', diff: { type: 'float', value: ratio }, index: null, tolerance: rtol },
    ],
  )
}

function unravel(flat: number, sizes: readonly number[]): number[] {
  const index: number[] = []
  let rest = flat
  for (const size of [...sizes].reverse()) {
    index.unshift(rest % size)
    rest = Math.floor(rest / size)
  }
  return index
}

// The greatest of the differences, where values do not match.
function greatest(differences: Tensor, matches: Tensor): [diff: Typed, flat: number] {
  differences.index_put_([matches], 0)
  const { values, indices } = C.max(differences, 0)
  return [itemOf(values), Number(indices.item())]
}

/** The text for two tensors; `matches` is true where their elements agree. */
export function make_tensor_mismatch_msg(
  actual: Tensor,
  expected: Tensor,
  matches: Tensor,
  rtol: number,
  atol: number,
  identifier: Identifier = null,
): string {
  const name = nameOf('Tensor-likes', identifier)
  const count = matches.numel()
  const wrong = count - Number(C.sum(matches).item())
  const share = formatFixed((wrong / count) * 100, 1)
  const extra = `Mismatched elements: ${wrong} / ${count} (${share}%)`
  const { is_floating_point, is_complex, itemsize } = actual.dtype
  if (is_floating_point && itemsize === 1) {
    const first = (C.bitwise_not(matches).nonzero()[0] as Tensor).tolist() as number[]
    return `${name} are not 'equal'!\n\n${extra}\nThe first mismatched element is at index ${indexText(first)}.`
  }
  const flat = (tensor: Tensor): Tensor => {
    const values = tensor.flatten()
    return is_floating_point || is_complex ? values : values.to(int64)
  }
  const wanted = flat(expected)
  const where = matches.flatten()
  const differences = C.abs(flat(actual).sub(wanted))
  const [diff, at] = greatest(differences, where)
  const [ratio, ratioAt] = greatest(differences.div(C.abs(wanted)), where)
  const sizes = matches.shape
  return _make_mismatch_msg(name, extra, [
    { type: 'Absolute', diff, index: unravel(at, sizes), tolerance: atol },
    { type: 'Relative', diff: ratio, index: unravel(ratioAt, sizes), tolerance: rtol },
  ])
}
