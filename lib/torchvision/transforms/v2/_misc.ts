// Mirrors torchvision/transforms/v2/_misc.py and _deprecated.py.

import { type ArgumentsOf, initializer } from '../../../_arguments.js'
import { type Callable, callable } from '../../../_callable.js'
import { pyRepr } from '../../../_repr.js'
import { tuple } from '../../../_tuple.js'
import { classText } from '../../../_typename.js'
import { IndexError, ValueError } from '../../../errors.js'
import torch, { Tensor } from '../../../index.js'
import { tree_flatten, tree_unflatten } from '../../../utils/_pytree.js'
import { warn } from '../../../warnings.js'
import {
  BoundingBoxes,
  Mask,
  Image as TVImage,
  type TVTensor,
  Video,
  wrap,
} from '../../tv_tensors/index.js'
import { _setup_size, uniform } from '../_base.js'
import { type ArrayImage, floats, type Image, isArray, isPIL, isTensor, kindOf } from '../_types.js'
import * as classic from '../functional.js'
import { type Check, type Params, Transform } from './_transform.js'
import {
  _setup_number_or_seq,
  checkLabelsGetter,
  get_bounding_boxes,
  type LabelsGetter,
  labelsOf,
} from './_utils.js'
import { sanitizeMask } from './functional/_misc.js'
import { is_pure_tensor } from './functional/_utils.js'
import * as F from './functional/index.js'

type DType = Tensor['dtype']
type Numbers = readonly number[] | Tensor

const showsPixels: Check = (value) => value instanceof TVImage || value instanceof Video

/** Refuses PIL images. */
function refusePIL(self: object, sample: readonly unknown[]): void {
  if (!sample.some(isPIL)) return
  throw new TypeError(`${self.constructor.name}() does not support PIL images.`)
}

class Identity extends Transform {
  override transform(inpt: unknown): unknown {
    return inpt
  }
}

type Class = abstract new (...args: never[]) => unknown

class Lambda extends Transform {
  declare lambd: (value: never) => unknown
  declare types: readonly Class[]

  constructor(lambd: (value: never) => unknown, ...types: Class[]) {
    super()
    this.lambd = lambd
    this.types = tuple(types)
  }

  override get _transformed_types(): Check {
    return () => true
  }

  override transform(inpt: unknown): unknown {
    const { lambd, types } = this
    const isMine = types.length === 0 || types.some((one) => inpt instanceof one)
    return isMine ? lambd(inpt as never) : inpt
  }

  override extra_repr(): string {
    const { lambd, types } = this
    const names = types.length === 0 ? ['object'] : types.map((one) => one.name)
    return `${lambd.name || '<lambda>'}, types=${pyRepr(names)}`
  }
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
    const size = pyRepr(tuple(matrix.size()))
    if (matrix.size(0) !== matrix.size(1)) {
      throw new ValueError(
        `transformation_matrix should be square. Got ${size} rectangular matrix.`,
      )
    }
    if (mean.size(0) !== matrix.size(0)) {
      throw new ValueError(
        `mean_vector should have the same length ${mean.size(0)}` +
          ` as any one of the dimensions of the transformation_matrix [${size}]`,
      )
    }
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

/** A type for images and videos, or a Map from classes, or `'others'`, to types. */
export type DTypeArgument = DType | ReadonlyMap<unknown, DType | null>

const isDType = (value: unknown): value is DType =>
  typeof value === 'object' && value !== null && 'is_floating_point' in value

const initToDtype = initializer<[dtype: DTypeArgument, scale: boolean]>()(
  'ToDtype.__init__(self, dtype, scale=False)',
)

class ToDtype extends Transform {
  declare dtype: DTypeArgument
  declare scale: boolean

