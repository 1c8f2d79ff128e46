// Mirrors torch/testing/_creation.py.

import { empty, randint, view_as_real } from '../_generated/torch_functions.js'
import { python } from '../_kwargs.js'
import { floatRepr, pyRepr } from '../_repr.js'
import * as types from '../dtype.js'
import { ValueError } from '../errors.js'
import type { memory_format } from '../memory_format.js'
import { finfo, iinfo } from '../type_info.js'
import type { Device, Tensor } from '../types.js'
import { FutureWarning, warn } from '../warnings.js'

type Number = number | bigint

const _INTEGRAL_TYPES: ReadonlySet<unknown> = new Set([
  types.uint8,
  types.int8,
  types.int16,
  types.int32,
  types.int64,
  types.uint16,
  types.uint32,
  types.uint64,
])
const _FLOATING_TYPES: ReadonlySet<unknown> = new Set([
  types.float16,
  types.bfloat16,
  types.float32,
  types.float64,
])
const _FLOATING_8BIT_TYPES: ReadonlySet<unknown> = new Set([
  types.float8_e4m3fn,
  types.float8_e5m2,
  types.float8_e4m3fnuz,
  types.float8_e5m2fnuz,
])
const _COMPLEX_TYPES: ReadonlySet<unknown> = new Set([
  types.complex32,
  types.complex64,
  types.complex128,
])

/** Options of {@link make_tensor}. */
export interface MakeTensorOptions {
  dtype: types.dtype
  device: Device
  /** The lower limit, inclusive: -9 unless given (0 for booleans and unsigned types). */
  low?: Number | null | undefined
  /** The upper limit, exclusive: 10 for integers, 2 for booleans, 9 for all others unless given. */
  high?: Number | null | undefined
  requires_grad?: boolean | undefined
  /** Makes the result a view of every second element of a larger tensor. */
  noncontiguous?: boolean | undefined
  /** Replaces zeros: by one, or for floating point by the smallest positive normal number. */
  exclude_zero?: boolean | undefined
  memory_format?: memory_format | null | undefined
}

interface Range {
  readonly dtype: types.dtype
  readonly lowest: Number
  readonly highest: Number
  readonly low: Number
  readonly high: Number
}

function rangeOf(dtype: types.dtype): Range | null {
  if (dtype === types.bool) return { dtype, lowest: 0, highest: 2, low: 0, high: 2 }
  if (_INTEGRAL_TYPES.has(dtype)) {
    const { min, max } = iinfo(dtype)
    // What is drawn lies below an int64: the greatest of these is never drawn.
    const highest = dtype === types.int64 ? max : afterInteger(max)
    return { dtype, lowest: min, highest, low: -9, high: 10 }
  }
  if (_FLOATING_TYPES.has(dtype) || _COMPLEX_TYPES.has(dtype) || _FLOATING_8BIT_TYPES.has(dtype)) {
    const { min, max } = finfo(dtype)
    return { dtype, lowest: min, highest: max, low: -9, high: 9 }
  }
  return null
}

const afterInteger = (value: Number): Number => (typeof value === 'bigint' ? value + 1n : value + 1)

// Not Math.min, which takes no bigints.
function clamp(value: Number, low: Number, high: Number): Number {
  if (value < low) return low
  if (value > high) return high
  return value
}

const ceil = (value: Number): Number => (typeof value === 'bigint' ? value : Math.ceil(value))

function limits(range: Range, givenLow: Number | null, givenHigh: Number | null): [Number, Number] {
  const { dtype, lowest, highest } = range
  const low = givenLow ?? range.low
  const high = givenHigh ?? range.high
  const whole = dtype === types.bool || _INTEGRAL_TYPES.has(dtype)
  if (Number.isNaN(low) || Number.isNaN(high)) {
    throw new ValueError(
      `\`low\` and \`high\` cannot be NaN, but got low=${pyRepr(low)} and high=${pyRepr(high)}`,
    )
  }
  // Bigints and numbers are equal where neither is less.
  const equal = low >= high && low <= high
  if (equal && (_FLOATING_TYPES.has(dtype) || _COMPLEX_TYPES.has(dtype))) {
    warn(
      'Passing `low==high` to `torch.testing.make_tensor` for floating or complex types is deprecated since 2.1 and ' +
        'will be removed in 2.3. Use `torch.full(...)` instead.',
      FutureWarning,
    )
  } else if (low >= high) {
    throw new ValueError(
      `\`low\` must be less than \`high\`, but got ${pyRepr(low)} >= ${pyRepr(high)}`,
    )
  } else if (high < lowest || low >= highest) {
    const limit = (value: Number): string => (whole ? String(value) : floatRepr(Number(value)))
    throw new ValueError(
      `The value interval specified by \`low\` and \`high\` is [${pyRepr(low)}, ${pyRepr(high)}), ` +
        `but ${dtype} only supports [${limit(lowest)}, ${limit(highest)})`,
    )
  }
  const bounds = [low, high].map((bound) => clamp(bound, lowest, highest)) as [Number, Number]
  // The upper limit of integers is exclusive: up for both.
  return whole ? [ceil(bounds[0]), ceil(bounds[1])] : bounds
}

