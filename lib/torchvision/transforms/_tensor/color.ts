// Colours of tensors. Mirrors torchvision/transforms/_functional_tensor.py.

import { RuntimeError, ValueError } from '../../../errors.js'
import torch, { nn, type Tensor } from '../../../index.js'
import {
  _assert_channels,
  _assert_image_tensor,
  _max_value,
  asFloat,
  checkColors,
  floatTypeOf,
  get_dimensions,
} from './base.js'

type DType = Tensor['dtype']

const isFloat = (dtype: DType): boolean => torch.empty(0, { dtype }).is_floating_point()
const safe = (value: number): number | bigint =>
  Number.isSafeInteger(value) ? value : BigInt(value)

export function convert_image_dtype(image: Tensor, dtype: DType = torch.float): Tensor {
  if (image.dtype === dtype) return image
  if (image.is_floating_point()) {
    if (isFloat(dtype)) return image.to(dtype)
    const is = (from: DType, ...to: DType[]): boolean => image.dtype === from && to.includes(dtype)
    if (is(torch.float32, torch.int32, torch.int64) || is(torch.float64, torch.int64)) {
      throw new RuntimeError(`The cast from ${image.dtype} to ${dtype} cannot be performed safely.`)
    }
    // Just below the number of values, so that each gets an equal share of [0, 1].
    return image.mul(Number(_max_value(dtype)) + 1 - 1e-3).to(dtype)
  }
  const from = Number(_max_value(image.dtype))
  if (isFloat(dtype)) return image.to(dtype).div(from)
  const to = Number(_max_value(dtype))
  if (from > to) {
    const factor = safe(Math.floor((from + 1) / (to + 1)))
    return torch.div(image, factor as number, { rounding_mode: 'floor' }).to(dtype)
  }
  return image.to(dtype).mul(safe(Math.floor((to + 1) / (from + 1))) as number)
}

export function rgb_to_grayscale(img: Tensor, num_output_channels = 1): Tensor {
  if (img.ndim < 3) {
    throw new TypeError(
      `Input image tensor should have at least 3 dimensions, but found ${img.ndim}`,
    )
  }
  _assert_channels(img, [1, 3])
  if (num_output_channels !== 1 && num_output_channels !== 3) {
    throw new ValueError('num_output_channels should be either 1 or 3')
  }
  const grey = img.size(-3) === 3 ? luma(img) : img.clone()
  return num_output_channels === 3 ? grey.expand(img.shape) : grey
}

function luma(img: Tensor): Tensor {
  const [r, g, b] = img.unbind(-3) as [Tensor, Tensor, Tensor]
  return r.mul(0.2989).add(g.mul(0.587)).add(b.mul(0.114)).to(img.dtype).unsqueeze(-3)
}

function notNegative(name: string, value: number): void {
  if (value < 0) throw new ValueError(`${name} (${value}) is not non-negative.`)
}

export function adjust_brightness(img: Tensor, brightness_factor: number): Tensor {
  notNegative('brightness_factor', brightness_factor)
  _assert_image_tensor(img)
  _assert_channels(img, [1, 3])
  return _blend(img, torch.zeros_like(img), brightness_factor)
}

export function adjust_contrast(img: Tensor, contrast_factor: number): Tensor {
  notNegative('contrast_factor', contrast_factor)
  _assert_image_tensor(img)
  _assert_channels(img, [3, 1])
  const grey = get_dimensions(img)[0] === 3 ? rgb_to_grayscale(img) : img
  const mean = grey.to(floatTypeOf(img)).mean([-3, -2, -1], true)
  return _blend(img, mean, contrast_factor)
}

export function adjust_saturation(img: Tensor, saturation_factor: number): Tensor {
  notNegative('saturation_factor', saturation_factor)
  _assert_image_tensor(img)
  _assert_channels(img, [1, 3])
  if (get_dimensions(img)[0] === 1) return img
  return _blend(img, rgb_to_grayscale(img), saturation_factor)
}

