// Analytical derivatives of torch/autograd/gradcheck.py, in forward mode.

import { zeros_like } from '../../_generated/torch_functions.js'
import { ValueError } from '../../errors.js'
import * as layouts from '../../layout.js'
import type { Tensor } from '../../types.js'
import * as fwAD from '../forward_ad.js'
import {
  _allocate_jacobians_with_outputs,
  _is_float_or_complex_tensor,
  call,
  element,
  type Func,
  GradcheckError,
  indicesOf,
  requiresGrad,
} from './_common.js'

/** The inputs as dual tensors, and the tangents of those that require a gradient: zero, to be written to. */
export function makeDuals(inputs: readonly unknown[]): { duals: unknown[]; tangents: Tensor[] } {
  const tangents: Tensor[] = []
  const duals = inputs.map((inp) => {
    if (!requiresGrad(inp)) return inp
    if (inp.layout === layouts._mkldnn) {
      throw new ValueError('MKLDNN inputs are not support for forward AD gradcheck.')
    }
    const dual = fwAD.make_dual(inp.detach(), zeros_like(inp))
    // Of a view, this may be another tensor than the one given.
    tangents.push(fwAD.unpack_dual(dual).tangent as Tensor)
    return dual
  })
  return { duals, tangents }
}

// Writes the tangents of the function's outputs, zero for those without one.
function writeTangents(
  fn: Func,
  duals: readonly unknown[],
  check_grad_dtypes: boolean,
  rowOf: (output: number) => Tensor,
): void {
  const outputs = call(fn, duals).filter(_is_float_or_complex_tensor)
  for (const [i, output] of outputs.entries()) {
    const { primal, tangent } = fwAD.unpack_dual(output)
    if (check_grad_dtypes && tangent !== null && primal.is_complex() !== tangent.is_complex()) {
      throw new GradcheckError('Forward AD gradient has dtype mismatch.')
    }
    const row = rowOf(i)
    if (tangent === null) row.zero_()
    else row.copy_(tangent.reshape(-1))
  }
}

/**
 * The jacobians by each input, a list of one per output; with directions `all_u`, their products from the right. The
 * function must use the inputs it is given, not captured ones.
 */
export function _get_analytical_jacobian_forward_ad(
  fn: Func,
  inputs: readonly unknown[],
  outputs: readonly Tensor[],
  check_grad_dtypes = false,
  all_u: readonly Tensor[] | null = null,
): Tensor[][] {
  const wanted = inputs.filter(requiresGrad)
  if (wanted.some((input) => input.is_complex())) {
    throw new ValueError(
      'Expected inputs to be non-complex for _get_analytical_jacobian_forward_ad.',
    )
  }
  const directions = all_u !== null && all_u.length > 0 ? all_u : null
  const jacobians = wanted.map((input) =>
    _allocate_jacobians_with_outputs(outputs, directions === null ? input.numel() : 1),
  )
  fwAD.dual_level(() => {
    const { duals, tangents } = makeDuals(inputs)
    for (const [i, tangent] of tangents.entries()) {
      const matrices = jacobians[i] as Tensor[]
      if (directions !== null) {
        tangent.copy_((directions[i] as Tensor).view_as(tangent))
        writeTangents(fn, duals, check_grad_dtypes, (j) => (matrices[j] as Tensor).squeeze_(0))
        tangent.zero_()
        continue
      }
      let place = 0
      for (const index of indicesOf(tangent.shape)) {
        element(tangent, index).fill_(1)
        const at = place++
        writeTangents(fn, duals, check_grad_dtypes, (j) => (matrices[j] as Tensor).select(0, at))
        element(tangent, index).fill_(0)
      }
    }
  })
  return jacobians
}
