// _fast_gradcheck of torch/autograd/gradcheck.py: products of jacobians with random vectors, `v^T J u`.

import * as C from '../../_generated/torch_functions.js'
import { isTensor } from '../../_is_tensor.js'
import { sparse_compressed_tensor, sparse_coo_tensor } from '../../_sparse_creation.js'
import * as types from '../../dtype.js'
import { IndexError } from '../../errors.js'
import * as layouts from '../../layout.js'
import { Generator } from '../../random.js'
import { _format } from '../../tensor_str.js'
import type { Tensor } from '../../types.js'
import {
  _check_analytical_jacobian_attributes,
  _get_analytical_vJu_backward_mode,
} from './_analytical.js'
import {
  _allclose_with_type_promotion,
  _is_sparse_any_tensor,
  _is_sparse_compressed_tensor,
  call,
  type Func,
  GradcheckError,
  type Mode,
  requiresGrad,
  type Settings,
  type Vector,
} from './_common.js'
import { _get_analytical_jacobian_forward_ad } from './_forward.js'
import { _get_notallclose_msg, FAST_FAIL_SLOW_OK_MSG } from './_messages.js'
import {
  _get_numerical_jacobian,
  _get_numerical_jvp_wrt_specific_input,
  _get_numerical_vJu,
} from './_numerical.js'
import { _densify } from './_sparse.js'

// Half-precision complex numbers stay what they are.
const realTypes = new Map([
  [types.complex128, types.float64],
  [types.complex64, types.float32],
])

// Random values of length one, in the form of `x`; real where `downcast`.
function _vec_from_tensor(x: Tensor, generator: Generator, downcast: boolean): Tensor {
  const { device } = x
  const dtype = (downcast ? realTypes.get(x.dtype) : null) ?? x.dtype
  const values = (numel: number): Tensor =>
    C.rand(numel, { generator, device: 'cpu' }).to({ dtype, device })
  const normed = (vector: Tensor): Tensor => vector.div_(vector.norm())
  if (x.layout === layouts.sparse_coo) {
    const own = x._values()
    const vector = normed(values(own.numel()).view(own.shape))
    return sparse_coo_tensor(x._indices(), vector, x.shape, { device })
  }
  if (_is_sparse_compressed_tensor(x)) {
    const { layout } = x
    const byRow = layout === layouts.sparse_csr || layout === layouts.sparse_bsr
    const own = x.values()
    const vector = normed(values(own.numel()).view(own.shape))
    return sparse_compressed_tensor(
      byRow ? x.crow_indices() : x.ccol_indices(),
      byRow ? x.col_indices() : x.row_indices(),
      vector,
      x.shape,
      { layout, device },
    )
  }
  return normed(values(x.numel()))
}

/** Which inputs require a gradient. */
export function _get_inp_tensors(
  inputs: readonly unknown[],
): [indices: number[], tensors: Tensor[]] {
  const found = inputs.flatMap((input, i) => (requiresGrad(input) ? [[i, input] as const] : []))
  return [found.map(([i]) => i), found.map(([, input]) => input)]
}

interface Vectors {
  /** For the outputs; none in forward mode. */
  readonly all_v: Tensor[] | null
  /** For the inputs. */
  readonly all_u: Vector[]
  /** The same, dense. */
  readonly all_u_dense: Vector[]
}

/** Directions in the spaces of inputs and outputs, from a generator of their own: nobody's seed is used up. */
export function _make_vectors(
  inputs: readonly Tensor[],
  outputs: readonly Tensor[],
  use_forward_ad: boolean,
): Vectors {
  const generator = new Generator()
  const dense = (vector: Tensor): Tensor =>
    _is_sparse_any_tensor(vector) ? vector.to_dense().reshape(-1) : vector
  const all_u: Vector[] = []
  const all_u_dense: Vector[] = []
  for (const input of inputs) {
    const real = _vec_from_tensor(input, generator, true)
    if (input.is_complex()) {
      const imag = _vec_from_tensor(input, generator, true)
      all_u.push([real, imag])
      all_u_dense.push([dense(real), dense(imag)])
    } else {
      all_u.push(real)
      all_u_dense.push(dense(real))
    }
  }
  const all_v = use_forward_ad
    ? null
    : outputs.map((output) => _vec_from_tensor(output, generator, false))
  return { all_v, all_u, all_u_dense }
}

const total = (tensor: Tensor): number => Number(tensor.sum().item())

// Each element may be wrong by `atol`: the product then by as much as the vectors' sums.
function _adjusted_atol(atol: number, u: Vector, v: Tensor | null): number {
  const sumV = v === null ? 1 : total(v)
  const sumU = isTensor(u) ? total(u) : total(u[0]) + total(u[1])
  return atol * sumU * sumV
}

