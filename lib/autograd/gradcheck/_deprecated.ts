// Functions of torch/autograd/gradcheck.py that were never meant to be public.

import { ValueError } from '../../errors.js'
import type { Tensor } from '../../types.js'
import { FutureWarning, warn } from '../../warnings.js'
import {
  _check_jacobians_equal,
  _compute_analytical_jacobian_rows,
  _stack_and_check_tensors,
  vjpOf,
} from './_analytical.js'
import { call, type Func } from './_common.js'
import { _get_numerical_jacobian } from './_numerical.js'

function deprecated(name: string): void {
  warn(
    `\`${name}\` was part of PyTorch's private API and not meant to be exposed. We are deprecating it and it will be ` +
      'removed in a future version of PyTorch. If you have a specific use for this or feature request for this to be ' +
      'a stable API, please file us an issue at https://github.com/pytorch/pytorch/issues/new',
    FutureWarning,
  )
}

function checkGradOut(name: string, grad_out: number): void {
  if (grad_out === 1) return
  throw new ValueError(
    `Expected grad_out to be 1.0. ${name} no longer supports values of grad_out != 1.0.`,
  )
}

/**
 * The numerical jacobians of the first output of `fn`, which takes its inputs as a list, by steps of `eps`: for each
 * tensor of `target` (the inputs) one of shape (its elements, the output's elements). `grad_out` may only be 1.
 *
 * @deprecated {@link gradcheck} computes them itself.
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.autograd.gradcheck.gradcheck.html
 */
export function get_numerical_jacobian(
  fn: (inputs: readonly Tensor[]) => Tensor | readonly Tensor[],
  inputs: readonly Tensor[],
  target: readonly Tensor[] | null = null,
  eps = 1e-3,
  grad_out = 1,
): Tensor[] {
  deprecated('get_numerical_jacobian')
  checkGradOut('get_numerical_jacobian', grad_out)
  const packed: Func = (...inps: Tensor[]) => call(fn, [inps])
  const jacobians = _get_numerical_jacobian(packed, inputs, null, eps, false, target ?? inputs)
  return jacobians.map(([first]) => first as Tensor)
}

/**
 * The jacobians of an output by backward, one of shape (an input's elements, the output's elements) for each input, and
 * whether they are repeatable and of the right sizes and types.
 *
 * @deprecated {@link gradcheck} computes them itself.
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.autograd.gradcheck.gradcheck.html
 */
export function get_analytical_jacobian(
  inputs: readonly Tensor[],
  output: Tensor,
  nondet_tol = 0,
  grad_out = 1,
): [jacobians: Tensor[], reentrant: boolean, sizesOk: boolean, typesOk: boolean] {
  deprecated('get_analytical_jacobian')
  checkGradOut('get_analytical_jacobian', grad_out)
  if (output.is_complex()) {
    throw new ValueError(
      'Expected output to be non-complex. get_analytical_jacobian no longer supports functions that return complex ' +
        'outputs.',
    )
  }
  const vjp = vjpOf(output, inputs)
  const [rows1, rows2] = [output.clone(), output.clone()].map((sample) =>
    _compute_analytical_jacobian_rows(vjp, sample),
  )
  const numel = output.numel()
  const [jacobians, typesOk, sizesOk] = _stack_and_check_tensors(rows1 ?? [], inputs, numel)
  const [again] = _stack_and_check_tensors(rows2 ?? [], inputs, numel)
  const reentrant = _check_jacobians_equal(jacobians, again, nondet_tol)
  return [jacobians, reentrant, sizesOk, typesOk]
}
