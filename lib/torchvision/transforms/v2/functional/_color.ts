// Mirrors torchvision/transforms/v2/functional/_color.py.

import { ValueError } from '../../../../errors.js'
import torch, { nn, type Tensor } from '../../../../index.js'
import * as F_pil from '../../_functional_pil.js'
import { _max_value, asFloat } from '../../_tensor/base.js'
import { part } from '../../_tensor/geometry.js'
import type { Image } from '../../_types.js'
import { pil_to_tensor, to_pil_image } from '../../functional.js'
import { numValueBits, toDtype } from './_dtype.js'
import { functional } from './_utils.js'

function checkChannels(image: Tensor): number {
  const channels = image.size(-3)
  if (channels !== 1 && channels !== 3) {
    throw new TypeError(
      `Input image tensor permitted channel values are 1 or 3, but found ${channels}`,
    )
  }
  return channels
}

function notNegative(name: string, value: number): void {
  if (value < 0) throw new ValueError(`${name} (${value}) is not non-negative.`)
}

const boundOf = (image: Tensor): number => _max_value(image.dtype) as number

/** In grey, in floats unless `keep`. */
function grey(image: Tensor, channels: number, keep: boolean): Tensor {
  if (image.size(-3) === 1) {
    if (channels === 1) return image.clone()
    const times = image.shape.map((_, i) => (i === image.ndim - 3 ? 3 : 1))
    return image.repeat(times)
  }
  const [r, g, b] = image.unbind(-3) as [Tensor, Tensor, Tensor]
  const sum = r.mul(0.2989).add_(g, { alpha: 0.587 }).add_(b, { alpha: 0.114 }).unsqueeze(-3)
  const single = keep ? sum.to(image.dtype) : sum
  return channels === 3 ? single.expand(image.shape) : single
}

function checkOutput(channels: number): void {
  if (channels !== 1 && channels !== 3) {
    throw new ValueError(`num_output_channels must be 1 or 3, got ${channels}.`)
  }
}

/**
 * In grey, with one or three channels.
 *
 * @example
 * F.rgb_to_grayscale(torch.ones(3, 2, 2)).shape // torch.Size([1, 2, 2])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.functional.rgb_to_grayscale.html
 */
export const rgb_to_grayscale = functional('rgb_to_grayscale(inpt, num_output_channels=1)', {
  image: (image: Tensor, num_output_channels: number) => {
    checkOutput(num_output_channels)
    return grey(image, num_output_channels, true)
  },
  pil: (image: Image, num_output_channels: number) => {
    checkOutput(num_output_channels)
    return F_pil.to_grayscale(image, num_output_channels)
  },
  video: false,
})

/**
 * With three channels.
 *
 * @example
 * F.grayscale_to_rgb(torch.ones(1, 2, 2)).shape // torch.Size([3, 2, 2])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.functional.grayscale_to_rgb.html
 */
export const grayscale_to_rgb = functional('grayscale_to_rgb(inpt)', {
  image: (image: Tensor) => (image.size(-3) >= 3 ? image : grey(image, 3, true)),
  pil: (image: Image) => image.convert('RGB'),
  video: false,
})

/** `ratio * image1 + (1 - ratio) * image2` within the range of the type. */
function blend(image1: Tensor, image2: Tensor, ratio: number): Tensor {
  const mixed = asFloat(image1)
    .mul(ratio)
    .add_(image2, { alpha: 1 - ratio })
    .clamp_(0, boundOf(image1))
  return mixed.to(image1.dtype)
}

/** Brighter or darker: {@link blend} with black. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.functional.adjust_brightness.html */
export const adjust_brightness = functional('adjust_brightness(inpt, brightness_factor)', {
  image: (image: Tensor, brightness_factor: number) => {
    notNegative('brightness_factor', brightness_factor)
    checkChannels(image)
    return asFloat(image).mul(brightness_factor).clamp_(0, boundOf(image)).to(image.dtype)
  },
  pil: F_pil.adjust_brightness,
})

/** More or less colourful. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.functional.adjust_saturation.html */
export const adjust_saturation = functional('adjust_saturation(inpt, saturation_factor)', {
  image: (image: Tensor, saturation_factor: number) => {
    notNegative('saturation_factor', saturation_factor)
    if (checkChannels(image) === 1) return image
    return blend(image, wholeGrey(image), saturation_factor)
  },
  pil: F_pil.adjust_saturation,
})

// Grey in floats, of ints cut to ints.
function wholeGrey(image: Tensor): Tensor {
  const values = grey(image, 1, false)
  return image.is_floating_point() ? values : values.floor_()
}

/** More or less contrast. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.functional.adjust_contrast.html */
export const adjust_contrast = functional('adjust_contrast(inpt, contrast_factor)', {
  image: (image: Tensor, contrast_factor: number) => {
    notNegative('contrast_factor', contrast_factor)
    const values =
      checkChannels(image) === 3
        ? wholeGrey(image)
        : image.is_floating_point()
          ? image
          : image.to(torch.float32)
    return blend(image, values.mean([-3, -2, -1], true), contrast_factor)
  },
  pil: F_pil.adjust_contrast,
})

