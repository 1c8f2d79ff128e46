// Mirrors torch/backends: what LibTorch was built with, and the switches of its libraries.

import * as attention from './_sdp_switches.js'
import { native } from './native.js'

export * as mha from './_mha_backend.js'

/** Gives an object a property for each switch of LibTorch's. */
function withSwitches<T extends object, K extends string>(
  owner: T,
  library: string,
  names: readonly K[],
): T & Record<K, boolean> {
  for (const name of names) {
    Object.defineProperty(owner, name, {
      enumerable: true,
      get: () => native.getSwitch(`${name}_${library}`),
      set: (on: boolean) => native.setSwitch(`${name}_${library}`, on),
    })
  }
  return owner as T & Record<K, boolean>
}

const feature = (name: string) => (): boolean => native.hasFeature(name)

/**
 * `is_built()`: whether LibTorch was built with CUDA, GPU or not. `matmul.allow_tf32`: faster products of float32. The
 * others: how `scaled_dot_product_attention` may be computed, see `torch.nn.attention.sdpa_kernel`.
 *
 * @example
 * if (torch.cuda.is_available()) torch.backends.cuda.matmul.allow_tf32 = true
 *
 * @see https://docs.pytorch.org/docs/2.13/backends.html#module-torch.backends.cuda
 */
export const cuda = {
  ...attention,
  is_built: (): boolean => native.cudaIsBuilt(),
  matmul: withSwitches({}, 'cublas', ['allow_tf32']),
}

/**
 * The library of convolutions on GPUs. `benchmark` makes it try which of its algorithms is fastest, `deterministic`
 * keeps it to those that give the same bits every time, `enabled` switches it on and off; `is_available()` says whether
 * it is there.
 *
 * @example
 * torch.backends.cudnn.benchmark = false
 * torch.backends.cudnn.benchmark // False
 *
 * @see https://docs.pytorch.org/docs/2.13/backends.html#module-torch.backends.cudnn
 */
export const cudnn = withSwitches({ is_available: feature('cudnn') }, 'cudnn', [
  'enabled',
  'benchmark',
  'deterministic',
  'allow_tf32',
])

/**
 * The library of convolutions and products on CPUs, oneDNN. `enabled` switches it on and off; `is_available()` says
 * whether it is there.
 *
 * @example
 * torch.backends.mkldnn.enabled // True
 *
 * @see https://docs.pytorch.org/docs/2.13/backends.html#module-torch.backends.mkldnn
 */
export const mkldnn = withSwitches({ is_available: feature('mkldnn') }, 'mkldnn', ['enabled'])

/**
 * Intel's library of linear algebra: `is_available()` says whether LibTorch was built with it.
 *
 * @example
 * torch.backends.mkl.is_available() === torch.has_mkl // True
 *
 * @see https://docs.pytorch.org/docs/2.13/backends.html#module-torch.backends.mkl
 */
export const mkl = { is_available: feature('mkl') }

/**
 * Threads inside of operators: `is_available()` says whether LibTorch was built with OpenMP.
 *
 * @example
 * torch.backends.openmp.is_available() === torch.has_openmp // True
 *
 * @see https://docs.pytorch.org/docs/2.13/backends.html#module-torch.backends.openmp
 */
export const openmp = { is_available: feature('openmp') }

/**
 * The instructions that operators on the CPU use, such as `AVX512`: `get_cpu_capability()`.
 *
 * @example
 * print(torch.backends.cpu.get_cpu_capability())
 *
 * @see https://docs.pytorch.org/docs/2.13/backends.html#module-torch.backends.cpu
 */
export const cpu = { get_cpu_capability: (): string => native.cpuCapability() }

export * as default from './backends.js'
