// Transforms that mirror. Mirrors torchvision/transforms/v2/_geometry.py.

import { type ArgumentsOf, initializer } from '../../../../_arguments.js'
import { callable } from '../../../../_callable.js'
import { _RandomApplyTransform } from '../_transform.js'
import * as F from '../functional/index.js'

const initHorizontal = initializer<[p: number]>()('RandomHorizontalFlip.__init__(self, p=0.5)')

class RandomHorizontalFlip extends _RandomApplyTransform {
  constructor(...args: ArgumentsOf<typeof initHorizontal>) {
    super(initHorizontal(args).p)
  }

  override transform(inpt: unknown): unknown {
    return this._call_kernel(F.horizontal_flip, inpt)
  }
}

const initVertical = initializer<[p: number]>()('RandomVerticalFlip.__init__(self, p=0.5)')

class RandomVerticalFlip extends _RandomApplyTransform {
  constructor(...args: ArgumentsOf<typeof initVertical>) {
    super(initVertical(args).p)
  }

  override transform(inpt: unknown): unknown {
    return this._call_kernel(F.vertical_flip, inpt)
  }
}

/** {@link F.horizontal_flip} with a probability. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.RandomHorizontalFlip.html */
const RandomHorizontalFlip_ = callable(RandomHorizontalFlip)

/** {@link F.vertical_flip} with a probability. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.RandomVerticalFlip.html */
const RandomVerticalFlip_ = callable(RandomVerticalFlip)

type RandomHorizontalFlip_ = RandomHorizontalFlip

type RandomVerticalFlip_ = RandomVerticalFlip

export { RandomHorizontalFlip_ as RandomHorizontalFlip, RandomVerticalFlip_ as RandomVerticalFlip }
