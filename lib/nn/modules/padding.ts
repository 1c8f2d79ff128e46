// Mirrors torch/nn/modules/padding.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { callable } from '../../_callable.js'
import { pyRepr } from '../../_repr.js'
import { NotImplementedError } from '../../errors.js'
import type { Tensor } from '../../tensor.js'
import * as F from '../functional.js'
import { checkDim } from './_check.js'
import { bindForward } from './_layer.js'
import { sizes } from './_text.js'
import { Module } from './module.js'
import { _ntuple, _pair, _quadruple } from './utils.js'

// How much before and after each dimension, the last one first.
type Sides1 = number | readonly [left: number, right: number]
type Sides2 = number | readonly [left: number, right: number, top: number, bottom: number]
type Sides3 =
  | number
  | readonly [left: number, right: number, top: number, bottom: number, front: number, back: number]

const _sextuple = _ntuple(6)

// Lines that differ in the name alone: the literal keeps the shape for the types.
const sides = <S>(name: string) =>
  initializer<[padding: S]>()(`${name}.__init__(self, padding)` as 'Pad.__init__(self, padding)')
const sidesAndValue = <S>(name: string) =>
  initializer<[padding: S, value: number]>()(
    `${name}.__init__(self, padding, value)` as 'Pad.__init__(self, padding, value)',
  )

abstract class Padded extends Module {
  declare padding: number[]

  constructor(padding: number[]) {
    super()
    this.padding = padding
  }

  override extra_repr(): string {
    return sizes(this.padding)
  }
}

abstract class _CircularPadNd extends Padded {
  _check_input_dim(_input: Tensor): void {
    throw new NotImplementedError()
  }

  override forward(input: Tensor): Tensor {
    this._check_input_dim(input)
    return F.pad(input, this.padding, 'circular')
  }
}

abstract class _ConstantPadNd extends Padded {
  declare value: number

  constructor(padding: number[], value: number) {
    super(padding)
    this.value = value
  }

  override forward(input: Tensor): Tensor {
    return F.pad(input, this.padding, 'constant', this.value)
  }

  override extra_repr(): string {
    return `padding=${sizes(this.padding)}, value=${pyRepr(this.value)}`
  }
}

abstract class _ReflectionPadNd extends Padded {
  override forward(input: Tensor): Tensor {
    return F.pad(input, this.padding, 'reflect')
  }
}

abstract class _ReplicationPadNd extends Padded {
  override forward(input: Tensor): Tensor {
    return F.pad(input, this.padding, 'replicate')
  }
}

for (const cls of [_CircularPadNd, _ConstantPadNd, _ReflectionPadNd, _ReplicationPadNd]) {
  bindForward(cls, 'input')
}

const initCircularPad1d = sides<Sides1>('CircularPad1d')

class CircularPad1d extends _CircularPadNd {
  constructor(...args: ArgumentsOf<typeof initCircularPad1d>) {
    super(_pair(initCircularPad1d(args).padding))
  }

  override _check_input_dim(input: Tensor): void {
    checkDim(input, 2, 3)
  }
}

const initCircularPad2d = sides<Sides2>('CircularPad2d')

class CircularPad2d extends _CircularPadNd {
  constructor(...args: ArgumentsOf<typeof initCircularPad2d>) {
    super(_quadruple(initCircularPad2d(args).padding))
  }

  override _check_input_dim(input: Tensor): void {
    checkDim(input, 3, 4)
  }
}

const initCircularPad3d = sides<Sides3>('CircularPad3d')

class CircularPad3d extends _CircularPadNd {
  constructor(...args: ArgumentsOf<typeof initCircularPad3d>) {
    super(_sextuple(initCircularPad3d(args).padding))
  }

  override _check_input_dim(input: Tensor): void {
    checkDim(input, 4, 5)
  }
}

const initConstantPad1d = sidesAndValue<Sides1>('ConstantPad1d')

class ConstantPad1d extends _ConstantPadNd {
  constructor(...args: ArgumentsOf<typeof initConstantPad1d>) {
    const { padding, value } = initConstantPad1d(args)
    super(_pair(padding), value)
  }
}

