// The gradient edges of torch/autograd/graph.py.

import { callable } from '../_callable.js'
import { isTensor } from '../_is_tensor.js'
import { pyRepr } from '../_repr.js'
import { RuntimeError } from '../errors.js'
import { native } from '../native.js'
import type { Tensor } from '../types.js'
import type { Node } from './_node.js'
import { enable_grad } from './grad_mode.js'

class GradientEdgeClass {
  /** Where the gradient arrives. */
  readonly node: Node
  /** Which of the gradients that arrive there it is. */
  readonly output_nr: number
  /** Keeps a graph alive that `node` does not. */
  readonly ownership_token: Node | null

  constructor(node: Node, output_nr: number, ownership_token: Node | null = null) {
    this.node = node
    this.output_nr = output_nr
    this.ownership_token = ownership_token
  }

  /** As the tuple that it is in Python. */
  *[Symbol.iterator](): Iterator<Node | number | null> {
    yield this.node
    yield this.output_nr
    yield this.ownership_token
  }

  toString(): string {
    return `GradientEdge(node=${this.node}, output_nr=${this.output_nr}, ownership_token=${pyRepr(this.ownership_token)})`
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }
}

/**
 * A place in the graph where a gradient arrives, without a tensor: `backward` and `grad` take it for one.
 *
 * @example
 * const x = torch.ones(2).requires_grad_()
 * const y = x.mul(2)
 * const edge = torch.autograd.graph.get_gradient_edge(y)
 * torch.autograd.grad(y.square().sum(), edge)[0] // tensor([4., 4.])
 *
 * @see https://docs.pytorch.org/docs/2.13/autograd.html#torch.autograd.graph.GradientEdge
 */
export const GradientEdge = callable(GradientEdgeClass)
export type GradientEdge = GradientEdgeClass

/** Whether a value is a {@link GradientEdge}, of whichever copy of this library. */
export function isGradientEdge(value: unknown): value is GradientEdge {
  return (
    typeof value === 'object' && value !== null && !isTensor(value) && 'ownership_token' in value
  )
}

/** The node where the gradient of a tensor arrives. */
export function gradientNode(t: Tensor | GradientEdge): Node {
  return isGradientEdge(t) ? t.node : (native.gradientNode(t._h) as Node)
}

/**
 * Where the gradient of a tensor arrives: its node and which of the node's gradients it is.
 *
 * @throws RuntimeError for a tensor that does not require gradients.
 *
 * @example
 * const x = torch.ones(2).requires_grad_()
 * const { node, output_nr } = torch.autograd.graph.get_gradient_edge(x.mul(2))
 * node.name() // 'MulBackward0'
 * output_nr // 0
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.autograd.graph.get_gradient_edge.html
 */
export function get_gradient_edge(tensor: Tensor): GradientEdge {
  if (!tensor.requires_grad) {
    throw new RuntimeError(
      'It is not possible to get the gradient edge for a Tensor that does not require gradients',
    )
  }
  const node = gradientNode(tensor)
  // The object of a custom function's node does not hold it; a view's node does.
  const token =
    'needs_input_grad' in node ? enable_grad(() => tensor.view_as(tensor).grad_fn) : null
  return new GradientEdge(node, tensor.output_nr, token)
}
