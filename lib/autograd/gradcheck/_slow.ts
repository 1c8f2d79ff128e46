// _slow_gradcheck of torch/autograd/gradcheck.py: whole jacobians, element by element.

import { ne } from '../../_generated/torch_functions.js'
import type { Tensor } from '../../types.js'
import { _check_analytical_jacobian_attributes } from './_analytical.js'
import {
  _allclose_with_type_promotion,
  type Func,
  GradcheckError,
  type Mode,
  type Settings,
} from './_common.js'
import { _get_analytical_jacobian_forward_ad } from './_forward.js'
import { _get_notallclose_msg } from './_messages.js'
import { _get_numerical_jacobian } from './_numerical.js'
import { _densify } from './_sparse.js'

// A function without differentiable outputs is to have no gradient.
function _check_no_differentiable_outputs(
  func: Func,
  inputs: readonly unknown[],
  func_out: readonly Tensor[],
  eps: number,
  forward: boolean,
): void {
  for (const jacobian of _get_numerical_jacobian(func, inputs, func_out, eps, forward).flat()) {
    if ((ne(jacobian, 0).sum().item() as number) > 0) {
      throw new GradcheckError('Numerical gradient for function expected to be zero')
    }
  }
}

export function _slow_gradcheck(
  func: Func,
  func_out: readonly Tensor[],
  inputs: readonly unknown[],
  outputs: readonly Tensor[],
  settings: Settings,
  mode: Mode = {},
): void {
  const { eps, rtol, atol, check_grad_dtypes, nondet_tol, masked } = settings
  const { use_forward_ad: forward = false } = mode
  if (outputs.length === 0) {
    _check_no_differentiable_outputs(func, inputs, func_out, eps, forward)
    return
  }
  const specified = masked ? inputs : _densify(inputs)
  const byInput = _get_numerical_jacobian(func, specified, func_out, eps, forward)
  // By output; those that require no gradient have numerical jacobians too.
  const numerical = func_out.flatMap((out, i) => {
    const row = byInput.map((jacobians) => jacobians[i]).filter((one) => one !== undefined)
    return out.requires_grad && row.length > 0 ? [row] : []
  })
  const hold = (a: Tensor, n: Tensor, i: number, j: number): void => {
    if (_allclose_with_type_promotion(a, n.to(a.device), rtol, atol)) return
    throw new GradcheckError(_get_notallclose_msg(a, n, i, j, mode))
  }
  if (forward) {
    const analytical = _get_analytical_jacobian_forward_ad(
      func,
      inputs,
      func_out,
      check_grad_dtypes,
    )
    for (const [i, row] of numerical.entries()) {
      for (const [j, n] of row.entries()) hold(analytical[j]?.[i] as Tensor, n, i, j)
    }
    return
  }
  for (const [i, out] of outputs.entries()) {
    const analytical = _check_analytical_jacobian_attributes(
      inputs,
      out,
      nondet_tol,
      check_grad_dtypes,
    )
    for (const [j, a] of analytical.entries()) hold(a, numerical[i]?.[j] as Tensor, i, j)
  }
}
