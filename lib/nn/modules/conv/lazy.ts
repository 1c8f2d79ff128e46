// Mirrors the lazy convolutions of torch/nn/modules/conv.py.

import { type ArgumentsOf, initializer } from '../../../_arguments.js'
import { callable } from '../../../_callable.js'
import { AssertionError, RuntimeError, ValueError } from '../../../errors.js'
import type { Tensor } from '../../../tensor.js'
import type { Device, dtype } from '../../../types.js'
import { UninitializedParameter } from '../../parameter.js'
import { type LazyModule, LazyModuleMixin, type ModuleClass } from '../lazy.js'
import { type _ConvNd, type PaddingMode, weightSize } from './base.js'
import { Conv1d, Conv2d, Conv3d } from './plain.js'
import { ConvTranspose1d, ConvTranspose2d, ConvTranspose3d } from './transposed.js'

type Parameters<N extends number[]> = [
  out_channels: number,
  kernel_size: number | N,
  stride: number | N,
  padding: number | N | 'same' | 'valid',
  dilation: number | N,
  groups: number,
  bias: boolean,
  padding_mode: PaddingMode,
  device: Device | null,
  dtype: dtype | null,
]
type TransposedParameters<N extends number[]> = [
  out_channels: number,
  kernel_size: number | N,
  stride: number | N,
  padding: number | N,
  output_padding: number | N,
  groups: number,
  bias: boolean,
  dilation: number | N,
  padding_mode: PaddingMode,
  device: Device | null,
  dtype: dtype | null,
]

const line = <N extends number[]>(name: string) =>
  initializer<Parameters<N>>()(
    `${name}.__init__(self, out_channels, kernel_size, stride=1, padding=0, dilation=1, groups=1, bias=True, padding_mode='zeros', device=None, dtype=None)` as "Conv.__init__(self, out_channels, kernel_size, stride=1, padding=0, dilation=1, groups=1, bias=True, padding_mode='zeros', device=None, dtype=None)",
  )
const transposedLine = <N extends number[]>(name: string) =>
  initializer<TransposedParameters<N>>()(
    `${name}.__init__(self, out_channels, kernel_size, stride=1, padding=0, output_padding=0, groups=1, bias=True, dilation=1, padding_mode='zeros', device=None, dtype=None)` as "Conv.__init__(self, out_channels, kernel_size, stride=1, padding=0, output_padding=0, groups=1, bias=True, dilation=1, padding_mode='zeros', device=None, dtype=None)",
  )

// biome-ignore lint/suspicious/noExplicitAny: TypeScript wants mixins to take `any[]`.
type ConvConstructor = new (...args: any[]) => _ConvNd

/** What the mixin below adds to a convolution. */
interface LazyConvolution extends LazyModule {
  _declare(out_channels: number, bias: boolean, device: Device | null, dtype: dtype | null): void
  _get_in_channels(input: Tensor): number
  _get_num_spatial_dims(): number
}

/** A convolution whose `in_channels` come from its first input. */
function _LazyConvXdMixin<B extends ConvConstructor>(Base: B) {
  class LazyConv extends LazyModuleMixin<ConvConstructor>(Base) implements LazyConvolution {
    // Takes the place of the empty parameters that the constructor of the base left.
    _declare(
      out_channels: number,
      bias: boolean,
      device: Device | null,
      dtype: dtype | null,
    ): void {
      this.weight = new UninitializedParameter({ device, dtype })
      this.out_channels = out_channels
      if (bias) this.bias = new UninitializedParameter({ device, dtype })
    }

    override reset_parameters(): void {
      if (!this.has_uninitialized_params() && this.in_channels !== 0) super.reset_parameters()
    }

    /** Infers `in_channels` from the input, and draws the parameters. */
    override initialize_parameters(input: Tensor): void {
      if (!this.has_uninitialized_params()) return
      this.in_channels = this._get_in_channels(input)
      if (this.in_channels % this.groups !== 0) {
        throw new ValueError('in_channels must be divisible by groups')
      }
      const { weight, bias } = this
      if (!(weight instanceof UninitializedParameter)) {
        throw new AssertionError('self.weight must be an UninitializedParameter')
      }
      weight.materialize(weightSize(this))
      if (bias !== null) {
        if (!(bias instanceof UninitializedParameter)) {
          throw new AssertionError('self.bias must be an UninitializedParameter')
        }
        bias.materialize([this.out_channels])
      }
      this.reset_parameters()
    }

    _get_in_channels(input: Tensor): number {
      const unbatched = this._get_num_spatial_dims() + 1
      const dim = input.dim()
      if (dim !== unbatched && dim !== unbatched + 1) {
        throw new RuntimeError(
          `Expected ${unbatched}D (unbatched) or ${unbatched + 1}D (batched) input to ${this._get_name()}, ` +
            `but got input of size: ${input.shape}`,
        )
      }
      return input.size(dim - unbatched)
    }

    _get_num_spatial_dims(): number {
      return this.kernel_size.length
    }
  }
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  return LazyConv as unknown as B & (new (...args: any[]) => LazyConvolution)
}

