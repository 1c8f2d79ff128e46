// torch.is_autocast_enabled and its like, of torch/csrc/autograd/init.cpp: what this thread has of automatic mixed
// precision. lib/amp has the blocks that users write.

import { nativeParser } from './_parser.js'
import { typeName } from './_typename.js'
import { dtype } from './dtype.js'
import { native } from './native.js'
import { DeprecationWarning, warn } from './warnings.js'

const parseIsEnabled = nativeParser<{ device_type?: string }>('is_autocast_enabled', [
  'is_autocast_enabled(std::string_view device_type)',
  'is_autocast_enabled()',
])

/**
 * Whether operators on a kind of device choose their precision; `'cuda'` unless given.
 *
 * @example
 * torch.autocast('cpu', () => torch.is_autocast_enabled('cpu')) // True
 *
 * @see https://docs.pytorch.org/docs/2.13/amp.html
 */
export function is_autocast_enabled(device_type?: string | { device_type: string }): boolean
export function is_autocast_enabled(...args: unknown[]): boolean {
  return native.isAutocastEnabled(parseIsEnabled(args).device_type ?? 'cuda')
}

// The devices that LibTorch's `_is_any_autocast_enabled` asks.
const devices = ['cpu', 'cuda', 'xpu', 'ipu', 'xla', 'hpu', 'privateuseone']

/** Whether operators on any kind of device choose their precision. */
export function _is_any_autocast_enabled(): boolean {
  return devices.some((device) => native.isAutocastEnabled(device))
}

const parseSetEnabled = nativeParser<{ device_type?: string; enabled: boolean }>(
  'set_autocast_enabled',
  [
    'set_autocast_enabled(std::string_view device_type, bool enabled)',
    'set_autocast_enabled(bool enabled)',
  ],
)

/**
 * Switches it on or off for a kind of device; `'cuda'` unless given. {@link autocast} does so for a block.
 *
 * @example
 * torch.set_autocast_enabled('cpu', false)
 * torch.is_autocast_enabled('cpu') // False
 *
 * @see https://docs.pytorch.org/docs/2.13/amp.html
 */
export function set_autocast_enabled(device_type: string, enabled: boolean): void
export function set_autocast_enabled(enabled: boolean): void
export function set_autocast_enabled(options: { device_type?: string; enabled: boolean }): void
export function set_autocast_enabled(...args: unknown[]): void {
  const { device_type = 'cuda', enabled } = parseSetEnabled(args)
  native.setAutocastEnabled(device_type, enabled)
}

const parseGetDtype = nativeParser<{ device_type: string }>('get_autocast_dtype', [
  'get_autocast_dtype(std::string_view device_type)',
])

/**
 * The type of lower precision that operators on a kind of device choose.
 *
 * @example
 * torch.get_autocast_dtype('cpu') // torch.bfloat16
 *
 * @see https://docs.pytorch.org/docs/2.13/amp.html
 */
export function get_autocast_dtype(device_type: string | { device_type: string }): dtype
export function get_autocast_dtype(...args: unknown[]): dtype {
  return native.getAutocastDtype(parseGetDtype(args).device_type)
}

const parseSetDtype = nativeParser<{ device_type: string; dtype: dtype }>('set_autocast_dtype', [
  'set_autocast_dtype(std::string_view device_type, ScalarType dtype)',
])

/**
 * Sets the type of lower precision that operators on a kind of device choose.
 *
 * @example
 * torch.set_autocast_dtype('cpu', torch.bfloat16)
 * torch.get_autocast_dtype('cpu') // torch.bfloat16
 *
 * @see https://docs.pytorch.org/docs/2.13/amp.html
 */
export function set_autocast_dtype(device_type: string, dtype: dtype): void
export function set_autocast_dtype(options: { device_type: string; dtype: dtype }): void
export function set_autocast_dtype(...args: unknown[]): void {
  const parsed = parseSetDtype(args)
  native.setAutocastDtype(parsed.device_type, parsed.dtype)
}

function refuse(name: string, args: ArrayLike<unknown>): void {
  if (args.length === 0) return
  throw new TypeError(`torch.${name}() takes no arguments (${args.length} given)`)
}

function checkBool(value: unknown): asserts value is boolean {
  if (typeof value !== 'boolean') {
    throw new TypeError(`enabled must be a bool (got ${typeName(value)})`)
  }
}

/**
 * Whether casts of parameters are kept for the time of the outermost block.
 *
 * @example
 * torch.is_autocast_cache_enabled() // True
 *
 * @see https://docs.pytorch.org/docs/2.13/amp.html
 */
export function is_autocast_cache_enabled(): boolean
export function is_autocast_cache_enabled(...args: unknown[]): boolean {
  refuse('is_autocast_cache_enabled', args)
  return native.isAutocastCacheEnabled()
}

