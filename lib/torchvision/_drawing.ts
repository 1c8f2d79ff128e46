// Boxes, masks and points on images. Mirrors torchvision/utils.py.

import { python } from '../_kwargs.js'
import { cos, sin } from '../_libm.js'
import { classText } from '../_typename.js'
import { ValueError } from '../errors.js'
import torch from '../index.js'
import { fromarray, type Image } from '../PIL/Image.js'
import { Draw, type ImageDraw } from '../PIL/ImageDraw.js'
import { load_default, truetype } from '../PIL/ImageFont.js'
import type { Tensor } from '../types.js'
import { warn } from '../warnings.js'
import { type Color, type Colors, parseColors } from './_colors.js'

function checkImage(image: unknown, what: string): asserts image is Tensor {
  if (!torch.is_tensor(image)) throw new TypeError(`${what}, got ${classText(image)}`)
  if (image.dtype !== torch.uint8 && !image.is_floating_point()) {
    throw new ValueError(`The image dtype must be uint8 or float, got ${image.dtype}`)
  }
  if (image.dim() !== 3) throw new ValueError('Pass individual images, not batches')
}

function checkRgb(image: unknown): asserts image is Tensor {
  checkImage(image, 'The image must be a tensor')
  if (image.size(0) !== 3) {
    throw new ValueError('Pass an RGB image. Other Image formats are not supported')
  }
}

// What the drawing does is done to bytes; floats are from 0 to 1.
function drawn(image: Tensor, work: (pixels: Image) => void): Tensor {
  const isFloat = image.is_floating_point()
  const bytes = isFloat ? image.mul(255 + 1 - 1e-3).to(torch.uint8) : image
  const pixels = fromarray(bytes.permute(1, 2, 0).cpu().numpy())
  work(pixels)
  const { data, width, height } = pixels
  const out = torch.from_numpy(data).view(height, width, 3).permute(2, 0, 1).contiguous()
  return isFloat ? out.to(image.dtype).mul_(1 / 255) : out
}

/** What {@link draw_bounding_boxes} takes by keyword. */
export interface BoundingBoxOptions {
  /** A text for each box, or none. */
  labels?: readonly (string | null)[] | null
  /** Default: colours far from each other. */
  colors?: Colors | null
  /** Whether boxes are filled, a little. Default: false. */
  fill?: boolean
  /** The width of the lines. Default: 1. */
  width?: number
  /** A TrueType file. */
  font?: string | null
  font_size?: number | null
  /** Default: those of the boxes, or black on filled labels. */
  label_colors?: Colors | null
  /** Default: those of the boxes. */
  label_background_colors?: Colors | null
  /** Whether labels stand on a box of their own. Default: false. */
  fill_labels?: boolean
}

const bindBoxes = python(
  'draw_bounding_boxes(image, boxes, labels=None, colors=None, fill=False, width=1, font=None, font_size=None, label_colors=None, label_background_colors=None, fill_labels=False)',
)

/**
 * An image (1, H, W) or (3, H, W) of uint8, or of floats from 0 to 1, with boxes drawn on it: rows
 * `xmin, ymin, xmax, ymax`, or the four corners of turned ones. Labels are in another font than Python's unless `font`
 * names one, and not the same pixels in any.
 *
 * @throws TypeError, ValueError for another image, boxes whose ends are swapped, or too few labels or colours.
 *
 * @example
 * const image = torch.zeros(3, 4, 4, { dtype: torch.uint8 })
 * const box = torch.tensor([[0, 0, 2, 2]])
 * torchvision.utils.draw_bounding_boxes(image, box, { colors: 'red' })[0]
 * // tensor([[255, 255, 255,   0],
 * //         [255,   0, 255,   0],
 * //         [255, 255, 255,   0],
 * //         [  0,   0,   0,   0]], dtype=torch.uint8)
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.utils.draw_bounding_boxes.html
 */
export function draw_bounding_boxes(
  image: Tensor,
  boxes: Tensor,
  labels?: readonly (string | null)[] | null,
  colors?: Colors | null,
  fill?: boolean,
  width?: number,
  font?: string | null,
  font_size?: number | null,
): Tensor
export function draw_bounding_boxes(
  image: Tensor,
  boxes: Tensor,
  labels: readonly (string | null)[] | null,
  options: Omit<BoundingBoxOptions, 'labels'>,
): Tensor
export function draw_bounding_boxes(
  image: Tensor,
  boxes: Tensor,
  options: BoundingBoxOptions,
): Tensor
export function draw_bounding_boxes(...args: unknown[]): Tensor {
  const bound = bindBoxes<Required<BoundingBoxOptions> & { image: Tensor; boxes: Tensor }>(args)
  return torch.no_grad(() => drawBoxes(bound))
}

