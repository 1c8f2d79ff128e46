// Images mirrored, turned and bent. Mirrors torchvision/transforms/functional.py.

import { pyRepr } from '../../../_repr.js'
import { tuple } from '../../../_tuple.js'
import { ValueError } from '../../../errors.js'
import { warn } from '../../../warnings.js'
import * as F_pil from '../_functional_pil.js'
import * as F_t from '../_functional_tensor.js'
import { checkInterpolation, InterpolationMode, pilNumber } from '../_interpolation.js'
import {
  type Fill,
  type ImageOrTensor,
  type Interpolation,
  imageFunction,
  isNumber,
  isPIL,
  isSequence,
  isTensor,
  kindOf,
  type Tensor,
} from '../_types.js'
import { _get_inverse_affine_matrix, _get_perspective_coeffs, shearsOf } from './_matrix.js'
import { dimensionsOf, pil_to_tensor, to_pil_image } from './conversion.js'

/**
 * The image in a mirror.
 *
 * @example
 * F.hflip(torch.tensor([[1, 2]])) // tensor([[2, 1]])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.functional.hflip.html
 */
export const hflip = imageFunction('hflip(img)', (img: ImageOrTensor) =>
  isTensor(img) ? F_t.hflip(img) : F_pil.hflip(img),
)

/**
 * The image upside down.
 *
 * @example
 * F.vflip(torch.tensor([[1], [2]])) // tensor([[2], [1]])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.functional.vflip.html
 */
export const vflip = imageFunction('vflip(img)', (img: ImageOrTensor) =>
  isTensor(img) ? F_t.vflip(img) : F_pil.vflip(img),
)

type Points = readonly (readonly number[])[]

/**
 * The image as seen from aside: the corners `startpoints` go to `endpoints`, each `[x, y]`, top left first and
 * clockwise.
 *
 * @throws ValueError where there are not four of each.
 *
 * @example
 * const corners = [[0, 0], [3, 0], [3, 3], [0, 3]]
 * F.perspective(torch.ones(1, 4, 4), corners, corners).shape // torch.Size([1, 4, 4])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.functional.perspective.html
 */
export const perspective = imageFunction(
  'perspective(img, startpoints, endpoints, interpolation=undefined, fill=None)',
  (
    img: ImageOrTensor,
    startpoints: Points,
    endpoints: Points,
    interpolation: Interpolation | undefined,
    fill: Fill | null,
  ) => {
    const coeffs = _get_perspective_coeffs(startpoints, endpoints)
    const mode =
      interpolation === undefined ? InterpolationMode.BILINEAR : checkInterpolation(interpolation)
    return isTensor(img)
      ? F_t.perspective(img, coeffs, mode.value, fill)
      : F_pil.perspective(img, coeffs, pilNumber(mode), fill)
  },
)

// Of a tensor places count from the middle.
function centered(img: ImageOrTensor, center: readonly number[] | null): [number, number] {
  if (center === null) return [0, 0]
  const [, height, width] = dimensionsOf(img)
  return [(center[0] as number) - width * 0.5, (center[1] as number) - height * 0.5]
}

function checkCenter(center: unknown): void {
  if (center !== null && !isSequence(center)) {
    throw new TypeError('Argument center should be a sequence')
  }
}

function checkAngle(angle: unknown): void {
  if (!isNumber(angle)) throw new TypeError('Argument angle should be int or float')
}

/**
 * The image turned counter-clockwise by degrees; with `expand` as large as it takes to show all of it. `center` is
 * `[x, y]`, the middle by default.
 *
 * @throws TypeError for arguments of a wrong kind.
 *
 * @example
 * F.rotate(torch.tensor([[[1., 2.], [3., 4.]]]), 90) // tensor([[[2, 4], [1, 3]]])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.functional.rotate.html
 */