const initConstantPad2d = sidesAndValue<Sides2>('ConstantPad2d')

class ConstantPad2d extends _ConstantPadNd {
  constructor(...args: ArgumentsOf<typeof initConstantPad2d>) {
    const { padding, value } = initConstantPad2d(args)
    super(_quadruple(padding), value)
  }
}

const initConstantPad3d = sidesAndValue<Sides3>('ConstantPad3d')

class ConstantPad3d extends _ConstantPadNd {
  constructor(...args: ArgumentsOf<typeof initConstantPad3d>) {
    const { padding, value } = initConstantPad3d(args)
    super(_sextuple(padding), value)
  }
}

const initReflectionPad1d = sides<Sides1>('ReflectionPad1d')

class ReflectionPad1d extends _ReflectionPadNd {
  constructor(...args: ArgumentsOf<typeof initReflectionPad1d>) {
    super(_pair(initReflectionPad1d(args).padding))
  }
}

const initReflectionPad2d = sides<Sides2>('ReflectionPad2d')

class ReflectionPad2d extends _ReflectionPadNd {
  constructor(...args: ArgumentsOf<typeof initReflectionPad2d>) {
    super(_quadruple(initReflectionPad2d(args).padding))
  }
}

const initReflectionPad3d = sides<Sides3>('ReflectionPad3d')

class ReflectionPad3d extends _ReflectionPadNd {
  constructor(...args: ArgumentsOf<typeof initReflectionPad3d>) {
    super(_sextuple(initReflectionPad3d(args).padding))
  }
}

const initReplicationPad1d = sides<Sides1>('ReplicationPad1d')

class ReplicationPad1d extends _ReplicationPadNd {
  constructor(...args: ArgumentsOf<typeof initReplicationPad1d>) {
    super(_pair(initReplicationPad1d(args).padding))
  }
}

const initReplicationPad2d = sides<Sides2>('ReplicationPad2d')

class ReplicationPad2d extends _ReplicationPadNd {
  constructor(...args: ArgumentsOf<typeof initReplicationPad2d>) {
    super(_quadruple(initReplicationPad2d(args).padding))
  }
}

const initReplicationPad3d = sides<Sides3>('ReplicationPad3d')

class ReplicationPad3d extends _ReplicationPadNd {
  constructor(...args: ArgumentsOf<typeof initReplicationPad3d>) {
    super(_sextuple(initReplicationPad3d(args).padding))
  }
}

const initZeroPad1d = sides<Sides1>('ZeroPad1d')

class ZeroPad1d extends ConstantPad1d {
  constructor(...args: ArgumentsOf<typeof initZeroPad1d>) {
    super(initZeroPad1d(args).padding, 0)
  }

  override extra_repr(): string {
    return sizes(this.padding)
  }
}

const initZeroPad2d = sides<Sides2>('ZeroPad2d')

class ZeroPad2d extends ConstantPad2d {
  constructor(...args: ArgumentsOf<typeof initZeroPad2d>) {
    super(initZeroPad2d(args).padding, 0)
  }

  override extra_repr(): string {
    return sizes(this.padding)
  }
}

const initZeroPad3d = sides<Sides3>('ZeroPad3d')

class ZeroPad3d extends ConstantPad3d {
  constructor(...args: ArgumentsOf<typeof initZeroPad3d>) {
    super(initZeroPad3d(args).padding, 0)
  }

  override extra_repr(): string {
    return sizes(this.padding)
  }
}

/**
 * Pads sequences `(N, C, L)` or `(C, L)` from the other end of the same dimension, as if they went around. `padding` is
 * one number for all sides, or `[left, right]`.
 *
 * @example
 * nn.CircularPad1d(2)(torch.arange(4).reshape(1, 4)) // tensor([[2, 3, 0, 1, 2, 3, 0, 1]])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.CircularPad1d.html
 */
