// What all parts of torch/autograd/gradcheck.py share.

import { callable } from '../../_callable.js'
import { allclose, promote_types } from '../../_generated/torch_functions.js'
import { isTensor } from '../../_is_tensor.js'
import { typeName } from '../../_typename.js'
import { AttributeError, RuntimeError } from '../../errors.js'
import * as layouts from '../../layout.js'
import type { Tensor } from '../../types.js'

class GradcheckError extends RuntimeError {}
/**
 * Thrown by {@link gradcheck} and {@link gradgradcheck} where derivatives are wrong; its message shows both jacobians.
 *
 * @example
 * const x = torch.ones(2, { dtype: torch.double, requires_grad: true })
 * let caught = null
 * try {
 *   torch.autograd.gradcheck((x) => x.detach().mul(x), x)
 * } catch (error) {
 *   caught = error
 * }
 * caught instanceof GradcheckError // True
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.autograd.gradcheck.GradcheckError.html
 */
const GradcheckError_ = callable(GradcheckError)
/** Thrown by `gradcheck` and `gradgradcheck` where gradients are wrong. */
type GradcheckError_ = GradcheckError

export { GradcheckError_ as GradcheckError }

/** The function to check: tensors and other values to a tensor or a list of them. */
export type Func = (...inputs: never[]) => Tensor | readonly Tensor[]

/** A vector; for a complex input its two parts. */
export type Vector = Tensor | readonly [real: Tensor, imag: Tensor]

/** What is asked of gradients, the same for every part of a check. */
export interface Settings {
  readonly eps: number
  readonly rtol: number
  readonly atol: number
  readonly check_grad_dtypes: boolean
  readonly nondet_tol: number
  /** Whether the unspecified elements of sparse tensors have no gradients. */
  readonly masked: boolean | null
}

/** Which part of a check is done: Python's keywords of _slow_gradcheck and _fast_gradcheck. */
export interface Mode {
  readonly use_forward_ad?: boolean
  /** Which outputs (or inputs, in forward mode) are complex, of which a part is looked at. */
  readonly complex_indices?: readonly number[]
  readonly test_imag?: boolean
}

/** A product of a number with the imaginary unit. */
export const imaginary = (value = 1) => ({ re: 0, im: value })

export function _is_sparse_compressed_tensor({ layout }: Tensor): boolean {
  return (
    layout === layouts.sparse_csr ||
    layout === layouts.sparse_csc ||
    layout === layouts.sparse_bsr ||
    layout === layouts.sparse_bsc
  )
}

export function _is_sparse_any_tensor(obj: Tensor): boolean {
  return _is_sparse_compressed_tensor(obj) || obj.layout === layouts.sparse_coo
}

export function _is_float_or_complex_tensor(obj: unknown): obj is Tensor {
  return isTensor(obj) && (obj.is_floating_point() || obj.is_complex())
}

/** Whether gradients with respect to a value are looked at. */
export function requiresGrad(value: unknown): value is Tensor {
  return isTensor(value) && value.requires_grad
}

/** The tensors in nested lists, those that require a gradient. */
export function differentiable(value: unknown): Tensor[] {
  if (isTensor(value)) return value.requires_grad ? [value] : []
  return Array.isArray(value) ? value.flatMap(differentiable) : []
}

export function _as_tuple<T>(x: T | readonly T[]): readonly T[] {
  return Array.isArray(x) ? (x as readonly T[]) : [x as T]
}

/** What a function gives, as a list. */
export function call(func: Func, inputs: readonly unknown[]): readonly Tensor[] {
  return _as_tuple(func(...(inputs as never[])) as Tensor)
}

export function _differentiable_outputs(x: Tensor | readonly Tensor[]): Tensor[] {
  return _as_tuple(x as Tensor).filter((out) => {
    if (!isTensor(out)) {
      throw new AttributeError(`'${typeName(out)}' object has no attribute 'requires_grad'`)
    }
    return out.requires_grad
  })
}

/** The matrices of derivatives, zero yet: for each input one column per element of an output. */
export function _allocate_jacobians_with_inputs(
  inputs: readonly unknown[],
  numelOutput: number,
): Tensor[] {
  return inputs
    .filter((t): t is Tensor => _is_float_or_complex_tensor(t) && t.requires_grad)
    .map((t) => t.new_zeros([t.numel(), numelOutput], { layout: layouts.strided }))
}

/** The same for each output: one row per element of an input. */
export function _allocate_jacobians_with_outputs(
  outputs: readonly Tensor[],
  numelInput: number,
  dtype: Tensor['dtype'] | null = null,
): Tensor[] {
  return outputs
    .filter(_is_float_or_complex_tensor)
    .map((t) => t.new_zeros([numelInput, t.numel()], { dtype, layout: layouts.strided }))
}

/** All indices of a shape, the last one changing fastest. */
export function* indicesOf(sizes: readonly number[]): Generator<number[]> {
  const [first, ...rest] = sizes
  if (first === undefined) {
    yield []
    return
  }
  for (let i = 0; i < first; i++) for (const inner of indicesOf(rest)) yield [i, ...inner]
}

/** The element at an index, as a view. */
export function element(tensor: Tensor, index: readonly number[]): Tensor {
  return index.reduce((view, i) => view.select(0, i), tensor)
}

export function _allclose_with_type_promotion(
  a: Tensor,
  b: Tensor,
  rtol: number,
  atol: number,
): boolean {
  const dtype = promote_types(a.dtype, b.dtype)
  return allclose(a.to(dtype), b.to(dtype), rtol, atol)
}
