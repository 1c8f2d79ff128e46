// Transforms by linear maps of pixels. Mirrors torchvision/transforms/v2/_misc.py.

import { type ArgumentsOf, initializer } from '../../../../_arguments.js'
import { callable } from '../../../../_callable.js'
import { ValueError } from '../../../../errors.js'
import torch, { type Tensor } from '../../../../index.js'
import { type TVTensor, wrap } from '../../../tv_tensors/index.js'
import { checkLinear } from '../../_transforms/conversion.js'
import { isPIL, isTensor } from '../../_types.js'
import { Transform } from '../_transform.js'
import * as F from '../functional/index.js'
import { showsPixels } from './dtype.js'

type Numbers = readonly number[] | Tensor

/** Refuses PIL images. */
function refusePIL(self: object, sample: readonly unknown[]): void {
  if (!sample.some(isPIL)) return
  throw new TypeError(`${self.constructor.name}() does not support PIL images.`)
}

const initLinear = initializer<[transformation_matrix: Tensor, mean_vector: Tensor]>()(
  'LinearTransformation.__init__(self, transformation_matrix, mean_vector)',
)

class LinearTransformation extends Transform {
  declare transformation_matrix: Tensor
  declare mean_vector: Tensor

  constructor(...args: ArgumentsOf<typeof initLinear>) {
    const { transformation_matrix: matrix, mean_vector: mean } = initLinear(args)
    super()
    checkLinear(matrix, mean)
    this.transformation_matrix = matrix
    this.mean_vector = mean
  }

  override check_inputs(sample: unknown[]): void {
    refusePIL(this, sample)
  }

  override transform(inpt: unknown): unknown {
    const tensor = inpt as Tensor
    const { transformation_matrix: matrix, mean_vector: mean } = this
    const [c, h, w] = [tensor.size(-3), tensor.size(-2), tensor.size(-1)]
    const n = c * h * w
    if (n !== matrix.size(0)) {
      throw new ValueError(
        'Input tensor and transformation matrix have incompatible shape.' +
          `[${c} x ${h} x ${w}] != ${matrix.size(0)}`,
      )
    }
    const flat = tensor.reshape(-1, n).sub(mean)
    const output = torch.mm(flat, matrix.to(flat.dtype)).reshape(tensor.shape)
    return showsPixels(inpt) ? wrap(output, { like: inpt as TVTensor }) : output
  }
}

const initNormalize = initializer<[mean: Numbers, std: Numbers, inplace: boolean]>()(
  'Normalize.__init__(self, mean, std, inplace=False)',
)

class Normalize extends Transform {
  declare mean: number[]
  declare std: number[]
  declare inplace: boolean

  constructor(...args: ArgumentsOf<typeof initNormalize>) {
    const { mean, std, inplace } = initNormalize(args)
    super()
    const list = (values: Numbers): number[] =>
      isTensor(values) ? (values.tolist() as number[]) : [...values]
    this.mean = list(mean)
    this.std = list(std)
    this.inplace = inplace
  }

  override check_inputs(sample: unknown[]): void {
    refusePIL(this, sample)
  }

  override transform(inpt: unknown): unknown {
    return this._call_kernel(F.normalize, inpt, this.mean, this.std, this.inplace)
  }
}

/** Images as vectors, minus a mean, times a matrix. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.LinearTransformation.html */
const LinearTransformation_ = callable(LinearTransformation)

/**
 * {@link F.normalize} as a transform.
 *
 * @example
 * v2.Normalize([0.5], [0.25])(torch.ones(1, 1, 1)).item() // 2
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.Normalize.html
 */
const Normalize_ = callable(Normalize)

type LinearTransformation_ = LinearTransformation

type Normalize_ = Normalize

export { LinearTransformation_ as LinearTransformation, Normalize_ as Normalize }
