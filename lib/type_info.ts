// Mirrors torch.finfo and torch.iinfo.

import { callable } from './_callable.js'
import { get_default_dtype } from './_default_dtype.js'
import { formatGeneral } from './_format.js'
import { isKeywords, python } from './_kwargs.js'
import { typeName } from './_typename.js'
import * as types from './dtype.js'
import { NotImplementedError } from './errors.js'

type dtype = types.dtype
const { dtype } = types

/** The numbers behind a floating type; `resolution` is 10^-digits that always survive. */
interface Limits {
  readonly eps: number
  readonly max: number
  readonly min: number
  readonly smallest_normal: number
  readonly resolution: number
}

function limits(
  eps: number,
  max: number,
  smallest_normal: number,
  resolution: number,
  min = -max,
): Limits {
  return { eps, max, min, smallest_normal, resolution }
}

const floating = new Map<dtype, Limits>([
  [types.float16, limits(2 ** -10, 65504, 2 ** -14, 1e-3)],
  [types.bfloat16, limits(2 ** -7, (2 - 2 ** -7) * 2 ** 127, 2 ** -126, 1e-2)],
  [types.float32, limits(2 ** -23, (2 - 2 ** -23) * 2 ** 127, 2 ** -126, 1e-6)],
  [types.float64, limits(2 ** -52, Number.MAX_VALUE, 2 ** -1022, 1e-15)],
  [types.float8_e5m2, limits(0.25, 57344, 2 ** -14, 1)],
  [types.float8_e4m3fn, limits(0.125, 448, 2 ** -6, 1)],
  [types.float8_e5m2fnuz, limits(0.125, 57344, 2 ** -15, 1)],
  [types.float8_e4m3fnuz, limits(0.125, 240, 2 ** -7, 1)],
  // No sign and no zero: the least value is positive.
  [types.float8_e8m0fnu, limits(1, 2 ** 127, 2 ** -127, 1, 2 ** -127)],
])

const integral = new Map<dtype, readonly [number | bigint, number | bigint]>([
  [types.uint8, [0, 255]],
  [types.uint16, [0, 65535]],
  [types.uint32, [0, 4294967295]],
  [types.uint64, [0, 18446744073709551615n]],
  [types.int8, [-128, 127]],
  [types.int16, [-32768, 32767]],
  [types.int32, [-2147483648, 2147483647]],
  [types.int64, [-9223372036854775808n, 9223372036854775807n]],
  [types.qint8, [-128, 127]],
  [types.quint8, [0, 255]],
  [types.qint32, [-2147483648, 2147483647]],
  [types.quint4x2, [0, 255]],
  [types.quint2x4, [0, 255]],
])

function checkType(name: string, type: unknown): asserts type is dtype {
  if (type instanceof dtype) return
  throw new TypeError(
    `${name}(): argument 'type' (position 1) must be torch.dtype, not ${typeName(type)}`,
  )
}

// LibTorch has no name for some types there, hence Python has none either.
function nameOf(type: dtype): string {
  if (integral.has(type) && type.scalarType.startsWith('Q')) {
    throw new NotImplementedError(`"dtype" not implemented for '${type.scalarType}'`)
  }
  return String(type).replace('torch.', '')
}

class finfo {
  readonly #type: dtype

  /** @param type - a floating or complex type; the default dtype where none is given. */
  constructor(type?: dtype | { type: dtype }, ...rest: undefined[]) {
    const given = finfoType(type, rest)
    checkType('finfo', given)
    if (!given.is_floating_point && !given.is_complex) {
      throw new TypeError(
        "torch.finfo() requires a floating point input type. Use torch.iinfo to handle 'torch.finfo'",
      )
    }
    this.#type = given.to_real()
  }

  #limit(name: keyof Limits, upstream: string): number {
    const found = floating.get(this.#type)
    if (found !== undefined) return found[name]
    throw new NotImplementedError(`"${upstream}" not implemented for '${this.#type.scalarType}'`)
  }

  /** The number of bits of one value. */
  get bits(): number {
    return this.#type.itemsize * 8
  }

  /** The distance from 1 to the next larger value. */
  get eps(): number {
    return this.#limit('eps', 'epsilon')
  }

  /** The greatest finite value. */
  get max(): number {
    return this.#limit('max', 'max')
  }

