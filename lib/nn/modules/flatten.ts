// Mirrors torch/nn/modules/flatten.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { typeName } from '../../_typename.js'
import type { Tensor } from '../../tensor.js'
import { layer } from './_layer.js'
import { sizes } from './_text.js'
import { Module } from './module.js'

const initFlatten = initializer<[start_dim: number, end_dim: number]>()(
  'Flatten.__init__(self, start_dim=1, end_dim=-1)',
)

class Flatten extends Module {
  declare start_dim: number
  declare end_dim: number

  constructor(...args: ArgumentsOf<typeof initFlatten>) {
    super()
    Object.assign(this, initFlatten(args))
  }

  override forward(input: Tensor): Tensor {
    return input.flatten(this.start_dim, this.end_dim)
  }

  override extra_repr(): string {
    return `start_dim=${this.start_dim}, end_dim=${this.end_dim}`
  }
}

const initUnflatten = initializer<[dim: number, unflattened_size: readonly number[]]>()(
  'Unflatten.__init__(self, dim, unflattened_size)',
)

class Unflatten extends Module {
  declare dim: number
  declare unflattened_size: readonly number[]

  constructor(...args: ArgumentsOf<typeof initUnflatten>) {
    super()
    const { dim, unflattened_size } = initUnflatten(args)
    this._require_tuple_int(unflattened_size)
    this.dim = dim
    this.unflattened_size = unflattened_size
  }

  _require_tuple_int(input: unknown): void {
    if (!Array.isArray(input)) {
      throw new TypeError(
        `unflattened_size must be a tuple of ints, but found type ${typeName(input)}`,
      )
    }
    const at = input.findIndex((item) => !Number.isInteger(item))
    if (at >= 0) {
      throw new TypeError(
        `unflattened_size must be tuple of ints, but found element of type ${typeName(input[at])} at pos ${at}`,
      )
    }
  }

  override forward(input: Tensor): Tensor {
    return input.unflatten(this.dim, this.unflattened_size)
  }

  override extra_repr(): string {
    return `dim=${this.dim}, unflattened_size=${sizes(this.unflattened_size)}`
  }
}

/**
 * Joins the dimensions from `start_dim` to `end_dim` into one, all but the first unless given: `(N, *)` to `(N, Π *)`.
 *
 * @example
 * nn.Flatten()(torch.zeros(32, 1, 5, 5)).size() // torch.Size([32, 25])
 * nn.Flatten(0, 2)(torch.zeros(32, 1, 5, 5)).size() // torch.Size([160, 5])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.Flatten.html
 */
const Flatten_ = layer(Flatten, 'input')
/**
 * Splits the dimension `dim` into several: `(*1, n, *2)` to `(*1, *unflattened_size, *2)`. One of the sizes may be -1.
 *
 * @throws TypeError where `unflattened_size` is no list of whole numbers.
 *
 * @example
 * nn.Unflatten(1, [2, 5, 5])(torch.randn(32, 50)).size() // torch.Size([32, 2, 5, 5])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.Unflatten.html
 */
const Unflatten_ = layer(Unflatten, 'input')
type Flatten_ = Flatten
type Unflatten_ = Unflatten

export { Flatten_ as Flatten, Unflatten_ as Unflatten }
