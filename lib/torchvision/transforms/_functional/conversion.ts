// Images to tensors and back. Mirrors torchvision/transforms/functional.py.

import { def } from '../../../_def.js'
import { ValueError } from '../../../errors.js'
import torch, { type Tensor } from '../../../index.js'
import type { NdArrayLike } from '../../../numpy.js'
import * as F_t from '../_functional_tensor.js'
import {
  type ArrayImage,
  Image,
  type ImageOrTensor,
  isArray,
  isPIL,
  isTensor,
  kindOf,
} from '../_types.js'

// What a byte becomes between 0 and 1, in single precision.
const levels = Float32Array.from({ length: 256 }, (_, i) => i / 255)
// Up to here one loop in JavaScript takes less time than the calls of the operators.
const small = 4096

// Bytes (H, W, C) as floats (C, H, W).
function scaled(data: Uint8Array, height: number, width: number, bands: number): Tensor {
  const shape = [bands, height, width]
  const dtype = torch.get_default_dtype()
  if (data.length > small || dtype !== torch.float32) {
    const source = torch.from_numpy({ data, shape: [height, width, bands] })
    const planes = source.permute(2, 0, 1)
    const out = torch.empty(shape, { dtype }).copy_(planes).div_(255)
    // Until then they keep the image's memory, for longer than the collector of young objects looks.
    planes.dispose()
    source.dispose()
    return out
  }
  const out = new Float32Array(data.length)
  const plane = height * width
  for (let b = 0; b < bands; b++) {
    const to = b * plane
    for (let i = 0, at = b; i < plane; i++, at += bands) {
      out[to + i] = levels[data[at] as number] as number
    }
  }
  return torch.from_numpy({ data: out, shape })
}

/**
 * A PIL image, or an array (H, W, C), as a tensor (C, H, W). Bytes become floats in [0, 1]; other types keep their
 * values.
 *
 * @throws TypeError for anything else; ValueError for an array of other than two or three dimensions.
 *
 * @example
 * F.to_tensor(Image.new('L', [2, 1], 255)) // tensor([[[1., 1.]]])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.functional.to_tensor.html
 */
export const to_tensor = def('to_tensor(pic)', (pic: Image | ArrayImage): Tensor => {
  if (isPIL(pic)) return fromImage(pic)
  if (!isArray(pic)) {
    throw new TypeError(`pic should be PIL Image or ndarray. Got ${kindOf(pic)}`)
  }
  const { length } = pic.shape
  if (length !== 2 && length !== 3) {
    throw new ValueError(`pic should be 2/3 dimensional. Got ${length} dimensions.`)
  }
  const array = torch.from_numpy(pic as NdArrayLike)
  const channelled = length === 2 ? array.unsqueeze(2) : array
  const img = channelled.permute(2, 0, 1).contiguous()
  return img.dtype === torch.uint8 ? img.to(torch.get_default_dtype()).div(255) : img
})

function fromImage(pic: Image): Tensor {
  const { mode, data, width, height } = pic
  const bands = pic.getbands().length
  if (data.BYTES_PER_ELEMENT > 1) {
    const shape = [1, height, width]
    // 16 bits are read with a sign, as torchvision does.
    const own = mode === 'I;16' ? Int16Array.from(data) : data.slice()
    return torch.from_numpy({ data: own, shape })
  }
  const bytes = data as Uint8Array
  const whole = mode === '1' ? bytes.map((one) => (one === 0 ? 0 : 255)) : bytes
  return scaled(whole, height, width, bands)
}

/**
 * A PIL image as a tensor (C, H, W) with the same values.
 *
 * @throws TypeError for anything else.
 *
 * @example
 * F.pil_to_tensor(Image.new('RGB', [2, 1], 'red')).shape // torch.Size([3, 1, 2])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.functional.pil_to_tensor.html
 */
export const pil_to_tensor = def('pil_to_tensor(pic)', (pic: Image): Tensor => {
  if (!isPIL(pic)) throw new TypeError(`pic should be PIL Image. Got ${kindOf(pic)}`)
  const array = pic.__array_interface__
  const bands = pic.getbands().length
  const shape = [pic.height, pic.width, bands]
  const data = array.data === pic.data ? pic.data.slice() : array.data
  const flag = array.dtype === undefined ? {} : { dtype: array.dtype }
  return torch.from_numpy({ data, shape, ...flag }).permute(2, 0, 1)
})

/**
 * A tensor image in another type, its values scaled to the range of that type: `[0, 1]` for floats, `[0, 255]` for
 * bytes.
 *
 * @throws RuntimeError where a float type cannot hold the ints of the new one.
 *
 * @example
 * F.convert_image_dtype(torch.tensor([0, 255], { dtype: torch.uint8 })) // tensor([0., 1.])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.functional.convert_image_dtype.html
 */