  constructor(...args: ArgumentsOf<typeof initToDtype>) {
    const { dtype, scale } = initToDtype(args)
    super()
    if (!(dtype instanceof Map) && !isDType(dtype)) {
      throw new ValueError(`dtype must be a dict or a torch.dtype, got ${classText(dtype)} instead`)
    }
    if (dtype instanceof Map && dtype.has(Tensor) && (dtype.has(TVImage) || dtype.has(Video))) {
      warn(
        'Got `dtype` values for `torch.Tensor` and either `tv_tensors.Image` or `tv_tensors.Video`. ' +
          'Note that a plain `torch.Tensor` will *not* be transformed by this (or any other transformation) ' +
          'in case a `tv_tensors.Image` or `tv_tensors.Video` is present in the input.',
      )
    }
    this.dtype = dtype
    this.scale = scale
  }

  override get _transformed_types(): Check {
    return isTensor
  }

  override transform(inpt: unknown): unknown {
    const scales = is_pure_tensor(inpt) || showsPixels(inpt)
    if (!(this.dtype instanceof Map)) {
      if (!scales) return inpt
      return this._call_kernel(F.to_dtype, inpt, this.dtype as DType, this.scale)
    }
    const { constructor: cls } = inpt as object
    const key = this.dtype.has(cls) ? cls : 'others'
    if (!this.dtype.has(key)) {
      throw new ValueError(
        `No dtype was specified for type ${kindOf(inpt)}. ` +
          'If you only need to convert the dtype of images or videos, you can just pass e.g. dtype=torch.float32. ' +
          'If you\'re passing a dict as dtype, you can use "others" as a catch-all key ' +
          'e.g. dtype={tv_tensors.Mask: torch.int64, "others": None} to pass-through the rest of the inputs.',
      )
    }
    const dtype = this.dtype.get(key) as DType | null
    if (dtype !== null) return this._call_kernel(F.to_dtype, inpt, dtype, this.scale)
    if (this.scale && scales) {
      warn(
        'scale was set to True but no dtype was specified for images or videos: no scaling will be done.',
      )
    }
    return inpt
  }
}

const initConvert = initializer<[dtype: DType | undefined]>()(
  'ConvertImageDtype.__init__(self, dtype=undefined)',
)

class ConvertImageDtype extends Transform {
  declare dtype: DType

  constructor(...args: ArgumentsOf<typeof initConvert>) {
    const { dtype = torch.float32 } = initConvert(args)
    super()
    this.dtype = dtype
  }

  override transform(inpt: unknown): unknown {
    return this._call_kernel(F.to_dtype, inpt, this.dtype, true)
  }
}

const initSanitize = initializer<
  [min_size: number, min_area: number, labels_getter: LabelsGetter]
>()("SanitizeBoundingBoxes.__init__(self, min_size=1.0, min_area=1.0, labels_getter='default')")

class SanitizeBoundingBoxes extends Transform {
  declare min_size: number
  declare min_area: number
  declare labels_getter: LabelsGetter

  constructor(...args: ArgumentsOf<typeof initSanitize>) {
    const { min_size, min_area, labels_getter } = initSanitize(args)
    super()
    if (min_size < 1) throw new ValueError(`min_size must be >= 1, got ${min_size}.`)
    if (min_area < 1) throw new ValueError(`min_area must be >= 1, got ${min_area}.`)
    this.min_size = min_size
    this.min_area = min_area
    this.labels_getter = checkLabelsGetter(labels_getter)
  }

  protected override get floatFields(): readonly string[] {
    return ['min_size', 'min_area']
  }

  override forward(...inputs: unknown[]): unknown {
    const sample = inputs.length > 1 ? inputs : inputs[0]
    const labels = this.labels(labelsOf(this.labels_getter, sample))
    const [flat, spec] = tree_flatten(sample)
    const boxes = get_bounding_boxes(flat)
    for (const label of labels ?? []) {
      if (boxes.size(0) === label.size(0)) continue
      throw new ValueError(
        `Number of boxes (shape=${boxes.shape}) and must match the number of labels.` +
          `Found labels with shape=${label.shape}).`,
      )
    }
    const { format, canvas_size } = boxes
    const valid = sanitizeMask(boxes, format, canvas_size, this.min_size, this.min_area)
    const params = { valid, labels }
    return tree_unflatten(
      flat.map((one) => this.transform(one, params)),
      spec,
    )
  }

