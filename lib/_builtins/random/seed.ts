// What `random.seed` makes of its argument: the words that start the Mersenne Twister.

import { createHash } from 'node:crypto'

/** What a generator can start from; null stands for the system's source of randomness. */
export type Seed = number | bigint | boolean | string | Uint8Array | null

const unsupported =
  'The only supported seed types are: None,\nint, float, str, bytes, and bytearray.'

const isBytes = (value: unknown): value is Uint8Array =>
  ArrayBuffer.isView(value) && Object.prototype.toString.call(value) === '[object Uint8Array]'

const fromBytes = (bytes: Uint8Array): bigint =>
  BigInt(`0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex')}`)

// Python's hash of a float: the value modulo the prime 2^61 - 1, a fraction's denominator inverted.
function hashFloat(value: number): bigint {
  if (Number.isNaN(value)) return 0n
  if (!Number.isFinite(value)) return value > 0 ? 314159n : -314159n
  let whole = Math.abs(value)
  let halvings = 0
  while (!Number.isInteger(whole)) {
    whole *= 2
    halvings++
  }
  const prime = 2n ** 61n - 1n
  // 2^61 is 1 modulo the prime, so that halving once is doubling 60 times.
  const hash = (BigInt(whole) * 2n ** BigInt((60 * halvings) % 61)) % prime
  return value < 0 ? -hash : hash
}

// The rule of Python before 3.2.
function hashTextV1(text: string): bigint {
  const codes = Array.from(text, (char) => BigInt(char.codePointAt(0) as number))
  let x = (codes[0] ?? 0n) << 7n
  for (const code of codes) x = BigInt.asUintN(64, (1000003n * x) ^ code)
  return x ^ BigInt(codes.length)
}

function integerOf(seed: unknown, version: number): bigint {
  if (typeof seed === 'string' || isBytes(seed)) {
    if (version === 1) {
      return hashTextV1(typeof seed === 'string' ? seed : Buffer.from(seed).toString('latin1'))
    }
    const bytes = typeof seed === 'string' ? Buffer.from(seed, 'utf8') : seed
    return fromBytes(Buffer.concat([bytes, createHash('sha512').update(bytes).digest()]))
  }
  if (typeof seed === 'bigint') return seed < 0n ? -seed : seed
  if (typeof seed === 'boolean') return BigInt(seed)
  if (typeof seed !== 'number') throw new TypeError(unsupported)
  if (Number.isInteger(seed)) return BigInt(Math.abs(seed))
  return BigInt.asUintN(64, hashFloat(seed))
}

/** The words of a seed, the lowest first. */
export function seedWords(seed: unknown, version: number): Uint32Array {
  const hex = integerOf(seed, version).toString(16)
  const words = new Uint32Array(Math.ceil(hex.length / 8))
  for (let i = 0; i < words.length; i++) {
    const end = hex.length - 8 * i
    words[i] = Number.parseInt(hex.slice(Math.max(end - 8, 0), end), 16)
  }
  return words
}
