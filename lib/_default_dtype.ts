// The dtype that floats get; it belongs to the process.

import type { dtype } from './dtype.js'
import { native } from './native.js'

/**
 * The dtype of floats that say nothing else, `torch.float32` unless {@link set_default_dtype} changed it.
 *
 * @example
 * torch.get_default_dtype() // torch.float32
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.get_default_dtype.html
 */
export function get_default_dtype(): dtype {
  return native.getDefaultDtype()
}

/**
 * Makes floats and results of integer division be of another dtype.
 *
 * @param d - a floating point dtype; others throw a TypeError.
 *
 * @example
 * torch.set_default_dtype(torch.float64)
 * const { dtype } = torch.tensor(0.5)
 * torch.set_default_dtype(torch.float32)
 * dtype // torch.float64
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.set_default_dtype.html
 */
export function set_default_dtype(d: dtype): void {
  native.setDefaultDtype(d)
}
