// Mirrors torchvision/tv_tensors/_bounding_boxes.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { pyRepr } from '../../_repr.js'
import { type Tuple, tuple } from '../../_tuple.js'
import { NotImplementedError, ValueError } from '../../errors.js'
import type { Tensor } from '../../index.js'
import { Enumeration, memberOf } from '../transforms/_enum.js'
import { type TensorOptions, TVTensor, tensorClass, toTensor } from './_tv_tensor.js'

/** What the four numbers of a box are: corners, a corner and a size, or a centre and a size. */
export class BoundingBoxFormat extends Enumeration {
  static readonly XYXY: BoundingBoxFormat = new BoundingBoxFormat('XYXY', 'XYXY')
  static readonly XYWH: BoundingBoxFormat = new BoundingBoxFormat('XYWH', 'XYWH')
  static readonly CXCYWH: BoundingBoxFormat = new BoundingBoxFormat('CXCYWH', 'CXCYWH')
}

/** How boxes are kept within their image; `'soft'` and `'hard'` differ for rotated boxes only. */
export type ClampingMode = 'soft' | 'hard' | null

/** A format by itself or by its name. */
export function formatOf(format: BoundingBoxFormat | string): BoundingBoxFormat {
  if (format instanceof BoundingBoxFormat) return format
  const name = format.toUpperCase()
  if (['XYWHR', 'CXCYWHR', 'XYXYXYXY'].includes(name)) {
    throw new NotImplementedError('rotated bounding boxes are not supported here')
  }
  return memberOf(BoundingBoxFormat, name) as BoundingBoxFormat
}

const init = initializer<
  [
    data: Tensor | readonly unknown[],
    format: BoundingBoxFormat | string,
    canvas_size: readonly number[],
    clamping_mode: ClampingMode,
    dtype: TensorOptions['dtype'],
    device: TensorOptions['device'],
    requires_grad: TensorOptions['requires_grad'],
  ]
>()(
  "BoundingBoxes.__new__(self, data, *, format, canvas_size, clamping_mode='soft', dtype=None, device=None, requires_grad=None)",
)

class BoundingBoxes extends TVTensor {
  declare format: BoundingBoxFormat
  /** Height and width of the image that the boxes are in. */
  declare canvas_size: Tuple<number>
  declare clamping_mode: ClampingMode

  override wrapped(tensor: Tensor, meta: Partial<Meta> = {}): BoundingBoxes {
    const { format, canvas_size, clamping_mode } = this
    const made = super.wrapped(tensor) as BoundingBoxes
    return Object.assign(made, { format, canvas_size, clamping_mode, ...meta })
  }

  override extra(): string {
    const { format, canvas_size, clamping_mode } = this
    return `format=${format}, canvas_size=${pyRepr(canvas_size)}, clamping_mode=${clamping_mode ?? 'None'}`
  }
}

interface Meta {
  format: BoundingBoxFormat
  canvas_size: Tuple<number>
  clamping_mode: ClampingMode
}

function make(args: readonly unknown[], prototype: BoundingBoxes): BoundingBoxes {
  const { data, format, canvas_size, clamping_mode, ...options } = init(args)
  let tensor = toTensor(data, options as TensorOptions)
  if (tensor.ndim === 1) tensor = tensor.unsqueeze(0)
  else if (tensor.ndim !== 2) {
    throw new ValueError(`Expected a 1D or 2D tensor, got ${tensor.ndim}D`)
  }
  if (clamping_mode !== null && clamping_mode !== 'hard' && clamping_mode !== 'soft') {
    throw new ValueError(`clamping_mode must be None, hard or soft, got ${clamping_mode}.`)
  }
  const meta = { format: formatOf(format), canvas_size: tuple(canvas_size), clamping_mode }
  return Object.assign(Object.setPrototypeOf(tensor, prototype) as BoundingBoxes, meta)
}

/**
 * Boxes in an image, (N, 4), with their `format` and the image's size, `canvas_size`.
 *
 * @throws ValueError for a tensor of other than one or two dimensions.
 *
 * @example
 * const boxes = tv_tensors.BoundingBoxes([[0, 0, 2, 3]], { format: 'XYXY', canvas_size: [8, 8] })
 * boxes.shape // torch.Size([1, 4])
 * boxes.format // BoundingBoxFormat.XYXY
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.tv_tensors.BoundingBoxes.html
 */
const BoundingBoxes_ = tensorClass<BoundingBoxes, ArgumentsOf<typeof init>>(BoundingBoxes, make)
type BoundingBoxes_ = BoundingBoxes

/** Whether a format is one of turned boxes, of which there are none here. */
export function is_rotated_bounding_format(_format: BoundingBoxFormat | string): boolean {
  return false
}

export { BoundingBoxes_ as BoundingBoxes }
