// Mirrors the functions of torch/autograd/__init__.py, which run the graph.

import { ones_like, zeros_like } from '../_generated/torch_functions.js'
import { isTensor } from '../_is_tensor.js'
import { isKeywords, python } from '../_kwargs.js'
import { typeName } from '../_typename.js'
import { _vmap, type Nested } from '../_vmap_internals.js'
import { RuntimeError, ValueError } from '../errors.js'
import { native } from '../native.js'
import { type Size, sizeOf } from '../size.js'
import type { Tensor } from '../types.js'
import { FutureWarning, warn } from '../warnings.js'
import { type GradientEdge, isGradientEdge } from './_gradient_edge.js'

/** Where a gradient arrives. */
type Place = Tensor | GradientEdge
type Places = Place | readonly Place[]
type Inputs = Places | Readonly<Record<string, Tensor>>
type Gradients = Tensor | null | readonly (Tensor | null)[]

function asList<T>(value: T | readonly T[]): readonly T[] {
  return Array.isArray(value) ? (value as readonly T[]) : [value as T]
}

const isDict = (inputs: unknown): inputs is Readonly<Record<string, Tensor>> =>
  isKeywords(inputs) && !isTensor(inputs)

function inputList(inputs: Inputs, name: string): readonly Place[] {
  const list = isDict(inputs) ? Object.values(inputs) : asList(inputs)
  if (list.length === 0) {
    throw new RuntimeError(`\`inputs\` argument to \`${name}()\` cannot be empty.`)
  }
  return list
}

// What a gradient must look like to arrive there.
function expected(out: Place): Pick<Tensor, 'shape' | 'dtype'> {
  if (!isGradientEdge(out)) return out
  const input = out.node._input_metadata[out.output_nr]
  if (!input) throw new RuntimeError(`${out} is no gradient of its node`)
  return { shape: sizeOf(input.shape), dtype: input.dtype }
}

// Of a batch, the shape that is told lacks one more dimension: Python's slip.
function shapeMismatch(own: Size, wanted: Size, i: number, batched: boolean): RuntimeError {
  const told = batched ? sizeOf(own.slice(1)) : own
  const place = `grad_output[${i}] has a shape of ${told} and output[${i}] has a shape of ${wanted}.`
  return new RuntimeError(
    batched
      ? 'If `is_grads_batched=True`, we interpret the first dimension of each grad_output as the batch dimension. The ' +
          'sizes of the remaining dimensions are expected to match the shape of corresponding output, but a mismatch ' +
          `was detected: ${place} If you only want some tensors in \`grad_output\` to be considered batched, consider ` +
          'using vmap.'
      : `Mismatch in shape: ${place}`,
  )
}

function makeGrad(out: Place, grad: unknown, i: number, batched: boolean): Tensor | null {
  const { shape, dtype } = expected(out)
  if (isTensor(grad)) {
    // Of a batch, what belongs to one gradient has a dimension less.
    const own = batched ? (grad[0] as Tensor).shape : grad.shape
    if (String(own) !== String(shape)) throw shapeMismatch(own, shape, i, batched)
    if (dtype.is_complex !== grad.dtype.is_complex) {
      throw new RuntimeError(
        'For complex Tensors, both grad_output and output are required to have the same dtype.' +
          ` Mismatch in dtype: grad_output[${i}] has a dtype of ${grad.dtype} and output[${i}] has a dtype of ${dtype}.`,
      )
    }
    return grad
  }
  if (grad !== null) {
    throw new TypeError(`gradients can be either Tensors or None, but got ${typeName(grad)}`)
  }
  if (isTensor(out) && !out.requires_grad) return null
  if (shape.numel() !== 1) {
    throw new RuntimeError('grad can be implicitly created only for scalar outputs')
  }
  if (!dtype.is_floating_point) {
    throw new RuntimeError(
      `grad can be implicitly created only for real scalar outputs but got ${dtype}`,
    )
  }
  if (isGradientEdge(out)) {
    throw new RuntimeError('a GradientEdge needs its gradient to be given')
  }
  return ones_like(out)
}