const CircularPad1d_ = callable(CircularPad1d)
/**
 * Pads images `(N, C, H, W)` or `(C, H, W)` from the other end of the same dimension, as if they went around. `padding`
 * is one number for all sides, or `[left, right, top, bottom]`.
 *
 * @example
 * nn.CircularPad2d([1, 1, 2, 0])(torch.randn(1, 1, 3, 3)).size() // torch.Size([1, 1, 5, 5])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.CircularPad2d.html
 */
const CircularPad2d_ = callable(CircularPad2d)
/**
 * Pads volumes `(N, C, D, H, W)` or `(C, D, H, W)` from the other end of the same dimension, as if they went around.
 * `padding` is one number for all sides, or `[left, right, top, bottom, front, back]`.
 *
 * @example
 * nn.CircularPad3d(1)(torch.randn(1, 1, 3, 3, 3)).size() // torch.Size([1, 1, 5, 5, 5])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.CircularPad3d.html
 */
const CircularPad3d_ = callable(CircularPad3d)
/**
 * Pads sequences `(N, C, L)` or `(C, L)` with `value`. `padding` is one number for all sides, or `[left, right]`.
 *
 * @example
 * nn.ConstantPad1d([3, 1], 3.5)(torch.randn(1, 2, 4)).size() // torch.Size([1, 2, 8])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.ConstantPad1d.html
 */
const ConstantPad1d_ = callable(ConstantPad1d)
/**
 * Pads images `(N, C, H, W)` or `(C, H, W)` with `value`. `padding` is one number for all sides, or
 * `[left, right, top, bottom]`.
 *
 * @example
 * nn.ConstantPad2d([1, 1, 2, 0], 3.5)(torch.randn(1, 1, 3, 3)).size() // torch.Size([1, 1, 5, 5])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.ConstantPad2d.html
 */
const ConstantPad2d_ = callable(ConstantPad2d)
/**
 * Pads volumes `(N, C, D, H, W)` or `(C, D, H, W)` with `value`. `padding` is one number for all sides, or
 * `[left, right, top, bottom, front, back]`.
 *
 * @example
 * nn.ConstantPad3d(1, 3.5)(torch.randn(1, 1, 3, 3, 3)).size() // torch.Size([1, 1, 5, 5, 5])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.ConstantPad3d.html
 */
const ConstantPad3d_ = callable(ConstantPad3d)
/**
 * Pads sequences `(N, C, L)` or `(C, L)` from inside, mirrored at the border, which itself is not repeated. `padding`
 * is one number for all sides, or `[left, right]`.
 *
 * @example
 * nn.ReflectionPad1d(2)(torch.arange(4.5).reshape(1, 5)) // tensor([[2., 1., 0., 1., 2., 3., 4., 3., 2.]])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.ReflectionPad1d.html
 */
const ReflectionPad1d_ = callable(ReflectionPad1d)
/**
 * Pads images `(N, C, H, W)` or `(C, H, W)` from inside, mirrored at the border, which itself is not repeated.
 * `padding` is one number for all sides, or `[left, right, top, bottom]`.
 *
 * @example
 * nn.ReflectionPad2d([1, 1, 2, 0])(torch.randn(1, 1, 3, 3)).size() // torch.Size([1, 1, 5, 5])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.ReflectionPad2d.html
 */
const ReflectionPad2d_ = callable(ReflectionPad2d)
/**
 * Pads volumes `(N, C, D, H, W)` or `(C, D, H, W)` from inside, mirrored at the border, which itself is not repeated.
 * `padding` is one number for all sides, or `[left, right, top, bottom, front, back]`.
 *
 * @example
 * nn.ReflectionPad3d(1)(torch.randn(1, 1, 3, 3, 3)).size() // torch.Size([1, 1, 5, 5, 5])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.ReflectionPad3d.html
 */
const ReflectionPad3d_ = callable(ReflectionPad3d)
/**
 * Pads sequences `(N, C, L)` or `(C, L)` with the values at the border. `padding` is one number for all sides, or
 * `[left, right]`.
 *
 * @example
 * nn.ReplicationPad1d([3, 1])(torch.tensor([[1, 2]])) // tensor([[1, 1, 1, 1, 2, 2]])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.ReplicationPad1d.html
 */
