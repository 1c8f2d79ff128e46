// vjp, jvp, vhp and hvp of torch/autograd/functional.py: products of a vector with a jacobian or a hessian.

import { zeros_like } from '../../_generated/torch_functions.js'
import { python } from '../../_kwargs.js'
import { RuntimeError } from '../../errors.js'
import type { Tensor } from '../../types.js'
import { enable_grad, is_grad_enabled, set_grad_enabled } from '../grad_mode.js'
import type { Func, Inputs, Like, Tensors } from './_types.js'
import {
  _as_tuple,
  _autograd_grad,
  _check_requires_grad,
  _fill_in_zeros,
  _grad_postprocess,
  _grad_preprocess,
  _tuple_postprocess,
  _validate_v,
  call,
} from './_utils.js'

// Pairs of the function's output and the product.
interface Results<I, O> {
  vjp: [func_output: Like<O>, vjp: Like<I>]
  jvp: [func_output: Like<O>, jvp: Like<O>]
  vhp: [func_output: Tensor, vhp: Like<I>]
  hvp: [func_output: Tensor, hvp: Like<I>]
}

/** Options of {@link vjp} and its like. */
export interface ProductOptions {
  /** The vector: as the outputs are for `vjp`, as the inputs for the others; not needed for a single element. */
  v?: Tensors | null | undefined
  /** Whether output and product can be differentiated further. */
  create_graph?: boolean | undefined
  /** Whether an output that is independent of an input is an error; else its part is zero. */
  strict?: boolean | undefined
}

/** {@link vjp} and its like: a function, where to evaluate it, and a vector. */
export interface Product<K extends keyof Results<unknown, unknown>> {
  <I extends Inputs, O extends Inputs>(
    func: Func<O>,
    inputs: I,
    options?: ProductOptions,
  ): Results<I, O>[K]
  <I extends Inputs, O extends Inputs>(
    func: Func<O>,
    inputs: I,
    v: Tensors | null,
    options?: Omit<ProductOptions, 'v'>,
  ): Results<I, O>[K]
  <I extends Inputs, O extends Inputs>(
    func: Func<O>,
    inputs: I,
    v: Tensors | null,
    create_graph: boolean,
    strict?: boolean,
  ): Results<I, O>[K]
  <I extends Inputs, O extends Inputs>(
    options: ProductOptions & { func: Func<O>; inputs: I },
  ): Results<I, O>[K]
}

interface Arguments {
  func: unknown
  inputs: unknown
  v: unknown
  create_graph: boolean
  strict: boolean
}

type Parts = [outputs: unknown, product: unknown]

function product<K extends keyof Results<unknown, unknown>>(
  name: K,
  body: (a: Arguments) => Parts,
): Product<K> {
  const bind = python(`${name}(func, inputs, v=None, create_graph=False, strict=False)`)
  const fn = (...args: unknown[]): Parts => body(bind<Arguments>(args))
  Object.defineProperty(fn, 'name', { value: name, configurable: true })
  return fn as Product<K>
}

function isScalar(tensors: readonly Tensor[]): boolean {
  return tensors.length === 1 && (tensors[0] as Tensor).numel() === 1
}

// The vector, held against what it is multiplied with; null where a single element needs none.
function vector(
  name: string,
  { v, create_graph }: Arguments,
  other: readonly Tensor[],
  isOtherTuple: boolean,
  otherIsNot: string,
): readonly Tensor[] | null {
  if (v !== null) {
    const list = _grad_preprocess(_as_tuple(v, 'v', name)[1], create_graph, false)
    _validate_v(list, other, isOtherTuple)
    return list
  }
  if (!isScalar(other)) {
    throw new RuntimeError(
      `The vector v can only be None if the ${otherIsNot} a single Tensor with a single element.`,
    )
  }
  return null
}

