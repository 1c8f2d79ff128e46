// Settings of the process that torch/__init__.py has functions for.

import { python } from './_kwargs.js'
import { RuntimeError } from './errors.js'
import { native } from './native.js'

/**
 * How many threads an operator may use on the CPU.
 *
 * @example
 * torch.get_num_threads() > 0 // True
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.get_num_threads.html
 */
export function get_num_threads(): number {
  return native.getNumThreads()
}
/**
 * Sets how many threads an operator may use on the CPU, at least one.
 *
 * @example
 * torch.set_num_threads(torch.get_num_threads())
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.set_num_threads.html
 */
export function set_num_threads(int: number): void {
  native.setNumThreads(int)
}

/**
 * How many threads run operators side by side.
 *
 * @example
 * torch.get_num_interop_threads() > 0 // True
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.get_num_interop_threads.html
 */
export function get_num_interop_threads(): number {
  return native.getNumInteropThreads()
}
/**
 * Sets how many threads run operators side by side; a RuntimeError once such work has started, and the second time.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.set_num_interop_threads.html
 */
export function set_num_interop_threads(int: number): void {
  native.setNumInteropThreads(int)
}

const bindDeterministic = python('use_deterministic_algorithms(mode, *, warn_only=False)')

/**
 * Makes operators that have only an algorithm with random order throw a RuntimeError, and others use their
 * deterministic one; with `warn_only` they warn.
 *
 * @example
 * torch.use_deterministic_algorithms(true, { warn_only: true })
 * torch.use_deterministic_algorithms(false)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.use_deterministic_algorithms.html
 */
export function use_deterministic_algorithms(mode: boolean, kw?: { warn_only?: boolean }): void
export function use_deterministic_algorithms(...args: unknown[]): void {
  const { mode, warn_only } = bindDeterministic<{ mode: boolean; warn_only: boolean }>(args)
  native.setDeterministic(mode, warn_only)
}

/**
 * Whether {@link use_deterministic_algorithms} is on.
 *
 * @example
 * torch.are_deterministic_algorithms_enabled() // False
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.are_deterministic_algorithms_enabled.html
 */
export function are_deterministic_algorithms_enabled(): boolean {
  return native.getDeterministic() > 0
}

/**
 * Whether operators without a deterministic algorithm only warn.
 *
 * @example
 * torch.is_deterministic_algorithms_warn_only_enabled() // False
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.is_deterministic_algorithms_warn_only_enabled.html
 */
export function is_deterministic_algorithms_warn_only_enabled(): boolean {
  return native.getDeterministic() === 1
}

/**
 * Whether LibTorch repeats the warnings that it gives once only otherwise, such as the one of deprecated overloads; a
 * RuntimeError for what is no boolean.
 *
 * @example
 * torch.set_warn_always(false)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.set_warn_always.html
 */
export function set_warn_always(b: boolean): void {
  native.setWarnAlways(b)
}

/**
 * Whether {@link set_warn_always} is on.
 *
 * @example
 * torch.is_warn_always_enabled() // False
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.is_warn_always_enabled.html
 */
export function is_warn_always_enabled(): boolean {
  return native.getWarnAlways()
}

const debugModes = ['default', 'warn', 'error'] as const

/**
 * 0 where anything goes, 1 where operators without a deterministic algorithm warn, 2 where they throw.
 *
 * @example
 * torch.get_deterministic_debug_mode() // 0
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.get_deterministic_debug_mode.html
 */
export function get_deterministic_debug_mode(): number {
  return native.getDeterministic()
}
/**
 * {@link use_deterministic_algorithms} by name or number: `'default'` (0) switches it off, `'warn'` (1) and `'error'`
 * (2) say what an operator without a deterministic algorithm does.
 *
 * @example
 * torch.set_deterministic_debug_mode('warn')
 * torch.get_deterministic_debug_mode() // 1
 * torch.set_deterministic_debug_mode('default')
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.set_deterministic_debug_mode.html
 */
export function set_deterministic_debug_mode(
  debug_mode: number | (typeof debugModes)[number],
): void {
  const level = typeof debug_mode === 'string' ? debugModes.indexOf(debug_mode) : debug_mode
  if (![0, 1, 2].includes(level)) {
    throw new RuntimeError(
      typeof debug_mode === 'string'
        ? `invalid value of debug_mode, expected one of \`default\`, \`warn\`, \`error\`, but got ${debug_mode}`
        : `invalid value of debug_mode, expected 0, 1, or 2, but got ${debug_mode}`,
    )
  }
  native.setDeterministic(level > 0, level === 1)
}

/**
 * Makes denormal numbers count as zero, or no longer; gives whether the processor can.
 *
 * @example
 * torch.set_flush_denormal(false)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.set_flush_denormal.html
 */
export function set_flush_denormal(mode: boolean): boolean {
  return native.setFlushDenormal(mode)
}

/**
 * How exact float32 matrix products are: `highest`, `high` or `medium`.
 *
 * @example
 * torch.get_float32_matmul_precision() // 'highest'
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.get_float32_matmul_precision.html
 */
export function get_float32_matmul_precision(): string {
  return native.getMatmulPrecision()
}
/**
 * Sets how exact float32 matrix products are: `'highest'` computes in float32, `'high'` and `'medium'` may take TF32 or
 * bfloat16, which is faster on devices that have them.
 *
 * @example
 * torch.set_float32_matmul_precision('highest')
 * torch.get_float32_matmul_precision() // 'highest'
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.set_float32_matmul_precision.html
 */
export function set_float32_matmul_precision(precision: string): void {
  native.setMatmulPrecision(precision)
}

/** Whether LibTorch was built with Intel's MKL. */
export const has_mkl: boolean = native.hasFeature('mkl')
/** Whether LibTorch was built with OpenMP. */
export const has_openmp: boolean = native.hasFeature('openmp')
/** Whether LibTorch was built with LAPACK, which most of `torch.linalg` needs. */
export const has_lapack: boolean = native.hasFeature('lapack')
/** Whether there is a library of Fourier transforms: always. */
export const has_spectral = true

/** `torch.__config__`: how LibTorch was built. */
export const __config__ = {
  show: (): string => native.showConfig(),
  parallel_info: (): string => native.parallelInfo(),
} as const

/** LibTorch's version, such as `2.13.0+cpu`. */
export const __version__: string = native.libtorchVersion()

/** `torch.cpu` and `torch.backends` read these. */
export const cpuCapability = (): string => native.cpuCapability()