const initLazyConv1d = line<[number]>('LazyConv1d')

class LazyConv1d extends _LazyConvXdMixin(Conv1d) {
  constructor(...args: ArgumentsOf<typeof initLazyConv1d>) {
    const { out_channels, bias, ...options } = initLazyConv1d(args)
    super({ in_channels: 0, out_channels: 0, bias: false, ...options })
    this._declare(out_channels, bias, options.device, options.dtype)
  }
}

const initLazyConv2d = line<[number, number]>('LazyConv2d')

class LazyConv2d extends _LazyConvXdMixin(Conv2d) {
  constructor(...args: ArgumentsOf<typeof initLazyConv2d>) {
    const { out_channels, bias, ...options } = initLazyConv2d(args)
    super({ in_channels: 0, out_channels: 0, bias: false, ...options })
    this._declare(out_channels, bias, options.device, options.dtype)
  }
}

const initLazyConv3d = line<[number, number, number]>('LazyConv3d')

class LazyConv3d extends _LazyConvXdMixin(Conv3d) {
  constructor(...args: ArgumentsOf<typeof initLazyConv3d>) {
    const { out_channels, bias, ...options } = initLazyConv3d(args)
    super({ in_channels: 0, out_channels: 0, bias: false, ...options })
    this._declare(out_channels, bias, options.device, options.dtype)
  }
}

const initLazyConvTranspose1d = transposedLine<[number]>('LazyConvTranspose1d')

class LazyConvTranspose1d extends _LazyConvXdMixin(ConvTranspose1d) {
  constructor(...args: ArgumentsOf<typeof initLazyConvTranspose1d>) {
    const { out_channels, bias, ...options } = initLazyConvTranspose1d(args)
    super({ in_channels: 0, out_channels: 0, bias: false, ...options })
    this._declare(out_channels, bias, options.device, options.dtype)
  }
}

const initLazyConvTranspose2d = transposedLine<[number, number]>('LazyConvTranspose2d')

class LazyConvTranspose2d extends _LazyConvXdMixin(ConvTranspose2d) {
  constructor(...args: ArgumentsOf<typeof initLazyConvTranspose2d>) {
    const { out_channels, bias, ...options } = initLazyConvTranspose2d(args)
    super({ in_channels: 0, out_channels: 0, bias: false, ...options })
    this._declare(out_channels, bias, options.device, options.dtype)
  }
}

const initLazyConvTranspose3d = transposedLine<[number, number, number]>('LazyConvTranspose3d')

class LazyConvTranspose3d extends _LazyConvXdMixin(ConvTranspose3d) {
  constructor(...args: ArgumentsOf<typeof initLazyConvTranspose3d>) {
    const { out_channels, bias, ...options } = initLazyConvTranspose3d(args)
    super({ in_channels: 0, out_channels: 0, bias: false, ...options })
    this._declare(out_channels, bias, options.device, options.dtype)
  }
}

