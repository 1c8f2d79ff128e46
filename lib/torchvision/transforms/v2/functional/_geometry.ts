// Flips, turns and distortions. Mirrors torchvision/transforms/v2/functional/_geometry.py.

import { pyRepr } from '../../../../_repr.js'
import { tuple } from '../../../../_tuple.js'
import { ValueError } from '../../../../errors.js'
import torch, { nn, type Tensor } from '../../../../index.js'
import type { BoundingBoxes } from '../../../tv_tensors/index.js'
import { _get_perspective_coeffs } from '../../_functional/_matrix.js'
import * as F_pil from '../../_functional_pil.js'
import { pilNumber } from '../../_interpolation.js'
import { floatTypeOf } from '../../_tensor/base.js'
import { type Fill, type Image, isNumber, isSequence, isTensor } from '../../_types.js'
import { pil_to_tensor, to_pil_image } from '../../functional.js'
import { affineBoxes, flipBoxes, unsupportedBoxes } from './_boxes.js'
import { _get_inverse_affine_matrix } from './_matrix.js'
import { type InterpolationLike, modeOf } from './_resize.js'
import { functional, onMask } from './_utils.js'

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

interface Inputs {
  readonly matrix?: readonly number[]
  readonly coeffs?: readonly number[]
}

function checkGrid(image: Tensor, mode: string, fill: Fill | null, inputs: Inputs = {}): void {
  const { coeffs } = inputs
  if (coeffs !== undefined && coeffs.length !== 8) {
    throw new ValueError('Argument coeffs should have 8 float values')
  }
  if (isSequence(fill)) {
    const channels = image.size(-3)
    if (fill.length > 1 && fill.length !== channels) {
      throw new ValueError(
        "The number of elements in 'fill' cannot broadcast to match the number of " +
          `channels of the image (${fill.length} != ${channels})`,
      )
    }
  } else if (fill !== null && !isNumber(fill)) {
    throw new ValueError('Argument fill should be either int, float, tuple or list')
  }
  if (mode !== 'nearest' && mode !== 'bilinear') {
    throw new ValueError(`Interpolation mode '${mode}' is unsupported with Tensor input`)
  }
}

function sampled(image: Tensor, grid: Tensor, mode: string, fill: Fill | null): Tensor {
  const [c, h, w] = [image.size(-3), image.size(-2), image.size(-1)]
  const shape = [...[...image.shape].slice(0, -2), grid.size(1), grid.size(2)]
  if (image.numel() === 0) return image.reshape(shape)
  const batch = image.reshape(-1, c, h, w)
  const fp = batch.dtype === grid.dtype
  const float = fp ? batch : batch.to(grid.dtype)
  const n = batch.size(0)
  const all = n > 1 ? grid.expand(n, -1, -1, -1) : grid
  const options = {
    mode: mode as 'bilinear',
    padding_mode: 'zeros',
    align_corners: false,
  } as const
  let result: Tensor
  if (fill === null) result = nn.functional.grid_sample(float, all, options)
  else {
    const { dtype, device } = float
    const ones = torch.ones([n, 1, h, w], { dtype, device })
    const both = nn.functional.grid_sample(torch.cat([float, ones], 1), all, options)
    const pixels = both.narrow(1, 0, c)
    const mask = both.narrow(1, c, 1).expand_as(pixels)
    const values = isNumber(fill) ? [fill] : [...fill]
    const colour = torch.tensor(values, { dtype, device }).view(1, -1, 1, 1)
    result =
      mode === 'nearest'
        ? torch.where(mask.lt(0.5), colour.expand_as(pixels), pixels)
        : pixels.sub_(colour).mul_(mask).add_(colour)
  }
  return (fp ? result : result.round_().to(image.dtype)).reshape(shape)
}

function baseGrid(like: Tensor, x: Tensor, y: Tensor): Tensor {
  const { dtype, device } = like
  const grid = torch.empty(1, y.size(0), x.size(0), 3, { dtype, device })
  grid.select(-1, 0).copy_(x)
  grid.select(-1, 1).copy_(y.unsqueeze_(-1))
  grid.select(-1, 2).fill_(1)
  return grid
}

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

function shearsOf(shear: unknown): readonly number[] {
  if (!isNumber(shear) && !isSequence(shear)) {
    throw new TypeError('Shear should be either a single value or a sequence of two values')
  }
  const all = isNumber(shear) ? [shear, 0] : shear
  const both = all.length === 1 ? [all[0] as number, all[0] as number] : all
  if (both.length !== 2) {
    throw new ValueError(`Shear should be a sequence containing two values. Got ${pyRepr(both)}`)
  }
  return both
}

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

type ElasticArguments = [
  displacement: Tensor,
  interpolation: InterpolationLike | undefined,
  fill: Fill | null,
]

function elasticTensor(image: Tensor, ...args: ElasticArguments): Tensor {
  const [displacement, interpolation, fill] = args
  if (!isTensor(displacement)) throw new TypeError('Argument displacement should be a Tensor')
  const mode = modeOf(interpolation, 'bilinear').value
  const [sy, sx] = [image.size(-2), image.size(-1)]
  const options = { dtype: floatTypeOf(image), device: image.device }
  const shape = tuple([1, sy, sx, 2])
  if (pyRepr(shape) !== pyRepr(tuple(displacement.shape))) {
    throw new ValueError(
      `Argument displacement shape should be ${pyRepr(shape)}, but given ${displacement.shape}`,
    )
  }
  const line = (s: number): Tensor =>
    torch.linspace((-s + 1) / s, (s - 1) / s, { steps: s, ...options })
  const grid = torch.empty(1, sy, sx, 2, options)
  grid.select(-1, 0).copy_(line(sx))
  grid.select(-1, 1).copy_(line(sy).unsqueeze_(-1))
  return sampled(image, grid.add_(displacement.to(options)), mode, fill)
}

/**
 * With the pixels moved: `displacement` is (1, H, W, 2), as parts of half the size.
 *
 * @throws TypeError and ValueError where it is none, or of another shape.
 *
 * @example
 * F.elastic(torch.ones(1, 2, 2), torch.zeros(1, 2, 2, 2)) // tensor([[[1., 1.], [1., 1.]]])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.functional.elastic.html
 */
export const elastic = functional(
  'elastic(inpt, displacement, interpolation=undefined, fill=None)',
  {
    image: elasticTensor,
    pil: (image: Image, ...args: ElasticArguments) =>
      to_pil_image(elasticTensor(pil_to_tensor(image), ...args), image.mode),
    mask: (mask: Tensor, ...args: ElasticArguments) =>
      onMask(elasticTensor)(mask, args[0], 'nearest', args[2]),
    boxes: () => unsupportedBoxes('The elastic transform'),
  },
)

export { elastic as elastic_transform }
