// Mirrors torch/utils/data/_utils/fetch.py.

import { iter } from '../../../_builtins/iteration.js'
import { tensor } from '../../../creation.js'
import { strided } from '../../../layout.js'
import type { Tensor } from '../../../tensor.js'
import { Subset, TensorDataset } from '../dataset.js'
import { itemOf } from './access.js'
import { makesAnew } from './collate.js'

/** Reads the items that a sampler asks for. */
export interface Fetcher {
  /** One batch, or one item; the end of an iterable dataset is `done`. */
  fetch(index: unknown): IteratorResult<unknown>
}

type CollateFn = (data: never) => unknown

/** Reads a dataset, by its indices or, an iterable one, from start to end. */
export function fetcherOf(
  dataset: unknown,
  iterable: boolean,
  auto_collation: boolean,
  collate_fn: CollateFn,
  drop_last: boolean,
): Fetcher {
  return iterable
    ? iterableFetcher(dataset, auto_collation, collate_fn, drop_last)
    : mapFetcher(dataset, auto_collation, collate_fn)
}

function mapFetcher(dataset: unknown, auto_collation: boolean, collate_fn: CollateFn): Fetcher {
  const collate = collate_fn as (data: unknown) => unknown
  const byBatch = makesAnew(collate) ? batchReader(dataset) : null
  const read = (index: unknown): unknown => {
    if (!auto_collation) return collate(itemOf(dataset, index))
    const indices = index as number[]
    const batch = byBatch?.(indices) ?? null
    if (batch !== null) return batch
    const { __getitems__ } = Object(dataset) as { __getitems__?: unknown }
    const items =
      typeof __getitems__ === 'function'
        ? (Reflect.apply(__getitems__, dataset, [indices]) as unknown)
        : indices.map((i) => itemOf(dataset, i))
    return collate(items)
  }
  return { fetch: (index) => ({ done: false, value: read(index) }) }
}

function iterableFetcher(
  dataset: unknown,
  auto_collation: boolean,
  collate_fn: CollateFn,
  drop_last: boolean,
): Fetcher {
  const collate = collate_fn as (data: unknown) => unknown
  const items = iter(dataset) as Iterator<unknown>
  let ended = false
  const done = { done: true, value: undefined } as const
  const fetch = (index: unknown): IteratorResult<unknown> => {
    if (ended) return done
    if (!auto_collation) {
      const next = items.next()
      return next.done ? done : { done: false, value: collate(next.value) }
    }
    const { length } = index as unknown[]
    const data: unknown[] = []
    while (data.length < length) {
      const next = items.next()
      ended = Boolean(next.done)
      if (ended) break
      data.push(next.value)
    }
    if (data.length === 0 || (drop_last && data.length < length)) return done
    return { done: false, value: collate(data) }
  }
  return { fetch }
}

type BatchReader = (indices: readonly number[]) => Tensor[] | null

// Rows picked by one operator are, bit for bit, the rows stacked; asking item by item costs several calls each.
function batchReader(dataset: unknown): BatchReader | null {
  if (dataset instanceof Subset && isOwn(dataset, Subset)) {
    const inner = batchReader(dataset.dataset)
    return inner && ((indices) => inner(indices.map((i) => itemOf(dataset.indices, i) as number)))
  }
  if (!(dataset instanceof TensorDataset) || !isOwn(dataset, TensorDataset)) return null
  const tensors = dataset.tensors as readonly Tensor[]
  const simple = (one: Tensor): boolean =>
    one.layout === strided && !one.is_nested && !one.requires_grad && one.is_contiguous()
  if (!tensors.every(simple)) return null
  const size = tensors[0]?.size(0) ?? 0
  return (indices) => {
    // Negative and wrong indices, and whatever else a sampler may give, take the long way, which knows the errors.
    if (!indices.every((i) => Number.isInteger(i) && i >= 0 && i < size)) return null
    const [first = 0] = indices
    if (indices.every((index, i) => index === first + i)) {
      return tensors.map((one) => one.narrow(0, first, indices.length).clone())
    }
    const rows = tensor([...indices])
    return tensors.map((one) => one.index_select(0, one.is_cpu ? rows : rows.to(one.device)))
  }
}

// A subclass that reads items its own way is asked for them.
function isOwn(dataset: object, cls: { readonly prototype: object }): boolean {
  const { prototype } = cls as { prototype: Record<string, unknown> }
  const own = dataset as Record<string, unknown>
  return own.__getitem__ === prototype.__getitem__ && own.__getitems__ === prototype.__getitems__
}
