// Turning, moving, scaling, shearing. Mirrors torchvision/transforms/v2/functional/_geometry.py.

import { ValueError } from '../../../../../errors.js'
import torch, { type Tensor } from '../../../../../index.js'
import type { BoundingBoxes } from '../../../../tv_tensors/index.js'
import { shearsOf } from '../../../_functional/_matrix.js'
import * as F_pil from '../../../_functional_pil.js'
import { pilNumber } from '../../../_interpolation.js'
import { floatTypeOf } from '../../../_tensor/base.js'
import { type Fill, type Image, isNumber, isSequence } from '../../../_types.js'
import { affineBoxes } from '../_boxes.js'
import { _get_inverse_affine_matrix } from '../_matrix.js'
import { type InterpolationLike, modeOf } from '../_resize.js'
import { functional, onMask } from '../_utils.js'
import { baseGrid, checkGrid, sampled } from './sample.js'

function affineGrid(theta: Tensor, w: number, h: number, ow: number, oh: number): Tensor {
  const { dtype, device } = theta
  const line = (steps: number): Tensor =>
    torch.linspace((1 - steps) * 0.5, (steps - 1) * 0.5, { steps, device })
  const grid = baseGrid(theta, line(ow), line(oh))
  const scale = torch.tensor([0.5 * w, 0.5 * h], { dtype, device })
  const rescaled = theta.transpose(1, 2).div_(scale)
  return grid
    .view(1, oh * ow, 3)
    .bmm(rescaled)
    .view(1, oh, ow, 2)
}

const thetaOf = (image: Tensor, matrix: readonly number[]): Tensor =>
  torch.tensor([...matrix], { dtype: floatTypeOf(image), device: image.device }).reshape(1, 2, 3)

interface Affine {
  angle: number
  translate: readonly number[]
  scale: number
  shear: readonly number[]
  center: readonly number[] | null
}

function parsed(
  angle: unknown,
  translate: unknown,
  scale: number,
  shear: unknown,
  center: unknown,
): Affine {
  if (!isNumber(angle)) throw new TypeError('Argument angle should be int or float')
  if (!isSequence(translate)) throw new TypeError('Argument translate should be a sequence')
  if (translate.length !== 2) {
    throw new ValueError('Argument translate should be a sequence of length 2')
  }
  if (scale <= 0) throw new ValueError('Argument scale should be positive')
  const shears = shearsOf(shear)
  if (center !== null && !isSequence(center)) {
    throw new TypeError('Argument center should be a sequence')
  }
  return { angle, translate, scale, shear: shears, center: center as readonly number[] | null }
}

const fromMiddle = (image: Tensor, center: readonly number[] | null): number[] =>
  center === null
    ? [0, 0]
    : [(center[0] as number) - image.size(-1) * 0.5, (center[1] as number) - image.size(-2) * 0.5]

type AffineArguments = [
  angle: number,
  translate: readonly number[],
  scale: number,
  shear: number | readonly number[],
  interpolation: InterpolationLike | undefined,
  fill: Fill | null,
  center: readonly number[] | null,
]

function affineTensor(image: Tensor, ...args: AffineArguments): Tensor {
  const [angle, translate, scale, shear, interpolation, fill, center] = args
  const mode = modeOf(interpolation, 'nearest').value
  const way = parsed(angle, translate, scale, shear, center)
  const middle = fromMiddle(image, way.center)
  const matrix = _get_inverse_affine_matrix(middle, angle, translate, scale, way.shear)
  checkGrid(image, mode, fill)
  const [h, w] = [image.size(-2), image.size(-1)]
  return sampled(image, affineGrid(thetaOf(image, matrix), w, h, w, h), mode, fill)
}

/**
 * Turned clockwise by degrees, moved, scaled and sheared around the middle or `center`.
 *
 * @throws TypeError and ValueError for arguments that cannot be.
 *
 * @example
 * F.affine(torch.tensor([[[1., 2.], [3., 4.]]]), 0, [1, 0], 1, [0, 0]) // tensor([[[0, 1], [0, 3]]])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.functional.affine.html
 */
