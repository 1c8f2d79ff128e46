// Mirrors torchvision/transforms/v2/_type_conversion.py and _meta.py.

import { type ArgumentsOf, initializer } from '../../../_arguments.js'
import { type Callable, callable } from '../../../_callable.js'
import { ValueError } from '../../../errors.js'
import type { Tensor } from '../../../index.js'
import { alias } from '../../tv_tensors/_tv_tensor.js'
import {
  BoundingBoxes,
  type BoundingBoxFormat,
  type ClampingMode,
  Image as TVImage,
  TVTensor,
  wrap,
} from '../../tv_tensors/index.js'
import { type ArrayImage, type Image, isArray, isPIL } from '../_types.js'
import { type Check, Transform } from './_transform.js'
import { is_pure_tensor } from './functional/_utils.js'
import * as F from './functional/index.js'

// biome-ignore lint/correctness/noUnusedVariables: it gives the class below its call.
interface PILToTensor {
  // biome-ignore lint/style/useShorthandFunctionType: a function type cannot be merged with a class.
  (pic: Image): Tensor
}
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: only an interface can say that instances are called.
class PILToTensor extends Transform {
  override get _transformed_types(): Check {
    return isPIL
  }

  override transform(inpt: unknown): unknown {
    return F.pil_to_tensor(inpt as Image)
  }
}

// biome-ignore lint/correctness/noUnusedVariables: it gives the class below its call.
interface ToImage {
  // biome-ignore lint/style/useShorthandFunctionType: a function type cannot be merged with a class.
  (pic: Image | Tensor | ArrayImage): TVImage
}
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: only an interface can say that instances are called.
class ToImage extends Transform {
  override get _transformed_types(): Check {
    return (value) => is_pure_tensor(value) || isPIL(value) || isArray(value)
  }

  override transform(inpt: unknown): unknown {
    return F.to_image(inpt as Image)
  }
}

// biome-ignore lint/correctness/noUnusedVariables: it gives the class below its call.
interface ToPILImage {
  // biome-ignore lint/style/useShorthandFunctionType: a function type cannot be merged with a class.
  (pic: Tensor | ArrayImage): Image
}
const initToPIL = initializer<[mode: string | null]>()('ToPILImage.__init__(self, mode=None)')

// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: only an interface can say that instances are called.
class ToPILImage extends Transform {
  declare mode: string | null

  constructor(...args: ArgumentsOf<typeof initToPIL>) {
    const { mode } = initToPIL(args)
    super()
    this.mode = mode
  }

  override get _transformed_types(): Check {
    return (value) => is_pure_tensor(value) || value instanceof TVImage || isArray(value)
  }

  override transform(inpt: unknown): unknown {
    return F.to_pil_image(inpt as Tensor, this.mode)
  }
}

class ToPureTensor extends Transform {
  override get _transformed_types(): Check {
    return (value) => value instanceof TVTensor
  }

  override transform(inpt: unknown): unknown {
    return alias(inpt as Tensor)
  }
}

const isBoxes: Check = (value) => value instanceof BoundingBoxes

const initConvert = initializer<[format: BoundingBoxFormat | string]>()(
  'ConvertBoundingBoxFormat.__init__(self, format)',
)

class ConvertBoundingBoxFormat extends Transform {
  declare format: BoundingBoxFormat | string

  constructor(...args: ArgumentsOf<typeof initConvert>) {
    const { format } = initConvert(args)
    super()
    this.format = format
  }

  override get _transformed_types(): Check {
    return isBoxes
  }

  override transform(inpt: unknown): unknown {
    return F.convert_bounding_box_format(inpt as Tensor, null, this.format)
  }
}

const initClamp = initializer<[clamping_mode: ClampingMode | 'auto']>()(
  "ClampBoundingBoxes.__init__(self, clamping_mode='auto')",
)

class ClampBoundingBoxes extends Transform {
  declare clamping_mode: ClampingMode | 'auto'

  constructor(...args: ArgumentsOf<typeof initClamp>) {
    const { clamping_mode } = initClamp(args)
    super()
    this.clamping_mode = clamping_mode
  }

  override get _transformed_types(): Check {
    return isBoxes
  }

  override transform(inpt: unknown): unknown {
    return F.clamp_bounding_boxes(inpt as Tensor, { clamping_mode: this.clamping_mode })
  }
}

const initMode = initializer<[clamping_mode: ClampingMode]>()(
  'SetClampingMode.__init__(self, clamping_mode)',
)

class SetClampingMode extends Transform {
  declare clamping_mode: ClampingMode

  constructor(...args: ArgumentsOf<typeof initMode>) {
    const { clamping_mode } = initMode(args)
    super()
    if (clamping_mode !== null && clamping_mode !== 'soft' && clamping_mode !== 'hard') {
      throw new ValueError(`clamping_mode must be soft, hard or None, got ${clamping_mode}`)
    }
    this.clamping_mode = clamping_mode
  }

  override get _transformed_types(): Check {
    return isBoxes
  }

  override transform(inpt: unknown): unknown {
    const boxes = inpt as BoundingBoxes
    return wrap(boxes.clone(), { like: boxes, clamping_mode: this.clamping_mode })
  }
}

/** {@link F.pil_to_tensor} as a transform. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.PILToTensor.html */
const PILToTensor_: Callable<typeof PILToTensor> = callable(PILToTensor)
/**
 * {@link F.to_image} as a transform.
 *
 * @example
 * v2.ToImage()(Image.new('RGB', [2, 2])).shape // torch.Size([3, 2, 2])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.ToImage.html
 */
const ToImage_: Callable<typeof ToImage> = callable(ToImage)
/** {@link F.to_pil_image} as a transform. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.ToPILImage.html */
const ToPILImage_: Callable<typeof ToPILImage> = callable(ToPILImage)
/** Tensors that say what they show as plain ones. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.ToPureTensor.html */
const ToPureTensor_ = callable(ToPureTensor)
/** {@link F.convert_bounding_box_format} as a transform. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.ConvertBoundingBoxFormat.html */
const ConvertBoundingBoxFormat_ = callable(ConvertBoundingBoxFormat)
/** {@link F.clamp_bounding_boxes} as a transform. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.ClampBoundingBoxes.html */
const ClampBoundingBoxes_ = callable(ClampBoundingBoxes)
/** How boxes are kept within their image from now on. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.SetClampingMode.html */
const SetClampingMode_ = callable(SetClampingMode)
type PILToTensor_ = PILToTensor
type ToImage_ = ToImage
type ToPILImage_ = ToPILImage
type ToPureTensor_ = ToPureTensor
type ConvertBoundingBoxFormat_ = ConvertBoundingBoxFormat
type ClampBoundingBoxes_ = ClampBoundingBoxes
type SetClampingMode_ = SetClampingMode

export {
  ClampBoundingBoxes_ as ClampBoundingBoxes,
  ConvertBoundingBoxFormat_ as ConvertBoundingBoxFormat,
  PILToTensor_ as PILToTensor,
  SetClampingMode_ as SetClampingMode,
  ToImage_ as ToImage,
  ToPILImage_ as ToPILImage,
  ToPureTensor_ as ToPureTensor,
}
