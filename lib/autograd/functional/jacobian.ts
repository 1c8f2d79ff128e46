// jacobian of torch/autograd/functional.py, row by row or at once.

import { stack, zeros_like } from '../../_generated/torch_functions.js'
import { python } from '../../_kwargs.js'
import { _vmap } from '../../_vmap_internals.js'
import { AssertionError, NotImplementedError, RuntimeError } from '../../errors.js'
import type { Tensor } from '../../types.js'
import * as fwAD from '../forward_ad.js'
import { enable_grad } from '../grad_mode.js'
import type { Func, Inputs, Jacobian } from './_types.js'
import {
  _as_tuple,
  _autograd_grad,
  _check_requires_grad,
  _grad_postprocess,
  _grad_preprocess,
  _nested_postprocess,
  call,
} from './_utils.js'

/** Which way a jacobian is computed: by columns, with dual tensors, or by rows, with backward. */
export type Strategy = 'forward-mode' | 'reverse-mode'

/** Options of {@link jacobian}. */
export interface JacobianOptions {
  /** Whether the jacobian can be differentiated further. */
  create_graph?: boolean | undefined
  /** Whether an output that is independent of an input is an error; else its part is zero. */
  strict?: boolean | undefined
  /** Whether all rows (or columns) are computed at once, by a batched backward (or forward) pass. */
  vectorize?: boolean | undefined
  /** `'forward-mode'` is faster for more outputs than inputs; it needs `vectorize`. */
  strategy?: Strategy | undefined
}

type Rows = readonly (readonly Tensor[])[]

// The identity matrix of all elements, in one piece per tensor: those columns that are the tensor's.
function _construct_standard_basis_for(
  tensors: readonly Tensor[],
  numels: readonly number[],
): Tensor[] {
  if (tensors.length === 0) throw new AssertionError('Expected at least one tensor')
  const total = numels.reduce((sum, numel) => sum + numel, 0)
  let start = 0
  return tensors.map((tensor, i) => {
    const chunk = tensor.new_zeros(total, numels[i] as number)
    chunk.diagonal(start).fill_(1)
    start -= numels[i] as number
    return chunk
  })
}

const transpose = (rows: Rows): Rows =>
  (rows[0] ?? []).map((_, i) => rows.map((row) => row[i] as Tensor))

function _jacfwd(func: unknown, given: unknown, strict: boolean, vectorize: boolean): unknown {
  if (strict) {
    throw new RuntimeError(
      'torch.autograd.functional.jacobian: `strict=True` and `strategy="forward-mode"` are not supported together ' +
        '(yet). Please either set `strict=False` or `strategy="reverse-mode"`.',
    )
  }
  const [isInputsTuple, inputs] = _as_tuple(given, 'inputs', 'jacobian')
  if (!vectorize) {
    throw new NotImplementedError(
      'Computing Jacobian using forward-AD or forward-over-reverse Hessian isonly implemented for `vectorize=True`.',
    )
  }
  const numels = inputs.map((input) => input.numel())
  const tangents = _construct_standard_basis_for(inputs, numels)
  let isOutputsTuple = false
  let outputs: Tensor[] = []
  const jvp = (tangents: readonly Tensor[]): Tensor[] =>
    fwAD.dual_level(() => {
      const duals = inputs.map((input, i) =>
        fwAD.make_dual(input, (tangents[i] as Tensor).view_as(input)),
      )
      const [isTuple, dualOutputs] = _as_tuple(call(func, duals), 'outputs', null)
      const parts = dualOutputs.map((out) => fwAD.unpack_dual(out))
      isOutputsTuple = isTuple
      outputs = parts.map(({ primal }) => primal)
      return parts.map(({ primal, tangent }) => tangent ?? zeros_like(primal))
    })
  const columns = _vmap(jvp)(tangents)
  const rows = columns.map((columnsOfOutput, i) =>
    columnsOfOutput.split(numels, 0).map((jac, j) => {
      // Each column is one of the input's elements: they belong last.
      const order = Array.from({ length: jac.ndim }, (_, at) => (at + 1) % jac.ndim)
      const sizes = [...(outputs[i] as Tensor).shape, ...(inputs[j] as Tensor).shape]
      return jac.permute(order).reshape(sizes)
    }),
  )
  return _nested_postprocess(rows, [isOutputsTuple, isInputsTuple])
}

// All rows of all outputs by one batched backward pass, then a piece for each pair of output and input.
function batchedRows(
  outputs: readonly Tensor[],
  inputs: readonly Tensor[],
  create_graph: boolean,
): Rows {
  const numels = outputs.map((output) => output.numel())
  const basis = _construct_standard_basis_for(outputs, numels)
  const flat = outputs.map((output) => output.reshape(-1))
  const total = numels.reduce((sum, numel) => sum + numel, 0)
  const options = { create_graph, is_grads_batched: true }
  const byInput = _autograd_grad(flat, inputs, basis, options).map((gradient, i) => {
    const input = inputs[i] as Tensor
    const rows = gradient ?? zeros_like(input).expand([total, ...input.shape])
    return rows
      .split(numels, 0)
      .map((jac, j) => jac.view([...(outputs[j] as Tensor).shape, ...input.shape]))
  })
  return transpose(byInput)
}