function startGradients(
  outputs: readonly Place[],
  given: Gradients,
  batched = false,
): (Tensor | null)[] {
  const gradients = given === null ? outputs.map(() => null) : asList<Tensor | null>(given)
  // Where one list is longer the engine complains.
  return gradients
    .slice(0, outputs.length)
    .map((gradient, i) => makeGrad(outputs[i] as Place, gradient, i, batched))
}

interface BackwardKeywords {
  grad_tensors?: Gradients | undefined
  retain_graph?: boolean | null | undefined
  create_graph?: boolean | undefined
  inputs?: Inputs | null | undefined
}

const bindBackward = python(
  'backward(tensors, grad_tensors=None, retain_graph=None, create_graph=False, grad_variables=None, inputs=None)',
)

type RunArguments = Parameters<typeof native.runBackward>

function backwardArguments(args: readonly unknown[]): RunArguments {
  const a = bindBackward<{
    tensors: Places
    grad_tensors: Gradients
    retain_graph: boolean | null
    create_graph: boolean
    inputs: Inputs | null
  }>(args)
  if (native.areTransformsActive()) {
    throw new RuntimeError(
      'backward() called inside a functorch transform. This is not supported, please use functorch.grad or functorch.vjp instead or call backward() outside of functorch transforms.',
    )
  }
  const inputs = a.inputs === null ? null : inputList(a.inputs, 'backward')
  const tensors = asList(a.tensors)
  const gradients = startGradients(tensors, a.grad_tensors)
  return [tensors, gradients, a.retain_graph ?? a.create_graph, a.create_graph, inputs, true, true]
}

/**
 * Computes the gradients of `tensors` with respect to the leaves and adds them to the leaves' `grad`.
 *
 * @param grad_tensors - what to start from, one for each tensor; may be left out for scalars.
 * @param retain_graph - keeps what was saved for backward, so that it can run again; `create_graph` unless given.
 * @param create_graph - records the computation of the gradients too, for higher derivatives.
 * @param inputs - only these get gradients.
 *
 * @example
 * const x = torch.tensor([1, 2], { dtype: torch.float, requires_grad: true })
 * torch.autograd.backward([x.square()], { grad_tensors: [torch.tensor([1, 10], { dtype: torch.float })] })
 * x.grad // tensor([ 2., 40.])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.autograd.backward.html
 */
export function backward(tensors: Places, kw?: BackwardKeywords): void
export function backward(
  tensors: Places,
  grad_tensors: Gradients,
  kw?: Omit<BackwardKeywords, 'grad_tensors'>,
): void
export function backward(
  tensors: Places,
  grad_tensors: Gradients,
  retain_graph: boolean | null,
  create_graph?: boolean,
): void
export function backward(...args: unknown[]): void {
  native.runBackward(...backwardArguments(args))
}

let exiting: boolean | undefined

// A process must not end under a thread that computes.
function runLater(run: RunArguments): ReturnType<typeof native.runBackwardLater> {
  if (exiting === undefined) {
    exiting = false
    process.on('exit', () => {
      exiting = true
      native.settleEngines()
    })
  }
  const results = native.runBackwardLater(...run)
  if (exiting) native.settleEngines()
  return results
}

/**
 * {@link backward} on another thread: the event loop goes on until the promise is settled. Rejects with what the
 * synchronous form throws.
 *
 * @example
 * const x = torch.ones(2).requires_grad_()
 * await torch.autograd.backwardAsync(x.square().sum())
 * x.grad // tensor([2., 2.])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.autograd.backward.html
 */
export function backwardAsync(tensors: Places, kw?: BackwardKeywords): Promise<void>
export function backwardAsync(
  tensors: Places,
  grad_tensors: Gradients,
  kw?: Omit<BackwardKeywords, 'grad_tensors'>,
): Promise<void>
export async function backwardAsync(...args: unknown[]): Promise<void> {
  await runLater(backwardArguments(args))
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
  { dicts: ['inputs'] },
)

interface GradCall {
  outputs: Places
  inputs: Inputs
  grad_outputs: Gradients
  retain_graph: boolean | null
  create_graph: boolean
  only_inputs: boolean
  allow_unused: boolean | null
  is_grads_batched: boolean
  materialize_grads: boolean
}

