// How datasets, samplers and containers of the user are read.

import { isTensor } from '../../../_is_tensor.js'
import { sliceIndices } from '../../../_sequence.js'
import { IndexError } from '../../../errors.js'

/** A map-style dataset, as the loader needs it: an array or tensor will do. */
export type MapDataset<T> = { __getitem__(index: number): T; __len__(): number } | readonly T[]

/** The error of `len(x)` where a class has no length: Python's classes have none by default. */
export function noLength(value: object): TypeError {
  return new TypeError(`object of type '${value.constructor.name}' has no len()`)
}

/** Python's `dataset[index]`, of anything that has an order. */
export function itemOf(dataset: unknown, index: unknown): unknown {
  const one = dataset as { __getitem__?: unknown }
  if (typeof one.__getitem__ === 'function') return one.__getitem__(index)
  if (isTensor(dataset)) return dataset.index([index as number])
  const list = dataset as ArrayLike<unknown>
  if (typeof index === 'string') {
    return (sliceIndices(index, list.length) ?? []).map((i) => list[i])
  }
  if (typeof index !== 'number') return Reflect.get(list, index as PropertyKey)
  const at = index < 0 ? index + list.length : index
  if (at < 0 || at >= list.length) throw new IndexError('list index out of range')
  return list[at]
}
