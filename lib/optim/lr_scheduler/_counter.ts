// Python's collections.Counter, for milestones.

import { isMap } from '../../_is_map.js'

/** How often each number occurs. */
export type Counts = Map<number, number>

/** Counts the numbers of a list. */
export function counter(numbers: Iterable<number>): Counts {
  const counts: Counts = new Map()
  for (const one of numbers) counts.set(one, (counts.get(one) ?? 0) + 1)
  return counts
}

/** Counts that went through a file may come back as a plain object. */
export function countsOf(kept: Counts | Readonly<Record<string, number>>): Counts {
  if (isMap<number, number>(kept)) return kept
  return new Map(Object.entries(kept).map(([key, count]) => [Number(key), count]))
}

/** The numbers that were counted, in order. */
export function sortedElements(counts: Counts): number[] {
  const numbers = [...counts].flatMap(([one, count]) => new Array<number>(count).fill(one))
  return numbers.sort((a, b) => a - b)
}
