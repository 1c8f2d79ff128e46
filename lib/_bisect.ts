// Python's bisect.

/** Where `x` goes in a sorted list, behind what is equal to it; between `lo` and `hi`. */
export function bisect_right(a: readonly number[], x: number, lo = 0, hi = a.length): number {
  let low = lo
  let high = hi
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (x < (a[middle] as number)) high = middle
    else low = middle + 1
  }
  return low
}
