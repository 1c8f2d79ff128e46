// Analytical derivatives of torch/autograd/gradcheck.py, by backward.

import * as C from '../../_generated/torch_functions.js'
import { isTensor } from '../../_is_tensor.js'
import { pyRepr } from '../../_repr.js'
import { AssertionError } from '../../errors.js'
import * as layouts from '../../layout.js'
import { contiguous_format } from '../../memory_format.js'
import type { Tensor } from '../../types.js'
import { grad } from '../_backward.js'
import {
  _allocate_jacobians_with_inputs,
  differentiable,
  GradcheckError,
  imaginary,
  type Vector,
} from './_common.js'
import { FAILED_NONDET_MSG } from './_messages.js'

/** Rows of jacobians by input: the gradient of one element of the output; null where it does not depend. */
export type Rows = (Tensor | null)[][]
type VjpFn = (grad_output: Tensor) => readonly (Tensor | null)[]

/** Zeros in the shape of a tensor, one element after the other. */
export function contiguousZeros(like: Tensor): Tensor {
  return C.zeros_like(like, { memory_format: contiguous_format })
}

/** Gradients of an output, as often as wanted. */
export function vjpOf(output: Tensor, inputs: readonly unknown[]): VjpFn {
  const wanted = differentiable(inputs)
  return (grad_output) =>
    grad(output, wanted, grad_output, { retain_graph: true, allow_unused: true })
}

const copies = (gradients: readonly (Tensor | null)[]): (Tensor | null)[] =>
  gradients.map((gradient) => (isTensor(gradient) ? gradient.clone() : null))

/** All rows, from one backward pass for each element of the output. */
export function _compute_analytical_jacobian_rows(vjp: VjpFn, sample: Tensor): Rows {
  const base = contiguousZeros(sample)
  const flat = base.view(-1)
  const rows: Rows = []
  for (let j = 0; j < flat.numel(); j++) {
    flat.zero_()
    flat.select(0, j).fill_(1)
    for (const [i, row] of copies(vjp(base)).entries()) {
      rows[i] ??= []
      rows[i].push(row)
    }
  }
  return rows
}

function _get_analytical_vjps_wrt_specific_output(vjp: VjpFn, sample: Tensor, v: Tensor): Rows {
  return copies(vjp(v.reshape(sample.shape))).map((row) => [row])
}

/** Rows as matrices, and whether gradients have the dtypes and shapes of the inputs. */
export function _stack_and_check_tensors(
  rows: Rows,
  inputs: readonly unknown[],
  numelOutput: number,
): [jacobians: Tensor[], typesOk: boolean, sizesOk: boolean] {
  const jacobians = _allocate_jacobians_with_inputs(inputs, numelOutput)
  const wanted = differentiable(inputs)
  let typesOk = true
  let sizesOk = true
  for (const [i, list] of rows.entries()) {
    const inp = wanted[i] as Tensor
    for (const [j, tensor] of list.entries()) {
      const column = (jacobians[i] as Tensor).select(1, j)
      if (tensor === null) {
        column.zero_()
        continue
      }
      if (String(tensor.shape) !== String(inp.shape)) sizesOk = false
      else if (tensor.dtype !== inp.dtype) typesOk = false
      const dense = tensor.layout === layouts.strided ? tensor : tensor.to_dense()
      if (column.numel() !== dense.numel()) {
        throw new AssertionError(
          `Expected out_jacobian column to have ${dense.numel()} elements, but got ${column.numel()}`,
        )
      }
      column.copy_(dense.reshape(-1))
    }
  }
  return [jacobians, typesOk, sizesOk]
}

export function _check_jacobians_equal(
  j1: readonly Tensor[],
  j2: readonly Tensor[],
  atol: number,
): boolean {
  return j1.every((x, i) => {
    if (x.numel() === 0) return true
    const most = C.abs(x.sub(j2[i] as Tensor)).max()
    return !((most.item() as number) > atol)
  })
}

/**
 * The jacobians of one output by all inputs, or their products with a vector `v` from the left. All is computed twice,
 * which must give the same.
 */
export function _check_analytical_jacobian_attributes(
  inputs: readonly unknown[],
  output: Tensor,
  nondet_tol: number,
  check_grad_dtypes: boolean,
  v: Tensor | null = null,
): Tensor[] {
  const vjp = vjpOf(output, inputs)
  const rows = (): Rows =>
    v === null
      ? _compute_analytical_jacobian_rows(vjp, output.clone())
      : _get_analytical_vjps_wrt_specific_output(vjp, output.clone(), v)
  const [rows1, rows2] = [rows(), rows()]
  const numel = v === null ? output.numel() : 1
  const [jacobians, typesOk, sizesOk] = _stack_and_check_tensors(rows1, inputs, numel)
  const [again] = _stack_and_check_tensors(rows2, inputs, numel)
  if (!typesOk && check_grad_dtypes) throw new GradcheckError('Gradient has dtype mismatch')
  if (!sizesOk) throw new GradcheckError('Analytical gradient has incorrect size')
  if (!_check_jacobians_equal(jacobians, again, nondet_tol)) {
    throw new GradcheckError(
      'Backward is not reentrant, i.e., running backward with same input and grad_output multiple times gives ' +
        'different values, although analytical gradient matches numerical gradient.' +
        `The tolerance for nondeterminism was ${pyRepr(nondet_tol)}.${FAILED_NONDET_MSG}`,
    )
  }
  return jacobians
}

/** `v^T J u` for each output and input. */
export function _get_analytical_vJu_backward_mode(
  inputs: readonly unknown[],
  outputs: readonly Tensor[],
  nondet_tol: number,
  check_grad_dtypes: boolean,
  all_v: readonly Tensor[],
  all_u: readonly Vector[],
): Tensor[][] {
  return outputs.map((output, i) => {
    const v = all_v[i] as Tensor
    const all = _check_analytical_jacobian_attributes(
      inputs,
      output,
      nondet_tol,
      check_grad_dtypes,
      v,
    )
    return all.map((column, j) => {
      const vJ = column.T.squeeze(0)
      const u = all_u[j] as Vector
      if (isTensor(u)) return vJ.dot(u)
      const parts = C.view_as_real(vJ.resolve_conj())
      const real = parts.select(-1, 0).dot(u[0])
      return real.add(parts.select(-1, 1).dot(u[1]).mul(imaginary()))
    })
  })
}
