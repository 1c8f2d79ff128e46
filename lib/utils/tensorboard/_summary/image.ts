// Mirrors image, image_boxes, draw_boxes and make_image of torch/utils/tensorboard/summary.py.

import { type ArgumentsOf, initializer } from '../../../_arguments.js'
import { float32, uint8 } from '../../../dtype.js'
import { IndexError } from '../../../errors.js'
import { encode } from '../../../PIL/_codecs.js'
import { fromarray, type Image, Resampling } from '../../../PIL/Image.js'
import { Draw } from '../../../PIL/ImageDraw.js'
import { load_default } from '../../../PIL/ImageFont.js'
import type { Tensor } from '../../../types.js'
import { type Arrayish, make_np } from '../_convert_np.js'
import { type ImageProto, Summary } from '../_proto.js'
import { convert_to_HWC } from '../_utils.js'

/** What the values of a tensor are multiplied with to be bytes. */
export function _calc_scale_factor(tensor: Tensor): number {
  return tensor.dtype === uint8 ? 1 : 255
}

/** Values from 0 to 1, or bytes, as bytes. */
export function toBytes(tensor: Tensor): Tensor {
  return tensor.to(float32).mul(_calc_scale_factor(tensor)).clamp(0, 255).to(uint8)
}

const bindImage = initializer<
  [tag: string, tensor: Arrayish, rescale: number, dataformats: string]
>()("image(tag, tensor, rescale=1, dataformats='NCHW')", { dicts: ['tensor'] })

/**
 * A picture, or a grid of several. Floating-point values from 0 to 1 are scaled to bytes, bytes taken as they are;
 * `dataformats` names the dimensions.
 *
 * @example
 * const [{ image: picture }] = image('digit', torch.rand(1, 28, 28), { dataformats: 'CHW' }).value
 * picture?.width // 28
 */
export function image(...args: ArgumentsOf<typeof bindImage>): Summary {
  const { tag, tensor, rescale, dataformats } = bindImage(args)
  const bytes = toBytes(convert_to_HWC(make_np(tensor), dataformats))
  return new Summary({ value: [{ tag, image: make_image(bytes, { rescale }) }] })
}

const bindBoxes = initializer<
  [
    tag: string,
    tensor_image: Arrayish,
    tensor_boxes: Arrayish,
    rescale: number,
    dataformats: string,
    labels: readonly string[] | null,
  ]
>()("image_boxes(tag, tensor_image, tensor_boxes, rescale=1, dataformats='CHW', labels=None)", {
  dicts: ['tensor_image', 'tensor_boxes'],
})

/** A picture with boxes (x1, y1, x2, y2) drawn into it, each with a label if there are some. */
export function image_boxes(...args: ArgumentsOf<typeof bindBoxes>): Summary {
  const { tag, tensor_image, tensor_boxes, rescale, dataformats, labels } = bindBoxes(args)
  const bytes = toBytes(convert_to_HWC(make_np(tensor_image), dataformats))
  const rois = make_np(tensor_boxes)
  return new Summary({ value: [{ tag, image: make_image(bytes, { rescale, rois, labels }) }] })
}

/** Draws boxes, whose lines are two pixels wide, and their labels. */
export function draw_boxes(
  disp_image: Image,
  boxes: Tensor,
  labels: readonly string[] | null = null,
): Image {
  for (const [i, box] of (boxes.tolist() as number[][]).entries()) {
    if (box.length < 4) {
      throw new IndexError(
        `index ${box.length} is out of bounds for axis 1 with size ${box.length}`,
      )
    }
    _draw_single_box(disp_image, box as [number, number, number, number], labels?.[i] ?? null)
  }
  return disp_image
}

const colour = 'Red'

function _draw_single_box(
  image: Image,
  [left, top, right, bottom]: readonly [number, number, number, number],
  display_str: string | null,
): void {
  const draw = Draw(image)
  const corners = [left, top, left, bottom, right, bottom, right, top, left, top]
  draw.line(corners, { width: 2, fill: colour })
  if (!display_str) return
  const font = load_default()
  const [x0, y0, x1, y1] = draw.textbbox([0, 0], display_str, font)
  const [width, height] = [x1 - x0, y1 - y0]
  const margin = Math.ceil(0.05 * height)
  draw.rectangle([left, bottom - height - 2 * margin, left + width, bottom], { fill: colour })
  draw.text([left + margin, bottom - height - margin], display_str, { fill: 'black', font })
}

const bindMake = initializer<
  [tensor: Tensor, rescale: number, rois: Tensor | null, labels: readonly string[] | null]
>()('make_image(tensor, rescale=1, rois=None, labels=None)')

/**
 * A tensor of bytes (H, W, C) as PNG, resized by `rescale`, with the boxes `rois`.
 *
 * @example
 * const { colorspace } = make_image(torch.zeros(4, 6, 3, { dtype: torch.uint8 }))
 * colorspace // 3
 */
export function make_image(...args: ArgumentsOf<typeof bindMake>): ImageProto {
  const { tensor, rescale, rois, labels } = bindMake(args)
  const [height = 0, width = 0, colorspace = 0] = tensor.shape
  const scaled = [Math.trunc(width * rescale), Math.trunc(height * rescale)]
  const image = fromarray(tensor)
  if (rois !== null) draw_boxes(image, rois, labels)
  const encoded_image_string = encode(image.resize(scaled, Resampling.LANCZOS), 'PNG')
  return { height, width, colorspace, encoded_image_string }
}
