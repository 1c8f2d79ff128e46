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
 */
export const cuda = {
  ...attention,
  is_built: (): boolean => native.cudaIsBuilt(),
  matmul: withSwitches({}, 'cublas', ['allow_tf32']),
}

/** The library of convolutions on GPUs. `benchmark` makes it try which of its algorithms is fastest. */
export const cudnn = withSwitches({ is_available: feature('cudnn') }, 'cudnn', [
  'enabled',
  'benchmark',
  'deterministic',
  'allow_tf32',
])

/** The library of convolutions and products on CPUs. */
export const mkldnn = withSwitches({ is_available: feature('mkldnn') }, 'mkldnn', ['enabled'])

/** Intel's library of linear algebra. */
export const mkl = { is_available: feature('mkl') }

export const openmp = { is_available: feature('openmp') }

/** The instructions that operators on the CPU use, such as `AVX512`. */
export const cpu = { get_cpu_capability: (): string => native.cpuCapability() }
