// torch.nn.attention as an object: Python's modules have a setting that users assign, modules of JavaScript cannot.

import * as names from './_exports.js'
import { settings } from './_warnings.js'

type Names = typeof names

/**
 * `torch.nn.attention`: which kernels `scaled_dot_product_attention` may use, and biases that it knows. With
 * `WARN_FOR_UNFUSED_KERNELS` set to true, a call with a bias warns where it has to run step by step.
 *
 * @example
 * const { sdpa_kernel, SDPBackend } = nn.attention
 * const q = torch.randn(2, 4, 5, 8)
 * sdpa_kernel(SDPBackend.MATH, () => F.scaled_dot_product_attention(q, q, q)).size() // torch.Size([2, 4, 5, 8])
 *
 * @see https://docs.pytorch.org/docs/2.13/nn.attention.html
 */
const attention = Object.create(null, {
  ...Object.getOwnPropertyDescriptors({ ...names }),
  WARN_FOR_UNFUSED_KERNELS: {
    enumerable: true,
    get: () => settings.WARN_FOR_UNFUSED_KERNELS,
    set: (on: boolean) => {
      settings.WARN_FOR_UNFUSED_KERNELS = on
    },
  },
}) as Names & { WARN_FOR_UNFUSED_KERNELS: boolean }

export default attention
