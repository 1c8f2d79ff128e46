// Mirrors what torch/backends/cuda/__init__.py has of scaled_dot_product_attention.

import { callable } from './_callable.js'
import { _fused_sdp_choice } from './_generated/torch_functions.js'
import { python } from './_kwargs.js'
import { SDPBackend, sdpa_kernel } from './_sdp.js'
import { typeName } from './_typename.js'
import { RuntimeError } from './errors.js'
import { native } from './native.js'
import type { Tensor } from './types.js'
import { FutureWarning, warn } from './warnings.js'

function setSwitch(name: string, on: boolean, text: string): void {
  if (typeof on !== 'boolean') throw new RuntimeError(`${text}${typeName(on)}`)
  native.setSwitch(name, on)
}

// Python says so of nearly all of them.
const expectsBool = 'set_sdp_use_math expects a bool, but got '

/** Whether attention may be computed by FlashAttention. */
export function flash_sdp_enabled(): boolean {
  return native.getSwitch('flash_sdp')
}
export function enable_flash_sdp(enabled: boolean): void {
  setSwitch('flash_sdp', enabled, expectsBool)
}

/** Whether attention may be computed by the memory-efficient kernels. */
export function mem_efficient_sdp_enabled(): boolean {
  return native.getSwitch('mem_efficient_sdp')
}
export function enable_mem_efficient_sdp(enabled: boolean): void {
  setSwitch('mem_efficient_sdp', enabled, expectsBool)
}

/** Whether attention may be computed step by step. */
export function math_sdp_enabled(): boolean {
  return native.getSwitch('math_sdp')
}
export function enable_math_sdp(enabled: boolean): void {
  setSwitch('math_sdp', enabled, expectsBool)
}

/** Whether attention may be computed by cuDNN. */
export function cudnn_sdp_enabled(): boolean {
  return native.getSwitch('cudnn_sdp')
}
export function enable_cudnn_sdp(enabled: boolean): void {
  // The placeholder is Python's.
  setSwitch('cudnn_sdp', enabled, 'set_sdp_use_cudnn expects a bool, but got %s')
}

/** Whether the step-by-step computation may add up in half precision. */
export function fp16_bf16_reduction_math_sdp_allowed(): boolean {
  return native.getSwitch('fp16_bf16_reduction_math_sdp')
}
export function allow_fp16_bf16_reduction_math_sdp(enabled: boolean): void {
  setSwitch('fp16_bf16_reduction_math_sdp', enabled, expectsBool)
}

/** Whether LibTorch has AMD's kernels of attention. */
export function is_ck_sdpa_available(): boolean {
  return native.hasFeature('ck_sdpa')
}

/** Whether LibTorch has FlashAttention for GPUs, as all its CUDA builds do. */
export function is_flash_attention_available(): boolean {
  return native.cudaIsBuilt()
}

class SDPAParams {
  constructor(
    readonly query: Tensor,
    readonly key: Tensor,
    readonly value: Tensor,
    readonly attn_mask: Tensor | null,
    readonly dropout: number,
    readonly is_causal: boolean,
    readonly enable_gqa: boolean,
  ) {}
}

/** One call of `scaled_dot_product_attention`, to ask which backends can do it. */
const SDPAParams_ = callable(SDPAParams)
type SDPAParams_ = SDPAParams

export { SDPAParams_ as SDPAParams }

function choose(params: SDPAParams): number {
  const { query, key, value, attn_mask, dropout, is_causal, enable_gqa } = params
  return _fused_sdp_choice(query, key, value, attn_mask, dropout, is_causal, { enable_gqa })
}

// LibTorch's own checks are in its CUDA library, which the addon does not link. Its choice among one backend and the
// step-by-step computation, which can do everything, says the same.
function canUse(params: SDPAParams, backend: SDPBackend, debug: boolean): boolean {
  if (!(params instanceof SDPAParams)) {
    throw new TypeError(`params must be an SDPAParams, got ${typeName(params)}`)
  }
  if (!params.query.is_cuda) return false
  const chosen = sdpa_kernel([backend, SDPBackend.MATH], true, () => choose(params))
  if (chosen === backend.value) return true
  // Without any backend it warns of the reasons, and throws.
  if (debug) {
    try {
      sdpa_kernel(backend, () => choose(params))
    } catch {}
  }
  return false
}

/** Whether FlashAttention can do a call; `debug` warns of the reasons why not. False without CUDA. */
export function can_use_flash_attention(params: SDPAParams, debug = false): boolean {
  return canUse(params, SDPBackend.FLASH_ATTENTION, debug)
}

/** Whether the memory-efficient kernels can do a call; `debug` warns of the reasons why not. False without CUDA. */
export function can_use_efficient_attention(params: SDPAParams, debug = false): boolean {
  return canUse(params, SDPBackend.EFFICIENT_ATTENTION, debug)
}

/** Whether cuDNN can do a call; `debug` warns of the reasons why not. False without CUDA. */
export function can_use_cudnn_attention(params: SDPAParams, debug = false): boolean {
  return canUse(params, SDPBackend.CUDNN_ATTENTION, debug)
}

/** The keywords of {@link sdp_kernel}. */
export interface KernelOptions {
  enable_flash?: boolean
  enable_math?: boolean
  enable_mem_efficient?: boolean
  enable_cudnn?: boolean
}

const bindOldKernel = python(
  'sdp_kernel(enable_flash=True, enable_math=True, enable_mem_efficient=True, enable_cudnn=True)',
)

/** @deprecated Python's old {@link sdpa_kernel}. */
export function sdp_kernel(options?: KernelOptions): Disposable
export function sdp_kernel<R>(body: () => R): R
export function sdp_kernel<R>(options: KernelOptions, body: () => R): R
export function sdp_kernel<R>(...args: unknown[]): R | Disposable {
  const last = args.at(-1)
  const body = typeof last === 'function' ? (last as () => R) : undefined
  const enabled = bindOldKernel<Required<KernelOptions>>(
    body === undefined ? args : args.slice(0, -1),
  )
  warn(
    '`torch.backends.cuda.sdp_kernel()` is deprecated. ' +
      'In the future, this context manager will be removed. ' +
      'Please see `torch.nn.attention.sdpa_kernel()` for the new context manager, ' +
      'with updated signature.',
    FutureWarning,
  )
  const backends: SDPBackend[] = []
  if (enabled.enable_flash) backends.push(SDPBackend.FLASH_ATTENTION)
  if (enabled.enable_mem_efficient) backends.push(SDPBackend.EFFICIENT_ATTENTION)
  if (enabled.enable_math) backends.push(SDPBackend.MATH)
  if (enabled.enable_cudnn) backends.push(SDPBackend.CUDNN_ATTENTION)
  return body === undefined ? sdpa_kernel(backends) : sdpa_kernel(backends, body)
}
