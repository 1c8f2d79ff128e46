// The format of safetensors: the length of a header, the header in JSON, then the bytes of all tensors.

import { callable } from '../_callable.js'
import type { dtype } from '../dtype.js'
import * as d from '../dtype.js'
import { Exception } from '../errors.js'

class SafetensorError extends Exception {}

/** What reading or writing a safetensors file throws. */
const SafetensorError_ = callable(SafetensorError)
type SafetensorError_ = SafetensorError

export { SafetensorError_ as SafetensorError }

// In the order in which files have them, the last first.
const types: readonly (readonly [name: string, dtype: dtype | null, bits: number])[] = [
  ['BOOL', d.bool, 8],
  ['F4', d.float4_e2m1fn_x2, 4],
  ['F6_E2M3', null, 6],
  ['F6_E3M2', null, 6],
  ['U8', d.uint8, 8],
  ['I8', d.int8, 8],
  ['F8_E5M2', d.float8_e5m2, 8],
  ['F8_E4M3', d.float8_e4m3fn, 8],
  ['F8_E8M0', d.float8_e8m0fnu, 8],
  ['F8_E4M3FNUZ', d.float8_e4m3fnuz, 8],
  ['F8_E5M2FNUZ', d.float8_e5m2fnuz, 8],
  ['I16', d.int16, 16],
  ['U16', d.uint16, 16],
  ['F16', d.float16, 16],
  ['BF16', d.bfloat16, 16],
  ['I32', d.int32, 32],
  ['U32', d.uint32, 32],
  ['F32', d.float32, 32],
  ['C64', d.complex64, 64],
  ['F64', d.float64, 64],
  ['I64', d.int64, 64],
  ['U64', d.uint64, 64],
]

/** One tensor of a file. */
export interface TensorInfo {
  readonly name: string
  /** The name of its type in files, such as `F32`. */
  readonly type: string
  readonly dtype: dtype | null
  readonly shape: readonly number[]
  /** Where its bytes begin and end, behind the header. */
  readonly start: number
  readonly stop: number
}

export interface Header {
  readonly metadata: Record<string, string> | null
  /** In the order of their bytes. */
  readonly tensors: readonly TensorInfo[]
  /** Where the bytes of the tensors begin. */
  readonly dataStart: number
}

const maxHeader = 100_000_000

/** How many bytes the header has, of the first eight bytes of a file. */
export function headerLength(first: Uint8Array, fileSize: number): number {
  if (fileSize < 8) throw new SafetensorError('header too small')
  const length = Number(Buffer.from(first).readBigUInt64LE())
  if (length > maxHeader) throw new SafetensorError('header too large')
  if (8 + length > fileSize) throw new SafetensorError('invalid header length')
  return length
}

function invalid(reason: string): SafetensorError {
  return new SafetensorError(`invalid JSON in header: ${reason}`)
}

function parsed(header: Uint8Array): Record<string, unknown> {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(header)
  } catch {
    throw new SafetensorError('invalid UTF-8 in header: invalid utf-8 sequence')
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw invalid((error as Error).message)
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>
  }
  throw invalid('expected struct HashMetadata')
}

function isSize(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && !Object.is(value, -0)
}

function infoOf(name: string, value: unknown): TensorInfo {
  if (typeof value !== 'object' || value === null) {
    throw invalid(`expected struct TensorInfo for \`${name}\``)
  }
  const { dtype: type, shape, data_offsets: offsets } = value as Record<string, unknown>
  for (const [field, given] of Object.entries({ dtype: type, shape, data_offsets: offsets })) {
    if (given === undefined) throw invalid(`missing field \`${field}\``)
  }
  const found = types.find(([known]) => known === type)
  if (found === undefined) {
    const names = types.map(([known]) => `\`${known}\``).join(', ')
    throw invalid(`unknown variant \`${String(type)}\`, expected one of ${names}`)
  }
  if (!Array.isArray(shape) || !shape.every(isSize)) throw invalid('expected usize in `shape`')
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isSize)) {
    throw invalid('expected two of usize in `data_offsets`')
  }
  const [start, stop] = offsets as [number, number]
  return { name, type: found[0], dtype: found[1], shape: shape as number[], start, stop }
}

function bitsOf({ type, shape }: TensorInfo): number {
  const [, , bits] = types.find(([known]) => known === type) as (typeof types)[number]
  let elements = 1
  for (const size of shape) elements *= size
  // A zero hides no overflow.
  if (shape.includes(0)) return 0
  if (!Number.isSafeInteger(elements * bits)) {
    throw new SafetensorError('overflow computing buffer size from shape and/or element type')
  }
  return elements * bits
}

// No byte may belong to two tensors or to none.
function validate(tensors: readonly TensorInfo[], dataSize: number): void {
  let at = 0
  for (const info of tensors) {
    const { name, start, stop } = info
    if (start !== at || stop < start) {
      throw new SafetensorError(`invalid offset for tensor \`${name}\``)
    }
    at = stop
    const bits = bitsOf(info)
    if (bits % 8 !== 0) {
      throw new SafetensorError(
        'The slice is slicing for subbytes dtypes, and the slice does not end up at a byte boundary, this is invalid.',
      )
    }
    if (stop - start !== bits / 8) {
      throw new SafetensorError('invalid shape, data type, or offset for tensor')
    }
  }
  if (at !== dataSize) {
    throw new SafetensorError('incomplete metadata, file not fully covered')
  }
}

function metadataOf(value: unknown): Record<string, string> | null {
  if (value === undefined || value === null) return null
  if (typeof value !== 'object' || Array.isArray(value)) throw invalid('expected a map')
  for (const one of Object.values(value)) {
    if (typeof one !== 'string') throw invalid('expected a string')
  }
  return value as Record<string, string>
}

/** Reads and checks a header. */
export function readHeader(header: Uint8Array, fileSize: number): Header {
  const { __metadata__, ...infos } = parsed(header)
  const metadata = metadataOf(__metadata__)
  const tensors = Object.entries(infos).map(([name, value]) => infoOf(name, value))
  tensors.sort((a, b) => a.start - b.start || a.stop - b.stop)
  const dataStart = 8 + header.length
  validate(tensors, fileSize - dataStart)
  return { metadata, tensors, dataStart }
}

/** The name of a dtype in files, and where it stands among the others. */
export function typeOf(type: dtype): { name: string; rank: number } | null {
  const rank = types.findIndex(([, dtype]) => dtype === type)
  return rank < 0 ? null : { name: (types[rank] as (typeof types)[number])[0], rank }
}

/** The bytes of a header and of its length. */
export function writeHeader(
  tensors: readonly TensorInfo[],
  metadata: Readonly<Record<string, string>> | null,
): Buffer {
  const entries = tensors.map(({ name, type, shape, start, stop }) => {
    const info = { dtype: type, shape, data_offsets: [start, stop] }
    return `${JSON.stringify(name)}:${JSON.stringify(info)}`
  })
  if (metadata !== null) entries.unshift(`"__metadata__":${JSON.stringify(metadata)}`)
  const header = Buffer.from(`{${entries.join(',')}}`)
  // The tensors begin at a multiple of eight.
  const length = Math.ceil(header.length / 8) * 8
  const bytes = Buffer.alloc(8 + length, ' ')
  bytes.writeBigUInt64LE(BigInt(length))
  header.copy(bytes, 8)
  return bytes
}
