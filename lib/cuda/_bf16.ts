import { python } from '../_kwargs.js'
import { tensor } from '../creation.js'
import { bfloat16 } from '../dtype.js'
import { native } from '../native.js'

const bind = python('is_bf16_supported(including_emulation=True)')

/**
 * Whether the current GPU has bfloat16, if only in software; `including_emulation: false` asks for the hardware.
 *
 * @example
 * const dtype = torch.cuda.is_available() && torch.cuda.is_bf16_supported() ? torch.bfloat16 : torch.float
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.cuda.is_bf16_supported.html
 */
export function is_bf16_supported(
  including_emulation?: boolean | { including_emulation?: boolean },
): boolean
export function is_bf16_supported(...args: unknown[]): boolean {
  const { including_emulation } = bind<{ including_emulation: boolean }>(args)
  if (!native.cudaIsAvailable()) return false
  const device = native.cudaCurrentDevice()
  const [, , major] = native.cudaDeviceProperties(device)
  if (major >= 8) return true
  if (!including_emulation) return false
  try {
    tensor([1], { dtype: bfloat16, device: `cuda:${device}` })
    return true
  } catch {
    return false
  }
}
