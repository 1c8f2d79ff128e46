// Borders around images. Mirrors torchvision/transforms/v2/functional/_geometry.py.

import { ValueError } from '../../../../errors.js'
import torch, { nn, type Tensor } from '../../../../index.js'
import type { BoundingBoxes } from '../../../tv_tensors/index.js'
import * as F_pil from '../../_functional_pil.js'
import { _pad_symmetric, part } from '../../_tensor/geometry.js'
import { type Fill, type Image, isNumber, isSequence } from '../../_types.js'
import { padBoxes } from './_boxes.js'
import { sizes } from './_resize.js'
import { functional, onMask } from './_utils.js'

/** Left, right, top and bottom. */
export function _parse_pad_padding(padding: unknown): [number, number, number, number] {
  if (!isNumber(padding) && !isSequence(padding)) {
    throw new TypeError(
      `\`padding\` should be an integer or tuple or list of integers, but got ${padding}`,
    )
  }
  const all = isNumber(padding) ? [padding] : padding
  if (![1, 2, 4].includes(all.length)) {
    throw new ValueError(
      `Padding must be an int or a 1, 2, or 4 element tuple or list. Found ${all.length}`,
    )
  }
  const [left = 0, top = left, right = left, bottom = top] = all
  return [left, right, top, bottom]
}

/** How a border is filled. */
export type PaddingMode = 'constant' | 'edge' | 'reflect' | 'symmetric'

export function padScalar(
  image: Tensor,
  padding: readonly number[],
  fill: number,
  mode: PaddingMode,
): Tensor {
  const lead = [...image.shape].slice(0, -2)
  const batch = image.reshape(-1, image.size(-3), ...sizes(image))
  let padded: Tensor
  if (mode === 'symmetric') padded = _pad_symmetric(batch, padding)
  else if (mode === 'constant') {
    padded = nn.functional.pad(batch, [...padding], { mode, value: fill })
  } else {
    const float = image.is_floating_point() ? batch : batch.to(torch.float32)
    const kind = mode === 'edge' ? 'replicate' : 'reflect'
    padded = nn.functional.pad(float, [...padding], { mode: kind }).to(image.dtype)
  }
  return padded.reshape([...lead, ...sizes(padded)])
}

function padTensor(
  image: Tensor,
  padding: number | readonly number[],
  fill: Fill | null,
  mode: PaddingMode,
): Tensor {
  const edges = _parse_pad_padding(padding)
  if (!['constant', 'edge', 'reflect', 'symmetric'].includes(mode)) {
    throw new ValueError(
      "`padding_mode` should be either `'constant'`, `'edge'`, `'reflect'` or `'symmetric'`, " +
        `but got \`'${mode}'\`.`,
    )
  }
  const value = fill ?? 0
  if (isNumber(value)) return padScalar(image, edges, value, mode)
  if (value.length === 1) return padScalar(image, edges, value[0] as number, mode)
  if (mode !== 'constant') {
    throw new ValueError(`Padding mode '${mode}' is not supported if fill is not scalar`)
  }
  const output = padScalar(image, edges, 0, 'constant')
  const { dtype, device } = image
  const colour = torch
    .tensor([...value], { device })
    .to(dtype)
    .reshape(-1, 1, 1)
  const [left, right, top, bottom] = edges
  const [height, width] = sizes(output)
  const paint = (to: Tensor): Tensor => to.copy_(colour.expand(to.shape))
  if (top > 0) paint(part(output, 0, top, 0, width))
  if (left > 0) paint(part(output, 0, height, 0, left))
  if (bottom > 0) paint(part(output, height - bottom, height, 0, width))
  if (right > 0) paint(part(output, 0, height, width - right, width))
  return output
}

/**
 * With a border: one number, `[across, down]`, or `[left, top, right, bottom]`.
 *
 * @throws TypeError and ValueError for arguments that cannot be.
 *
 * @example
 * F.pad(torch.ones(1, 1, 1), [1]).sum() // tensor(1.)
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.functional.pad.html
 */
export const pad = functional("pad(inpt, padding, fill=None, padding_mode='constant')", {
  image: padTensor,
  pil: F_pil.pad as (
    image: Image,
    padding: number | readonly number[],
    fill: Fill | null,
    mode: PaddingMode,
  ) => Image,
  mask: (
    mask: Tensor,
    padding: number | readonly number[],
    fill: Fill | null,
    mode: PaddingMode,
  ) => {
    if (isSequence(fill)) throw new ValueError('Non-scalar fill value is not supported')
    return onMask(padTensor)(mask, padding, fill ?? 0, mode)
  },
  boxes: (
    boxes: BoundingBoxes,
    padding: number | readonly number[],
    _fill: Fill | null,
    mode: PaddingMode,
  ) => {
    if (mode === 'constant') return padBoxes(boxes, _parse_pad_padding(padding))
    throw new ValueError(`Padding mode '${mode}' is not supported with bounding boxes`)
  },
})
