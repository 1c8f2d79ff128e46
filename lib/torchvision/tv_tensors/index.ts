// Mirrors torchvision/tv_tensors/__init__.py.

import type { Tensor } from '../../index.js'
import { BoundingBoxes, type BoundingBoxFormat, type ClampingMode } from './_bounding_boxes.js'
import type { TVTensor } from './_tv_tensor.js'

/** What {@link wrap} may say of boxes anew. */
export interface WrapOptions {
  format?: BoundingBoxFormat
  canvas_size?: readonly number[]
  clamping_mode?: ClampingMode
}

/**
 * A tensor as one of the kind of `like`, with what that says beside its values.
 *
 * @example
 * const mask = tv_tensors.Mask(torch.zeros(2, 2))
 * tv_tensors.wrap(torch.ones(2, 2), { like: mask }) instanceof tv_tensors.Mask // True
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.tv_tensors.wrap.html
 */
export function wrap<T extends TVTensor>(wrappee: Tensor, options: { like: T } & WrapOptions): T {
  const { like, ...meta } = options
  if (like instanceof BoundingBoxes) return like.wrapped(wrappee, meta as object) as TVTensor as T
  return like.wrapped(wrappee) as T
}

export {
  BoundingBoxes,
  BoundingBoxFormat,
  type ClampingMode,
  is_rotated_bounding_format,
} from './_bounding_boxes.js'
export { Image, Mask, Video } from './_images.js'
export { TVTensor } from './_tv_tensor.js'

export * as default from './index.js'
