// What the functions on tensors share. Mirrors torchvision/transforms/_functional_tensor.py.

import { pyRepr } from '../../../_repr.js'
import torch, { type Tensor } from '../../../index.js'

type DType = Tensor['dtype']

export function _assert_image_tensor(img: Tensor): void {
  if (img.ndim < 2) throw new TypeError('Tensor is not a torch image.')
}

/** Channels, height and width. */
export function get_dimensions(img: Tensor): [number, number, number] {
  _assert_image_tensor(img)
  return [img.ndim === 2 ? 1 : img.size(-3), img.size(-2), img.size(-1)]
}

/** Width and height. */
export function get_image_size(img: Tensor): [number, number] {
  _assert_image_tensor(img)
  return [img.size(-1), img.size(-2)]
}

export function get_image_num_channels(img: Tensor): number {
  return get_dimensions(img)[0]
}

const greatest = new Map<DType, number | bigint>([
  [torch.uint8, 255],
  [torch.int8, 127],
  [torch.int16, 32767],
  [torch.uint16, 65535],
  [torch.int32, 2147483647],
  [torch.int64, 9223372036854775807n],
])

/** The greatest value of an image of a type: white. */
export function _max_value(dtype: DType): number | bigint {
  return greatest.get(dtype) ?? 1
}

export function _assert_channels(img: Tensor, permitted: readonly number[]): void {
  const [channels] = get_dimensions(img)
  if (permitted.includes(channels)) return
  throw new TypeError(
    `Input image tensor permitted channel values are ${pyRepr(permitted)}, but found ${channels}`,
  )
}

/** At least three dimensions, and one or three channels. */
export function checkColors(img: Tensor): void {
  _assert_image_tensor(img)
  if (img.ndim < 3) {
    throw new TypeError(
      `Input image tensor should have at least 3 dimensions, but found ${img.ndim}`,
    )
  }
  _assert_channels(img, [1, 3])
}

/** The type in which an image is reckoned with. */
export function floatTypeOf(img: Tensor): DType {
  return img.is_floating_point() ? img.dtype : torch.float32
}

// A number that happens to be whole is an int here: so ints are made floats before they meet what Python has as one.
export function asFloat(img: Tensor): Tensor {
  return img.is_floating_point() ? img : img.to(torch.get_default_dtype())
}

/** An image in a batch and in a type that an operator takes, and the way back. */
export function _cast_squeeze_in(
  img: Tensor,
  types: readonly DType[],
): { batch: Tensor; back: (result: Tensor) => Tensor } {
  const squeeze = img.ndim < 4
  const { dtype } = img
  const cast = !types.includes(dtype)
  let batch = squeeze ? img.unsqueeze(0) : img
  if (cast) batch = batch.to(types[0] as DType)
  const rounds = [torch.uint8, torch.int8, torch.int16, torch.int32, torch.int64].includes(
    dtype as typeof torch.uint8,
  )
  const back = (result: Tensor): Tensor => {
    const single = squeeze ? result.squeeze(0) : result
    if (!cast) return single
    return (rounds ? torch.round(single) : single).to(dtype)
  }
  return { batch, back }
}
