// Mirrors torchvision/transforms/transforms.py.

import { type ArgumentsOf, initializer } from '../../../_arguments.js'
import { pyRepr } from '../../../_repr.js'
import { layer } from '../../../nn/modules/_layer.js'
import { happens, ImageTransform } from '../_base.js'
import type { ImageOrTensor } from '../_types.js'
import * as F from '../functional.js'

const initFlip = initializer<[p: number]>()('RandomHorizontalFlip.__init__(self, p=0.5)')

abstract class RandomFlip extends ImageTransform {
  declare p: number

  constructor(...args: ArgumentsOf<typeof initFlip>) {
    const { p } = initFlip(args)
    super()
    this.p = p
  }

  abstract flipped(img: ImageOrTensor): ImageOrTensor

  override forward(img: ImageOrTensor): ImageOrTensor {
    return happens(this.p) ? this.flipped(img) : img
  }

  override __repr__(): string {
    return `${this.constructor.name}(p=${pyRepr(this.p)})`
  }
}

class RandomHorizontalFlip extends RandomFlip {
  override flipped(img: ImageOrTensor): ImageOrTensor {
    return F.hflip(img)
  }
}

class RandomVerticalFlip extends RandomFlip {
  override flipped(img: ImageOrTensor): ImageOrTensor {
    return F.vflip(img)
  }
}

/**
 * {@link F.hflip} with a probability.
 *
 * @example
 * transforms.RandomHorizontalFlip(1)(torch.tensor([[1, 2]])) // tensor([[2, 1]])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.RandomHorizontalFlip.html
 */
const RandomHorizontalFlip_ = layer(RandomHorizontalFlip, 'img')

/**
 * {@link F.vflip} with a probability.
 *
 * @example
 * transforms.RandomVerticalFlip(1)(torch.tensor([[1], [2]])) // tensor([[2], [1]])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.RandomVerticalFlip.html
 */
const RandomVerticalFlip_ = layer(RandomVerticalFlip, 'img')

type RandomHorizontalFlip_ = RandomHorizontalFlip

type RandomVerticalFlip_ = RandomVerticalFlip

export { RandomHorizontalFlip_ as RandomHorizontalFlip, RandomVerticalFlip_ as RandomVerticalFlip }