function outputsOf(
  name: string,
  { func, strict }: Arguments,
  inputs: readonly Tensor[],
): [boolean, readonly Tensor[]] {
  const outputs = _as_tuple(call(func, inputs), 'outputs of the user-provided function', name)
  _check_requires_grad(outputs[1], 'outputs', strict)
  return outputs
}

function finish(
  outputs: readonly Tensor[],
  isOutputsTuple: boolean,
  result: readonly Tensor[],
  isResultTuple: boolean,
  create_graph: boolean,
): Parts {
  return [
    _tuple_postprocess(_grad_postprocess(outputs, create_graph), isOutputsTuple),
    _tuple_postprocess(_grad_postprocess(result, create_graph), isResultTuple),
  ]
}

// The last backward pass: recorded where the caller records, or wants to differentiate the result.
function lastPass<R>(create_graph: boolean, body: () => R): R {
  return set_grad_enabled(create_graph || is_grad_enabled(), body)
}

/**
 * The product of a vector with the jacobian of `func` at `inputs`, `v^T J`: one backward pass.
 *
 * @param func - a function of tensors that gives a tensor or a list of them.
 * @param inputs - a tensor, or a list of them.
 * @returns `[func(...inputs), product]`, the product in the form and shapes of the inputs.
 *
 * @example
 * const { vjp } = torch.autograd.functional
 * const [y, product] = vjp((x) => x.square(), torch.tensor([1, 2], { dtype: torch.float }), torch.ones(2))
 * product // tensor([2., 4.])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.autograd.functional.vjp.html
 */
export const vjp = product('vjp', (a) => {
  const { create_graph, strict } = a
  const [isInputsTuple, inputs, isOutputsTuple, outputs, v] = enable_grad(() => {
    const [isInputsTuple, given] = _as_tuple(a.inputs, 'inputs', 'vjp')
    const inputs = _grad_preprocess(given, create_graph, true)
    const [isOutputsTuple, outputs] = outputsOf('vjp', a, inputs)
    const v = vector('vjp', a, outputs, isOutputsTuple, 'user-provided function returns')
    return [isInputsTuple, inputs, isOutputsTuple, outputs, v] as const
  })
  const result = lastPass(create_graph, () => {
    const gradients = _autograd_grad(outputs, inputs, v, { create_graph })
    return _fill_in_zeros(gradients, inputs, strict, create_graph, 'back')
  })
  return finish(outputs, isOutputsTuple, result, isInputsTuple, create_graph)
})

/**
 * The product of the jacobian of `func` at `inputs` with a vector, `J v`, by two backward passes. `torch.func.jvp` and
 * {@link forward_ad} need one forward pass.
 *
 * @param func - a function of tensors that gives a tensor or a list of them.
 * @param inputs - a tensor, or a list of them.
 * @returns `[func(...inputs), product]`, the product in the form and shapes of the outputs.
 *
 * @example
 * const { jvp } = torch.autograd.functional
 * const [y, product] = jvp((x) => x.square().sum(), torch.tensor([1, 2], { dtype: torch.float }), torch.ones(2))
 * product // tensor(6.)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.autograd.functional.jvp.html
 */
export const jvp = product('jvp', (a) => {
  const { create_graph, strict } = a
  const [isOutputsTuple, outputs, v, grad_inputs, grad_outputs] = enable_grad(() => {
    const [isInputsTuple, given] = _as_tuple(a.inputs, 'inputs', 'jvp')
    const inputs = _grad_preprocess(given, create_graph, true)
    const v = vector('jvp', a, inputs, isInputsTuple, 'input to the user-provided function is')
    const [isOutputsTuple, outputs] = outputsOf('jvp', a, inputs)
    // Backward is linear in these, so their values do not matter, as long as they are finite.
    const grad_outputs = outputs.map((out) => zeros_like(out, { requires_grad: true }))
    const grad_inputs = _autograd_grad(outputs, inputs, grad_outputs, { create_graph: true })
    _check_requires_grad(grad_inputs, 'grad_inputs', strict)
    return [isOutputsTuple, outputs, v, grad_inputs, grad_outputs] as const
  })
  const result = lastPass(create_graph, () => {
    const gradients = _autograd_grad(grad_inputs, grad_outputs, v, { create_graph })
    return _fill_in_zeros(gradients, outputs, strict, create_graph, 'back_trick')
  })
  return finish(outputs, isOutputsTuple, result, isOutputsTuple, create_graph)
})

