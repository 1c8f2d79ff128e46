// Gradients and tangents that are not there, of torch/autograd/gradcheck.py: they count as zeros.

import { allclose, zeros_like } from '../../_generated/torch_functions.js'
import { pyRepr } from '../../_repr.js'
import { tuple } from '../../_tuple.js'
import { RuntimeError } from '../../errors.js'
import { native } from '../../native.js'
import type { Tensor } from '../../types.js'
import { warn } from '../../warnings.js'
import { grad } from '../_backward.js'
import * as fwAD from '../forward_ad.js'
import { contiguousZeros } from './_analytical.js'
import {
  _differentiable_outputs,
  _is_float_or_complex_tensor,
  call,
  differentiable,
  type Func,
  GradcheckError,
  requiresGrad,
} from './_common.js'
import { _get_inp_tensors, _make_vectors } from './_fast.js'
import { makeDuals } from './_forward.js'

// Tangents of what the function gives; null for those without one.
function tangentsOf(func: Func, inputs: readonly unknown[]): (Tensor | null)[] {
  return call(func, inputs)
    .filter(_is_float_or_complex_tensor)
    .map((output) => fwAD.unpack_dual(output).tangent)
}

/** One input after the other: with a tangent of zeros, and without one. */
export function _test_undefined_forward_mode(
  func: Func,
  outputs: readonly Tensor[],
  inputs: readonly unknown[],
): void {
  const { all_u } = _make_vectors(_get_inp_tensors(inputs)[1], outputs, true)
  fwAD.dual_level(() => {
    const { duals, tangents } = makeDuals(inputs)
    for (const [i, tangent] of tangents.entries()) {
      tangent.copy_((all_u[i] as Tensor).view_as(tangent))
    }
    for (const [at, input] of inputs.entries()) {
      if (!requiresGrad(input)) continue
      const withInput = (one: Tensor): unknown[] => duals.map((dual, i) => (i === at ? one : dual))
      const zeros = withInput(fwAD.make_dual(input.detach(), zeros_like(input)))
      const first = tangentsOf(func, zeros)
      const second = tangentsOf(func, withInput(input.detach()))
      for (const [i, a] of first.entries()) {
        const b = second[i] ?? null
        if (a === null || b === null || allclose(a, b)) continue
        // Python's error has these as its arguments, and prints them as a tuple.
        const parts = [
          'Mismatch in tangent values for output with index: ',
          i,
          ' when input: ',
          input,
          ' has an undefined tangent value. ',
          ' Got: ',
          a,
          ' but expected: ',
          b,
        ]
        throw new GradcheckError(pyRepr(tuple(parts)))
      }
    }
  })
}

function warn_bc_breaking(): void {
  warn(
    'Backwards compatibility: New undefined gradient support checking feature is enabled by default, but it may break ' +
      'existing callers of this function. If this is true for you, you can call this function with ' +
      '"check_undefined_grad=False" to disable the feature',
  )
}

const notes =
  'Please look at "Notes about undefined output gradients" in "tools/autograd/derivatives.yaml"'

function gradientsOf(outputs: readonly Tensor[], wanted: readonly Tensor[]): (Tensor | null)[] {
  try {
    return grad(outputs, wanted, outputs.map(contiguousZeros), { allow_unused: true })
  } catch (cause) {
    if (!(cause instanceof RuntimeError)) throw cause
    warn_bc_breaking()
    throw new GradcheckError(
      `Expected backward function to handle undefined output grads. ${notes}`,
      { cause },
    )
  }
}

function check_undefined_grad_support(outputs: readonly Tensor[], wanted: readonly Tensor[]): void {
  for (const gradient of gradientsOf(outputs, wanted)) {
    if (gradient === null || gradient.eq(0).all().item()) continue
    warn_bc_breaking()
    throw new GradcheckError(
      `Expected all input grads to be undefined or zero when all output grads are undefined or zero. ${notes}`,
    )
  }
}

// The tensor itself, whose gradient never arrives.
const withoutGrad = (output: Tensor): Tensor => native.undefinedGrad(output._h)

/** All outputs without a gradient, then one after the other. */
export function _test_undefined_backward_mode(
  func: Func,
  outputs: readonly Tensor[],
  inputs: readonly unknown[],
): void {
  const wanted = differentiable(inputs)
  if (wanted.length === 0) throw new GradcheckError('no Tensors requiring grad found in input')
  const again = (): Tensor[] => _differentiable_outputs(call(func, inputs))
  const all = [again().map(withoutGrad)]
  if ((all[0] as Tensor[]).length > 1) {
    for (const undefinedAt of outputs.keys()) {
      all.push(again().map((output, i) => (i === undefinedAt ? withoutGrad(output) : output)))
    }
  }
  for (const one of all) check_undefined_grad_support(one, wanted)
}