  private labels(found: unknown): readonly Tensor[] | null {
    if (found === null || found === undefined) return null
    const all = isTensor(found) ? [found] : found
    const wrong = Array.isArray(all) ? all.find((one) => !isTensor(one)) : all
    if (wrong === undefined) return all as Tensor[]
    throw new ValueError(
      `The labels in the input to forward() must be a tensor or None, got ${kindOf(wrong)} instead.`,
    )
  }

  override transform(inpt: unknown, params: Params): unknown {
    const labels = params.labels as readonly unknown[] | null
    const isLabel = labels?.includes(inpt) ?? false
    const isMine = inpt instanceof BoundingBoxes || inpt instanceof Mask
    if (!isLabel && !isMine) return inpt
    try {
      const output = (inpt as Tensor).index([params.valid as Tensor])
      return isLabel ? output : wrap(output, { like: inpt as TVTensor })
    } catch (error) {
      if (error instanceof IndexError) return inpt
      throw error
    }
  }
}

// biome-ignore lint/correctness/noUnusedVariables: it gives the class below its call.
interface ToTensor {
  // biome-ignore lint/style/useShorthandFunctionType: a function type cannot be merged with a class.
  (pic: Image | ArrayImage): Tensor
}
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: only an interface can say that instances are called.
class ToTensor extends Transform {
  constructor() {
    warn(
      'The transform `ToTensor()` is deprecated and will be removed in a future release. ' +
        'Instead, please use `v2.Compose([v2.ToImage(), v2.ToDtype(torch.float32, scale=True)])`.' +
        'Output is equivalent up to float precision.',
    )
    super()
  }

  override get _transformed_types(): Check {
    return (value) => isPIL(value) || isArray(value)
  }

  override transform(inpt: unknown): unknown {
    return classic.to_tensor(inpt as Image)
  }
}

/** Changes nothing. */
const Identity_ = callable(Identity)
/** A function as a transform, for values of some classes, or all. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.Lambda.html */
const Lambda_ = callable(Lambda)
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
/** {@link F.gaussian_blur} with a random deviation. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.GaussianBlur.html */
const GaussianBlur_ = callable(GaussianBlur)
/** {@link F.gaussian_noise} as a transform. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.GaussianNoise.html */
const GaussianNoise_ = callable(GaussianNoise)
/**
 * {@link F.to_dtype} as a transform: for images and videos, or by class with a Map.
 *
 * @example
 * v2.ToDtype(torch.float32, { scale: true })(torch.full([1, 1, 1], 255, { dtype: torch.uint8 })).item() // 1
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.ToDtype.html
 */
const ToDtype_ = callable(ToDtype)
/** {@link ToDtype} with `scale`. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.ConvertImageDtype.html */
const ConvertImageDtype_ = callable(ConvertImageDtype)
/** Leaves out boxes that are too small or not within their image, with their labels and masks. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.SanitizeBoundingBoxes.html */
const SanitizeBoundingBoxes_ = callable(SanitizeBoundingBoxes)
/** The first version's, which warns: `ToImage` and `ToDtype` are to take its place. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.ToTensor.html */
const ToTensor_: Callable<typeof ToTensor> = callable(ToTensor)
type Identity_ = Identity
type Lambda_ = Lambda
type LinearTransformation_ = LinearTransformation
type Normalize_ = Normalize
type GaussianBlur_ = GaussianBlur
type GaussianNoise_ = GaussianNoise
type ToDtype_ = ToDtype
type ConvertImageDtype_ = ConvertImageDtype
type SanitizeBoundingBoxes_ = SanitizeBoundingBoxes
type ToTensor_ = ToTensor

export {
  ConvertImageDtype_ as ConvertImageDtype,
  GaussianBlur_ as GaussianBlur,
  GaussianNoise_ as GaussianNoise,
  Identity_ as Identity,
  Lambda_ as Lambda,
  LinearTransformation_ as LinearTransformation,
  Normalize_ as Normalize,
  SanitizeBoundingBoxes_ as SanitizeBoundingBoxes,
  ToDtype_ as ToDtype,
  ToTensor_ as ToTensor,
}
