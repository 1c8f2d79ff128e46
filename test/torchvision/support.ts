import { createHash } from 'node:crypto'
import type { Tensor } from 'torch-node'

export const sha = (bytes: Uint8Array): string =>
  createHash('sha1').update(bytes).digest('hex').slice(0, 16)

/** Type, shape and a hash of a tensor, as the goldens have it. */
export function entryOf(tensor: Tensor): unknown[] {
  const { data, offset } = tensor.contiguous().numpy()
  const { buffer, byteOffset, BYTES_PER_ELEMENT: size } = data
  const bytes = new Uint8Array(buffer, byteOffset + offset * size, tensor.numel() * size)
  return [String(tensor.dtype), [...tensor.shape], sha(bytes)]
}
