import torch, { type Tensor } from 'torch-node'
import { type Container, count, isSparse, type StridedRow } from './container.js'

export class Mismatch extends Error {}

/** How equal two values are; the worse of two wins. */
export type Equality = 'bits' | 'close'

const worse = (a: Equality, b: Equality): Equality => (a === 'close' ? a : b)

// torch.testing.assert_close: [rtol, atol] by dtype, exact for all others.
const tolerances: Record<string, [number, number]> = {
  float16: [1e-3, 1e-5],
  bfloat16: [1.6e-2, 1e-5],
  float32: [1.3e-6, 1e-5],
  float64: [1e-7, 1e-7],
  complex32: [1e-3, 1e-5],
  complex64: [1.3e-6, 1e-5],
  complex128: [1e-7, 1e-7],
}

/** A contiguous copy on one dimension, without lazy conjugation or negation. */
function flat(tensor: Tensor): Tensor {
  const plain = tensor.detach().resolve_conj().resolve_neg()
  return plain.clone({ memory_format: torch.contiguous_format }).reshape([-1])
}

/** The elements in row-major order, as bytes. */
export function bytesOf(tensor: Tensor): Uint8Array {
  if (tensor.numel() === 0) return new Uint8Array(0)
  return flat(tensor).view(torch.uint8).numpy<Uint8Array>().data
}

function wide(tensor: Tensor): Float64Array {
  const plain = flat(tensor)
  const real = plain.is_complex() ? torch.view_as_real(plain.to(torch.complex128)) : plain
  return real.to(torch.float64).reshape([-1]).numpy<Float64Array>().data
}

function sameBytes(a: Uint8Array, b: Uint8Array) {
  return Buffer.from(a.buffer, a.byteOffset, a.byteLength).equals(b)
}

function close(actual: Tensor, wanted: Tensor, [rtol, atol]: [number, number]) {
  const a = wide(actual)
  const b = wide(wanted)
  return a.every((x, at) => {
    const y = b[at] as number
    if (x === y || (Number.isNaN(x) && Number.isNaN(y))) return true
    return Math.abs(x - y) <= atol + rtol * Math.abs(y)
  })
}

function compareStrided(
  actual: Tensor,
  box: Container<unknown>,
  at: number,
  what: string,
): Equality {
  const row = box.row(at) as StridedRow
  const [dtype, shape, strides, offset] = row
  if (String(actual.dtype) !== `torch.${dtype}`) {
    throw new Mismatch(`${what}: dtype is ${actual.dtype}, not torch.${dtype}`)
  }
  if (String([...actual.shape]) !== String(shape)) {
    throw new Mismatch(`${what}: shape is [${[...actual.shape]}], not [${shape}]`)
  }
  if (count(shape) === 0) return 'bits'
  const expected = strides ? String(strides) : null
  const given = String([...actual.stride()])
  if (expected === null ? !actual.is_contiguous() : given !== expected) {
    throw new Mismatch(`${what}: strides are [${given}], not [${expected ?? 'contiguous'}]`)
  }
  if (offset === null) return 'bits'
  const wanted = box.make(at)
  if (sameBytes(bytesOf(actual), bytesOf(wanted))) return 'bits'
  const tolerance = tolerances[dtype]
  if (tolerance && close(actual, wanted, tolerance)) return 'close'
  const list = (tensor: Tensor) => JSON.stringify([...wide(tensor).slice(0, 6)])
  throw new Mismatch(`${what}: values ${list(actual)} instead of ${list(wanted)}`)
}

export function compareTensor(
  actual: unknown,
  box: Container<unknown>,
  at: number,
  what: string,
): Equality {
  if (!(actual instanceof torch.Tensor))
    throw new Mismatch(`${what}: not a tensor but ${String(actual)}`)
  const row = box.row(at)
  if (!isSparse(row)) return compareStrided(actual, box, at, what)
  const [layout, shape, parts] = row
  if (String(actual.layout) !== `torch.${layout}`)
    throw new Mismatch(`${what}: layout ${actual.layout}`)
  if (String([...actual.shape]) !== String(shape))
    throw new Mismatch(`${what}: shape [${[...actual.shape]}]`)
  const columns = layout === 'sparse_csc' || layout === 'sparse_bsc'
  const found =
    layout === 'sparse_coo'
      ? [actual._indices(), actual._values()]
      : columns
        ? [actual.ccol_indices(), actual.row_indices(), actual.values()]
        : [actual.crow_indices(), actual.col_indices(), actual.values()]
  return found
    .map((part, index) =>
      compareTensor(part, box, parts[index] as number, `${what}, part ${index}`),
    )
    .reduce(worse, 'bits')
}

function compareNumber(actual: unknown, wanted: number, what: string): Equality {
  const value = typeof actual === 'bigint' ? Number(actual) : actual
  if (Object.is(value, wanted)) return 'bits'
  if (typeof value === 'number' && Math.abs(value - wanted) <= 1e-7 + 1e-7 * Math.abs(wanted))
    return 'close'
  throw new Mismatch(`${what}: ${String(actual)} instead of ${wanted}`)
}

/** Compares a result with what scripts/golden/op_db.py's `encode_result` wrote. */
export function compare(
  actual: unknown,
  wanted: unknown,
  box: Container<unknown>,
  what = 'result',
): Equality {
  if (typeof wanted === 'number') return compareNumber(actual, wanted, what)
  if (Array.isArray(wanted)) {
    const items = actual as unknown[]
    if (!Array.isArray(items) || items.length !== wanted.length) {
      throw new Mismatch(`${what}: not ${wanted.length} results but ${String(actual)}`)
    }
    return wanted
      .map((item, at) => compare(items[at], item, box, `${what}[${at}]`))
      .reduce(worse, 'bits')
  }
  if (typeof wanted !== 'object' || wanted === null) {
    if (actual !== wanted)
      throw new Mismatch(`${what}: ${String(actual)} instead of ${String(wanted)}`)
    return 'bits'
  }
  const [kind, body] = Object.entries(wanted)[0] as [string, never]
  if (kind === 't') return compareTensor(actual, box, body, what)
  if (kind === 'named') {
    const { named, fields, of } = wanted as { named: string; fields: string[]; of: unknown[] }
    if (!String(actual).startsWith(`torch.return_types.${named}(`)) {
      throw new Mismatch(`${what}: not torch.return_types.${named} but ${String(actual)}`)
    }
    fields.forEach((field, at) => {
      if (Reflect.get(actual as object, field) !== (actual as unknown[])[at]) {
        throw new Mismatch(`${what}: no field ${field}`)
      }
    })
    return compare(actual, of, box, what)
  }
  if (kind === 'f')
    return compareNumber(actual, Number(String(body).replace('inf', 'Infinity')), what)
  if (kind === 'c') {
    const { re, im } = actual as { re: number; im: number }
    return compare([re, im], body, box, what)
  }
  if (kind === 'i') {
    if (BigInt(actual as number) !== BigInt(body))
      throw new Mismatch(`${what}: ${String(actual)} instead of ${body}`)
    return 'bits'
  }
  if (String(actual) !== `torch.${body}` && String(actual) !== body) {
    throw new Mismatch(`${what}: ${String(actual)} instead of ${body}`)
  }
  return 'bits'
}
