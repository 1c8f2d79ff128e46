// Python's `base ** exponent`.

// A product in two doubles, exact: Dekker's way, for lack of a fused multiply-add.
function product(a: number, b: number): [high: number, low: number] {
  const high = a * b
  const [aHigh, aLow] = halves(a)
  const [bHigh, bLow] = halves(b)
  return [high, aHigh * bHigh - high + aHigh * bLow + aLow * bHigh + aLow * bLow]
}

function halves(a: number): [high: number, low: number] {
  const scaled = 134217729 * a // 2^27 + 1
  const high = scaled - (scaled - a)
  return [high, a - high]
}

type Double2 = [high: number, low: number]

function multiply([aHigh, aLow]: Double2, [bHigh, bLow]: Double2): Double2 {
  const [high, error] = product(aHigh, bHigh)
  const low = error + aHigh * bLow + aLow * bHigh
  const sum = high + low
  return [sum, low - (sum - high)]
}

/**
 * `base ** exponent` as C's `pow` rounds it, on which Python rests, for the whole exponents that counts of steps are.
 * V8's own operator differs in the last bit of one result in twelve.
 */
export function pow(base: number, exponent: number): number {
  if (!Number.isSafeInteger(exponent) || exponent < 0) return base ** exponent
  let result: Double2 = [1, 0]
  let power: Double2 = [base, 0]
  for (let left = exponent; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result = multiply(result, power)
    if (left > 1) power = multiply(power, power)
  }
  return result[0] + result[1]
}