const becomes: [lazy: { prototype: object }, cls_to_become: ModuleClass][] = [
  [LazyConv1d, Conv1d],
  [LazyConv2d, Conv2d],
  [LazyConv3d, Conv3d],
  [LazyConvTranspose1d, ConvTranspose1d],
  [LazyConvTranspose2d, ConvTranspose2d],
  [LazyConvTranspose3d, ConvTranspose3d],
]
for (const [{ prototype }, cls_to_become] of becomes) Object.assign(prototype, { cls_to_become })

/**
 * {@link Conv1d} without the argument `in_channels`, which the first input tells: `(N, in_channels, ...)`. After it the
 * module is a Conv1d.
 *
 * @example
 * const conv = nn.LazyConv1d(33, 3, { stride: 2 })
 * conv(torch.randn(2, 16, 50))
 * conv.in_channels // 16
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.LazyConv1d.html
 */
const LazyConv1d_ = callable(LazyConv1d)
/**
 * {@link Conv2d} without the argument `in_channels`, which the first input tells: `(N, in_channels, ...)`. After it the
 * module is a Conv2d.
 *
 * @example
 * const conv = nn.LazyConv2d(33, 3, { stride: 2 })
 * conv(torch.randn(2, 16, 50, 100))
 * conv.in_channels // 16
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.LazyConv2d.html
 */
const LazyConv2d_ = callable(LazyConv2d)
/**
 * {@link Conv3d} without the argument `in_channels`, which the first input tells: `(N, in_channels, ...)`. After it the
 * module is a Conv3d.
 *
 * @example
 * const conv = nn.LazyConv3d(33, 3, { stride: 2 })
 * conv(torch.randn(2, 16, 10, 12, 14))
 * conv.in_channels // 16
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.LazyConv3d.html
 */
const LazyConv3d_ = callable(LazyConv3d)
/**
 * {@link ConvTranspose1d} without the argument `in_channels`, which the first input tells: `(N, in_channels, ...)`.
 * After it the module is a ConvTranspose1d.
 *
 * @example
 * const conv = nn.LazyConvTranspose1d(33, 3, { stride: 2 })
 * conv(torch.randn(2, 16, 50))
 * conv.in_channels // 16
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.LazyConvTranspose1d.html
 */
const LazyConvTranspose1d_ = callable(LazyConvTranspose1d)
/**
 * {@link ConvTranspose2d} without the argument `in_channels`, which the first input tells: `(N, in_channels, ...)`.
 * After it the module is a ConvTranspose2d.
 *
 * @example
 * const conv = nn.LazyConvTranspose2d(33, 3, { stride: 2 })
 * conv(torch.randn(2, 16, 50, 100))
 * conv.in_channels // 16
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.LazyConvTranspose2d.html
 */
const LazyConvTranspose2d_ = callable(LazyConvTranspose2d)
/**
 * {@link ConvTranspose3d} without the argument `in_channels`, which the first input tells: `(N, in_channels, ...)`.
 * After it the module is a ConvTranspose3d.
 *
 * @example
 * const conv = nn.LazyConvTranspose3d(33, 3, { stride: 2 })
 * conv(torch.randn(2, 16, 10, 12, 14))
 * conv.in_channels // 16
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.LazyConvTranspose3d.html
 */
const LazyConvTranspose3d_ = callable(LazyConvTranspose3d)
type LazyConv1d_ = LazyConv1d
type LazyConv2d_ = LazyConv2d
type LazyConv3d_ = LazyConv3d
type LazyConvTranspose1d_ = LazyConvTranspose1d
type LazyConvTranspose2d_ = LazyConvTranspose2d
type LazyConvTranspose3d_ = LazyConvTranspose3d

export {
  LazyConv1d_ as LazyConv1d,
  LazyConv2d_ as LazyConv2d,
  LazyConv3d_ as LazyConv3d,
  LazyConvTranspose1d_ as LazyConvTranspose1d,
  LazyConvTranspose2d_ as LazyConvTranspose2d,
  LazyConvTranspose3d_ as LazyConvTranspose3d,
}