// One backward pass for each element of the output.
function rowsOf(
  out: Tensor,
  i: number,
  inputs: readonly Tensor[],
  create_graph: boolean,
  strict: boolean,
): Tensor[] {
  const rows: Tensor[][] = inputs.map(() => [])
  for (let j = 0; j < out.numel(); j++) {
    const element = out.reshape(-1)[j] as Tensor
    const vj = _autograd_grad([element], inputs, null, { retain_graph: true, create_graph })
    for (const [k, gradient] of vj.entries()) {
      if (gradient === null && strict) {
        throw new RuntimeError(
          `Output ${i} of the user-provided function is independent of input ${k}. This is not allowed in strict mode.`,
        )
      }
      if (strict && create_graph && !gradient?.requires_grad) {
        throw new RuntimeError(
          `The jacobian of the user-provided function is independent of input ${i}. This is not allowed in strict ` +
            'mode when create_graph=True.',
        )
      }
      rows[k]?.push(gradient ?? zeros_like(inputs[k] as Tensor))
    }
  }
  return rows.map((list, k) => stack(list, 0).view([...out.shape, ...(inputs[k] as Tensor).shape]))
}

function _jacrev(
  func: unknown,
  given: unknown,
  create_graph: boolean,
  strict: boolean,
  vectorize: boolean,
): unknown {
  const [isInputsTuple, before] = _as_tuple(given, 'inputs', 'jacobian')
  const inputs = _grad_preprocess(before, create_graph, true)
  const [isOutputsTuple, outputs] = _as_tuple(
    call(func, inputs),
    'outputs of the user-provided function',
    'jacobian',
  )
  _check_requires_grad(outputs, 'outputs', strict)
  if (vectorize && strict) {
    throw new RuntimeError(
      'torch.autograd.functional.jacobian: `strict=True` and `vectorized=True` are not supported together. Please ' +
        'either set `strict=False` or `vectorize=False`.',
    )
  }
  const rows = vectorize
    ? batchedRows(outputs, inputs, create_graph)
    : outputs.map((out, i) => rowsOf(out, i, inputs, create_graph, strict))
  const results = rows.map((row) => _grad_postprocess(row, create_graph))
  return _nested_postprocess(results, [isOutputsTuple, isInputsTuple])
}

const bind = python(
  'jacobian(func, inputs, create_graph=False, strict=False, vectorize=False, strategy="reverse-mode")',
)

/**
 * The jacobian of `func` at `inputs`: for each pair of an output and an input a tensor whose shape is the output's and
 * then the input's.
 *
 * @param func - a function of tensors that gives a tensor or a list of them.
 * @param inputs - a tensor, or a list of them.
 * @returns a tensor for a single input and a single output; a list where one of them is a list; `J[i][j]` where both
 * are.
 * @throws RuntimeError in strict mode, where an output is independent of an input. NotImplementedError for
 * `'forward-mode'` with `create_graph` or without `vectorize`.
 *
 * @example
 * torch.autograd.functional.jacobian((x) => x.exp().sum({ dim: 1 }), torch.rand(2, 2)) // (2, 2, 2)
 * torch.autograd.functional.jacobian((x) => x.mul(3), torch.ones(2)).diag() // tensor([3., 3.])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.autograd.functional.jacobian.html
 */
export function jacobian<I extends Inputs, O extends Inputs>(
  func: Func<O>,
  inputs: I,
  options?: JacobianOptions,
): Jacobian<I, O>
export function jacobian<I extends Inputs, O extends Inputs>(
  func: Func<O>,
  inputs: I,
  create_graph: boolean,
  options?: Omit<JacobianOptions, 'create_graph'>,
): Jacobian<I, O>
export function jacobian<I extends Inputs, O extends Inputs>(
  func: Func<O>,
  inputs: I,
  create_graph: boolean,
  strict: boolean,
  vectorize?: boolean,
  strategy?: Strategy,
): Jacobian<I, O>
export function jacobian<I extends Inputs, O extends Inputs>(
  options: JacobianOptions & { func: Func<O>; inputs: I },
): Jacobian<I, O>
export function jacobian(...args: unknown[]): unknown {
  const { func, inputs, create_graph, strict, vectorize, strategy } = bind<{
    func: unknown
    inputs: unknown
    create_graph: boolean
    strict: boolean
    vectorize: boolean
    strategy: unknown
  }>(args)
  if (strategy !== 'forward-mode' && strategy !== 'reverse-mode') {
    throw new AssertionError(
      'Expected strategy to be either "forward-mode" or "reverse-mode". Hint: If your function has more outputs than ' +
        'inputs, "forward-mode" tends to be more performant. Otherwise, prefer to use "reverse-mode".',
    )
  }
  if (strategy === 'reverse-mode') {
    return enable_grad(() => _jacrev(func, inputs, create_graph, strict, vectorize))
  }
  if (create_graph) {
    throw new NotImplementedError(
      'torch.autograd.functional.jacobian: `create_graph=True` and `strategy="forward-mode"` are not supported ' +
        'together (yet). Please either set `create_graph=False` or `strategy="reverse-mode"`.',
    )
  }
  return _jacfwd(func, inputs, strict, vectorize)
}
