// Numerical derivatives of torch/autograd/gradcheck.py: central differences, made of torch operators.

import { isTensor } from '../../_is_tensor.js'
import { pyRepr } from '../../_repr.js'
import { tuple } from '../../_tuple.js'
import { AssertionError, ValueError } from '../../errors.js'
import * as layouts from '../../layout.js'
import type { Tensor } from '../../types.js'
import {
  _allocate_jacobians_with_outputs,
  _as_tuple,
  _is_float_or_complex_tensor,
  _is_sparse_any_tensor,
  _is_sparse_compressed_tensor,
  call,
  element,
  type Func,
  imaginary,
  requiresGrad,
  type Vector,
} from './_common.js'
import { _iter_tensor } from './_sparse.js'

type Values = readonly Tensor[]
/** A step: a number, or a tensor of the input's shape. */
type Step = number | Tensor
/** The derivatives of all outputs along a step, which may be imaginary. */
type JvpFn = (step: Tensor | number | { re: number; im: number }) => Tensor[]

function _check_outputs_same_dtype_and_shape(
  a: Tensor,
  b: Tensor,
  eps: number,
  index: readonly number[] | null,
): void {
  const where = index === null ? '' : `on index ${pyRepr(tuple(index))} `
  const hold = (what: 'shape' | 'dtype'): void => {
    if (String(a[what]) === String(b[what])) return
    throw new AssertionError(
      `Expected \`func\` to return outputs with the same ${what} when inputs are perturbed ${where}by ${pyRepr(eps)}, ` +
        `but got: ${what}s ${a[what]} and ${b[what]}.`,
    )
  }
  hold('shape')
  hold('dtype')
}

// Calls with the input in the form that the function takes.
function _prepare_input(input: Tensor, perturbed: Tensor | null, fast: boolean): Tensor {
  if (perturbed === null) return input
  if (input.layout === layouts._mkldnn) return perturbed.to_mkldnn()
  // What was changed is a copy there; elsewhere it is the input's own memory.
  return fast && _is_sparse_any_tensor(input) ? perturbed : input
}

function _with_prepare_inputs(
  fn: Func,
  inputs: readonly unknown[],
  at: number,
  perturbed: Tensor,
  fast = false,
): () => Values {
  return () => {
    const given = inputs.map((a, i) =>
      isTensor(a) ? _prepare_input(a, i === at ? perturbed : null, fast) : a,
    )
    return call(fn, given).map((out) => out.clone())
  }
}

// `fn` at `entry`, which is changed by a step down and up, and then as it was.
function _get_numerical_jvp_fn(
  fn: () => Values,
  entry: Tensor,
  eps: number,
  index: readonly number[] | null,
): JvpFn {
  return (step) => {
    const sparse = isTensor(step) && _is_sparse_compressed_tensor(entry)
    // Both have the same indices; and there is no arithmetic on such tensors.
    const point = sparse ? entry.values().detach() : entry
    const v = sparse ? step.values() : step
    const orig = point.clone()
    point.copy_(orig.sub(v))
    const below = fn()
    point.copy_(orig.add(v))
    const above = fn()
    point.copy_(orig)
    return below.map((a, i) => {
      const b = above[i] as Tensor
      _check_outputs_same_dtype_and_shape(a, b, eps, index)
      return b
        .sub(a)
        .div(2 * eps)
        .detach()
        .reshape(-1)
    })
  }
}

// For a complex input, the conjugate Wirtinger derivative, from a real and an imaginary step.
function _compute_numerical_jvps(
  jvp: JvpFn,
  delta: Step | readonly [Tensor, Tensor],
  isComplex: boolean,
  forward: boolean,
): Tensor[] {
  const [real, imag] = Array.isArray(delta) ? (delta as [Tensor, Tensor]) : [delta as Step, null]
  const dx = jvp(real)
  const checkReal = (ds: Tensor, text: string): void => {
    if (ds.is_complex()) throw new AssertionError(text)
  }
  if (!isComplex) {
    if (!forward) {
      for (const ds of dx) checkReal(ds, 'Expected ds_dx to be real-valued, not complex.')
    }
    return dx
  }
  const part = imag ?? real
  const dy = jvp(isTensor(part) ? part.mul(imaginary()) : imaginary(part))
  return dx.map((ds, i) => {
    checkReal(ds, 'Expected ds_dx to be real-valued, not complex')
    return ds.add((dy[i] as Tensor).mul(imaginary()))
  })
}

/**
 * The jacobian of each output by one input, from one step of `eps` for each of the input's elements: of shape (the
 * input's elements, the output's elements).
 *
 * @param input - the input where it is not itself among the function's.
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.autograd.gradcheck.gradcheck.html
 */