export const convert_image_dtype = def(
  'convert_image_dtype(image, dtype=undefined)',
  (image: Tensor, dtype: Tensor['dtype']): Tensor => {
    if (!isTensor(image)) throw new TypeError('Input img should be Tensor Image')
    return F_t.convert_image_dtype(image, dtype ?? torch.float32)
  },
)

// The modes that an array may become, by its channels.
const permitted: Readonly<Record<number, readonly string[]>> = {
  2: ['LA'],
  3: ['RGB', 'YCbCr', 'HSV'],
  4: ['RGBA', 'CMYK', 'RGBX'],
}
const single: Readonly<Record<string, string>> = {
  uint8: 'L',
  int16: 'I;16',
  int32: 'I',
  float32: 'F',
}

/**
 * A tensor (C, H, W), or an array (H, W, C), as a PIL image. Floats are taken to be in [0, 1], unless the mode is `'F'`.
 *
 * @throws TypeError and ValueError for what no mode fits.
 *
 * @example
 * F.to_pil_image(torch.ones(3, 2, 4)).getpixel([0, 0]) // (255, 255, 255)
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.functional.to_pil_image.html
 */
export const to_pil_image = def(
  'to_pil_image(pic, mode=None)',
  (pic: Tensor | ArrayImage, mode: string | null): Image => {
    let array: Tensor
    if (isTensor(pic)) {
      const whole = pic.detach().cpu()
      array = whole.ndim === 3 ? whole.permute(1, 2, 0) : whole
    } else if (isArray(pic)) array = torch.from_numpy(pic as NdArrayLike)
    else throw new TypeError(`pic should be Tensor or ndarray. Got ${kindOf(pic)}.`)
    if (array.ndim === 2) array = array.unsqueeze(2)
    if (array.ndim !== 3) {
      throw new ValueError(`pic should be 2/3 dimensional. Got ${array.ndim} dimensions.`)
    }
    const [height, width, channels] = array.shape as unknown as [number, number, number]
    if (channels > 4) {
      throw new ValueError(`pic should not have > 4 channels. Got ${channels} channels.`)
    }
    // As C casts: cut, and wrapped around where a byte cannot hold it.
    const isFloat = array.is_floating_point() && mode !== 'F'
    const values = isFloat ? array.mul(255).to(torch.int32).bitwise_and(255).to(torch.uint8) : array
    const type = String(values.dtype).replace('torch.', '')
    const chosen = modeOf(channels, type, mode)
    return imageOf(values, chosen, width, height)
  },
)

function modeOf(channels: number, type: string, mode: string | null): string {
  let chosen = mode
  if (channels === 1) {
    const expected = single[type] ?? null
    if (mode !== null && mode !== expected) {
      throw new ValueError(
        `Incorrect mode (${mode}) supplied for input type <class 'numpy.dtype'>. ` +
          `Should be ${expected ?? 'None'}`,
      )
    }
    chosen = expected
  } else {
    const modes = permitted[channels] as readonly string[]
    if (mode !== null && !modes.includes(mode)) {
      const list = `[${modes.map((one) => `'${one}'`).join(', ')}]`
      throw new ValueError(`Only modes ${list} are supported for ${channels}D inputs`)
    }
    if (mode === null && type === 'uint8') chosen = modes[0] as string
  }
  if (chosen === null) throw new TypeError(`Input type ${type} is not supported`)
  return chosen
}

function imageOf(values: Tensor, mode: string, width: number, height: number): Image {
  const { data } = values.contiguous().numpy()
  if (mode === 'I;16') {
    return new Image(mode, [width, height], Uint16Array.from(data as Int16Array))
  }
  return new Image(mode, [width, height], (data as Uint8Array).slice(0, values.numel()))
}

/**
 * Channels, height and width of an image.
 *
 * @throws TypeError for what is neither an image nor a tensor.
 *
 * @example
 * F.get_dimensions(torch.zeros(3, 4, 5)) // [3, 4, 5]
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.functional.get_dimensions.html
 */
export const get_dimensions = def(
  'get_dimensions(img)',
  (img: ImageOrTensor): [number, number, number] => dimensionsOf(img),
)

export function dimensionsOf(img: ImageOrTensor): [number, number, number] {
  if (isTensor(img)) return F_t.get_dimensions(img)
  if (!isPIL(img)) throw new TypeError(`Unexpected type ${kindOf(img)}`)
  return [img.getbands().length, img.height, img.width]
}

/** Width and height of an image. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.functional.get_image_size.html */
export const get_image_size = def('get_image_size(img)', (img: ImageOrTensor): [number, number] => {
  const [, height, width] = dimensionsOf(img)
  return [width, height]
})

/** How many channels an image has. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.functional.get_image_num_channels.html */
export const get_image_num_channels = def(
  'get_image_num_channels(img)',
  (img: ImageOrTensor): number => dimensionsOf(img)[0],
)