export const rotate = imageFunction(
  'rotate(img, angle, interpolation=undefined, expand=False, center=None, fill=None)',
  (
    img: ImageOrTensor,
    angle: number,
    interpolation: Interpolation | undefined,
    expand: boolean,
    center: readonly number[] | null,
    fill: Fill | null,
  ) => {
    const mode =
      interpolation === undefined ? InterpolationMode.NEAREST : checkInterpolation(interpolation)
    checkAngle(angle)
    checkCenter(center)
    if (!isTensor(img)) return F_pil.rotate(img, angle, pilNumber(mode), expand, center, fill)
    // The other way round than affine turns.
    const matrix = _get_inverse_affine_matrix(centered(img, center), -angle, [0, 0], 1, [0, 0])
    return F_t.rotate(img, matrix, mode.value, expand, fill)
  },
)

/**
 * The image turned clockwise by degrees, moved by `translate` (`[across, down]`), scaled and sheared, its middle (or
 * `center`) staying where it is.
 *
 * @throws TypeError and ValueError for arguments that cannot be.
 *
 * @example
 * F.affine(torch.tensor([[[1., 2.], [3., 4.]]]), 0, [1, 0], 1, [0, 0]) // tensor([[[0, 1], [0, 3]]])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.functional.affine.html
 */
export const affine = imageFunction(
  'affine(img, angle, translate, scale, shear, interpolation=undefined, fill=None, center=None)',
  (
    img: ImageOrTensor,
    angle: number,
    translate: readonly number[],
    scale: number,
    shear: number | readonly number[],
    interpolation: Interpolation | undefined,
    fill: Fill | null,
    center: readonly number[] | null,
  ) => {
    const mode =
      interpolation === undefined ? InterpolationMode.NEAREST : checkInterpolation(interpolation)
    checkAngle(angle)
    if (!isSequence(translate)) throw new TypeError('Argument translate should be a sequence')
    if (translate.length !== 2) {
      throw new ValueError('Argument translate should be a sequence of length 2')
    }
    if (scale <= 0) throw new ValueError('Argument scale should be positive')
    const shears = shearsOf(shear)
    checkCenter(center)
    const [, height, width] = dimensionsOf(img)
    if (!isTensor(img)) {
      const middle = center ?? [width * 0.5, height * 0.5]
      const matrix = _get_inverse_affine_matrix(middle, angle, translate, scale, shears)
      return F_pil.affine(img, matrix, pilNumber(mode), fill)
    }
    const middle = centered(img, center)
    const matrix = _get_inverse_affine_matrix(middle, angle, translate, scale, shears)
    return F_t.affine(img, matrix, mode.value, fill)
  },
)

/**
 * The image with its pixels moved: `displacement` is (1, H, W, 2), as parts of half its size.
 *
 * @throws TypeError and ValueError where it is none, or of another shape.
 *
 * @example
 * F.elastic_transform(torch.ones(1, 2, 2), torch.zeros(1, 2, 2, 2)) // tensor([[[1., 1.], [1., 1.]]])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.functional.elastic_transform.html
 */
export const elastic_transform = imageFunction(
  'elastic_transform(img, displacement, interpolation=undefined, fill=None)',
  (
    img: ImageOrTensor,
    displacement: Tensor,
    interpolation: Interpolation | undefined,
    fill: Fill | null,
  ) => {
    if (isNumber(interpolation)) {
      warn(
        'Argument interpolation should be of type InterpolationMode instead of int. ' +
          'Please, use InterpolationMode enum.',
      )
    }
    const mode =
      interpolation === undefined ? InterpolationMode.BILINEAR : checkInterpolation(interpolation)
    if (!isTensor(displacement)) throw new TypeError('Argument displacement should be a Tensor')
    if (!isTensor(img) && !isPIL(img)) {
      throw new TypeError(`img should be PIL Image or Tensor. Got ${kindOf(img)}`)
    }
    const source = isTensor(img) ? img : pil_to_tensor(img)
    const shape = tuple([1, source.size(-2), source.size(-1), 2])
    if (pyRepr(shape) !== pyRepr(tuple(displacement.shape))) {
      throw new ValueError(
        `Argument displacement shape should be ${pyRepr(shape)}, but given ${displacement.shape}`,
      )
    }
    const moved = F_t.elastic_transform(source, displacement, mode.value, fill)
    return isTensor(img) ? moved : to_pil_image(moved, img.mode)
  },
)
