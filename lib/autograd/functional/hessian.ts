// hessian of torch/autograd/functional.py.

import { python } from '../../_kwargs.js'
import { AssertionError, RuntimeError } from '../../errors.js'
import type { Tensor } from '../../types.js'
import type { Func, Hessian, Inputs } from './_types.js'
import { _as_tuple, _check_requires_grad, _nested_postprocess, call } from './_utils.js'
import { jacobian, type Strategy } from './jacobian.js'

/** Options of {@link hessian}. */
export interface HessianOptions {
  /** Whether the hessian can be differentiated further. */
  create_graph?: boolean | undefined
  /** Whether a function that is independent of an input is an error; else its part is zero. */
  strict?: boolean | undefined
  /** Whether all rows are computed at once, by a batched pass. */
  vectorize?: boolean | undefined
  /** How the jacobian of the gradients is computed; `'forward-mode'` needs `vectorize`. */
  outer_jacobian_strategy?: Strategy | undefined
}

const bind = python(
  'hessian(func, inputs, create_graph=False, strict=False, vectorize=False, outer_jacobian_strategy="reverse-mode")',
)

/**
 * The hessian of `func` at `inputs`, as the jacobian of its gradients.
 *
 * @param func - a function of tensors that gives a tensor with a single element.
 * @param inputs - a tensor, or a list of them.
 * @returns a tensor for a single input, of its shape twice; `H[i][j]` for a list.
 * @throws RuntimeError where the function gives more than one element; in strict mode, where it is independent of an
 * input.
 *
 * @example
 * torch.autograd.functional.hessian((x) => x.pow(3).sum(), torch.rand(2, 2)) // (2, 2, 2, 2)
 * torch.autograd.functional.hessian((x) => x.pow(3).sum(), torch.ones(2)).diag() // tensor([6., 6.])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.autograd.functional.hessian.html
 */
export function hessian<I extends Inputs>(
  func: Func<Tensor>,
  inputs: I,
  options?: HessianOptions,
): Hessian<I>
export function hessian<I extends Inputs>(
  func: Func<Tensor>,
  inputs: I,
  create_graph: boolean,
  options?: Omit<HessianOptions, 'create_graph'>,
): Hessian<I>
export function hessian<I extends Inputs>(
  func: Func<Tensor>,
  inputs: I,
  create_graph: boolean,
  strict: boolean,
  vectorize?: boolean,
  outer_jacobian_strategy?: Strategy,
): Hessian<I>
export function hessian<I extends Inputs>(
  options: HessianOptions & { func: Func<Tensor>; inputs: I },
): Hessian<I>
export function hessian(...args: unknown[]): unknown {
  const a = bind<{
    func: unknown
    inputs: unknown
    create_graph: boolean
    strict: boolean
    vectorize: boolean
    outer_jacobian_strategy: Strategy
  }>(args)
  const { func, create_graph, strict, vectorize, outer_jacobian_strategy: strategy } = a
  const [isInputsTuple, inputs] = _as_tuple(a.inputs, 'inputs', 'hessian')
  if (strategy !== 'forward-mode' && strategy !== 'reverse-mode') {
    throw new AssertionError('Expected strategy to be either "forward-mode" or "reverse-mode".')
  }
  const ensure_single_output_function = (...inp: Tensor[]): Tensor => {
    const [isOutTuple, outputs] = _as_tuple(
      call(func, inp),
      'outputs of the user-provided function',
      'hessian',
    )
    _check_requires_grad(outputs, 'outputs', strict)
    if (isOutTuple) {
      throw new RuntimeError('The function given to hessian should return a single Tensor')
    }
    const [out] = outputs as [Tensor]
    if (out.numel() !== 1) {
      throw new RuntimeError(
        'The Tensor returned by the function given to hessian should contain a single element',
      )
    }
    return out.squeeze()
  }
  const jac_func = (...inp: Tensor[]): Tensor[] => {
    // Inputs that require no gradient would be detached, and their tangents lost.
    if (strategy === 'forward-mode') for (const tensor of inp) tensor.requires_grad_()
    const jac = jacobian(ensure_single_output_function, inp, { create_graph: true })
    _check_requires_grad(jac, 'jacobian', strict)
    return jac
  }
  const options = { create_graph, strict, vectorize, strategy }
  const rows = jacobian(jac_func, inputs, options) as Tensor[][]
  return _nested_postprocess(rows, [isInputsTuple, isInputsTuple])
}
