// Images of what datasets hold as bytes.

import torch from '../../index.js'
import { Image } from '../../PIL/_image.js'
import { fromarray } from '../../PIL/Image.js'
import type { Tensor } from '../../types.js'

interface Images {
  /** All bytes, or null where they do not lie row by row. */
  readonly bytes: Uint8Array | null
  readonly count: number
  readonly size: readonly [width: number, height: number]
  readonly length: number
}

const known = new WeakMap<Tensor, Images>()

function imagesOf(tensor: Tensor): Images {
  let images = known.get(tensor)
  if (images === undefined) {
    const [count = 0, height = 0, width = 0, bands = 1] = tensor.shape
    const rows = tensor.dtype === torch.uint8 && tensor.is_contiguous() ? tensor.numpy() : null
    const bytes = rows === null ? null : (rows.data as Uint8Array).subarray(rows.offset)
    images = { bytes, count, size: [width, height], length: width * height * bands }
    known.set(tensor, images)
  }
  return images
}

/**
 * The image at an index of a tensor of bytes (N, H, W) or (N, H, W, 3): a copy of its pixels. What an index means that
 * is not from 0 to N - 1, and its errors, are the tensor's.
 */
export function imageAt(data: Tensor, index: number | string, mode: string): Image {
  const { bytes, count, size, length } = imagesOf(data)
  if (bytes !== null && typeof index === 'number' && index >= 0 && index < count) {
    return new Image(mode, size, bytes.slice(index * length, (index + 1) * length))
  }
  return fromarray(data.index([index as number]).numpy(), mode)
}

const numbers = new WeakMap<Tensor, BigInt64Array | null>()

/** The number at an index of a tensor (N). */
export function numberAt(labels: Tensor, index: number | string): unknown {
  let values = numbers.get(labels)
  if (values === undefined) {
    const isPlain = labels.dtype === torch.int64 && labels.dim() === 1 && labels.is_contiguous()
    const { data, offset } = isPlain ? labels.numpy<BigInt64Array>() : { data: null, offset: 0 }
    values = data?.subarray(offset, offset + labels.size(0)) ?? null
    numbers.set(labels, values)
  }
  const value = typeof index === 'number' ? values?.[index] : undefined
  return value === undefined ? labels.index([index as number]).item() : Number(value)
}
