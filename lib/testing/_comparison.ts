// Mirrors torch/testing/_comparison.py.

import { isMap } from '../_is_map.js'
import { isTensor } from '../_is_tensor.js'
import { python } from '../_kwargs.js'
import { isComplex, isPlainObject, pyRepr, pyStr } from '../_repr.js'
import { typeName } from '../_typename.js'
import { type TensorData, tensor } from '../creation.js'
import * as types from '../dtype.js'
import { AssertionError, RuntimeError } from '../errors.js'
import { FutureWarning, warn } from '../warnings.js'
import { ErrorMeta, type Id, idText } from './_error_meta.js'
import { classText, type Options, type Pair, pairText, pairTypes } from './_pairs.js'
import { default_tolerances } from './_tolerances.js'

/** Options of {@link assert_close}. */
export interface AssertCloseOptions {
  /** Whether a value may be of a subclass of the other's class, as a `Parameter` is a `Tensor`. */
  allow_subclasses?: boolean | undefined
  /** The relative tolerance; given with `atol`, or chosen by the dtypes. */
  rtol?: number | null | undefined
  /** The absolute tolerance; given with `rtol`, or chosen by the dtypes. */
  atol?: number | null | undefined
  /** Whether NaN equals NaN. */
  equal_nan?: boolean | undefined
  check_device?: boolean | undefined
  check_dtype?: boolean | undefined
  check_layout?: boolean | undefined
  check_stride?: boolean | undefined
  /** A message of one's own, or what makes it of the usual one. */
  msg?: string | ((generated: string) => string) | null | undefined
}

const closing =
  'If you are a user and see this message during normal operation please file an issue at ' +
  'https://github.com/pytorch/pytorch/issues. If you are a developer and working on the comparison functions, please ' +
  'except the previous error and raise an expressive `ErrorMeta` instead.'

// What a dict is here: its entries; null for other values.
function entriesOf(value: unknown): Map<unknown, unknown> | null {
  if (isMap(value)) return value as Map<unknown, unknown>
  if (!isPlainObject(value) || isComplex(value)) return null
  return new Map(Object.entries(value))
}

function sorted(keys: Iterable<unknown>): unknown[] {
  return [...keys].sort((a, b) => ((a as string) < (b as string) ? -1 : 1))
}

function originateMappings(
  actual: Map<unknown, unknown>,
  expected: Map<unknown, unknown>,
  id: Id,
  options: Options,
): Pair[] {
  const missing = [...expected.keys()].filter((key) => !actual.has(key))
  const additional = [...actual.keys()].filter((key) => !expected.has(key))
  if (missing.length > 0 || additional.length > 0) {
    throw new ErrorMeta(
      AssertionError,
      'The keys of the mappings do not match:\n' +
        `Missing keys in the actual mapping: ${pyRepr(sorted(missing))}\n` +
        `Additional keys in the actual mapping: ${pyRepr(sorted(additional))}`,
      id,
    )
  }
  return sorted(actual.keys()).flatMap((key) =>
    originate_pairs(actual.get(key), expected.get(key), [...id, key], options),
  )
}

function originatePair(actual: unknown, expected: unknown, id: Id, options: Options): Pair {
  for (const [name, make] of Object.entries(pairTypes)) {
    try {
      const pair = make(actual, expected, id, options)
      if (pair !== null) return pair
    } catch (cause) {
      if (cause instanceof ErrorMeta) throw cause
      const [a, b] = [actual, expected].map((one) => `${typeName(one)}(): ${pyStr(one)}`)
      throw new RuntimeError(
        `Originating a ${name}() at item ${idText(id)} with\n\n${a}\n\nand\n\n${b}\n\n` +
          `resulted in the unexpected exception above. ${closing}`,
        { cause },
      )
    }
  }
  throw new ErrorMeta(
    TypeError,
    `No comparison pair was able to handle inputs of type ${classText(actual)} and ${classText(expected)}.`,
    id,
  )
}

// The pairs of all items of nested lists and dicts, whose form must be the same.
function originate_pairs(actual: unknown, expected: unknown, id: Id, options: Options): Pair[] {
  if (Array.isArray(actual) && Array.isArray(expected)) {
    if (actual.length !== expected.length) {
      throw new ErrorMeta(
        AssertionError,
        `The length of the sequences mismatch: ${actual.length} != ${expected.length}`,
        id,
      )
    }
    return actual.flatMap((item, i) => originate_pairs(item, expected[i], [...id, i], options))
  }
  const [a, b] = [entriesOf(actual), entriesOf(expected)]
  if (a !== null && b !== null) return originateMappings(a, b, id, options)
  return [originatePair(actual, expected, id, options)]
}

