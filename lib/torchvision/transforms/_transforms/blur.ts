// Mirrors torchvision/transforms/transforms.py.

import { type ArgumentsOf, initializer } from '../../../_arguments.js'
import { pyRepr } from '../../../_repr.js'
import { tuple } from '../../../_tuple.js'
import { ValueError } from '../../../errors.js'
import { layer } from '../../../nn/modules/_layer.js'
import { _setup_size, floats, ImageTransform, uniform } from '../_base.js'
import { type ImageOrTensor, isNumber, isSequence } from '../_types.js'
import * as F from '../functional.js'
import type { Range } from './jitter.js'

const initBlur = initializer<[kernel_size: Range, sigma: Range | undefined]>()(
  'GaussianBlur.__init__(self, kernel_size, sigma=undefined)',
)

class GaussianBlur extends ImageTransform {
  declare kernel_size: readonly number[]
  declare sigma: readonly number[]

  constructor(...args: ArgumentsOf<typeof initBlur>) {
    const { kernel_size, sigma = tuple([0.1, 2]) } = initBlur(args)
    super()
    this.kernel_size = _setup_size(
      kernel_size,
      'Kernel size should be a tuple/list of two integers',
    )
    if (this.kernel_size.some((one) => one <= 0 || one % 2 === 0)) {
      throw new ValueError('Kernel size value should be an odd and positive number.')
    }
    this.sigma = sigmaOf(sigma)
  }

  /** Draws a deviation. */
  static get_params(sigma_min: number, sigma_max: number): number {
    return uniform(sigma_min, sigma_max)
  }

  override forward(img: ImageOrTensor): ImageOrTensor {
    const sigma = GaussianBlur.get_params(this.sigma[0] as number, this.sigma[1] as number)
    return F.gaussian_blur(img, this.kernel_size, [sigma, sigma])
  }

  override __repr__(): string {
    const { kernel_size, sigma } = this
    const shown = floats(sigma, String(pyRepr(sigma)).startsWith('(') ? '()' : '[]')
    return `${this.constructor.name}(kernel_size=${pyRepr(kernel_size)}, sigma=${shown})`
  }
}

function sigmaOf(sigma: unknown): readonly number[] {
  if (isNumber(sigma)) {
    if (sigma <= 0) throw new ValueError('If sigma is a single number, it must be positive.')
    return tuple([sigma, sigma])
  }
  if (!isSequence(sigma) || sigma.length !== 2) {
    throw new ValueError('sigma should be a single number or a list/tuple with length 2.')
  }
  const [from, to] = sigma as [number, number]
  if (!(from > 0 && from <= to)) {
    throw new ValueError('sigma values should be positive and of the form (min, max).')
  }
  return sigma
}

/**
 * {@link F.gaussian_blur} with a random deviation.
 *
 * @throws ValueError for sizes and deviations that cannot be.
 *
 * @example
 * transforms.GaussianBlur(3) // GaussianBlur(kernel_size=(3, 3), sigma=(0.1, 2.0))
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.GaussianBlur.html
 */
const GaussianBlur_ = layer(GaussianBlur, 'img')

type GaussianBlur_ = GaussianBlur

export { GaussianBlur_ as GaussianBlur }
