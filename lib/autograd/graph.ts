// Mirrors the parts of torch/autograd/__init__.py and graph.py that read the graph and run it.

import { ones_like, zeros_like } from '../_generated/torch_functions.js'
import { isTensor } from '../_is_tensor.js'
import { python } from '../_kwargs.js'
import { typeName } from '../_typename.js'
import { _vmap } from '../_vmap_internals.js'
import { RuntimeError, ValueError } from '../errors.js'
import { NodeWrapper, native } from '../native.js'
import { sizeOf } from '../size.js'
import type { Tensor } from '../types.js'

/** A node of the autograd graph: what made a tensor, and how to go back. */
export class Node {
  /** The name of its class, such as `AddBackward0`. */
  name(): string {
    return native.nodeName(this)
  }

  /** Where the gradients of its inputs go: pairs of a node (or null) and the number of its input. */
  get next_functions(): [Node | null, number][] {
    return native.nodeNextFunctions(this) as [Node | null, number][]
  }

  /** Whether both stand for one node; each access makes a new object. */
  equals(other: unknown): boolean {
    return other instanceof Node && native.nodeEquals(this, other)
  }

  toString(): string {
    return `<${this.name()} object at ${native.nodeAddress(this)}>`
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }
}
NodeWrapper.prototype = Node.prototype

type Tensors = Tensor | readonly Tensor[]
type Gradients = Tensor | null | readonly (Tensor | null)[]

function asList<T>(value: T | readonly T[]): readonly T[] {
  return Array.isArray(value) ? (value as readonly T[]) : [value as T]
}

// Note that of a batch, the shape in the error lacks one more dimension: Python's slip.
function shapeMismatch(out: Tensor, grad: Tensor, index: number, batched: boolean): RuntimeError {
  const shape = batched ? sizeOf(grad.shape.slice(1)) : grad.shape
  const mismatch = `grad_output[${index}] has a shape of ${shape} and output[${index}] has a shape of ${out.shape}.`
  return new RuntimeError(
    batched
      ? 'If `is_grads_batched=True`, we interpret the first dimension of each grad_output as the batch dimension. The ' +
          'sizes of the remaining dimensions are expected to match the shape of corresponding output, but a mismatch ' +
          `was detected: ${mismatch} If you only want some tensors in \`grad_output\` to be considered batched, ` +
          'consider using vmap.'
      : `Mismatch in shape: ${mismatch}`,
  )
}

// What backward starts from at one output; of a batch, a gradient has one more dimension, the first.
function makeGrad(out: Tensor, grad: unknown, index: number, batched: boolean): Tensor | null {
  if (isTensor(grad)) {
    const first = batched ? (grad[0] as Tensor) : grad
    if (String(first.shape) !== String(out.shape)) throw shapeMismatch(out, first, index, batched)
    if (out.dtype.is_complex !== grad.dtype.is_complex) {
      throw new RuntimeError(
        'For complex Tensors, both grad_output and output are required to have the same dtype.' +
          ` Mismatch in dtype: grad_output[${index}] has a dtype of ${grad.dtype} and output[${index}] has a dtype of ${out.dtype}.`,
      )
    }
    return grad
  }
  if (grad !== null) {
    throw new TypeError(`gradients can be either Tensors or None, but got ${typeName(grad)}`)
  }
  if (!out.requires_grad) return null
  if (out.numel() !== 1) {
    throw new RuntimeError('grad can be implicitly created only for scalar outputs')
  }
  if (!out.dtype.is_floating_point) {
    throw new RuntimeError(
      `grad can be implicitly created only for real scalar outputs but got ${out.dtype}`,
    )
  }
  return ones_like(out)
}

interface BackwardKeywords {
  grad_tensors?: Gradients | undefined
  retain_graph?: boolean | null | undefined
  create_graph?: boolean | undefined
  inputs?: Tensors | null | undefined
}

const bindBackward = python(
  'backward(tensors, grad_tensors=None, retain_graph=None, create_graph=False, grad_variables=None, inputs=None)',
)

/**
 * Computes the gradients of `tensors` with respect to the leaves and adds them to the leaves' `grad`.
 *
 * @param grad_tensors - what to start from, one for each tensor; may be left out for scalars.
 * @param retain_graph - keeps what was saved for backward, so that it can run again; `create_graph` unless given.
 * @param create_graph - records the computation of the gradients too, for higher derivatives.
 * @param inputs - only these get gradients.
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.autograd.backward.html
 */