function sharpened(image: Tensor, sharpness_factor: number): Tensor {
  const [channels, height, width] = [image.size(-3), image.size(-2), image.size(-1)]
  if (channels !== 1 && channels !== 3) {
    throw new TypeError(`Input image tensor can have 1 or 3 channels, but found ${channels}`)
  }
  notNegative('sharpness_factor', sharpness_factor)
  if (image.numel() === 0 || height <= 2 || width <= 2) return image
  const { shape, device } = image
  const fp = image.is_floating_point()
  const dtype = fp ? image.dtype : torch.float32
  const batch = image.ndim > 4 ? image.reshape(-1, channels, height, width) : image
  const [a, b] = [1 / 13, 5 / 13]
  const weights = torch.tensor(
    [
      [a, a, a],
      [a, b, a],
      [a, a, a],
    ],
    { dtype, device },
  )
  const output = batch.to(dtype, { copy: true })
  const kernel = weights.expand(channels, 1, 3, 3)
  const blurred = nn.functional.conv2d(output, kernel, { groups: channels })
  if (!fp) blurred.round_()
  const inner = part(output, 1, height - 1, 1, width - 1)
  inner.add_(blurred.sub_(inner), { alpha: 1 - sharpness_factor })
  const result = output.clamp_(0, boundOf(image)).to(image.dtype)
  return image.ndim > 4 ? result.reshape(shape) : result
}

/** Sharper or blurred. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.functional.adjust_sharpness.html */
export const adjust_sharpness = functional('adjust_sharpness(inpt, sharpness_factor)', {
  image: sharpened,
  pil: F_pil.adjust_sharpness,
})

function rgbToHsv(image: Tensor): [Tensor, Tensor, Tensor] {
  const [r, g] = image.unbind(-3) as [Tensor, Tensor]
  const { min, max } = torch.aminmax(image, { dim: -3 })
  const flat = max.eq(min)
  const range = max.sub(min)
  const ones = torch.ones_like(max)
  const s = range.div(torch.where(flat, ones, max))
  const divisor = torch.where(flat, ones, range).unsqueeze_(-3)
  const [rc, gc, bc] = max.unsqueeze(-3).sub(image).div(divisor).unbind(-3) as [
    Tensor,
    Tensor,
    Tensor,
  ]
  const notRed = max.ne(r)
  const isGreen = max.eq(g)
  const hg = rc.add(2).sub_(bc).mul_(isGreen.bitwise_and(notRed))
  const hr = bc.sub_(gc).mul_(notRed.bitwise_not())
  const hb = gc.add_(4).sub_(rc).mul_(notRed.logical_and_(isGreen.logical_not_()))
  const h = hr
    .add_(hg)
    .add_(hb)
    .mul_(1 / 6)
    .add_(1)
    .fmod_(1)
  return [h, s, max]
}

function hsvToRgb(h: Tensor, s: Tensor, v: Tensor): Tensor {
  const h6 = h.mul(6)
  const floor = torch.floor(h6)
  const f = h6.sub_(floor)
  const sector = floor.to(torch.int32)
  const sxf = s.mul(f)
  const rest = torch.sub(1, s)
  const q = torch.sub(1, sxf).mul_(v).clamp_(0, 1)
  const t = sxf.add_(rest).mul_(v).clamp_(0, 1)
  const p = rest.mul_(v).clamp_(0, 1)
  sector.remainder_(6)
  const vpqt = torch.stack([v, p, q, t], -3)
  const table = torch.tensor(
    [
      [0, 2, 1, 1, 3, 0],
      [3, 0, 0, 2, 1, 1],
      [1, 1, 3, 0, 0, 2],
    ],
    { device: h.device },
  )
  let select = table.index([':', sector])
  if (select.ndim > 3) select = select.moveaxis(0, -3)
  return vpqt.gather(-3, select)
}

function withHue(image: Tensor, hue_factor: number): Tensor {
  if (!(hue_factor >= -0.5 && hue_factor <= 0.5)) {
    throw new ValueError(`hue_factor (${hue_factor}) is not in [-0.5, 0.5].`)
  }
  if (checkChannels(image) === 1 || image.numel() === 0) return image
  const [h, s, v] = rgbToHsv(toDtype(image, torch.float32, true))
  return toDtype(hsvToRgb(h.add_(hue_factor).remainder_(1), s, v), image.dtype, true)
}

/** Other hues. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.functional.adjust_hue.html */
export const adjust_hue = functional('adjust_hue(inpt, hue_factor)', {
  image: withHue,
  pil: F_pil.adjust_hue,
})

/** `gain * image ** gamma`. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.functional.adjust_gamma.html */
export const adjust_gamma = functional('adjust_gamma(inpt, gamma, gain=1)', {
  image: (image: Tensor, gamma: number, gain: number) => {
    if (gamma < 0) throw new ValueError('Gamma should be a non-negative real number')
    const output = image.is_floating_point()
      ? image.pow(gamma)
      : toDtype(image, torch.float32, true).pow_(gamma)
    if (gain !== 1) output.mul_(gain).clamp_(0, 1)
    return toDtype(output, image.dtype, true)
  },
  pil: F_pil.adjust_gamma,
})

