// Mirrors torch/cuda/amp/common.py.

import { native } from '../../native.js'

/** Whether there is no GPU that mixed precision could use. */
export function amp_definitely_not_available(): boolean {
  return !native.cudaIsAvailable()
}