export function adjust_hue(img: Tensor, hue_factor: number): Tensor {
  if (!(hue_factor >= -0.5 && hue_factor <= 0.5)) {
    throw new ValueError(`hue_factor (${hue_factor}) is not in [-0.5, 0.5].`)
  }
  _assert_image_tensor(img)
  _assert_channels(img, [1, 3])
  if (get_dimensions(img)[0] === 1) return img
  const [h, s, v] = _rgb2hsv(convert_image_dtype(img, torch.float32)).unbind(-3) as [
    Tensor,
    Tensor,
    Tensor,
  ]
  const hsv = torch.stack([h.add(hue_factor).remainder(1), s, v], -3)
  return convert_image_dtype(_hsv2rgb(hsv), img.dtype)
}

export function adjust_gamma(img: Tensor, gamma: number, gain = 1): Tensor {
  _assert_channels(img, [1, 3])
  if (gamma < 0) throw new ValueError('Gamma should be a non-negative real number')
  const float = img.is_floating_point() ? img : convert_image_dtype(img, torch.float32)
  return convert_image_dtype(float.pow(gamma).mul(gain).clamp(0, 1), img.dtype)
}

/** `ratio * img1 + (1 - ratio) * img2`, kept within the range of the type. */
export function _blend(img1: Tensor, img2: Tensor, ratio: number): Tensor {
  const bound = _max_value(img1.dtype) as number
  const sum = asFloat(img1)
    .mul(ratio)
    .add(asFloat(img2).mul(1 - ratio))
  return sum.clamp(0, bound).to(img1.dtype)
}

export function _rgb2hsv(img: Tensor): Tensor {
  const [r, g, b] = img.unbind(-3) as [Tensor, Tensor, Tensor]
  const max = img.max(-3).values
  const min = img.min(-3).values
  const grey = max.eq(min)
  const range = max.sub(min)
  const ones = torch.ones_like(max)
  const s = range.div(torch.where(grey, ones, max))
  // Where all are equal, any divisor gives the same hue: 1 rather than 0.
  const divisor = torch.where(grey, ones, range)
  const [rc, gc, bc] = [r, g, b].map((one) => max.sub(one).div(divisor)) as [Tensor, Tensor, Tensor]
  const notRed = max.ne(r)
  const hr = max.eq(r).mul(bc.sub(gc))
  const hg = max.eq(g).bitwise_and(notRed).mul(rc.add(2).sub(bc))
  const hb = max.ne(g).bitwise_and(notRed).mul(gc.add(4).sub(rc))
  const h = torch.fmod(hr.add(hg).add(hb).div(6).add(1), 1)
  return torch.stack([h, s, max], -3)
}

export function _hsv2rgb(img: Tensor): Tensor {
  const [h, s, v] = img.unbind(-3) as [Tensor, Tensor, Tensor]
  const sixths = h.mul(6)
  const floor = torch.floor(sixths)
  const f = sixths.sub(floor)
  const sector = floor.to(torch.int32).remainder(6)
  const p = v.mul(torch.sub(1, s)).clamp(0, 1)
  const q = v.mul(torch.sub(1, s.mul(f))).clamp(0, 1)
  const t = v.mul(torch.sub(1, s.mul(torch.sub(1, f)))).clamp(0, 1)
  const sectors = torch.arange(6, { device: sector.device }).view(-1, 1, 1)
  const mask = sector.unsqueeze(-3).eq(sectors)
  const red = torch.stack([v, q, p, p, t, v], -3)
  const green = torch.stack([t, v, v, q, p, p], -3)
  const blue = torch.stack([p, p, t, v, v, q], -3)
  const all = torch.stack([red, green, blue], -4)
  return torch.einsum('...ijk, ...xijk -> ...xjk', mask.to(img.dtype), all)
}

export function invert(img: Tensor): Tensor {
  checkColors(img)
  return torch.sub(_max_value(img.dtype) as number, img)
}

export function posterize(img: Tensor, bits: number): Tensor {
  checkBytes(img)
  _assert_channels(img, [1, 3])
  return img.bitwise_and(-(2 ** (8 - bits)))
}

function checkBytes(img: Tensor): void {
  _assert_image_tensor(img)
  if (img.ndim < 3) checkColors(img)
  if (img.dtype !== torch.uint8) {
    throw new TypeError(`Only torch.uint8 image tensors are supported, but found ${img.dtype}`)
  }
}