const ReplicationPad1d_ = callable(ReplicationPad1d)
/**
 * Pads images `(N, C, H, W)` or `(C, H, W)` with the values at the border. `padding` is one number for all sides, or
 * `[left, right, top, bottom]`.
 *
 * @example
 * nn.ReplicationPad2d([1, 1, 2, 0])(torch.randn(1, 1, 3, 3)).size() // torch.Size([1, 1, 5, 5])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.ReplicationPad2d.html
 */
const ReplicationPad2d_ = callable(ReplicationPad2d)
/**
 * Pads volumes `(N, C, D, H, W)` or `(C, D, H, W)` with the values at the border. `padding` is one number for all
 * sides, or `[left, right, top, bottom, front, back]`.
 *
 * @example
 * nn.ReplicationPad3d(1)(torch.randn(1, 1, 3, 3, 3)).size() // torch.Size([1, 1, 5, 5, 5])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.ReplicationPad3d.html
 */
const ReplicationPad3d_ = callable(ReplicationPad3d)
/**
 * Pads sequences `(N, C, L)` or `(C, L)` with zeros. `padding` is one number for all sides, or `[left, right]`.
 *
 * @example
 * nn.ZeroPad1d([3, 1])(torch.ones(1, 2)) // tensor([[0., 0., 0., 1., 1., 0.]])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.ZeroPad1d.html
 */
const ZeroPad1d_ = callable(ZeroPad1d)
/**
 * Pads images `(N, C, H, W)` or `(C, H, W)` with zeros. `padding` is one number for all sides, or
 * `[left, right, top, bottom]`.
 *
 * @example
 * nn.ZeroPad2d([1, 1, 2, 0])(torch.randn(1, 1, 3, 3)).size() // torch.Size([1, 1, 5, 5])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.ZeroPad2d.html
 */
const ZeroPad2d_ = callable(ZeroPad2d)
/**
 * Pads volumes `(N, C, D, H, W)` or `(C, D, H, W)` with zeros. `padding` is one number for all sides, or
 * `[left, right, top, bottom, front, back]`.
 *
 * @example
 * nn.ZeroPad3d(1)(torch.randn(1, 1, 3, 3, 3)).size() // torch.Size([1, 1, 5, 5, 5])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.ZeroPad3d.html
 */
const ZeroPad3d_ = callable(ZeroPad3d)
type CircularPad1d_ = CircularPad1d
type CircularPad2d_ = CircularPad2d
type CircularPad3d_ = CircularPad3d
type ConstantPad1d_ = ConstantPad1d
type ConstantPad2d_ = ConstantPad2d
type ConstantPad3d_ = ConstantPad3d
type ReflectionPad1d_ = ReflectionPad1d
type ReflectionPad2d_ = ReflectionPad2d
type ReflectionPad3d_ = ReflectionPad3d
type ReplicationPad1d_ = ReplicationPad1d
type ReplicationPad2d_ = ReplicationPad2d
type ReplicationPad3d_ = ReplicationPad3d
type ZeroPad1d_ = ZeroPad1d
type ZeroPad2d_ = ZeroPad2d
type ZeroPad3d_ = ZeroPad3d

export {
  CircularPad1d_ as CircularPad1d,
  CircularPad2d_ as CircularPad2d,
  CircularPad3d_ as CircularPad3d,
  ConstantPad1d_ as ConstantPad1d,
  ConstantPad2d_ as ConstantPad2d,
  ConstantPad3d_ as ConstantPad3d,
  ReflectionPad1d_ as ReflectionPad1d,
  ReflectionPad2d_ as ReflectionPad2d,
  ReflectionPad3d_ as ReflectionPad3d,
  ReplicationPad1d_ as ReplicationPad1d,
  ReplicationPad2d_ as ReplicationPad2d,
  ReplicationPad3d_ as ReplicationPad3d,
  ZeroPad1d_ as ZeroPad1d,
  ZeroPad2d_ as ZeroPad2d,
  ZeroPad3d_ as ZeroPad3d,
}
