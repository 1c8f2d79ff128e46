// Mirrors torchvision/tv_tensors/_image.py, _mask.py and _video.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { ValueError } from '../../errors.js'
import type { Tensor } from '../../index.js'
import { Image as PILImage } from '../../PIL/Image.js'
import { pil_to_tensor } from '../transforms/functional.js'
import { type TensorOptions, TVTensor, tensorClass, toTensor } from './_tv_tensor.js'

type Data = Tensor | PILImage | readonly unknown[]
type Parameters = [
  data: Data,
  dtype: TensorOptions['dtype'],
  device: TensorOptions['device'],
  requires_grad: TensorOptions['requires_grad'],
]

const initImage = initializer<Parameters>()(
  'Image.__new__(self, data, *, dtype=None, device=None, requires_grad=None)',
)
const initMask = initializer<Parameters>()(
  'Mask.__new__(self, data, *, dtype=None, device=None, requires_grad=None)',
)
const initVideo = initializer<Parameters>()(
  'Video.__new__(self, data, *, dtype=None, device=None, requires_grad=None)',
)

function tensorOf(bound: { data: Data }): Tensor {
  const { data, ...options } = bound
  return toTensor(data instanceof PILImage ? pil_to_tensor(data) : data, options)
}

// Makes instances of a class of tensors that must have so many dimensions.
const maker =
  (bind: (args: readonly unknown[]) => { data: Data }, least: number) =>
  <T extends TVTensor>(args: readonly unknown[], prototype: T): T => {
    const tensor = tensorOf(bind(args))
    if (tensor.ndim < least) {
      throw new ValueError(`Tensor must be ${least}D or higher, got ${tensor.ndim}D tensor.`)
    }
    const whole = least === 2 && tensor.ndim === 2 ? tensor.unsqueeze(0) : tensor
    return Object.setPrototypeOf(whole, prototype) as T
  }

class Image extends TVTensor {}

class Mask extends TVTensor {}

class Video extends TVTensor {}

/**
 * A tensor that is an image, (..., C, H, W).
 *
 * @throws ValueError for a tensor of less than two dimensions.
 *
 * @example
 * tv_tensors.Image(torch.zeros(4, 4)).shape // torch.Size([1, 4, 4])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.tv_tensors.Image.html
 */
const Image_ = tensorClass<Image, ArgumentsOf<typeof initImage>>(Image, maker(initImage, 2))
/**
 * A tensor that is a mask of an image: transforms do not mix its values.
 *
 * @example
 * tv_tensors.Mask(torch.zeros(4, 4)).shape // torch.Size([4, 4])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.tv_tensors.Mask.html
 */
const Mask_ = tensorClass<Mask, ArgumentsOf<typeof initMask>>(Mask, maker(initMask, 0))
/**
 * A tensor that is a video, (..., T, C, H, W).
 *
 * @throws ValueError for a tensor of less than four dimensions.
 *
 * @example
 * tv_tensors.Video(torch.zeros(2, 3, 4, 4)).shape // torch.Size([2, 3, 4, 4])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.tv_tensors.Video.html
 */
const Video_ = tensorClass<Video, ArgumentsOf<typeof initVideo>>(Video, maker(initVideo, 4))
type Image_ = Image
type Mask_ = Mask
type Video_ = Video

export { Image_ as Image, Mask_ as Mask, Video_ as Video }
