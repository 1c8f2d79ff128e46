// Mirrors torch.qscheme: one object per QScheme of c10/core/QScheme.h.

import { making, Singleton } from './_singleton.js'

/**
 * How a quantized tensor's integers stand for numbers, such as `torch.per_tensor_affine`. Each is one object.
 *
 * @example
 * torch.per_tensor_affine.toString() // 'torch.per_tensor_affine'
 *
 * @see https://docs.pytorch.org/docs/2.13/quantization-support.html#torch-related-functions
 */
export class qscheme extends Singleton {
  /** @internal */
  constructor(code: number, name: string, token: typeof making) {
    super('qscheme', code, name, token)
  }
}

/** One scale and one zero point: `(q - zero_point) * scale`. */
export const per_tensor_affine = new qscheme(0, 'per_tensor_affine', making)
/** A scale and a zero point for each channel. */
export const per_channel_affine = new qscheme(1, 'per_channel_affine', making)
/** One scale; the zero point is 0. */
export const per_tensor_symmetric = new qscheme(2, 'per_tensor_symmetric', making)
/** A scale for each channel; the zero points are 0. */
export const per_channel_symmetric = new qscheme(3, 'per_channel_symmetric', making)
/** A scale and a zero point for each channel, both floats. */
export const per_channel_affine_float_qparams = new qscheme(
  4,
  'per_channel_affine_float_qparams',
  making,
)

/** Every quantization scheme under its number in LibTorch. */
export const qschemes: readonly qscheme[] = [
  per_tensor_affine,
  per_channel_affine,
  per_tensor_symmetric,
  per_channel_symmetric,
  per_channel_affine_float_qparams,
]
