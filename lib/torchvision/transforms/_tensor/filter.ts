// Blurring and sharpening of tensors. Mirrors torchvision/transforms/_functional_tensor.py.

import { ValueError } from '../../../errors.js'
import torch, { nn, type Tensor } from '../../../index.js'
import { _assert_channels, _assert_image_tensor, _cast_squeeze_in, floatTypeOf } from './base.js'
import { _blend } from './color.js'
import { part } from './geometry.js'

type Options = { dtype: Tensor['dtype']; device: Tensor['device'] }

export function _get_gaussian_kernel1d(size: number, sigma: number, options: Options): Tensor {
  const half = (size - 1) * 0.5
  const x = torch.linspace(-half, half, { steps: size, ...options })
  const pdf = torch.exp(x.div(sigma).pow(2).mul(-0.5))
  return pdf.div(pdf.sum())
}

export function _get_gaussian_kernel2d(
  size: readonly number[],
  sigma: readonly number[],
  options: Options,
): Tensor {
  const [x, y] = [0, 1].map((i) =>
    _get_gaussian_kernel1d(size[i] as number, sigma[i] as number, options),
  ) as [Tensor, Tensor]
  return torch.mm(y.unsqueeze(1), x.unsqueeze(0))
}

/** The same kernel for each channel. */
const perChannel = (kernel: Tensor, channels: number): Tensor =>
  kernel.expand(channels, 1, kernel.size(0), kernel.size(1))

export function gaussian_blur(
  img: Tensor,
  kernel_size: readonly number[],
  sigma: readonly number[],
): Tensor {
  _assert_image_tensor(img)
  const options = { dtype: floatTypeOf(img), device: img.device }
  const kernel = perChannel(_get_gaussian_kernel2d(kernel_size, sigma, options), img.size(-3))
  const { batch, back } = _cast_squeeze_in(img, [kernel.dtype])
  const [x, y] = kernel_size.map((one) => Math.floor(one / 2)) as [number, number]
  const padded = nn.functional.pad(batch, [x, x, y, y], { mode: 'reflect' })
  return back(nn.functional.conv2d(padded, kernel, { groups: padded.size(-3) }))
}

function _blurred_degenerate_image(img: Tensor): Tensor {
  const { device } = img
  const kernel = torch.ones([3, 3], { dtype: floatTypeOf(img), device })
  kernel.select(0, 1).select(0, 1).fill_(5)
  kernel.div_(kernel.sum())
  const { batch, back } = _cast_squeeze_in(img, [kernel.dtype])
  const weights = perChannel(kernel, img.size(-3))
  const blurred = back(nn.functional.conv2d(batch, weights, { groups: batch.size(-3) }))
  const result = img.clone()
  part(result, 1, img.size(-2) - 1, 1, img.size(-1) - 1).copy_(blurred)
  return result
}

export function adjust_sharpness(img: Tensor, sharpness_factor: number): Tensor {
  if (sharpness_factor < 0) {
    throw new ValueError(`sharpness_factor (${sharpness_factor}) is not non-negative.`)
  }
  _assert_image_tensor(img)
  _assert_channels(img, [1, 3])
  if (img.size(-1) <= 2 || img.size(-2) <= 2) return img
  return _blend(img, _blurred_degenerate_image(img), sharpness_factor)
}