/** With fewer bits. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.functional.posterize.html */
export const posterize = functional('posterize(inpt, bits)', {
  image: (image: Tensor, bits: number) => {
    if (!Number.isInteger(bits) || bits < 0 || bits > 8) {
      throw new TypeError(
        `bits must be a positive integer in the range [0, 8], got ${bits} instead.`,
      )
    }
    if (image.is_floating_point()) {
      const levels = 1 << bits
      return image
        .mul(levels)
        .floor_()
        .clamp_(0, levels - 1)
        .mul_(1 / levels)
    }
    const most = numValueBits(image.dtype)
    if (bits >= most) return image
    return image.bitwise_and(Number(((1n << BigInt(bits)) - 1n) << BigInt(most - bits)))
  },
  pil: F_pil.posterize,
})

function inverted(image: Tensor): Tensor {
  if (image.is_floating_point()) return torch.sub(1, image)
  if (image.dtype === torch.uint8) return image.bitwise_not()
  return image.bitwise_xor(Number((1n << BigInt(numValueBits(image.dtype))) - 1n))
}

/** The negative. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.functional.invert.html */
export const invert = functional('invert(inpt)', { image: inverted, pil: F_pil.invert })

/** All values from a threshold on inverted. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.functional.solarize.html */
export const solarize = functional('solarize(inpt, threshold)', {
  image: (image: Tensor, threshold: number) => {
    if (threshold > _max_value(image.dtype)) {
      throw new TypeError(
        `Threshold should be less or equal the maximum value of the dtype, but got ${threshold}`,
      )
    }
    return torch.where(image.ge(threshold), inverted(image), image)
  },
  pil: F_pil.solarize,
})

/** From black to white. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.functional.autocontrast.html */
export const autocontrast = functional('autocontrast(inpt)', {
  image: (image: Tensor) => {
    checkChannels(image)
    if (image.numel() === 0) return image
    const bound = boundOf(image)
    const fp = image.is_floating_point()
    const float = fp ? image : image.to(torch.float32)
    const minimum = float.amin([-2, -1], true)
    const maximum = float.amax([-2, -1], true)
    const flat = maximum.eq(minimum)
    const scale = maximum.sub_(minimum).mul_(1 / bound)
    minimum.index_put_([flat], 0)
    scale.index_put_([flat], 1)
    const shifted = fp ? float.sub(minimum) : float.sub_(minimum)
    return shifted.div_(scale).clamp_(0, bound).to(image.dtype)
  },
  pil: F_pil.autocontrast,
})

function equalized(image: Tensor): Tensor {
  if (image.numel() === 0) return image
  const bytes = toDtype(image, torch.uint8, true)
  const batch = [...bytes.shape].slice(0, -2)
  const flat = bytes.flatten(-2).to(torch.long)
  const hist = torch.zeros([...batch, 256], { dtype: torch.int32, device: image.device })
  hist.scatter_add_(-1, flat, torch.ones(1, { dtype: torch.int32 }).expand_as(flat))
  const sums = hist.cumsum(-1)
  const top = hist.gather(-1, sums.argmax(-1).unsqueeze_(-1))
  const step = torch.sub(flat.size(-1), top).div_(255, { rounding_mode: 'floor' })
  const valid = step.ne(0).unsqueeze_(-1)
  const half = torch.div(step, 2, { rounding_mode: 'floor' })
  const table = sums
    .narrow(-1, 0, 255)
    .add_(half)
    .div_(step.clamp_({ min: 1 }), { rounding_mode: 'floor' })
    .clamp_(0, 255)
    .to(torch.uint8)
  const whole = torch.cat([torch.zeros([...batch, 1], { dtype: torch.uint8 }), table], -1)
  const result = whole.gather(-1, flat).view_as(bytes)
  return toDtype(torch.where(valid, result, bytes), image.dtype, true)
}

/** All values about as frequent. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.functional.equalize.html */
export const equalize = functional('equalize(inpt)', { image: equalized, pil: F_pil.equalize })

function permuted(image: Tensor, permutation: readonly number[] | Tensor): Tensor {
  const order = Array.isArray(permutation)
    ? (permutation as number[])
    : ((permutation as Tensor).tolist() as number[])
  const channels = image.size(-3)
  if (order.length !== channels) {
    throw new ValueError(
      `Length of permutation does not match number of channels: ${order.length} != ${channels}`,
    )
  }
  if (image.numel() === 0) return image
  const batch = image.reshape(-1, channels, image.size(-2), image.size(-1))
  return batch.index([':', order]).reshape(image.shape)
}

/** The channels in another order. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.functional.permute_channels.html */
export const permute_channels = functional('permute_channels(inpt, permutation)', {
  image: permuted,
  pil: (image: Image, permutation: readonly number[] | Tensor) =>
    to_pil_image(permuted(pil_to_tensor(image), permutation)),
})
