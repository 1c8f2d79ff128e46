// How examples are gathered into batches. Mirrors batch() and pool() of torchtext/data/iterator.py.

import { sorted } from '../../builtins.js'
import type { OfExample, SortKey } from './dataset.js'

/** The size of a batch with another example: of that, how many there then are, and the size up to now. */
export type BatchSize<E> = OfExample<E, [count: number, so_far: number], number>

const byCount = (_example: unknown, count: number): number => count

/** Examples in batches of a size; the last one may be smaller. */
export function* batch<E>(
  data: Iterable<E>,
  batch_size: number,
  batch_size_fn: BatchSize<E> | null = null,
): IterableIterator<E[]> {
  const sizeWith = batch_size_fn ?? byCount
  let minibatch: E[] = []
  let size = 0
  for (const example of data) {
    minibatch.push(example)
    size = sizeWith(example, minibatch.length, size)
    if (size === batch_size) {
      yield minibatch
      minibatch = []
      size = 0
    } else if (size > batch_size) {
      yield minibatch.slice(0, -1)
      minibatch = minibatch.slice(-1)
      size = sizeWith(example, 1, 0)
    }
  }
  if (minibatch.length > 0) yield minibatch
}

interface PoolOptions<E> {
  key: SortKey<E>
  batch_size_fn: BatchSize<E> | null
  shuffle: ((batches: readonly E[][]) => E[][]) | null
  sort_within_batch: boolean
}

/** As {@link batch}, but of a hundred batches at a time: similar examples come together, the batches in any order. */
export function* pool<E>(
  data: Iterable<E>,
  batch_size: number,
  { key, batch_size_fn, shuffle, sort_within_batch }: PoolOptions<E>,
): IterableIterator<E[]> {
  for (const chunk of batch(data, 100 * batch_size, batch_size_fn)) {
    const ordered = sort_within_batch ? (sorted(chunk, { key: key as never }) as E[]) : chunk
    const batches = [...batch(ordered, batch_size, batch_size_fn)]
    yield* shuffle === null ? batches : shuffle(batches)
  }
}
