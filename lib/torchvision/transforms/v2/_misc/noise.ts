// Blur and noise. Mirrors torchvision/transforms/v2/_misc.py.

import { type ArgumentsOf, initializer } from '../../../../_arguments.js'
import { callable } from '../../../../_callable.js'
import { ValueError } from '../../../../errors.js'
import { _setup_size, uniform } from '../../_base.js'
import { floats } from '../../_types.js'
import { type Params, Transform } from '../_transform.js'
import { _setup_number_or_seq } from '../_utils.js'
import * as F from '../functional/index.js'

const initBlur = initializer<
  [kernel_size: number | readonly number[], sigma: number | readonly number[] | undefined]
>()('GaussianBlur.__init__(self, kernel_size, sigma=undefined)')

class GaussianBlur extends Transform {
  declare kernel_size: readonly number[]
  declare sigma: number[]

  constructor(...args: ArgumentsOf<typeof initBlur>) {
    const { kernel_size, sigma = [0.1, 2] } = initBlur(args)
    super()
    this.kernel_size = _setup_size(
      kernel_size,
      'Kernel size should be a tuple/list of two integers',
    )
    if (this.kernel_size.some((one) => one <= 0 || one % 2 === 0)) {
      throw new ValueError('Kernel size value should be an odd and positive number.')
    }
    this.sigma = _setup_number_or_seq(sigma, 'sigma')
    const [from, to] = this.sigma as [number, number]
    if (!(from > 0 && from <= to)) {
      throw new ValueError(
        `sigma values should be positive and of the form (min, max). Got ${floats(this.sigma)}`,
      )
    }
  }

  protected override get floatFields(): readonly string[] {
    return ['sigma']
  }

  override make_params(): Params {
    const sigma = uniform(this.sigma[0] as number, this.sigma[1] as number)
    return { sigma: [sigma, sigma] }
  }

  override transform(inpt: unknown, params: Params): unknown {
    return this._call_kernel(F.gaussian_blur, inpt, this.kernel_size, params.sigma as number[])
  }
}

const initNoise = initializer<[mean: number, sigma: number, clip: boolean]>()(
  'GaussianNoise.__init__(self, mean=0.0, sigma=0.1, clip=True)',
)

class GaussianNoise extends Transform {
  declare mean: number
  declare sigma: number
  declare clip: boolean

  constructor(...args: ArgumentsOf<typeof initNoise>) {
    const { mean, sigma, clip } = initNoise(args)
    super()
    this.mean = mean
    this.sigma = sigma
    this.clip = clip
  }

  protected override get floatFields(): readonly string[] {
    return ['mean', 'sigma']
  }

  override transform(inpt: unknown): unknown {
    return this._call_kernel(F.gaussian_noise, inpt, this.mean, this.sigma, this.clip)
  }
}

/** {@link F.gaussian_blur} with a random deviation. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.GaussianBlur.html */
const GaussianBlur_ = callable(GaussianBlur)

/** {@link F.gaussian_noise} as a transform. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.GaussianNoise.html */
const GaussianNoise_ = callable(GaussianNoise)

type GaussianBlur_ = GaussianBlur

type GaussianNoise_ = GaussianNoise

export { GaussianBlur_ as GaussianBlur, GaussianNoise_ as GaussianNoise }
