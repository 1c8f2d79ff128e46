// Batched gradients of torch/autograd/gradcheck.py: one batch must give what two passes give.

import * as C from '../../_generated/torch_functions.js'
import { isTensor } from '../../_is_tensor.js'
import { _vmap } from '../../_vmap_internals.js'
import { RuntimeError } from '../../errors.js'
import type { Tensor } from '../../types.js'
import * as fwAD from '../forward_ad.js'
import { vjpOf } from './_analytical.js'
import {
  _is_float_or_complex_tensor,
  call,
  differentiable,
  type Func,
  GradcheckError,
  requiresGrad,
} from './_common.js'
import {
  _get_failed_batched_grad_test_msg,
  FAILED_BATCHED_GRAD_MSG,
  FAILED_BATCHED_GRAD_MSG_FWD_AD,
} from './_messages.js'

function zerosLike({ dtype, device, shape }: Tensor): Tensor {
  return C.zeros([], { dtype, device }).expand(shape)
}

// Holds `fn` of a batch of two against both calls; `output` is null where results are those of outputs.
function compareBatch(
  fn: (direction: Tensor) => Tensor[],
  directions: readonly Tensor[],
  output: number | null,
  explanation: string,
): void {
  const single = directions.map(fn)
  const count = Math.min(...single.map((results) => results.length))
  const expected = Array.from({ length: count }, (_, i) =>
    C.stack(single.map((results) => results[i] as Tensor)),
  )
  let results: readonly Tensor[]
  try {
    results = _vmap(fn)(C.stack(directions))
  } catch (cause) {
    if (!(cause instanceof RuntimeError)) throw cause
    throw new GradcheckError(
      `While computing batched gradients, got: ${cause.message}\n\n${explanation}`,
      { cause },
    )
  }
  for (const [i, exp] of expected.entries()) {
    const res = results[i] as Tensor
    if (C.allclose(res, exp)) continue
    throw new GradcheckError(
      _get_failed_batched_grad_test_msg(output ?? i, i, res, exp, explanation),
    )
  }
}

/** Of one output, by backward. */
export function _test_batched_grad(
  input: readonly unknown[],
  output: Tensor,
  output_idx: number,
): void {
  const gradients = vjpOf(output, input)
  const wanted = differentiable(input)
  const vjp = (v: Tensor): Tensor[] =>
    gradients(v).map((gradient, i) => gradient ?? zerosLike(wanted[i] as Tensor))
  const directions = [C.randn_like(output), C.randn_like(output)]
  compareBatch(vjp, directions, output_idx, FAILED_BATCHED_GRAD_MSG)
}

/** By each input, in forward mode. */
export function _test_batched_grad_forward_ad(func: Func, inputs: readonly unknown[]): void {
  for (const [at, current] of inputs.entries()) {
    if (!requiresGrad(current) || !_is_float_or_complex_tensor(current)) continue
    const jvp = (tangent: Tensor): Tensor[] =>
      fwAD.dual_level(() => {
        const dual = fwAD.make_dual(current.detach(), tangent)
        const withDual = inputs.map((inp, i) => {
          if (i === at) return dual
          return isTensor(inp) ? inp.detach() : inp
        })
        return call(func, withDual)
          .filter((output) => output !== null)
          .map((output) => {
            const { primal, tangent } = fwAD.unpack_dual(output)
            return tangent ?? zerosLike(primal)
          })
      })
    const directions = [C.randn_like(current), C.randn_like(current)]
    compareBatch(jvp, directions, null, FAILED_BATCHED_GRAD_MSG_FWD_AD)
  }
}