export const affine = functional(
  'affine(inpt, angle, translate, scale, shear, interpolation=undefined, fill=None, center=None)',
  {
    image: affineTensor,
    pil: (image: Image, ...args: AffineArguments) => {
      const [angle, translate, scale, shear, interpolation, fill, center] = args
      const mode = modeOf(interpolation, 'nearest')
      const way = parsed(angle, translate, scale, shear, center)
      const middle = way.center ?? [image.width * 0.5, image.height * 0.5]
      const matrix = _get_inverse_affine_matrix(middle, angle, translate, scale, way.shear)
      return F_pil.affine(image, matrix, pilNumber(mode), fill)
    },
    mask: (mask: Tensor, ...args: AffineArguments) => {
      const [angle, translate, scale, shear, , fill, center] = args
      return onMask(affineTensor)(mask, angle, translate, scale, shear, 'nearest', fill, center)
    },
    boxes: (boxes: BoundingBoxes, ...args: AffineArguments) => {
      const [angle, translate, scale, shear, , , center] = args
      return affineBoxes(boxes, parsed(angle, translate, scale, shear, center))
    },
  },
)

/** Width and height of an image that shows all of a mapped one. */
function expandedSize(matrix: readonly number[], w: number, h: number): [number, number] {
  const { float32: dtype } = torch
  const [x, y] = [0.5 * w, 0.5 * h]
  const corners = torch.tensor(
    [
      [-x, -y, 1],
      [-x, y, 1],
      [x, y, 1],
      [x, -y, 1],
    ],
    { dtype },
  )
  const theta = torch.tensor([...matrix], { dtype }).view(2, 3)
  const mapped = torch.matmul(corners, theta.t())
  const half = torch.tensor([x, y], { dtype })
  const digits = (values: Tensor): Tensor =>
    values
      .add_(half)
      .mul_(1 / 1e-4)
      .trunc_()
      .mul_(1e-4)
  const most = digits(mapped.amax(0)).ceil_()
  const size = most.sub_(digits(mapped.amin(0)).floor_()).tolist() as number[]
  return size.map(Math.trunc) as [number, number]
}

type RotateArguments = [
  angle: number,
  interpolation: InterpolationLike | undefined,
  expand: boolean,
  center: readonly number[] | null,
  fill: Fill | null,
]

const modulo = (angle: number): number => ((angle % 360) + 360) % 360

function quarterTurns(image: Tensor, angle: number, expand: boolean): number | null {
  if (angle === 0 || angle === 180) return angle / 90
  const square = expand || image.size(-1) === image.size(-2)
  return square && (angle === 90 || angle === 270) ? angle / 90 : null
}

function rotateTensor(image: Tensor, ...args: RotateArguments): Tensor {
  const [given, interpolation, expand, center, fill] = args
  const angle = modulo(given)
  const turns = center === null ? quarterTurns(image, angle, expand) : null
  if (turns !== null) return turns === 0 ? torch.clone(image) : torch.rot90(image, turns, [-2, -1])
  const mode = modeOf(interpolation, 'nearest').value
  const middle = fromMiddle(image, center)
  const matrix = _get_inverse_affine_matrix(middle, -angle, [0, 0], 1, [0, 0])
  checkGrid(image, mode, fill)
  const [h, w] = [image.size(-2), image.size(-1)]
  const [ow, oh] = expand ? expandedSize(matrix, w, h) : [w, h]
  return sampled(image, affineGrid(thetaOf(image, matrix), w, h, ow, oh), mode, fill)
}

/**
 * Turned counter-clockwise by degrees; with `expand` as large as it takes to show all of it.
 *
 * @example
 * F.rotate(torch.tensor([[[1., 2.], [3., 4.]]]), 90) // tensor([[[2, 4], [1, 3]]])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.functional.rotate.html
 */
export const rotate = functional(
  'rotate(inpt, angle, interpolation=undefined, expand=False, center=None, fill=None)',
  {
    image: rotateTensor,
    pil: (image: Image, ...args: RotateArguments) => {
      const [angle, interpolation, expand, center, fill] = args
      const mode = pilNumber(modeOf(interpolation, 'nearest'))
      return F_pil.rotate(image, angle, mode, expand, center, fill)
    },
    mask: (mask: Tensor, ...args: RotateArguments) => {
      const [angle, , expand, center, fill] = args
      return onMask(rotateTensor)(mask, angle, 'nearest', expand, center, fill)
    },
    boxes: (boxes: BoundingBoxes, ...args: RotateArguments) => {
      const [angle, , expand, center] = args
      const [height, width] = boxes.canvas_size as unknown as [number, number]
      const middle = center ?? [width * 0.5, height * 0.5]
      const way = { angle: -angle, translate: [0, 0], scale: 1, shear: [0, 0], center }
      if (!expand) return affineBoxes(boxes, way)
      const matrix = _get_inverse_affine_matrix(middle, -angle, [0, 0], 1, [0, 0])
      const [ow, oh] = expandedSize(matrix, width, height)
      return affineBoxes(boxes, { ...way, expanded: [oh, ow] })
    },
  },
)