export function get_numerical_jacobian_wrt_specific_input(
  fn: Func,
  input_idx: number,
  inputs: readonly unknown[],
  outputs: Values,
  eps: number,
  input: Tensor | null = null,
  is_forward_ad = false,
): Tensor[] {
  const target = input ?? (inputs[input_idx] as Tensor)
  if (!target.requires_grad) throw new AssertionError('Expected input to have requires_grad=True')
  const dtype = target.dtype.is_complex ? target.dtype : null
  const jacobians = _allocate_jacobians_with_outputs(outputs, target.numel(), dtype)
  const rows: [number, Tensor[]][] = []
  for (const [x, index, place] of _iter_tensor(target)) {
    const prepared = _with_prepare_inputs(fn, inputs, input_idx, x)
    const jvp = _get_numerical_jvp_fn(prepared, element(x, index), eps, index)
    rows.push([place, _compute_numerical_jvps(jvp, eps, x.is_complex(), is_forward_ad)])
  }
  for (const [place, row] of rows) {
    for (const [i, jacobian] of jacobians.entries()) {
      jacobian.select(0, place).copy_(row[i] as Tensor)
    }
  }
  return jacobians
}

/**
 * The jacobians of all outputs by all targets that require a gradient: for each target a list of one per output.
 *
 * @param target - what to differentiate by, where that is not the inputs; it may be no part of them.
 */
export function _get_numerical_jacobian(
  fn: Func,
  inputs: readonly unknown[],
  outputs: Values | null,
  eps: number,
  is_forward_ad = false,
  target: readonly unknown[] = inputs,
): Tensor[][] {
  const results = outputs ?? call(fn, inputs)
  if (!is_forward_ad && results.some((out) => out.is_complex())) {
    throw new ValueError(
      'Expected output to be non-complex. get_numerical_jacobian no longer supports functions that return complex ' +
        'outputs.',
    )
  }
  return target.flatMap((input, i) =>
    requiresGrad(input)
      ? [
          get_numerical_jacobian_wrt_specific_input(
            fn,
            i,
            inputs,
            results,
            eps,
            input,
            is_forward_ad,
          ),
        ]
      : [],
  )
}

// An input in a form that can be changed in place and has strides.
function _get_input_to_perturb(input: Tensor): Tensor {
  if (input.layout === layouts._mkldnn) return input.to_dense()
  // It may require a gradient, and copy_ resizes, which `data` does not allow.
  return _is_sparse_any_tensor(input) ? input.clone() : input.data
}

const reshaped = (u: Tensor, sizes: readonly number[]): Tensor =>
  _is_sparse_any_tensor(u) ? u : u.reshape(sizes)

/** The derivatives of all outputs by one input along a direction, from one step. */
export function _get_numerical_jvp_wrt_specific_input(
  fn: Func,
  input_idx: number,
  inputs: readonly unknown[],
  u: Vector,
  eps: number,
  is_forward_ad = false,
): Tensor[] {
  const input = inputs[input_idx] as Tensor
  const perturbed = _get_input_to_perturb(input)
  const prepared = _with_prepare_inputs(fn, inputs, input_idx, perturbed, true)
  const jvp = _get_numerical_jvp_fn(prepared, perturbed, eps, null)
  const scaled = _as_tuple<Tensor>(u as Tensor).map((part) =>
    reshaped(part, perturbed.shape).mul(eps),
  )
  const delta = isTensor(u) ? (scaled[0] as Tensor) : (scaled as [Tensor, Tensor])
  return _compute_numerical_jvps(jvp, delta, input.is_complex(), is_forward_ad)
}

function _dot_with_type_promotion(u: Tensor, v: Tensor): Tensor {
  if (u.dim() !== 1 || v.dim() !== 1) {
    throw new AssertionError(
      `Expected u and v to be 1D tensors, but got dims ${u.dim()} and ${v.dim()}`,
    )
  }
  return u.mul(v).sum()
}

/** `v^T J u` for each input and output; `J u` where there are no vectors `v`. */
export function _get_numerical_vJu(
  fn: Func,
  inputs: readonly unknown[],
  inp_indices: readonly number[],
  func_out: Values,
  all_u: readonly Vector[],
  all_v: Values | null,
  eps: number,
  is_forward_ad: boolean,
): Tensor[][] {
  return inp_indices.map((at, i) => {
    const u = all_u[i] as Vector
    const all = _get_numerical_jvp_wrt_specific_input(fn, at, inputs, u, eps, is_forward_ad)
    if (all.length !== func_out.length) {
      throw new AssertionError(
        `Expected all_Ju and func_out to have the same length, but got ${all.length} and ${func_out.length}`,
      )
    }
    const Ju = all.filter((_, j) => _is_float_or_complex_tensor(func_out[j]))
    return all_v === null
      ? Ju
      : Ju.slice(0, all_v.length).map((one, j) => _dot_with_type_promotion(all_v[j] as Tensor, one))
  })
}
