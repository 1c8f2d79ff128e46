// Moving and casting a module. Part of torch/nn/modules/module.py.

import { empty_like } from '../../../_generated/torch_functions.js'
import type { Tensor } from '../../../tensor.js'
import type { Device, dtype } from '../../../types.js'
import { applyToTensors, converter, type ToArguments } from '../_apply.js'
import { bind } from '../_signatures.js'
import { whole } from './base.js'
import { ModuleMembers } from './members.js'

export class ModuleConversion extends ModuleMembers {
  /** Puts `fn(tensor)` in the place of every parameter and buffer, of the children first. */
  _apply(fn: (tensor: Tensor) => Tensor, recurse = true): this {
    if (recurse) for (const module of this.children()) module._apply(fn)
    applyToTensors(whole(this), fn)
    return this
  }

  /** Moves all parameters and buffers to a GPU. */
  cuda(device?: Device | null | { device?: Device | null }): this
  cuda(...given: unknown[]): this {
    const { device } = bind.cuda<{ device: Device | null }>(given)
    return this._apply((tensor) => (device === null ? tensor.cuda() : tensor.cuda(device)))
  }

  /** Moves all parameters and buffers to the CPU. */
  cpu(): this {
    return this._apply((tensor) => tensor.cpu())
  }

  /** Casts all parameters and buffers to a type. */
  type(dst_type: dtype | string | { dst_type: dtype | string }): this
  type(...given: unknown[]): this {
    const { dst_type } = bind.type<{ dst_type: dtype | string }>(given)
    return this._apply((tensor) => tensor.type(dst_type))
  }

  /** Casts all floating point parameters and buffers to float32. */
  float(): this {
    return this._apply((tensor) => (tensor.is_floating_point() ? tensor.float() : tensor))
  }

  /** Casts all floating point parameters and buffers to float64. */
  double(): this {
    return this._apply((tensor) => (tensor.is_floating_point() ? tensor.double() : tensor))
  }

  /** Casts all floating point parameters and buffers to float16. */
  half(): this {
    return this._apply((tensor) => (tensor.is_floating_point() ? tensor.half() : tensor))
  }

  /** Casts all floating point parameters and buffers to bfloat16. */
  bfloat16(): this {
    return this._apply((tensor) => (tensor.is_floating_point() ? tensor.bfloat16() : tensor))
  }

  /** Gives all parameters and buffers uninitialised memory on a device. */
  to_empty(options: { device: Device | null; recurse?: boolean }): this
  to_empty(...given: unknown[]): this {
    const { device, recurse } = bind.to_empty<{ device: Device | null; recurse: boolean }>(given)
    return this._apply((tensor) => empty_like(tensor, { device }), recurse)
  }

  /** Moves and casts parameters and buffers: to a device, to a floating point dtype, or like another tensor. */
  to(...given: ToArguments): this {
    return this._apply(converter(given))
  }

  /** Moves all parameters and buffers to memory that worker threads can share; on the CPU they are there already. */
  share_memory(): this {
    return this._apply((tensor) => tensor.share_memory_())
  }
}
