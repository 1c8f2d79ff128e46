// The counterpart of scripts/golden/encode.py.
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import torch, { type Tensor } from 'torch-node'

/** A strided tensor: dtype, shape, strides (null: contiguous), byte offset (null: any values), flag. */
export type StridedRow = [string, number[], number[] | null, number | null, 'conj'?]
/** A sparse tensor: layout, shape, rows of its indices and values, whether coalesced. */
export type SparseRow = [string, number[], number[], boolean]
export type Row = StridedRow | SparseRow

export function isSparse(row: Row): row is SparseRow {
  return row[0].startsWith('sparse_')
}

export const count = (shape: readonly number[]) => shape.reduce((n, size) => n * size, 1)

/** torch.float32 for 'float32': names in goldens are names in torch. */
export function constant<T>(name: string): T {
  return Reflect.get(torch, name) as T
}

export class Container<Header> {
  readonly header: Header & { tensors: Row[] }
  readonly #bytes: Buffer

  constructor(path: string) {
    const data = gunzipSync(readFileSync(path))
    const length = data.readUInt32LE(0)
    this.header = JSON.parse(data.toString('utf8', 4, 4 + length)) as Header & { tensors: Row[] }
    this.#bytes = data.subarray(4 + length)
  }

  row(at: number): Row {
    const row = this.header.tensors[at]
    if (row === undefined) throw new Error(`no row ${at}`)
    return row
  }

  /** The elements of a strided row as they lie in memory. */
  bytes([dtype, shape, strides, offset]: StridedRow): Uint8Array {
    if (offset === null || count(shape) === 0) return new Uint8Array(0)
    const span = strides
      ? 1 + shape.reduce((sum, size, at) => sum + (size - 1) * (strides[at] ?? 0), 0)
      : count(shape)
    // A copy: what the tensor shares must not be the golden itself.
    const size = constant<{ itemsize: number }>(dtype).itemsize
    return new Uint8Array(this.#bytes.subarray(offset, offset + span * size))
  }

  /** A new tensor with the row's dtype, shape, strides and values. */
  make(at: number): Tensor {
    const row = this.row(at)
    if (isSparse(row)) return this.#sparse(row)
    const [name, shape, strides, offset, flag] = row
    const dtype = constant<typeof torch.float32>(name)
    if (count(shape) === 0 || offset === null) {
      return strides
        ? torch.empty_strided(shape, strides, { dtype })
        : torch.empty(shape, { dtype })
    }
    const flat = torch.tensor(this.bytes(row)).view(dtype)
    // Contiguous ones are no views: autograd's messages tell a leaf from a view of one.
    const tensor = strides ? flat.as_strided(shape, strides) : flat.view(shape).clone()
    return flag === 'conj' ? tensor.conj() : tensor
  }

  #sparse([layout, shape, parts, coalesced]: SparseRow): Tensor {
    const [first, second, third] = parts.map((part) => this.make(part)) as [Tensor, Tensor, Tensor]
    if (layout === 'sparse_coo') {
      const tensor = torch.sparse_coo_tensor(first, second, shape)
      return coalesced ? tensor.coalesce() : tensor
    }
    return torch.sparse_compressed_tensor(first, second, third, shape, {
      layout: constant<typeof torch.strided>(layout),
    })
  }
}
