// Mirrors torch.qscheme: one object per QScheme of c10/core/QScheme.h.

import { making, Singleton } from './_singleton.js'

/** How a quantized tensor's integers stand for numbers, such as `torch.per_tensor_affine`. */
export class qscheme extends Singleton {
  /** @internal */
  constructor(code: number, name: string, token: typeof making) {
    super('qscheme', code, name, token)
  }
}

export const per_tensor_affine = new qscheme(0, 'per_tensor_affine', making)
export const per_channel_affine = new qscheme(1, 'per_channel_affine', making)
export const per_tensor_symmetric = new qscheme(2, 'per_tensor_symmetric', making)
export const per_channel_symmetric = new qscheme(3, 'per_channel_symmetric', making)
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
