// Settings of the process that torch/__init__.py has functions for.

import { python } from './_kwargs.js'
import { RuntimeError } from './errors.js'
import { native } from './native.js'

/** How many threads an operator may use on the CPU. */
export function get_num_threads(): number {
  return native.getNumThreads()
}
export function set_num_threads(int: number): void {
  native.setNumThreads(int)
}

/** How many threads run operators side by side. */
export function get_num_interop_threads(): number {
  return native.getNumInteropThreads()
}
export function set_num_interop_threads(int: number): void {
  native.setNumInteropThreads(int)
}

const bindDeterministic = python('use_deterministic_algorithms(mode, *, warn_only=False)')

/**
 * Makes operators that have only an algorithm with random order throw, and others use their deterministic one.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.use_deterministic_algorithms.html
 */
export function use_deterministic_algorithms(mode: boolean, kw?: { warn_only?: boolean }): void
export function use_deterministic_algorithms(...args: unknown[]): void {
  const { mode, warn_only } = bindDeterministic<{ mode: boolean; warn_only: boolean }>(args)
  native.setDeterministic(mode, warn_only)
}

export function are_deterministic_algorithms_enabled(): boolean {
  return native.getDeterministic() > 0
}

export function is_deterministic_algorithms_warn_only_enabled(): boolean {
  return native.getDeterministic() === 1
}

const debugModes = ['default', 'warn', 'error'] as const

/** 0 where anything goes, 1 where operators without a deterministic algorithm warn, 2 where they throw. */
export function get_deterministic_debug_mode(): number {
  return native.getDeterministic()
}
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

/** Makes denormal numbers count as zero; whether the processor can. */
export function set_flush_denormal(mode: boolean): boolean {
  return native.setFlushDenormal(mode)
}

/** How exact float32 matrix products are: `highest`, `high` or `medium`. */
export function get_float32_matmul_precision(): string {
  return native.getMatmulPrecision()
}
export function set_float32_matmul_precision(precision: string): void {
  native.setMatmulPrecision(precision)
}

export const has_mkl: boolean = native.hasFeature('mkl')
export const has_openmp: boolean = native.hasFeature('openmp')
export const has_lapack: boolean = native.hasFeature('lapack')
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
