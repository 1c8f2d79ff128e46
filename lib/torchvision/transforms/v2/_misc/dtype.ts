// Transforms of dtypes. Mirrors torchvision/transforms/v2/_misc.py.

import { type ArgumentsOf, initializer } from '../../../../_arguments.js'
import { callable } from '../../../../_callable.js'
import { classText } from '../../../../_typename.js'
import { ValueError } from '../../../../errors.js'
import torch, { Tensor } from '../../../../index.js'
import { warn } from '../../../../warnings.js'
import { Image as TVImage, Video } from '../../../tv_tensors/index.js'
import { isTensor, kindOf } from '../../_types.js'
import { type Check, Transform } from '../_transform.js'
import { is_pure_tensor } from '../functional/_utils.js'
import * as F from '../functional/index.js'

type DType = Tensor['dtype']

export const showsPixels: Check = (value) => value instanceof TVImage || value instanceof Video

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

type ToDtype_ = ToDtype

type ConvertImageDtype_ = ConvertImageDtype

export { ConvertImageDtype_ as ConvertImageDtype, ToDtype_ as ToDtype }
