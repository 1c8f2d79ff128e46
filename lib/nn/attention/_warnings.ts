// The setting of torch/nn/attention/__init__.py and what hangs on it.

import {
  can_use_efficient_attention,
  can_use_flash_attention,
  type SDPAParams,
} from '../../_sdp_switches.js'
import { warn } from '../../warnings.js'

/** `torch.nn.attention.WARN_FOR_UNFUSED_KERNELS`, which modules of JavaScript could not let users set. */
export const settings = { WARN_FOR_UNFUSED_KERNELS: false }

/** Warns of the reasons why a call runs step by step, if the user asked for that. */
export function _raise_kernel_warnings(params: SDPAParams): void {
  if (!settings.WARN_FOR_UNFUSED_KERNELS) return
  if (!can_use_efficient_attention(params)) {
    warn("Efficient attention can't be used because:")
    can_use_efficient_attention(params, true)
  }
  if (!can_use_flash_attention(params)) {
    warn("Flash attention can't be used because:")
    can_use_flash_attention(params, true)
  }
}
