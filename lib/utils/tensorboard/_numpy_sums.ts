// NumPy's sums, to the bit: eight partial sums over blocks of 128, and halves above.

/** `array.sum()` of float64. */
export function pairwiseSum(x: Float64Array, start = 0, n = x.length): number {
  if (n < 8) {
    let sum = 0
    for (let i = start; i < start + n; i++) sum += x[i] as number
    return sum
  }
  if (n > 128) {
    const half = (n >> 1) - ((n >> 1) % 8)
    return pairwiseSum(x, start, half) + pairwiseSum(x, start + half, n - half)
  }
  const part = Array.from(x.subarray(start, start + 8))
  let i = 8
  for (; i < n - (n % 8); i += 8) {
    for (let j = 0; j < 8; j++) (part[j] as number) += x[start + i + j] as number
  }
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = part
  let sum = a + b + (c + d) + (e + f + (g + h))
  for (; i < n; i++) sum += x[start + i] as number
  return sum
}

/** `array.mean()`. */
export function mean(x: Float64Array): number {
  return pairwiseSum(x) / x.length
}

/** `array.std()`. */
export function std(x: Float64Array): number {
  const center = mean(x)
  return Math.sqrt(mean(x.map((value) => (value - center) * (value - center))))
}

/** `numpy.percentile` of sorted values, with `q` from 0 to 1. */
export function percentile(sorted: Float64Array, q: number): number {
  const at = (sorted.length - 1) * q
  const below = Math.floor(at)
  const low = sorted[below] as number
  const high = sorted[Math.min(below + 1, sorted.length - 1)] as number
  const t = at - below
  return t >= 0.5 ? high - (high - low) * (1 - t) : low + (high - low) * t
}
