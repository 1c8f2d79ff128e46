// Mirrors torch/cpu/amp/autocast_mode.py.

import { type DeviceAutocastClass, deviceAutocast } from '../../amp/_deprecated.js'

/** @deprecated `torch.amp.autocast('cpu', ...)`. */
export const autocast: DeviceAutocastClass = deviceAutocast('cpu')