export function backward(tensors: Tensors, kw?: BackwardKeywords): void
export function backward(
  tensors: Tensors,
  grad_tensors: Gradients,
  kw?: Omit<BackwardKeywords, 'grad_tensors'>,
): void
export function backward(
  tensors: Tensors,
  grad_tensors: Gradients,
  retain_graph: boolean | null,
  create_graph?: boolean,
): void
export function backward(...args: unknown[]): void {
  const a = bindBackward<{
    tensors: Tensors
    grad_tensors: Gradients
    retain_graph: boolean | null
    create_graph: boolean
    inputs: Tensors | null
  }>(args)
  if (native.areTransformsActive()) {
    throw new RuntimeError(
      'backward() called inside a functorch transform. This is not supported, please use functorch.grad or functorch.vjp instead or call backward() outside of functorch transforms.',
    )
  }
  const inputs = a.inputs === null ? null : asList(a.inputs)
  if (inputs !== null && inputs.length === 0) {
    throw new RuntimeError('`inputs` argument to `backward()` cannot be empty.')
  }
  const tensors = asList(a.tensors)
  const gradients = startGradients(tensors, a.grad_tensors)
  const retain = a.retain_graph ?? a.create_graph
  native.runBackward(tensors, gradients, retain, a.create_graph, inputs, true, true)
}

function startGradients(
  tensors: readonly Tensor[],
  given: Gradients,
  batched = false,
): (Tensor | null)[] {
  const gradients = given === null ? tensors.map(() => null) : asList<Tensor | null>(given)
  // Where one list is longer the engine complains.
  return gradients
    .slice(0, tensors.length)
    .map((gradient, i) => makeGrad(tensors[i] as Tensor, gradient, i, batched))
}

interface GradKeywords {
  grad_outputs?: Gradients | undefined
  retain_graph?: boolean | null | undefined
  create_graph?: boolean | undefined
  allow_unused?: boolean | null | undefined
  is_grads_batched?: boolean | undefined
  materialize_grads?: boolean | undefined
}

const bindGrad = python(
  'grad(outputs, inputs, grad_outputs=None, retain_graph=None, create_graph=False, only_inputs=True, allow_unused=None, is_grads_batched=False, materialize_grads=False)',
)

/**
 * The gradients of `outputs` with respect to `inputs`, as a list; no `grad` field changes.
 *
 * @param is_grads_batched - whether each of `grad_outputs` is a batch along its first dimension: all gradients come
 * from one backward pass, and have that dimension too.
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.autograd.grad.html
 */
export function grad(outputs: Tensors, inputs: Tensors, kw?: GradKeywords): Tensor[]
export function grad(
  outputs: Tensors,
  inputs: Tensors,
  grad_outputs: Gradients,
  kw?: Omit<GradKeywords, 'grad_outputs'>,
): Tensor[]
export function grad(...args: unknown[]): Tensor[] {
  const a = bindGrad<{
    outputs: Tensors
    inputs: Tensors
    grad_outputs: Gradients
    retain_graph: boolean | null
    create_graph: boolean
    allow_unused: boolean | null
    is_grads_batched: boolean
    materialize_grads: boolean
  }>(args)
  if (a.materialize_grads && a.allow_unused === false) {
    throw new ValueError(
      'Expected allow_unused to be True or not passed when materialize_grads=True, but got: allow_unused=False.',
    )
  }
  const outputs = asList(a.outputs)
  const inputs = asList(a.inputs)
  const gradients = startGradients(outputs, a.grad_outputs, a.is_grads_batched)
  const retain = a.retain_graph ?? a.create_graph
  const unused = a.allow_unused ?? a.materialize_grads
  const vjp = (start: readonly (Tensor | null)[]): (Tensor | null)[] =>
    native.runBackward(outputs, start, retain, a.create_graph, inputs, unused, false) as Tensor[]
  const results = a.is_grads_batched ? _vmap(vjp, true)(gradients) : vjp(gradients)
  return results.map((result, i) => {
    if (result === null && a.materialize_grads) {
      return zeros_like(inputs[i] as Tensor, { requires_grad: a.create_graph })
    }
    return result as Tensor
  })
}