// What both products with a hessian begin with: the function's only element, and its gradients with their graph.
function gradientsOf(name: 'vhp' | 'hvp', a: Arguments) {
  const [isInputsTuple, given] = _as_tuple(a.inputs, 'inputs', name)
  const inputs = _grad_preprocess(given, a.create_graph, true)
  const v = vector(name, a, inputs, isInputsTuple, 'input to the user-provided function is')
  const [isOutputsTuple, outputs] = outputsOf(name, a, inputs)
  if (isOutputsTuple) {
    throw new RuntimeError(`The function given to ${name} should return a single Tensor`)
  }
  if (!isScalar(outputs)) {
    throw new RuntimeError(
      `The Tensor returned by the function given to ${name} should contain a single element`,
    )
  }
  const jac = _autograd_grad(outputs, inputs, null, { create_graph: true })
  _check_requires_grad(jac, 'jacobian', a.strict)
  return { isInputsTuple, inputs, v, outputs, jac }
}

/**
 * The product of a vector with the hessian of `func` at `inputs`, `v^T H`: the gradient of the gradient.
 *
 * @param func - a function of tensors that gives a tensor with a single element.
 * @param inputs - a tensor, or a list of them.
 * @returns `[func(...inputs), product]`, the product in the form and shapes of the inputs.
 *
 * @example
 * const { vhp } = torch.autograd.functional
 * const [y, product] = vhp((x) => x.pow(3).sum(), torch.tensor([1, 2], { dtype: torch.float }), torch.ones(2))
 * product // tensor([ 6., 12.])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.autograd.functional.vhp.html
 */
export const vhp = product('vhp', (a) => {
  const { create_graph, strict } = a
  const { isInputsTuple, inputs, v, outputs, jac } = enable_grad(() => gradientsOf('vhp', a))
  const result = lastPass(create_graph, () => {
    const gradients = _autograd_grad(jac, inputs, v, { create_graph })
    return _fill_in_zeros(gradients, inputs, strict, create_graph, 'double_back')
  })
  return finish(outputs, false, result, isInputsTuple, create_graph)
})

/**
 * The product of the hessian of `func` at `inputs` with a vector, `H v`. Where second derivatives are continuous this
 * is what {@link vhp} gives, which is much faster.
 *
 * @param func - a function of tensors that gives a tensor with a single element.
 * @param inputs - a tensor, or a list of them.
 * @returns `[func(...inputs), product]`, the product in the form and shapes of the inputs.
 *
 * @example
 * const { hvp } = torch.autograd.functional
 * const [y, product] = hvp((x) => x.pow(3).sum(), torch.tensor([1, 2], { dtype: torch.float }), torch.ones(2))
 * product // tensor([ 6., 12.])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.autograd.functional.hvp.html
 */
export const hvp = product('hvp', (a) => {
  const { create_graph, strict } = a
  const { isInputsTuple, inputs, v, outputs, double_back, grad_jac } = enable_grad(() => {
    const begun = gradientsOf('hvp', a)
    const grad_jac = begun.inputs.map((inp) => zeros_like(inp, { requires_grad: true }))
    const double_back = _autograd_grad(begun.jac, begun.inputs, grad_jac, { create_graph: true })
    _check_requires_grad(begun.jac, 'hessian', strict)
    return { ...begun, double_back, grad_jac }
  })
  const result = lastPass(create_graph, () => {
    const gradients = _autograd_grad(double_back, grad_jac, v, { create_graph })
    return _fill_in_zeros(gradients, inputs, strict, create_graph, 'double_back_trick')
  })
  return finish(outputs, false, result, isInputsTuple, create_graph)
})
