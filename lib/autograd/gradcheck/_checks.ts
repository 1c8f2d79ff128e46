// Checks of torch/autograd/gradcheck.py besides the comparison: of inputs and outputs, and that backward multiplies.

import { allclose, zeros_like } from '../../_generated/torch_functions.js'
import { isTensor } from '../../_is_tensor.js'
import * as types from '../../dtype.js'
import { RuntimeError, ValueError } from '../../errors.js'
import * as layouts from '../../layout.js'
import type { Tensor } from '../../types.js'
import { warn } from '../../warnings.js'
import { grad } from '../_backward.js'
import { contiguousZeros } from './_analytical.js'
import {
  _is_sparse_any_tensor,
  _is_sparse_compressed_tensor,
  differentiable,
  GradcheckError,
  requiresGrad,
} from './_common.js'

// The strided tensor that holds the elements.
function contentOf(input: Tensor): Tensor {
  if (input.is_sparse) return input._values()
  return _is_sparse_compressed_tensor(input) ? input.values() : input
}

function _check_input(input: Tensor, i: number): void {
  if (input.dtype !== types.float64 && input.dtype !== types.complex128) {
    warn(
      `Input #${i} requires gradient and is not a double precision floating point or complex. This check will likely ` +
        'fail if all the inputs are not of double precision floating point or complex. ',
    )
  }
  const content = contentOf(input)
  if (content.layout === layouts._mkldnn) return
  const strides = content.stride()
  if (content.shape.some((size, dim) => strides[dim] === 0 && size > 1)) {
    throw new RuntimeError(
      `The ${i}th input has a dimension with stride 0. gradcheck only supports inputs that are non-overlapping to be ` +
        'able to compute the numerical gradients correctly. You should call .contiguous on the input before passing ' +
        'it to gradcheck.',
    )
  }
}

export function _check_inputs(inputs: readonly unknown[]): void {
  for (const [i, input] of inputs.entries()) if (requiresGrad(input)) _check_input(input, i)
  if (!inputs.some(requiresGrad)) {
    throw new ValueError(
      'gradcheck expects at least one input tensor to require gradient, but none of them have requires_grad=True.',
    )
  }
}

export function _check_outputs(outputs: readonly Tensor[]): void {
  const refuse = (kind: string): never => {
    throw new ValueError(
      `${kind} output is not supported at gradcheck yet. Please call to_dense(masked_grad=...) on the output of fn ` +
        'for gradcheck.',
    )
  }
  if (outputs.some((output) => isTensor(output) && _is_sparse_any_tensor(output))) refuse('Sparse')
  if (outputs.some((output) => isTensor(output) && output.layout === layouts._mkldnn)) {
    refuse('MKLDNN')
  }
}

// A gradient that is not strided, which must be laid out as its input is.
function _check_layout(gi: Tensor, di: Tensor): void {
  if (gi.layout !== di.layout) {
    throw new GradcheckError(`grad is incorrect layout (${gi.layout} is not ${di.layout})`)
  }
  if (!_is_sparse_any_tensor(gi)) return
  const kind = String(gi.layout).replace('torch.', '').replace('_coo', '')
  for (const dim of ['sparse_dim', 'dense_dim'] as const) {
    if (gi[dim]() === di[dim]()) continue
    throw new GradcheckError(
      `grad is ${kind} tensor, but has incorrect ${dim} ${gi[dim]()}, expected ${di[dim]()}`,
    )
  }
}

/** Gradients for outputs without one must be zero, and be like the inputs. */
export function _test_backward_mul_by_grad_output(
  outputs: readonly Tensor[],
  inputs: readonly unknown[],
  masked: boolean | null,
): void {
  const wanted = differentiable(inputs)
  if (wanted.length === 0) throw new GradcheckError('no Tensors requiring grad found in input')
  const gradients = grad(outputs, wanted, outputs.map(contiguousZeros), { allow_unused: true })
  for (const [i, gradient] of (gradients as (Tensor | null)[]).entries()) {
    if (gradient === null) continue
    let [gi, di] = [gradient, wanted[i] as Tensor]
    if (gi.layout !== layouts.strided) {
      _check_layout(gi, di)
      gi = gi.to_dense()
      di = di.to_dense()
    }
    const zero = masked ? allclose(gi, zeros_like(gi)) : gi.eq(0).all().item()
    if (!zero) throw new GradcheckError('backward not multiplied by grad_output')
    if (gi.dtype !== di.dtype) throw new GradcheckError('grad is incorrect type')
    if (String(gi.device) !== String(di.device))
      throw new GradcheckError('grad is incorrect device')
    if (String(gi.shape) !== String(di.shape)) throw new GradcheckError('grad is incorrect size')
  }
}
