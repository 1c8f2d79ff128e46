// Tensors of test/golden/nn: dtype, shape and the base64 of the bytes.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Tensor } from 'torch-node'

export type Packed = [dtype: string, shape: number[], bytes: string]

export const arrays: Record<string, (values: number[]) => ArrayBufferView> = {
  float32: (values) => Float32Array.from(values),
  float64: (values) => Float64Array.from(values),
  int64: (values) => BigInt64Array.from(values, BigInt),
}

/** A tensor as the golden files have it. */
export function pack(tensor: Tensor): Packed {
  const dtype = String(tensor.dtype).replace('torch.', '')
  const make = arrays[dtype]
  if (!make) throw new Error(`no packing of ${dtype}`)
  const { buffer } = make(tensor.detach().flatten().tolist() as number[])
  return [dtype, [...tensor.shape], Buffer.from(buffer as ArrayBuffer).toString('base64')]
}

export function packAll(tensors: Record<string, Tensor>): Record<string, Packed> {
  return Object.fromEntries(Object.entries(tensors).map(([name, value]) => [name, pack(value)]))
}

export function read<T>(name: string): T[] {
  return JSON.parse(readFileSync(join(__dirname, `${name}.json`), 'utf8')) as T[]
}