// `uniform_` takes no wider interval than the type's greatest value: half of it, doubled.
function _uniform_random_(t: Tensor, low: number, high: number): Tensor {
  if (high - low < finfo(t.dtype).max) return t.uniform_(low, high)
  return t.uniform_(low / 2, high / 2).mul_(2)
}

function draw(sizes: readonly number[], range: Range, bounds: [Number, Number], device: Device) {
  const { dtype } = range
  if (dtype === types.bool || _INTEGRAL_TYPES.has(dtype)) {
    return randint(bounds[0], bounds[1], sizes, { device, dtype })
  }
  const narrow = _FLOATING_8BIT_TYPES.has(dtype)
  const result = empty(sizes, { device, dtype: narrow ? types.float32 : dtype })
  const [low, high] = bounds.map(Number) as [number, number]
  _uniform_random_(_COMPLEX_TYPES.has(dtype) ? view_as_real(result) : result, low, high)
  return narrow ? result.to(dtype) : result
}

const bind = python(
  'make_tensor(*shape, dtype, device, low=None, high=None, requires_grad=False, noncontiguous=False, exclude_zero=False, memory_format=None)',
)

/**
 * A tensor with values drawn uniformly from `[low, high)`, for tests.
 *
 * @param shape - the sizes, as a list or one by one.
 * @throws ValueError for an interval that is empty or not the dtype's, for `requires_grad` of integers, and for
 * `noncontiguous` with `memory_format`. TypeError for other dtypes.
 * @example
 * make_tensor(3, { dtype: torch.float32, device: 'cpu', low: -1, high: 1 })
 * make_tensor([2, 2], { dtype: torch.bool, device: 'cpu' })
 * @see https://docs.pytorch.org/docs/2.13/testing.html#torch.testing.make_tensor
 */
export function make_tensor(...args: [...shape: number[], options: MakeTensorOptions]): Tensor
export function make_tensor(shape: readonly number[], options: MakeTensorOptions): Tensor
export function make_tensor(...args: unknown[]): Tensor {
  const a = bind<{
    shape: readonly (number | readonly number[])[]
    dtype: types.dtype
    device: Device
    low: Number | null
    high: Number | null
    requires_grad: boolean
    noncontiguous: boolean
    exclude_zero: boolean
    memory_format: memory_format | null
  }>(args)
  const { dtype, memory_format } = a
  const [first] = a.shape
  let sizes = (a.shape.length === 1 && Array.isArray(first) ? first : a.shape) as readonly number[]
  if (a.noncontiguous && memory_format !== null) {
    throw new ValueError(
      'The parameters `noncontiguous` and `memory_format` are mutually exclusive, but got ' +
        `noncontiguous=${pyRepr(a.noncontiguous)} and memory_format=${memory_format}`,
    )
  }
  if (a.requires_grad && (dtype === types.bool || _INTEGRAL_TYPES.has(dtype))) {
    throw new ValueError(
      `\`requires_grad=True\` is not supported for boolean and integral dtypes, but got dtype=${dtype}`,
    )
  }
  const noncontiguous = a.noncontiguous && sizes.reduce((n, size) => n * size, 1) > 1
  if (noncontiguous) sizes = [...sizes.slice(0, -1), 2 * (sizes.at(-1) as number)]
  const range = rangeOf(dtype)
  if (range === null) {
    throw new TypeError(
      `The requested dtype '${dtype}' is not supported by torch.testing.make_tensor(). To request support, file an ` +
        'issue at: https://github.com/pytorch/pytorch/issues',
    )
  }
  let result = draw(sizes, range, limits(range, a.low, a.high), a.device)
  // From the second element on, so that an offset counts too.
  if (noncontiguous) result = result['..., 1::2'] as Tensor
  else if (memory_format !== null) result = result.clone({ memory_format })
  if (a.exclude_zero) {
    const whole = dtype === types.bool || _INTEGRAL_TYPES.has(dtype)
    result.index_put_([result.eq(0)], whole ? 1 : finfo(dtype).tiny)
  }
  if (_FLOATING_TYPES.has(dtype) || _COMPLEX_TYPES.has(dtype))
    result.requires_grad = a.requires_grad
  return result
}
