// Mirrors torch/cpu/amp/autocast_mode.py.

import { type DeviceAutocastClass, deviceAutocast } from '../../amp/_deprecated.js'

/**
 * `torch.amp.autocast` for the CPU; warns.
 *
 * @deprecated `torch.amp.autocast('cpu', ...)`.
 * @see https://docs.pytorch.org/docs/2.13/amp.html#torch.cpu.amp.autocast
 */
export const autocast: DeviceAutocastClass = deviceAutocast('cpu')
