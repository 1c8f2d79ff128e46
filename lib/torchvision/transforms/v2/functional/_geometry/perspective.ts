// Mirrors torchvision/transforms/v2/functional/_geometry.py.

import { ValueError } from '../../../../../errors.js'
import torch, { type Tensor } from '../../../../../index.js'
import { _get_perspective_coeffs } from '../../../_functional/_matrix.js'
import * as F_pil from '../../../_functional_pil.js'
import { pilNumber } from '../../../_interpolation.js'
import { floatTypeOf } from '../../../_tensor/base.js'
import type { Fill, Image } from '../../../_types.js'
import { unsupportedBoxes } from '../_boxes.js'
import { type InterpolationLike, modeOf } from '../_resize.js'
import { functional, onMask } from '../_utils.js'
import { baseGrid, checkGrid, sampled } from './sample.js'

type Points = readonly (readonly number[])[] | null

type PerspectiveArguments = [
  startpoints: Points,
  endpoints: Points,
  interpolation: InterpolationLike | undefined,
  fill: Fill | null,
  coefficients: readonly number[] | null,
]

function coefficientsOf(
  from: Points,
  to: Points,
  given: readonly number[] | null,
): readonly number[] {
  if (given !== null) {
    if (from !== null && to !== null) {
      throw new ValueError(
        "The startpoints/endpoints and the coefficients shouldn't be defined concurrently.",
      )
    }
    if (given.length !== 8) throw new ValueError('Argument coefficients should have 8 float values')
    return given
  }
  if (from === null || to === null) {
    throw new ValueError(
      'Either the startpoints/endpoints or the coefficients must have non `None` values.',
    )
  }
  return _get_perspective_coeffs(from, to)
}

function perspectiveGrid(image: Tensor, coeffs: readonly number[]): Tensor {
  const options = { dtype: floatTypeOf(image), device: image.device }
  const [oh, ow] = [image.size(-2), image.size(-1)]
  const [a, b, c, d, e, f, g, h] = coeffs as unknown as number[]
  const above = torch.tensor(
    [
      [
        [a, b, c],
        [d, e, f],
      ],
    ] as number[][][],
    options,
  )
  const below = torch.tensor(
    [
      [
        [g, h, 1],
        [g, h, 1],
      ],
    ] as number[][][],
    options,
  )
  const line = (steps: number): Tensor =>
    torch.linspace(0.5, steps + 0.5 - 1, { steps, ...options })
  const points = baseGrid(above, line(ow), line(oh)).view(1, oh * ow, 3)
  const scale = torch.tensor([0.5 * ow, 0.5 * oh], options)
  const over = points.bmm(above.transpose(1, 2).div_(scale))
  const under = points.bmm(below.transpose(1, 2))
  return over.div_(under).sub_(1).view(1, oh, ow, 2)
}

function perspectiveTensor(image: Tensor, ...args: PerspectiveArguments): Tensor {
  const [from, to, interpolation, fill, given] = args
  const coeffs = coefficientsOf(from, to, given)
  const mode = modeOf(interpolation, 'bilinear').value
  checkGrid(image, mode, fill, { coeffs })
  return sampled(image, perspectiveGrid(image, coeffs), mode, fill)
}

/**
 * As seen from aside: four corners go to four others, or by eight `coefficients`.
 *
 * @throws ValueError where neither or both are given.
 *
 * @example
 * const corners = [[0, 0], [3, 0], [3, 3], [0, 3]]
 * F.perspective(torch.ones(1, 4, 4), corners, corners).shape // torch.Size([1, 4, 4])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.functional.perspective.html
 */
export const perspective = functional(
  'perspective(inpt, startpoints, endpoints, interpolation=undefined, fill=None, coefficients=None)',
  {
    image: perspectiveTensor,
    pil: (image: Image, ...args: PerspectiveArguments) => {
      const [from, to, interpolation, fill, given] = args
      const coeffs = coefficientsOf(from, to, given)
      return F_pil.perspective(image, coeffs, pilNumber(modeOf(interpolation, 'bilinear')), fill)
    },
    mask: (mask: Tensor, ...args: PerspectiveArguments) => {
      const [from, to, , fill, given] = args
      return onMask(perspectiveTensor)(mask, from, to, 'nearest', fill, given)
    },
    boxes: () => unsupportedBoxes('The perspective'),
  },
)