function drawBoxes(bound: Required<BoundingBoxOptions> & { image: Tensor; boxes: Tensor }): Tensor {
  const { image, boxes, labels, fill, width, font, font_size, fill_labels } = bound
  checkImage(image, 'Tensor expected')
  if (image.size(0) !== 1 && image.size(0) !== 3) {
    throw new ValueError('Only grayscale and RGB images are supported')
  }
  const rows = boxes.tolist() as number[][]
  if (boxes.size(-1) === 4 && rows.some(([x0 = 0, y0 = 0, x1 = 0, y1 = 0]) => x0 > x1 || y0 > y1)) {
    throw new ValueError(
      'Boxes need to be in (xmin, ymin, xmax, ymax) format. Use torchvision.ops.box_convert to convert them',
    )
  }
  const count = rows.length
  if (count === 0) {
    warn("boxes doesn't contain any box. No box was drawn")
    return image
  }
  if (labels !== null && labels.length !== count) {
    throw new ValueError(
      `Number of boxes (${count}) and labels (${labels.length}) mismatch. Please specify labels for each box.`,
    )
  }
  const colors = parseColors(bound.colors, count)
  const own = bound.label_colors ?? (fill_labels ? 'black' : null)
  const labelColors = own === null ? colors : parseColors(own, count)
  const grounds = fill_labels ? bound.label_background_colors : null
  const backgrounds = grounds === null ? colors : parseColors(grounds, count)
  if (font === null && font_size !== null) {
    warn("Argument 'font_size' will be ignored since 'font' is not set.")
  }
  const letters = font === null ? load_default() : truetype(font, font_size ?? 10)
  const rgb = image.size(0) === 1 ? torch.tile(image, [3, 1, 1]) : image
  return drawn(rgb, (pixels) => {
    const draw = Draw(pixels, fill ? 'RGBA' : null)
    rows.forEach((row, i) => {
      const box = row.map(Math.trunc)
      const color = colors[i] as number[]
      const style = { width, outline: color, fill: fill ? [...color.slice(0, 3), 100] : null }
      if (box.length > 4) orientedRectangle(draw, box, style)
      else draw.rectangle(box, style)
      const label = labels?.[i] ?? null
      if (label === null) return
      const at = [(box[0] as number) + width + 1, (box[1] as number) + width + 1]
      if (fill_labels) {
        const [left, top, right, bottom] = draw.textbbox(at, label, letters)
        draw.rectangle([left - 1, top - 1, right + 1, bottom + 1], backgrounds[i] as number[])
      }
      draw.text(at, label, labelColors[i] as number[], letters)
    })
  })
}

// A turned box; its first side, which tells where up is, is dashed.
function orientedRectangle(
  draw: ImageDraw,
  xy: readonly number[],
  { width, outline, fill }: { width: number; outline: number[]; fill: number[] | null },
): void {
  dashedLine(draw, xy.slice(0, 4), outline, width)
  for (let i = 2; i < xy.length; i += 2) {
    const [toX, toY] = [xy[(i + 2) % xy.length], xy[(i + 3) % xy.length]]
    draw.line([xy[i], xy[i + 1], toX, toY] as number[], outline, width)
  }
  draw.polygon(xy, fill, null, 0)
}

function dashedLine(draw: ImageDraw, xy: readonly number[], fill: number[], width: number): void {
  let [x, y, x1, y1] = xy as [number, number, number, number]
  let left = Math.sqrt((x1 - x) ** 2 + (y1 - y) ** 2)
  for (let isDash = true; left > 0; isDash = !isDash) {
    const length = Math.min(left, 5)
    const angle = Math.atan2(y1 - y, x1 - x)
    const [endX, endY] = [x + cos(angle) * length, y + sin(angle) * length]
    if (isDash) draw.line([x, y, endX, endY], fill, width)
    left -= length
    ;[x, y] = [endX, endY]
  }
}

/** What {@link draw_segmentation_masks} takes by keyword. */
export interface MaskOptions {
  /** How opaque masks are, 0 to 1. Default: 0.8. */
  alpha?: number
  /** Default: colours far from each other. */
  colors?: Colors | null
}

const bindMasks = python('draw_segmentation_masks(image, masks, alpha=0.8, colors=None)')

/**
 * An image (3, H, W) of uint8, or of floats from 0 to 1, with masks (N, H, W) or (H, W) of booleans laid over it. Where
 * masks overlap it is black.
 *
 * @throws TypeError, ValueError for another image or other masks, or too few colours.
 *
 * @example
 * const image = torch.zeros(3, 1, 2, { dtype: torch.uint8 })
 * const mask = torch.tensor([[true, false]])
 * torchvision.utils.draw_segmentation_masks(image, mask, { alpha: 0.5, colors: 'red' })[0]
 * // tensor([[127,   0]], dtype=torch.uint8)
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.utils.draw_segmentation_masks.html
 */
export function draw_segmentation_masks(
  image: Tensor,
  masks: Tensor,
  alpha?: number,
  colors?: Colors | null,
): Tensor
export function draw_segmentation_masks(
  image: Tensor,
  masks: Tensor,
  alpha: number,
  options: Omit<MaskOptions, 'alpha'>,
): Tensor
export function draw_segmentation_masks(image: Tensor, masks: Tensor, options: MaskOptions): Tensor
export function draw_segmentation_masks(...args: unknown[]): Tensor {
  const { image, masks, alpha, colors } = bindMasks<
    Required<MaskOptions> & { image: Tensor; masks: Tensor }
  >(args)
  return torch.no_grad(() => drawMasks(image, masks, alpha, colors))
}