  /** The least finite value, `-max`. */
  get min(): number {
    return this.#limit('min', 'lowest')
  }

  /** The smallest positive normal value. */
  get smallest_normal(): number {
    return this.#limit('smallest_normal', 'min')
  }

  /** The same as `smallest_normal`. */
  get tiny(): number {
    return this.smallest_normal
  }

  /** The approximate decimal resolution, a power of ten. */
  get resolution(): number {
    return this.#limit('resolution', 'digits10')
  }

  /** The name of the type, without `torch.`. */
  get dtype(): string {
    this.#limit('eps', 'dtype')
    return nameOf(this.#type)
  }

  toString(): string {
    const { resolution, min, max, eps, tiny } = this
    const [r, n, x, e, t] = [resolution, min, max, eps, tiny].map((one) => formatGeneral(one))
    return `finfo(resolution=${r}, min=${n}, max=${x}, eps=${e}, smallest_normal=${t}, tiny=${t}, dtype=${this.dtype})`
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }
}

function finfoType(type: unknown, rest: readonly unknown[]): unknown {
  if (rest.length > 0) {
    const got = [type, ...rest].map((one) =>
      isKeywords(one)
        ? Object.entries(one)
            .map(([key, value]) => `${key}=${argumentType(value)}`)
            .join(', ')
        : argumentType(one),
    )
    throw new TypeError(
      `finfo() received an invalid combination of arguments - got (${got.join(', ')}), but expected one of:\n * (torch.dtype type)\n * ()\n`,
    )
  }
  if (type === undefined) return get_default_dtype()
  if (!isKeywords(type)) return type
  if (type.type !== undefined) return type.type
  throw new TypeError('finfo() missing 1 required positional arguments: "type"')
}

const argumentType = (value: unknown): string =>
  value instanceof dtype ? 'torch.dtype' : typeName(value)

const bindIinfo = python('iinfo(type)')

class iinfo {
  readonly #type: dtype

  /** @param type - an integer type. */
  constructor(type: dtype | { type: dtype }, ...rest: undefined[]) {
    if (type === undefined || (isKeywords(type) && type.type === undefined)) {
      throw new TypeError('iinfo() missing 1 required positional arguments: "type"')
    }
    const { type: given } = bindIinfo<{ type: unknown }>([type, ...rest])
    checkType('iinfo', given)
    if (given === types.bool) throw new TypeError('torch.bool is not supported by torch.iinfo')
    if (!integral.has(given)) {
      throw new TypeError(
        "torch.iinfo() requires an integer input type. Use torch.finfo to handle 'torch.iinfo'",
      )
    }
    this.#type = given
  }

  /** The number of bits of one value. */
  get bits(): number {
    return this.#type.itemsize * 8
  }

  /** The greatest value; a bigint beyond 2^53. */
  get max(): number | bigint {
    return integral.get(this.#type)?.[1] ?? 0
  }

  /** The least value; a bigint below -2^53. */
  get min(): number | bigint {
    return integral.get(this.#type)?.[0] ?? 0
  }

  /** The name of the type, without `torch.`. */
  get dtype(): string {
    return nameOf(this.#type)
  }

  toString(): string {
    const min = formatGeneral(Number(this.min))
    const max = formatGeneral(Number(this.max))
    return `iinfo(min=${min}, max=${max}, dtype=${this.dtype})`
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }
}

/**
 * The numerical limits of a floating or complex type, the default dtype unless given: `eps`, `max`, `min`, `tiny`,
 * `bits`, `resolution`. A TypeError for other types.
 *
 * @example
 * torch.finfo(torch.float32).eps // 1.1920928955078125e-07
 * torch.finfo(torch.float16).max // 65504
 *
 * @see https://docs.pytorch.org/docs/2.13/type_info.html#torch.torch.finfo
 */
const finfo_ = callable(finfo)
type finfo_ = finfo
/**
 * The numerical limits of an integer type: `max`, `min` (bigints beyond 2^53), `bits`. A TypeError for other types.
 *
 * @example
 * torch.iinfo(torch.int32).max // 2147483647
 *
 * @see https://docs.pytorch.org/docs/2.13/type_info.html#torch.torch.iinfo
 */
const iinfo_ = callable(iinfo)
type iinfo_ = iinfo

export { finfo_ as finfo, iinfo_ as iinfo }
