// The class Node of torch/autograd/graph.py, for the core: `grad_fn` gives such objects.

import type { RemovableHandle } from '../_removable_handle.js'
import { device } from '../device.js'
import { NodeWrapper, native } from '../native.js'
import type { dtype, Tensor } from '../types.js'
import { addHook, type HookResult } from './_hooks.js'

/** What a node knows of one of the gradients that come in. */
export interface InputMetadata {
  readonly shape: number[]
  readonly dtype: dtype
  readonly device: device
}

/** Gradients that come in or go out; null for one that nobody computed. */
export type Gradients = readonly (Tensor | null)[]

/**
 * A node of the autograd graph: what made a tensor, and how to go back. One node is one object.
 *
 * @example
 * const x = torch.ones(2).requires_grad_()
 * const node = x.mul(2).sum().grad_fn
 * node?.name() // 'SumBackward0'
 * node?.next_functions[0][0]?.name() // 'MulBackward0'
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.autograd.graph.Node.name.html
 */
export class Node {
  /** The addon's name for it; see binding/node_table.h. */
  declare readonly _n: number

  /** The name of its class, such as `AddBackward0`. */
  name(): string {
    return native.nodeName(this)
  }

  /** Where the gradients of its inputs go: pairs of a node (or null) and the number of its input. */
  get next_functions(): [Node | null, number][] {
    return native.nodeNextFunctions(this) as [Node | null, number][]
  }

  /** A place for anything; it lives as long as the node. */
  get metadata(): Record<string, unknown> {
    return native.nodeDict(this)
  }

  /** Grows with every node that a thread makes; backward runs the youngest first. */
  _sequence_nr(): number {
    return native.nodeSequenceNumber(this)
  }

  /** Of each gradient that comes in; null for one that the node does not look at. */
  get _input_metadata(): (InputMetadata | null)[] {
    return native.nodeInputs(this).map((input) => {
      if (input === null) return null
      const [shape, dtype, text] = input
      return { shape, dtype, device: device(text) }
    })
  }

  /**
   * Calls `fn(grad_inputs, grad_outputs)` whenever backward has run the node; a list that it gives takes the place of
   * `grad_inputs`, the gradients that go out.
   *
   * @see https://docs.pytorch.org/docs/2.13/generated/torch.autograd.graph.Node.register_hook.html
   */
  register_hook(
    fn: (grad_inputs: Gradients, grad_outputs: Gradients) => HookResult<Gradients>,
  ): RemovableHandle {
    return addHook(fn, (offered) => native.postHooksOf(this, offered))
  }

  /**
   * Calls `fn(grad_outputs)` before backward runs the node; a list that it gives takes the place of `grad_outputs`,
   * the gradients that come in.
   *
   * @see https://docs.pytorch.org/docs/2.13/generated/torch.autograd.graph.Node.register_prehook.html
   */
  register_prehook(fn: (grad_outputs: Gradients) => HookResult<Gradients>): RemovableHandle {
    return addHook(fn, (offered) => native.preHooksOf(this, offered))
  }

  toString(): string {
    // The class alone: a node of LibTorch's own is called torch::autograd::AccumulateGrad.
    const name = this.name().split('::').at(-1)
    return `<${name} object at ${native.nodeAddress(this)}>`
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }
}
NodeWrapper.prototype = Node.prototype
