// Mirrors torch/cuda/amp/common.py.

import { native } from '../../native.js'

/**
 * Whether there is no GPU that mixed precision could use.
 *
 * @example
 * torch.cuda.amp.common.amp_definitely_not_available() === !torch.cuda.is_available() // True
 *
 * @see https://docs.pytorch.org/docs/2.13/amp.html
 */
export function amp_definitely_not_available(): boolean {
  return !native.cudaIsAvailable()
}
