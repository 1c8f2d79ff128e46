// MNIST's files: sizes, then numbers, the most significant byte first.

import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { AssertionError, ValueError } from '../../errors.js'
import torch from '../../index.js'
import type { Tensor } from '../../types.js'
import { check_integrity } from './utils.js'

/** Whether a file is there, as it is or gzipped. */
export const isThere = (path: string): boolean =>
  check_integrity(path) || check_integrity(`${path}.gz`)

function bytesOf(path: string): Buffer {
  if (existsSync(path)) return readFileSync(path)
  return gunzipSync(readFileSync(`${path}.gz`))
}

const types = {
  8: { dtype: torch.uint8, size: 1 },
  9: { dtype: torch.int8, size: 1 },
  11: { dtype: torch.int16, size: 2 },
  12: { dtype: torch.int32, size: 4 },
  13: { dtype: torch.float32, size: 4 },
  14: { dtype: torch.float64, size: 8 },
} as const

const swaps = { 1: null, 2: 'swap16', 4: 'swap32', 8: 'swap64' } as const

/** A file of MNIST's format as a tensor; `strict` demands that it is as long as it says. */
export function read_sn3_pascalvincent_tensor(path: string, strict = true): Tensor {
  const bytes = bytesOf(path)
  const dimensions = bytes[3] ?? 0
  const kind = (bytes[0] ?? 1) === 0 && bytes[1] === 0 ? (bytes[2] as number) : 0
  const start = 4 * (dimensions + 1)
  if (!(dimensions >= 1 && dimensions <= 3) || !(kind in types) || bytes.length < start) {
    throw new AssertionError('')
  }
  const { dtype, size } = types[kind as keyof typeof types]
  const sizes = Array.from({ length: dimensions }, (_, i) => bytes.readUInt32BE(4 + 4 * i))
  // A copy of its own: the memory of a small file is shared with others.
  const count = Math.floor((bytes.length - start) / size)
  const body = Buffer.alloc(count * size)
  bytes.copy(body, 0, start)
  const swap = swaps[size]
  if (swap !== null) body[swap]()
  if (strict && count !== sizes.reduce((product, one) => product * one, 1)) {
    throw new AssertionError('')
  }
  return torch.frombuffer(body, { dtype }).view(sizes)
}

/** A file of labels: int64. */
export function read_label_file(path: string): Tensor {
  return checked(path, 1).long()
}

/** A file of images: bytes of shape (N, H, W). */
export function read_image_file(path: string): Tensor {
  return checked(path, 3)
}

function checked(path: string, dimensions: number): Tensor {
  const x = read_sn3_pascalvincent_tensor(path, false)
  if (x.dtype !== torch.uint8) {
    throw new TypeError(`x should be of dtype torch.uint8 instead of ${x.dtype}`)
  }
  if (x.dim() !== dimensions) {
    throw new ValueError(`x should have ${dimensions} dimension instead of ${x.dim()}`)
  }
  return x
}
