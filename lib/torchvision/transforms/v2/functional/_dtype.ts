// Types and their ranges. Mirrors torchvision/transforms/v2/functional/_misc.py.

import { RuntimeError } from '../../../../errors.js'
import torch, { type Tensor } from '../../../../index.js'
import { _max_value } from '../../_tensor/base.js'

type DType = Tensor['dtype']

const bits = new Map<DType, number>([
  [torch.uint8, 8],
  [torch.int8, 7],
  [torch.int16, 15],
  [torch.uint16, 16],
  [torch.int32, 31],
  [torch.int64, 63],
])

/** How many bits the values of an int type have, without the sign. */
export function numValueBits(dtype: DType): number {
  const found = bits.get(dtype)
  if (found !== undefined) return found
  throw new TypeError(`Number of value bits is only defined for integer dtypes, but got ${dtype}.`)
}

/** An image in another type; with `scale` its values go along with the type's range. */
export function toDtype(image: Tensor, dtype: DType, scale: boolean): Tensor {
  if (image.dtype === dtype) return image
  if (!scale) return image.to(dtype)
  const toFloat = dtype.is_floating_point
  if (image.is_floating_point()) {
    if (toFloat) return image.to(dtype)
    const is = (from: DType, ...to: DType[]): boolean => image.dtype === from && to.includes(dtype)
    if (is(torch.float32, torch.int32, torch.int64) || is(torch.float64, torch.int64)) {
      throw new RuntimeError(
        `The conversion from ${image.dtype} to ${dtype} cannot be performed safely.`,
      )
    }
    return image.mul(Number(_max_value(dtype)) + 1 - 1e-3).to(dtype)
  }
  if (toFloat) return image.to(dtype).mul_(1 / Number(_max_value(image.dtype)))
  const [from, to] = [numValueBits(image.dtype), numValueBits(dtype)]
  const shift = Math.abs(from - to)
  if (from > to) {
    if (image.dtype === torch.uint16) return image.div(2 ** shift).to(dtype)
    return image.bitwise_right_shift(shift).to(dtype)
  }
  if (dtype === torch.uint16) return image.to(dtype).mul(2 ** shift)
  return image.to(dtype).bitwise_left_shift_(shift)
}
