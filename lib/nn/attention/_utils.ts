// Mirrors torch/nn/attention/_utils.py.

import { ValueError } from '../../errors.js'
import type { Tensor } from '../../tensor.js'

export function _validate_sdpa_input(query: Tensor, key: Tensor, value: Tensor): void {
  if (query.dtype !== key.dtype || query.dtype !== value.dtype) {
    throw new ValueError(
      'Expected query, key, and value to have the same dtype, ' +
        `but got query.dtype: ${query.dtype}, key.dtype: ${key.dtype}, ` +
        `and value.dtype: ${value.dtype} instead.`,
    )
  }
  const [place, ...places] = [query, key, value].map(({ device }) => String(device))
  if (places.some((other) => other !== place)) {
    throw new ValueError(
      'Expected query, key, and value to have the same device type, ' +
        `but got query.device: ${query.device}, key.device: ${key.device}, ` +
        `and value.device: ${value.device} instead.`,
    )
  }
  if (query.dim() < 2 || key.dim() < 2 || value.dim() < 2) {
    throw new ValueError(
      'Expected query, key, and value to all be  at least 2 dimensional, but got query.dim: ' +
        `${query.dim()}, key.dim: ${key.dim()} and value.dim: ${value.dim()} instead.`,
    )
  }
}

/** The scale that counts: the given one, or that of the heads before they are padded. */
export function _calculate_scale(head_dim_size: number, scale: number | null): number {
  return scale ?? 1 / Math.sqrt(head_dim_size)
}

/** The output without the padding of its heads. */
export function _postprocess_flash_output(output: Tensor, og_size: number): Tensor {
  return output.size(-1) === og_size ? output : output.narrow(-1, 0, og_size)
}

export function _input_requires_grad(...tensors: readonly Tensor[]): boolean {
  return tensors.some((one) => one.requires_grad)
}
