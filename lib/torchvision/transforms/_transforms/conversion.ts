// Images to tensors and back. Mirrors torchvision/transforms/transforms.py.

import { type ArgumentsOf, initializer } from '../../../_arguments.js'
import { callable } from '../../../_callable.js'
import { python } from '../../../_kwargs.js'
import { floatRepr, pyRepr } from '../../../_repr.js'
import { tuple } from '../../../_tuple.js'
import { ValueError } from '../../../errors.js'
import torch, { nn, type Tensor } from '../../../index.js'
import { layer } from '../../../nn/modules/_layer.js'
import { CallableObject } from '../_base.js'
import type { ArrayImage, Image } from '../_types.js'
import * as F from '../functional.js'

const bindToTensor = python('ToTensor.__init__(self)')

// biome-ignore lint/correctness/noUnusedVariables: it gives the class below its call.
interface ToTensor {
  // biome-ignore lint/style/useShorthandFunctionType: a function type cannot be merged with a class.
  (pic: Image | ArrayImage): Tensor
}
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: only an interface can say that instances are called.
class ToTensor extends CallableObject {
  constructor(...args: readonly []) {
    bindToTensor(args)
    super()
  }

  __call__(pic: unknown): Tensor {
    return F.to_tensor(pic as Image)
  }
}

const bindPILToTensor = python('PILToTensor.__init__(self)')

// biome-ignore lint/correctness/noUnusedVariables: it gives the class below its call.
interface PILToTensor {
  // biome-ignore lint/style/useShorthandFunctionType: a function type cannot be merged with a class.
  (pic: Image): Tensor
}
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: only an interface can say that instances are called.
class PILToTensor extends CallableObject {
  constructor(...args: readonly []) {
    bindPILToTensor(args)
    super()
  }

  __call__(pic: unknown): Tensor {
    return F.pil_to_tensor(pic as Image)
  }
}

// biome-ignore lint/correctness/noUnusedVariables: it gives the class below its call.
interface ToPILImage {
  // biome-ignore lint/style/useShorthandFunctionType: a function type cannot be merged with a class.
  (pic: Tensor | ArrayImage): Image
}
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: only an interface can say that instances are called.
class ToPILImage extends CallableObject {
  readonly mode: string | null

  constructor(mode: string | null | { mode?: string | null } = null) {
    const given = typeof mode === 'object' && mode !== null ? (mode.mode ?? null) : mode
    super()
    this.mode = given
  }

  __call__(pic: unknown): Image {
    return F.to_pil_image(pic as Tensor, this.mode)
  }

  override __repr__(): string {
    return `${this.constructor.name}(${this.mode === null ? '' : `mode=${this.mode}`})`
  }
}

class ConvertImageDtype extends nn.Module {
  declare dtype: Tensor['dtype']

  constructor(dtype: Tensor['dtype']) {
    super()
    this.dtype = dtype
  }

  override forward(image: Tensor): Tensor {
    return F.convert_image_dtype(image, this.dtype)
  }
}

type Numbers = readonly number[] | Tensor
const initNormalize = initializer<[mean: Numbers, std: Numbers, inplace: boolean]>()(
  'Normalize.__init__(self, mean, std, inplace=False)',
)

class Normalize extends nn.Module {
  declare mean: Numbers
  declare std: Numbers
  declare inplace: boolean

  constructor(...args: ArgumentsOf<typeof initNormalize>) {
    const { mean, std, inplace } = initNormalize(args)
    super()
    this.mean = mean
    this.std = std
    this.inplace = inplace
  }

  override forward(tensor: Tensor): Tensor {
    return F.normalize(tensor, this.mean, this.std, this.inplace)
  }

  override __repr__(): string {
    return `${this.constructor.name}(mean=${pyRepr(this.mean)}, std=${pyRepr(this.std)})`
  }
}

const initLinear = initializer<[transformation_matrix: Tensor, mean_vector: Tensor]>()(
  'LinearTransformation.__init__(self, transformation_matrix, mean_vector)',
)

/** Throws unless a matrix is square and a mean has its length. */
export function checkLinear(matrix: Tensor, mean: Tensor): void {
  const size = pyRepr(tuple(matrix.size()))
  if (matrix.size(0) !== matrix.size(1)) {
    throw new ValueError(`transformation_matrix should be square. Got ${size} rectangular matrix.`)
  }
  if (mean.size(0) !== matrix.size(0)) {
    throw new ValueError(
      `mean_vector should have the same length ${mean.size(0)}` +
        ` as any one of the dimensions of the transformation_matrix [${size}]`,
    )
  }
}

class LinearTransformation extends nn.Module {
  declare transformation_matrix: Tensor
  declare mean_vector: Tensor

