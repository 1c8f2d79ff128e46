// Mirrors torchvision/transforms/v2/functional/_geometry.py.

import { pyRepr } from '../../../../../_repr.js'
import { tuple } from '../../../../../_tuple.js'
import { ValueError } from '../../../../../errors.js'
import torch, { type Tensor } from '../../../../../index.js'
import { floatTypeOf } from '../../../_tensor/base.js'
import { type Fill, type Image, isTensor } from '../../../_types.js'
import { pil_to_tensor, to_pil_image } from '../../../functional.js'
import { unsupportedBoxes } from '../_boxes.js'
import { type InterpolationLike, modeOf } from '../_resize.js'
import { functional, onMask } from '../_utils.js'
import { sampled } from './sample.js'

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