function gradCall(args: readonly unknown[]): [call: GradCall, run: RunArguments] {
  const a = bindGrad<GradCall>(args)
  if (a.materialize_grads && a.allow_unused === false) {
    throw new ValueError(
      'Expected allow_unused to be True or not passed when materialize_grads=True, but got: allow_unused=False.',
    )
  }
  if (!a.only_inputs) {
    warn(
      'only_inputs argument is deprecated and is ignored now (defaults to True). To accumulate gradient for other parts of the graph, please use torch.autograd.backward.',
      FutureWarning,
    )
  }
  const inputs = inputList(a.inputs, 'grad')
  const outputs = asList(a.outputs)
  const gradients = startGradients(outputs, a.grad_outputs, a.is_grads_batched)
  const unused = a.allow_unused ?? a.materialize_grads
  const retain = a.retain_graph ?? a.create_graph
  return [a, [outputs, gradients, retain, a.create_graph, inputs, unused, false]]
}

function gradResults(
  a: GradCall,
  given: readonly (Tensor | null)[],
): Tensor[] | Record<string, Tensor> {
  const inputs = inputList(a.inputs, 'grad')
  const results = given.map((result, i) => {
    if (result !== null || !a.materialize_grads) return result as Tensor
    const input = inputs[i] as Place
    if (!isTensor(input)) {
      throw new RuntimeError(
        'materialize_grads cannot be used when the given input is a GradientEdge',
      )
    }
    return zeros_like(input, { requires_grad: a.create_graph })
  })
  if (!isDict(a.inputs)) return results
  return Object.fromEntries(Object.keys(a.inputs).map((key, i) => [key, results[i] as Tensor]))
}

/**
 * The gradients of `outputs` with respect to `inputs`, as a list (as an object where `inputs` is one); no `grad` field
 * changes.
 *
 * @param is_grads_batched - whether each of `grad_outputs` is a batch along its first dimension: all gradients come
 * from one backward pass, and have that dimension too.
 * @param allow_unused - gives null for an input that the outputs do not depend on, instead of throwing.
 * @param materialize_grads - gives zeros for such an input.
 *
 * @example
 * const x = torch.tensor([1, 2], { dtype: torch.float, requires_grad: true })
 * const [first] = torch.autograd.grad(x.pow(3).sum(), x, { create_graph: true })
 * first.detach() // tensor([ 3., 12.])
 * torch.autograd.grad(first.sum(), x)[0] // tensor([ 6., 12.])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.autograd.grad.html
 */
export function grad(outputs: Places, inputs: Places, kw?: GradKeywords): Tensor[]
export function grad<Keys extends string>(
  outputs: Places,
  inputs: Readonly<Record<Keys, Tensor>>,
  kw?: GradKeywords,
): Record<Keys, Tensor>
export function grad(
  outputs: Places,
  inputs: Places,
  grad_outputs: Gradients,
  kw?: Omit<GradKeywords, 'grad_outputs'>,
): Tensor[]
export function grad(...args: unknown[]): Tensor[] | Record<string, Tensor> {
  const [call, run] = gradCall(args)
  const [outputs, gradients, ...rest] = run
  const vjp = (start: RunArguments[1]): (Tensor | null)[] =>
    native.runBackward(outputs, start, ...rest) as (Tensor | null)[]
  const results = call.is_grads_batched ? _vmap(vjp, true)(gradients as Nested) : vjp(gradients)
  return gradResults(call, results)
}

/**
 * {@link grad} on another thread: the event loop goes on until the promise is settled. Rejects with what the
 * synchronous form throws.
 *
 * @example
 * const x = torch.ones(2).requires_grad_()
 * const [g] = await torch.autograd.gradAsync(x.square().sum(), x)
 * g // tensor([2., 2.])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.autograd.grad.html
 */
export function gradAsync(outputs: Places, inputs: Places, kw?: GradKeywords): Promise<Tensor[]>
export function gradAsync<Keys extends string>(
  outputs: Places,
  inputs: Readonly<Record<Keys, Tensor>>,
  kw?: GradKeywords,
): Promise<Record<Keys, Tensor>>
export async function gradAsync(...args: unknown[]): Promise<Tensor[] | Record<string, Tensor>> {
  const [call, run] = gradCall(args)
  if (call.is_grads_batched) throw new RuntimeError('gradAsync takes no batched gradients')
  return gradResults(call, (await runLater(run)) as (Tensor | null)[])
}