  constructor(...args: ArgumentsOf<typeof initLinear>) {
    const { transformation_matrix: matrix, mean_vector: mean } = initLinear(args)
    super()
    checkLinear(matrix, mean)
    if (String(matrix.device) !== String(mean.device)) {
      throw new ValueError(
        `Input tensors should be on the same device. Got ${matrix.device} and ${mean.device}`,
      )
    }
    if (matrix.dtype !== mean.dtype) {
      throw new ValueError(
        `Input tensors should have the same dtype. Got ${matrix.dtype} and ${mean.dtype}`,
      )
    }
    this.transformation_matrix = matrix
    this.mean_vector = mean
  }

  override forward(tensor: Tensor): Tensor {
    const { transformation_matrix: matrix, mean_vector: mean } = this
    const [c, h, w] = [tensor.size(-3), tensor.size(-2), tensor.size(-1)]
    const n = c * h * w
    if (n !== matrix.size(0)) {
      throw new ValueError(
        'Input tensor and transformation matrix have incompatible shape.' +
          `[${c} x ${h} x ${w}] != ${matrix.size(0)}`,
      )
    }
    if (tensor.device.type !== mean.device.type) {
      throw new ValueError(
        'Input tensor should be on the same device as transformation matrix and mean vector. ' +
          `Got ${tensor.device} vs ${mean.device}`,
      )
    }
    const flat = tensor.view(-1, n).sub(mean)
    return torch.mm(flat, matrix.to(flat.dtype)).view(tensor.shape)
  }

  override __repr__(): string {
    const { transformation_matrix: matrix, mean_vector: mean } = this
    return (
      `${this.constructor.name}(transformation_matrix=${list(matrix)}, ` +
      `mean_vector=${list(mean)})`
    )
  }
}

// The numbers of a tensor of floats are floats, whole or not.
function list(tensor: Tensor): string {
  const one = tensor.is_floating_point() ? floatRepr : String
  const text = (value: unknown): string =>
    Array.isArray(value) ? `[${value.map(text).join(', ')}]` : one(value as number)
  return text(tensor.tolist())
}

/**
 * {@link F.to_tensor} as a transform: a PIL image or an array (H, W, C) becomes a tensor (C, H, W) of floats in [0, 1].
 *
 * @example
 * transforms.ToTensor()(Image.new('RGB', [2, 2])).shape // torch.Size([3, 2, 2])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.ToTensor.html
 */
const ToTensor_ = callable(ToTensor)
/**
 * {@link F.pil_to_tensor} as a transform: a PIL image becomes a tensor (C, H, W) with the same values.
 *
 * @example
 * transforms.PILToTensor()(Image.new('L', [1, 1], 7)).item() // 7
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.PILToTensor.html
 */
const PILToTensor_ = callable(PILToTensor)
/**
 * {@link F.to_pil_image} as a transform: a tensor (C, H, W) or an array (H, W, C) becomes a PIL image.
 *
 * @example
 * transforms.ToPILImage()(torch.ones(1, 2, 3)).size // (3, 2)
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.ToPILImage.html
 */
const ToPILImage_ = callable(ToPILImage)
/**
 * {@link F.convert_image_dtype} as a transform.
 *
 * @example
 * transforms.ConvertImageDtype(torch.uint8)(torch.ones(1, 1, 1)).item() // 255
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.ConvertImageDtype.html
 */
const ConvertImageDtype_ = layer(ConvertImageDtype, 'image')
/**
 * {@link F.normalize} as a transform: `(tensor - mean) / std`, channel by channel.
 *
 * @example
 * transforms.Normalize([0.5], [0.25])(torch.ones(1, 1, 1)) // tensor([[[2.]]])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.Normalize.html
 */
const Normalize_ = layer(Normalize, 'tensor')
/**
 * A tensor image as a vector, minus a mean, times a square matrix: whitening.
 *
 * @example
 * const whiten = transforms.LinearTransformation(torch.eye(4), torch.zeros(4))
 * whiten(torch.ones(1, 2, 2)).sum() // tensor(4.)
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.LinearTransformation.html
 */
const LinearTransformation_ = layer(LinearTransformation, 'tensor')
type ToTensor_ = ToTensor
type PILToTensor_ = PILToTensor
type ToPILImage_ = ToPILImage
type ConvertImageDtype_ = ConvertImageDtype
type Normalize_ = Normalize
type LinearTransformation_ = LinearTransformation

export {
  ConvertImageDtype_ as ConvertImageDtype,
  LinearTransformation_ as LinearTransformation,
  Normalize_ as Normalize,
  PILToTensor_ as PILToTensor,
  ToPILImage_ as ToPILImage,
  ToTensor_ as ToTensor,
}