function compare(pair: Pair): ErrorMeta | null {
  try {
    pair.compare()
    return null
  } catch (cause) {
    if (cause instanceof ErrorMeta) return cause
    throw new RuntimeError(
      `Comparing\n\n${pairText(pair)}\n\nresulted in the unexpected exception above. ${closing}`,
      { cause },
    )
  }
}

const bindClose = python(
  'assert_close(actual, expected, *, allow_subclasses=True, rtol=None, atol=None, equal_nan=False, check_device=True, check_dtype=True, check_layout=True, check_stride=False, msg=None)',
  { dicts: ['actual', 'expected'] },
)

/**
 * Throws unless two values are close: `|actual - expected| <= atol + rtol * |expected|` for each element. Tensors must
 * also agree in shape, dtype, device and layout. Lists and dicts are compared item by item.
 *
 * @param actual - a tensor, something that `torch.as_tensor` takes, a number, boolean or null, or lists or dicts of those.
 * @throws AssertionError that tells how many elements differ, and by how much. TypeError for what cannot be compared.
 * ValueError where only one of both tolerances is given.
 *
 * @example
 * const { assert_close } = torch.testing
 * assert_close(torch.tensor([1, 2]).div(2), torch.tensor([0.5, 1.0]))
 * assert_close([1.5, 0.5], [1.6, 0.5], { rtol: 0.1, atol: 0, msg: (text) => `after training: ${text}` })
 *
 * @see https://docs.pytorch.org/docs/2.13/testing.html#torch.testing.assert_close
 */
export function assert_close(actual: unknown, expected: unknown, options?: AssertCloseOptions): void
export function assert_close(...args: unknown[]): void {
  const { actual, expected, msg, ...options } = bindClose<
    Options & { actual: unknown; expected: unknown; msg: AssertCloseOptions['msg'] }
  >(args)
  let pairs: Pair[]
  try {
    pairs = originate_pairs(actual, expected, [], options)
  } catch (error) {
    // A user's message is for values that differ.
    throw error instanceof ErrorMeta ? error.to_error() : error
  }
  const [first] = pairs.map(compare).filter((one) => one !== null)
  if (first) throw first.to_error(msg)
}

const bindAllclose = python(
  'assert_allclose(actual, expected, rtol=None, atol=None, equal_nan=True, msg="")',
)

const allclosePrecisions = new Map([
  [types.float16, [1e-3, 1e-3]],
  [types.float32, [1e-4, 1e-5]],
  [types.float64, [1e-5, 1e-8]],
] as const)

/**
 * The older, looser {@link assert_close}; deprecated.
 *
 * @example
 * torch.testing.assert_allclose(torch.ones(2), torch.ones(2))
 *
 * @see https://docs.pytorch.org/docs/2.13/testing.html#torch.testing.assert_allclose
 */
export function assert_allclose(
  actual: TensorData,
  expected: TensorData,
  kw?: Pick<AssertCloseOptions, 'rtol' | 'atol' | 'equal_nan'> & { msg?: string },
): void
export function assert_allclose(
  actual: TensorData,
  expected: TensorData,
  rtol: number | null,
  atol: number | null,
  equal_nan?: boolean,
  msg?: string,
): void
export function assert_allclose(...args: unknown[]): void {
  warn(
    '`torch.testing.assert_allclose()` is deprecated since 1.12 and will be removed in a future release. Please use ' +
      '`torch.testing.assert_close()` instead. You can find detailed upgrade instructions in ' +
      'https://github.com/pytorch/pytorch/issues/61844.',
    FutureWarning,
  )
  const a = bindAllclose<{
    actual: TensorData
    expected: TensorData
    rtol: number | null
    atol: number | null
    equal_nan: boolean
    msg: string
  }>(args)
  const actual = isTensor(a.actual) ? a.actual : tensor(a.actual)
  const { dtype } = actual
  const expected = isTensor(a.expected) ? a.expected : tensor(a.expected, { dtype })
  const [rtol, atol] =
    a.rtol === null && a.atol === null
      ? default_tolerances([dtype, expected.dtype], allclosePrecisions)
      : [a.rtol, a.atol]
  const msg = a.msg === '' ? null : a.msg
  assert_close(actual, expected, { rtol, atol, equal_nan: a.equal_nan, check_dtype: false, msg })
}
