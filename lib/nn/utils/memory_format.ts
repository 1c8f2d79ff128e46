// Mirrors torch/nn/utils/memory_format.py.

import { python } from '../../_kwargs.js'
import type { memory_format } from '../../memory_format.js'
import { Conv2d, Conv3d, ConvTranspose2d, ConvTranspose3d } from '../modules/conv.js'
import type { Module } from '../modules/module.js'
import type { Parameter } from '../parameter.js'

interface Bound<M extends Module> {
  module: M
  memory_format: memory_format
}

function convert<M extends Module>(
  { module, memory_format }: Bound<M>,
  isConvolution: (module: Module) => module is Module & { weight: Parameter },
): M {
  // Itself too; what is in it several times is converted once.
  for (const one of module.modules()) {
    if (!isConvolution(one)) continue
    const data = one.weight.detach().clone({ memory_format })
    one.weight.data = data.resize_(data.size(), { memory_format })
  }
  return module
}

const bind2d = python('convert_conv2d_weight_memory_format(module, memory_format)')
const bind3d = python('convert_conv3d_weight_memory_format(module, memory_format)')

/**
 * Gives the weights `(C_out, C, H, W)` of all 2d convolutions in a module, transposed ones too, another memory format,
 * in place; gives the module back.
 *
 * @example
 * const conv = nn.utils.convert_conv2d_weight_memory_format(nn.Conv2d(3, 4, 2), torch.channels_last)
 * conv.weight.stride() // [12, 1, 6, 3]
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.utils.convert_conv2d_weight_memory_format.html
 */
export function convert_conv2d_weight_memory_format<M extends Module>(
  module: M,
  memory_format: memory_format | { memory_format: memory_format },
): M
export function convert_conv2d_weight_memory_format(...given: unknown[]): Module {
  return convert(
    bind2d(given),
    (module) => module instanceof Conv2d || module instanceof ConvTranspose2d,
  )
}

/**
 * Gives the weights `(C_out, C, D, H, W)` of all 3d convolutions in a module, transposed ones too, another memory
 * format, in place; gives the module back.
 *
 * @example
 * const conv = nn.utils.convert_conv3d_weight_memory_format(nn.Conv3d(3, 4, 2), torch.channels_last_3d)
 * conv.weight.stride() // [24, 1, 12, 6, 3]
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.utils.convert_conv3d_weight_memory_format.html
 */
export function convert_conv3d_weight_memory_format<M extends Module>(
  module: M,
  memory_format: memory_format | { memory_format: memory_format },
): M
export function convert_conv3d_weight_memory_format(...given: unknown[]): Module {
  return convert(
    bind3d(given),
    (module) => module instanceof Conv3d || module instanceof ConvTranspose3d,
  )
}
