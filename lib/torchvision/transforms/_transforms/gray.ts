// Images without colour. Mirrors torchvision/transforms/transforms.py.

import { type ArgumentsOf, initializer } from '../../../_arguments.js'
import { pyRepr } from '../../../_repr.js'
import { layer } from '../../../nn/modules/_layer.js'
import { happens, ImageTransform } from '../_base.js'
import type { ImageOrTensor } from '../_types.js'
import * as F from '../functional.js'

const initGrayscale = initializer<[num_output_channels: number]>()(
  'Grayscale.__init__(self, num_output_channels=1)',
)

class Grayscale extends ImageTransform {
  declare num_output_channels: number

  constructor(...args: ArgumentsOf<typeof initGrayscale>) {
    const { num_output_channels } = initGrayscale(args)
    super()
    this.num_output_channels = num_output_channels
  }

  override forward(img: ImageOrTensor): ImageOrTensor {
    return F.rgb_to_grayscale(img, this.num_output_channels)
  }

  override __repr__(): string {
    return `${this.constructor.name}(num_output_channels=${this.num_output_channels})`
  }
}

const initRandomGrayscale = initializer<[p: number]>()('RandomGrayscale.__init__(self, p=0.1)')

class RandomGrayscale extends ImageTransform {
  declare p: number

  constructor(...args: ArgumentsOf<typeof initRandomGrayscale>) {
    const { p } = initRandomGrayscale(args)
    super()
    this.p = p
  }

  override forward(img: ImageOrTensor): ImageOrTensor {
    const [channels] = F.get_dimensions(img)
    return happens(this.p) ? F.rgb_to_grayscale(img, channels) : img
  }

  override __repr__(): string {
    return `${this.constructor.name}(p=${pyRepr(this.p)})`
  }
}

/**
 * {@link F.rgb_to_grayscale} as a transform.
 *
 * @example
 * transforms.Grayscale()(torch.ones(3, 4, 4)).shape // torch.Size([1, 4, 4])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.Grayscale.html
 */
const Grayscale_ = layer(Grayscale, 'img')

/**
 * {@link F.rgb_to_grayscale} with a probability; the number of channels stays.
 *
 * @example
 * transforms.RandomGrayscale(1)(torch.ones(3, 4, 4)).shape // torch.Size([3, 4, 4])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.RandomGrayscale.html
 */
const RandomGrayscale_ = layer(RandomGrayscale, 'img')

type Grayscale_ = Grayscale

type RandomGrayscale_ = RandomGrayscale

export { Grayscale_ as Grayscale, RandomGrayscale_ as RandomGrayscale }
