// torch.cuda.amp and torch.cpu.amp: the deprecated classes for one kind of device.

import { type ArgumentsOf, initializer } from '../_arguments.js'
import { callable } from '../_callable.js'
import { python } from '../_kwargs.js'
import { bfloat16, type dtype, float16 } from '../dtype.js'
import { FutureWarning, warn } from '../warnings.js'
import { type AutocastOptions, autocast } from './_autocast.js'
import { blockClass } from './_block.js'
import { GradScaler } from './grad_scaler.js'

/** The message of a deprecated name, as a warning. */
export function warnDeprecated(name: string, instead: string): void {
  warn(`\`${name}\` is deprecated. Please use \`${instead}\` instead.`, FutureWarning)
}

/** An `autocast` that needs no device. */
export interface DeviceAutocastClass {
  new (options?: AutocastOptions): autocast
  new (enabled: boolean, dtype?: dtype, cache_enabled?: boolean): autocast
  <R>(body: () => R): R
  <R>(options: AutocastOptions, body: () => R): R
  <R>(enabled: boolean, body: () => R): R
  (options?: AutocastOptions): autocast
  (enabled: boolean, dtype?: dtype, cache_enabled?: boolean): autocast
  readonly prototype: autocast
}

const bindAutocast = python('autocast.__init__(self, enabled=True, dtype=None, cache_enabled=True)')

/** The `autocast` of one kind of device. */
export function deviceAutocast(device: 'cpu' | 'cuda'): DeviceAutocastClass {
  const own = device === 'cpu' ? bfloat16 : float16
  class DeviceAutocast extends autocast {
    constructor(...args: unknown[]) {
      warnDeprecated(
        `torch.${device}.amp.autocast(args...)`,
        `torch.amp.autocast('${device}', args...)`,
      )
      const { enabled, dtype, cache_enabled } = bindAutocast<Required<AutocastOptions>>(args)
      super(device, dtype ?? own, enabled, cache_enabled)
    }
  }
  Object.defineProperty(DeviceAutocast, 'name', { value: 'autocast' })
  return blockClass(DeviceAutocast)
}

const init = initializer<
  [
    init_scale: number,
    growth_factor: number,
    backoff_factor: number,
    growth_interval: number,
    enabled: boolean,
  ]
>()(
  'GradScaler.__init__(self, init_scale=65536.0, growth_factor=2.0, backoff_factor=0.5, growth_interval=2000, enabled=True)',
)

function scalerOf(device: 'cpu' | 'cuda') {
  class DeviceGradScaler extends GradScaler {
    constructor(...args: ArgumentsOf<typeof init>) {
      warnDeprecated(
        `torch.${device}.amp.GradScaler(args...)`,
        `torch.amp.GradScaler('${device}', args...)`,
      )
      super(device, init(args))
    }
  }
  Object.defineProperty(DeviceGradScaler, 'name', { value: 'GradScaler' })
  return callable(DeviceGradScaler)
}

/**
 * `torch.amp.GradScaler` for the CPU; warns.
 *
 * @deprecated `torch.amp.GradScaler('cpu')`.
 * @see https://docs.pytorch.org/docs/2.13/amp.html#gradient-scaling
 */
export const CpuGradScaler = scalerOf('cpu')
/**
 * `torch.amp.GradScaler` for GPUs; warns.
 *
 * @deprecated `torch.amp.GradScaler('cuda')`.
 * @see https://docs.pytorch.org/docs/2.13/amp.html#gradient-scaling
 */
export const CudaGradScaler = scalerOf('cuda')