/**
 * Says whether casts of parameters are kept for the time of the outermost block.
 *
 * @example
 * torch.set_autocast_cache_enabled(true)
 *
 * @see https://docs.pytorch.org/docs/2.13/amp.html
 */
export function set_autocast_cache_enabled(enabled: boolean): void {
  checkBool(enabled)
  native.setAutocastCacheEnabled(enabled)
}

/**
 * Forgets the casts of parameters, which a change of the parameters inside a block demands.
 *
 * @example
 * torch.autocast('cpu', () => {
 *   net(input)
 *   torch.no_grad(() => net[0].weight.zero_())
 *   torch.clear_autocast_cache()
 *   return net(input)
 * })
 *
 * @see https://docs.pytorch.org/docs/2.13/amp.html
 */
export function clear_autocast_cache(): void
export function clear_autocast_cache(...args: unknown[]): void {
  refuse('clear_autocast_cache', args)
  native.clearAutocastCache()
}

/**
 * Enters one more block; gives how many there are. {@link autocast} does both.
 *
 * @example
 * torch.autocast_increment_nesting() // 1
 * torch.autocast_decrement_nesting() // 0
 *
 * @see https://docs.pytorch.org/docs/2.13/amp.html
 */
export function autocast_increment_nesting(): number
export function autocast_increment_nesting(...args: unknown[]): number {
  refuse('autocast_increment_nesting', args)
  return native.autocastIncrementNesting()
}

/**
 * Leaves a block; gives how many are left. See {@link autocast_increment_nesting}.
 *
 * @see https://docs.pytorch.org/docs/2.13/amp.html
 */
export function autocast_decrement_nesting(): number
export function autocast_decrement_nesting(...args: unknown[]): number {
  refuse('autocast_decrement_nesting', args)
  return native.autocastDecrementNesting()
}

function deprecated(name: string, instead: string): void {
  warn(`torch.${name} is deprecated. Please use torch.${instead} instead.`, DeprecationWarning)
}

function checkDtype(value: unknown): asserts value is dtype {
  if (!(value instanceof dtype)) {
    throw new TypeError(`dtype must be a torch.dtype (got ${typeName(value)})`)
  }
}

/**
 * Whether operators on the CPU choose their precision.
 *
 * @deprecated use {@link is_autocast_enabled} with `'cpu'`.
 * @see https://docs.pytorch.org/docs/2.13/amp.html
 */
export function is_autocast_cpu_enabled(): boolean {
  deprecated('is_autocast_cpu_enabled()', "is_autocast_enabled('cpu')")
  return native.isAutocastEnabled('cpu')
}

/**
 * Switches it on or off for the CPU.
 *
 * @deprecated use {@link set_autocast_enabled} with `'cpu'`.
 * @see https://docs.pytorch.org/docs/2.13/amp.html
 */
export function set_autocast_cpu_enabled(enabled: boolean): void {
  checkBool(enabled)
  deprecated('set_autocast_cpu_enabled(enabled)', "set_autocast_enabled('cpu', enabled)")
  native.setAutocastEnabled('cpu', enabled)
}

/**
 * The type of lower precision on the CPU.
 *
 * @deprecated use {@link get_autocast_dtype} with `'cpu'`.
 * @see https://docs.pytorch.org/docs/2.13/amp.html
 */
export function get_autocast_cpu_dtype(): dtype {
  deprecated('get_autocast_cpu_dtype()', "get_autocast_dtype('cpu')")
  return native.getAutocastDtype('cpu')
}

/**
 * Sets the type of lower precision on the CPU.
 *
 * @deprecated use {@link set_autocast_dtype} with `'cpu'`.
 * @see https://docs.pytorch.org/docs/2.13/amp.html
 */
export function set_autocast_cpu_dtype(dtype: dtype): void {
  checkDtype(dtype)
  deprecated('set_autocast_cpu_dtype(dtype)', "set_autocast_dtype('cpu', dtype)")
  native.setAutocastDtype('cpu', dtype)
}

/**
 * The type of lower precision on GPUs.
 *
 * @deprecated use {@link get_autocast_dtype} with `'cuda'`.
 * @see https://docs.pytorch.org/docs/2.13/amp.html
 */
export function get_autocast_gpu_dtype(): dtype {
  deprecated('get_autocast_gpu_dtype()', "get_autocast_dtype('cuda')")
  return native.getAutocastDtype('cuda')
}

/**
 * Sets the type of lower precision on GPUs.
 *
 * @deprecated use {@link set_autocast_dtype} with `'cuda'`.
 * @see https://docs.pytorch.org/docs/2.13/amp.html
 */
export function set_autocast_gpu_dtype(dtype: dtype): void {
  checkDtype(dtype)
  deprecated('set_autocast_gpu_dtype(dtype)', "set_autocast_dtype('cuda', dtype)")
  native.setAutocastDtype('cuda', dtype)
}
