// Mirrors torchvision/transforms/v2/functional/_geometry.py.

import type { Tensor } from '../../../../../index.js'
import type { BoundingBoxes } from '../../../../tv_tensors/index.js'
import * as F_pil from '../../../_functional_pil.js'
import { flipBoxes } from '../_boxes.js'
import { functional } from '../_utils.js'

/**
 * In a mirror.
 *
 * @example
 * F.horizontal_flip(torch.tensor([[[1, 2]]])) // tensor([[[2, 1]]])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.functional.horizontal_flip.html
 */
export const horizontal_flip = functional('horizontal_flip(inpt)', {
  image: (image: Tensor) => image.flip(-1),
  pil: F_pil.hflip,
  mask: (mask: Tensor) => mask.flip(-1),
  boxes: (boxes: BoundingBoxes) => flipBoxes(boxes, 0),
})

/**
 * Upside down.
 *
 * @example
 * F.vertical_flip(torch.tensor([[[1], [2]]])) // tensor([[[2], [1]]])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.functional.vertical_flip.html
 */
export const vertical_flip = functional('vertical_flip(inpt)', {
  image: (image: Tensor) => image.flip(-2),
  pil: F_pil.vflip,
  mask: (mask: Tensor) => mask.flip(-2),
  boxes: (boxes: BoundingBoxes) => flipBoxes(boxes, 1),
})

export { horizontal_flip as hflip, vertical_flip as vflip }