function _run_slow_mode_and_get_error(
  func: Func,
  inputs: readonly unknown[],
  outputs: readonly Tensor[],
  at: readonly [input: number, output: number],
  { rtol, atol, eps }: Settings,
  forward: boolean,
): string {
  const [i, j] = at
  const numerical = _get_numerical_jacobian(func, inputs, outputs, eps, forward)[i]?.[j]
  // In forward mode `j` counts all outputs, here there are those that require a gradient: Python's slip.
  if (numerical === undefined) throw new IndexError('tuple index out of range')
  const alone = (input: never): Tensor => {
    const all = [...inputs]
    all[i] = input
    return call(func, all)[j] as Tensor
  }
  const analytical = (
    forward
      ? _get_analytical_jacobian_forward_ad(alone, [inputs[i]], [outputs[j] as Tensor])[0]?.[0]
      : _check_analytical_jacobian_attributes(inputs, outputs[j] as Tensor, Infinity, false)[i]
  ) as Tensor
  const most = C.abs(numerical.sub(analytical)).max()
  const close = C.allclose(analytical, numerical, rtol, atol)
  return (
    '\nThe above quantities relating the numerical and analytical jacobians are computed \n' +
    'in fast mode. See: https://github.com/pytorch/pytorch/issues/53876 for more background \n' +
    'about fast mode. Below, we recompute numerical and analytical jacobians in slow mode:\n\n' +
    `Numerical:\n ${_format(numerical)}\nAnalytical:\n${_format(analytical)}\n\n` +
    `The max per-element difference (slow mode) is: ${_format(most)}.\n` +
    (close ? FAST_FAIL_SLOW_OK_MSG : '')
  )
}

function _check_no_differentiable_outputs_fast(
  func: Func,
  inputs: readonly unknown[],
  indices: readonly number[],
  all_u: readonly Vector[],
  { eps, nondet_tol }: Settings,
): void {
  for (const [i, at] of indices.entries()) {
    const u = all_u[i] as Vector
    for (const jvp of _get_numerical_jvp_wrt_specific_input(func, at, inputs, u, eps)) {
      if (jvp.numel() === 0) continue
      if (
        Number(
          C.abs(jvp.sub(C.zeros_like(jvp)))
            .max()
            .item(),
        ) > nondet_tol
      ) {
        throw new GradcheckError('Numerical gradient for function expected to be zero')
      }
    }
  }
}

export function _fast_gradcheck(
  func: Func,
  func_out: readonly Tensor[],
  inputs: readonly unknown[],
  outputs: readonly Tensor[],
  settings: Settings,
  mode: Mode = {},
): void {
  const { eps, rtol, atol, check_grad_dtypes, nondet_tol, masked } = settings
  const { use_forward_ad: forward = false } = mode
  const [indices, tensors] = _get_inp_tensors(inputs)
  const { all_v, all_u, all_u_dense } = _make_vectors(tensors, outputs, forward)
  const [numericalInputs, numericalU, numericalV] = masked
    ? [inputs, all_u, all_v]
    : [_densify(inputs), _densify(all_u), _densify(all_v)]
  const numerical = _get_numerical_vJu(
    func,
    numericalInputs,
    indices,
    func_out,
    numericalU,
    numericalV,
    eps,
    forward,
  )
  let analytical: Tensor[][]
  if (all_v === null) {
    // Complex inputs are split into real ones before.
    const u = all_u as Tensor[]
    analytical = _get_analytical_jacobian_forward_ad(func, inputs, func_out, check_grad_dtypes, u)
  } else {
    if (outputs.length === 0) {
      _check_no_differentiable_outputs_fast(func, inputs, indices, all_u, settings)
    }
    analytical = _get_analytical_vJu_backward_mode(
      inputs,
      outputs,
      nondet_tol,
      check_grad_dtypes,
      all_v,
      all_u_dense,
    )
  }
  for (const [i, row] of numerical.entries()) {
    for (const [j, n] of row.entries()) {
      const a = (forward ? analytical[i]?.[j] : analytical[j]?.[i]) as Tensor
      const tolerance = _adjusted_atol(atol, all_u[i] as Vector, all_v?.[j] ?? null)
      if (_allclose_with_type_promotion(a, n.to(a.device), rtol, tolerance)) continue
      const at = [i, j] as const
      throw new GradcheckError(
        _get_notallclose_msg(a, n, j, i, mode) +
          _run_slow_mode_and_get_error(func, inputs, outputs, at, settings, forward),
      )
    }
  }
}
