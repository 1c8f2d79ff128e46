import type { Tensor } from './types.js'

/** `isinstance(value, torch.Tensor)`, for files that tensor.ts itself is built from. */
export function isTensor(value: unknown): value is Tensor {
  // Every tensor has its handle as an own field; see tensor.ts.
  return typeof value === 'object' && value !== null && Object.hasOwn(value, '_h')
}