function drawMasks(image: Tensor, given: Tensor, alpha: number, colors: Colors | null): Tensor {
  checkRgb(image)
  const masks = given.dim() === 2 ? given.unsqueeze(0) : given
  if (masks.dim() !== 3) throw new ValueError('masks must be of shape (H, W) or (batch_size, H, W)')
  if (masks.dtype !== torch.bool) {
    throw new ValueError(`The masks must be of dtype bool. Got ${masks.dtype}`)
  }
  if (masks.size(-1) !== image.size(-1) || masks.size(-2) !== image.size(-2)) {
    throw new ValueError('The image and the masks must have the same height and width')
  }
  const count = masks.size(0)
  if (count === 0) {
    warn("masks doesn't contain any mask. No mask was drawn")
    return image
  }
  const { dtype, device } = image
  const over = image.detach().clone()
  parseColors(colors, count, image.is_floating_point() ? 255 : 1).forEach((color, i) => {
    const values = torch.tensor(color, { dtype, device })
    over.index_put_([':', masks.index([i])], values.unsqueeze(1))
  })
  over.index_put_([':', masks.sum(0).gt(1)], 0)
  return image
    .mul(1 - alpha)
    .add(over.mul(alpha))
    .to(dtype)
}

/** What {@link draw_keypoints} takes by keyword. */
export interface KeypointOptions {
  /** Which points are joined by lines. */
  connectivity?: readonly (readonly [from: number, to: number])[] | null
  colors?: Color | null
  /** Of the points. Default: 2. */
  radius?: number
  /** Of the lines. Default: 3. */
  width?: number
  /** Which points are seen, (N, K). Default: all. */
  visibility?: Tensor | null
}

const bindKeypoints = python(
  'draw_keypoints(image, keypoints, connectivity=None, colors=None, radius=2, width=3, visibility=None)',
)

/**
 * An image (3, H, W) of uint8, or of floats from 0 to 1, with points drawn on it: (N, K, 2), each `x, y`. The lines that
 * join them are white.
 *
 * @throws TypeError, ValueError for another image, points of another shape, or a visibility that does not fit them.
 *
 * @example
 * const image = torch.zeros(3, 3, 3, { dtype: torch.uint8 })
 * const points = torch.tensor([[[1, 1]]])
 * torchvision.utils.draw_keypoints(image, points, { colors: 'lime', radius: 1 })[1].sum() // tensor(1275)
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.utils.draw_keypoints.html
 */
export function draw_keypoints(
  image: Tensor,
  keypoints: Tensor,
  connectivity?: KeypointOptions['connectivity'],
  colors?: Color | null,
  radius?: number,
  width?: number,
  visibility?: Tensor | null,
): Tensor
export function draw_keypoints(
  image: Tensor,
  keypoints: Tensor,
  connectivity: KeypointOptions['connectivity'],
  options: Omit<KeypointOptions, 'connectivity'>,
): Tensor
export function draw_keypoints(image: Tensor, keypoints: Tensor, options: KeypointOptions): Tensor
export function draw_keypoints(...args: unknown[]): Tensor {
  const { image, keypoints, connectivity, colors, radius, width, visibility } = bindKeypoints<
    Required<KeypointOptions> & { image: Tensor; keypoints: Tensor }
  >(args)
  return torch.no_grad(() => {
    checkRgb(image)
    if (keypoints.dim() !== 3) {
      throw new ValueError('keypoints must be of shape (num_instances, K, 2)')
    }
    const seen = visibilityOf(visibility, keypoints)
    const points = keypoints.to(torch.int64).tolist() as [number, number][][]
    return drawn(image, (pixels) => {
      const draw = Draw(pixels)
      points.forEach((instance, n) => {
        const isSeen = (k: number): boolean => Boolean(seen[n]?.at(k))
        instance.forEach(([x, y], k) => {
          if (!isSeen(k)) return
          const box = [x - radius, y - radius, x + radius, y + radius]
          draw.ellipse(box, { fill: colors, outline: null, width: 0 })
        })
        for (const [from, to] of connectivity ?? []) {
          if (!isSeen(from) || !isSeen(to)) continue
          draw.line([instance.at(from), instance.at(to)] as number[][], { width })
        }
      })
    })
  })
}

function visibilityOf(given: Tensor | null, keypoints: Tensor): boolean[][] {
  const shape = keypoints.shape.slice(0, -1)
  const all = given ?? torch.ones(shape, { dtype: torch.bool })
  const visibility = all.dim() === 3 ? all.squeeze(-1) : all
  if (visibility.dim() !== 2) {
    throw new ValueError(
      `visibility must be of shape (num_instances, K). Got ndim=${visibility.dim()}`,
    )
  }
  if (visibility.size(0) !== shape[0] || visibility.size(1) !== shape[1]) {
    throw new ValueError(
      'keypoints and visibility must have the same dimensionality for num_instances and K. ' +
        `Got visibility.shape=${visibility.shape} and keypoints.shape=${keypoints.shape}`,
    )
  }
  return visibility.to(torch.bool).tolist() as boolean[][]
}