export function solarize(img: Tensor, threshold: number): Tensor {
  checkColors(img)
  if (threshold > _max_value(img.dtype)) {
    throw new TypeError('Threshold should be less than bound of img.')
  }
  return torch.where(img.ge(threshold), invert(img), img)
}

export function autocontrast(img: Tensor): Tensor {
  checkColors(img)
  const bound = _max_value(img.dtype) as number
  const dtype = floatTypeOf(img)
  const minimum = img.amin([-2, -1], true).to(dtype)
  const maximum = img.amax([-2, -1], true).to(dtype)
  // Python divides a number by a tensor so.
  const scale = maximum.sub(minimum).reciprocal().mul(bound)
  const flat = torch.isfinite(scale).logical_not()
  minimum.index_put_([flat], 0)
  scale.index_put_([flat], 1)
  return img.sub(minimum).mul(scale).clamp(0, bound).to(img.dtype)
}

function _scale_channel(channel: Tensor): Tensor {
  const hist = channel.is_cuda
    ? torch.histc(channel.to(torch.float32), { bins: 256, min: 0, max: 255 })
    : torch.bincount(channel.reshape(-1), { minlength: 256 })
  const present = hist.index([hist.ne(0)])
  const rest = present.narrow(0, 0, present.size(0) - 1).sum()
  const step = torch.div(rest, 255, { rounding_mode: 'floor' })
  if (step.item() === 0) return channel
  const half = torch.div(step, 2, { rounding_mode: 'floor' })
  const sums = torch.div(torch.cumsum(hist, 0).add(half), step, { rounding_mode: 'floor' })
  const shifted = nn.functional.pad(sums, [1, 0]).narrow(0, 0, sums.size(0))
  const table = shifted.clamp(0, 255)
  return table.index([channel.to(torch.int64)]).to(torch.uint8)
}

function _equalize_single_image(img: Tensor): Tensor {
  return torch.stack(img.unbind(0).map(_scale_channel))
}

export function equalize(img: Tensor): Tensor {
  _assert_image_tensor(img)
  if (img.ndim < 3 || img.ndim > 4) {
    throw new TypeError(`Input image tensor should have 3 or 4 dimensions, but found ${img.ndim}`)
  }
  checkBytes(img)
  _assert_channels(img, [1, 3])
  if (img.ndim === 3) return _equalize_single_image(img)
  return torch.stack(img.unbind(0).map(_equalize_single_image))
}

export function normalize(
  tensor: Tensor,
  mean: readonly number[] | Tensor,
  std: readonly number[] | Tensor,
  inplace = false,
): Tensor {
  _assert_image_tensor(tensor)
  if (!tensor.is_floating_point()) {
    throw new TypeError(`Input tensor should be a float tensor. Got ${tensor.dtype}.`)
  }
  if (tensor.ndim < 3) {
    throw new ValueError(
      'Expected tensor to be a tensor image of size (..., C, H, W). ' +
        `Got tensor.size() = ${tensor.size()}`,
    )
  }
  const { dtype, device } = tensor
  const column = (values: readonly number[] | Tensor): Tensor => {
    const given = torch.as_tensor(values, { dtype, device })
    return given.ndim === 1 ? given.view(-1, 1, 1) : given
  }
  const divisor = column(std)
  if (hasZero(std, divisor)) {
    throw new ValueError(
      `std evaluated to zero after conversion to ${dtype}, leading to division by zero.`,
    )
  }
  const offset = column(mean)
  if (inplace) return tensor.sub_(offset).div_(divisor)
  // A copy whose shape would change is an error, which only the operator in place gives.
  const fits = offset.ndim === 3 && offset.shape[0] === tensor.shape.at(-3)
  return (fits ? tensor.sub(offset) : tensor.clone().sub_(offset)).div_(divisor)
}

// What is far from zero in a list need not be asked of the tensor.
function hasZero(std: readonly number[] | Tensor, tensor: Tensor): boolean {
  const isFar = Array.isArray(std) && std.every((one) => Math.abs(one) > 1e-3)
  return !isFar && Boolean(tensor.eq(0).any().item())
}
