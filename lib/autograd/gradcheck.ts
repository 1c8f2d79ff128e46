// Mirrors torch/autograd/gradcheck.py, whose parts are in the folder of that name, by idea.

import { python } from '../_kwargs.js'
import * as types from '../dtype.js'
import { AssertionError } from '../errors.js'
import { make_tensor } from '../testing/_creation.js'
import type { Tensor } from '../types.js'
import { grad } from './_backward.js'
import { _test_batched_grad, _test_batched_grad_forward_ad } from './gradcheck/_batched.js'
import {
  _check_inputs,
  _check_outputs,
  _test_backward_mul_by_grad_output,
} from './gradcheck/_checks.js'
import {
  _as_tuple,
  _differentiable_outputs,
  call,
  type Func,
  GradcheckError,
  requiresGrad,
} from './gradcheck/_common.js'
import { _gradcheck_real_imag, type Directions } from './gradcheck/_complex.js'
import { _fast_gradcheck } from './gradcheck/_fast.js'
import { _slow_gradcheck } from './gradcheck/_slow.js'
import { _test_undefined_backward_mode } from './gradcheck/_undefined.js'

export { GradcheckError } from './gradcheck/_common.js'
export { get_analytical_jacobian, get_numerical_jacobian } from './gradcheck/_deprecated.js'
export { get_numerical_jacobian_wrt_specific_input } from './gradcheck/_numerical.js'

/** Options of both checks. */
interface CommonOptions {
  /** The step of the finite differences. */
  eps?: number | undefined
  atol?: number | undefined
  rtol?: number | undefined
  /** Whether a failure is thrown, or false given. */
  raise_exception?: boolean | undefined
  /** By how much two backward passes may differ. */
  nondet_tol?: number | undefined
  /** Whether missing gradients of outputs must count as zeros. */
  check_undefined_grad?: boolean | undefined
  /** Whether gradients must have the dtypes of the inputs. */
  check_grad_dtypes?: boolean | undefined
  /** Whether a batch of gradients must give what single ones give. */
  check_batched_grad?: boolean | undefined
  /** Whether only products with random vectors are compared, which is faster. */
  fast_mode?: boolean | undefined
}

/** Options of {@link gradcheck}. */
export interface GradcheckOptions extends CommonOptions {
  /** The same as `check_batched_grad` for forward mode. */
  check_batched_forward_grad?: boolean | undefined
  /** Whether forward mode is checked too. */
  check_forward_ad?: boolean | undefined
  /** Whether backward is checked. */
  check_backward_ad?: boolean | undefined
  /** Whether unspecified elements of sparse tensors have no gradients. */
  masked?: boolean | null | undefined
}

interface Arguments extends Directions {
  func: Func
  inputs: unknown
  eps: number
  atol: number
  rtol: number
  raise_exception: boolean
  nondet_tol: number
  check_grad_dtypes: boolean
  check_batched_grad: boolean
  check_batched_forward_grad: boolean
  fast_mode: boolean
  masked: boolean | null
}

const bindGradcheck = python(
  'gradcheck(func, inputs, *, eps=1e-6, atol=1e-5, rtol=1e-3, raise_exception=True, nondet_tol=0.0, check_undefined_grad=True, check_grad_dtypes=False, check_batched_grad=False, check_batched_forward_grad=False, check_forward_ad=False, check_backward_ad=True, fast_mode=False, masked=None)',
)

/**
 * Holds the gradients of `func` against finite differences, for all inputs that require one. Those should be of double
 * precision, with memory of their own.
 *
 * @param func - a function of the inputs that gives a tensor or a list of them.
 * @param inputs - a tensor, or a list of tensors and other values.
 * @returns true; with `raise_exception` false, whether the gradients are right.
 * @throws GradcheckError with both jacobians where they differ.
 *
 * @example
 * const x = torch.randn(3, { dtype: torch.double, requires_grad: true })
 * torch.autograd.gradcheck((x) => x.sin().mul(x), x, { check_forward_ad: true }) // True
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.autograd.gradcheck.gradcheck.html
 */
export function gradcheck<I extends Tensor | readonly unknown[] | []>(
  func: (...inputs: I extends readonly unknown[] ? [...I] : [I]) => Tensor | readonly Tensor[],
  inputs: I,
  options?: GradcheckOptions,
): boolean
export function gradcheck(...args: unknown[]): boolean {
  return checked(bindGradcheck<Arguments>(args))
}

function checked(a: Arguments): boolean {
  if (!a.check_forward_ad && !a.check_backward_ad) {
    throw new AssertionError(
      'Expected at least one of check_forward_ad or check_backward_ad to be True',
    )
  }
  if (a.check_batched_grad && !a.check_backward_ad) {
    throw new AssertionError(
      'Setting check_batched_grad=True requires check_backward_ad to be True',
    )
  }
  if (a.check_batched_forward_grad && !a.check_forward_ad) {
    throw new AssertionError(
      'Setting check_batched_forward_grad=True requires check_forward_ad to be True',
    )
  }
  try {
    _gradcheck_helper(a)
    return true
  } catch (error) {
    if (!a.raise_exception && error instanceof GradcheckError) return false
    throw error
  }
}

function _gradcheck_helper(a: Arguments): void {
  const { func, masked } = a
  const inputs = _as_tuple<unknown>(a.inputs)
  _check_inputs(inputs)
  const func_out = call(func, inputs)
  const outputs = _differentiable_outputs(func_out)
  _check_outputs(outputs)
  const check = a.fast_mode ? _fast_gradcheck : _slow_gradcheck
  _gradcheck_real_imag(check, func, func_out, inputs, outputs, a, a)
  if (a.check_batched_forward_grad) _test_batched_grad_forward_ad(func, inputs)
  if (!a.check_backward_ad) return
  if (a.check_batched_grad) {
    for (const [i, output] of outputs.entries()) _test_batched_grad(inputs, output, i)
  }
  _test_backward_mul_by_grad_output(outputs, inputs, masked)
  if (a.check_undefined_grad) _test_undefined_backward_mode(func, outputs, inputs)
}

type Gradients = Tensor | null | readonly (Tensor | null)[]

/** Options of {@link gradgradcheck}. */
export interface GradgradcheckOptions extends CommonOptions {
  /** Gradients of the outputs; random ones unless given. */
  grad_outputs?: Gradients | undefined
  /** Whether the random ones are not contiguous. */
  gen_non_contig_grad_outputs?: boolean | undefined
  /** Whether forward mode over backward is checked too. */
  check_fwd_over_rev?: boolean | undefined
  /** Whether backward through backward is checked. */
  check_rev_over_rev?: boolean | undefined
  /** Whether unspecified elements of sparse tensors have no gradients. */
  masked?: boolean | undefined
}

interface SecondArguments extends Arguments {
  grad_outputs: Gradients
  gen_non_contig_grad_outputs: boolean
  check_fwd_over_rev: boolean
  check_rev_over_rev: boolean
}

const bindGradgradcheck = python(
  'gradgradcheck(func, inputs, grad_outputs=None, *, eps=1e-6, atol=1e-5, rtol=1e-3, gen_non_contig_grad_outputs=False, raise_exception=True, nondet_tol=0.0, check_undefined_grad=True, check_grad_dtypes=False, check_batched_grad=False, check_fwd_over_rev=False, check_rev_over_rev=True, fast_mode=False, masked=False)',
)

function randomGradients(outputs: readonly Tensor[], noncontiguous: boolean): Tensor[] {
  return outputs.map((x) =>
    make_tensor(x.shape, {
      dtype: x.is_floating_point() || x.is_complex() ? x.dtype : types.double,
      device: x.device,
      low: -1,
      high: 1,
      requires_grad: true,
      noncontiguous,
    }),
  )
}

/**
 * {@link gradcheck} of the gradients themselves, as a function of the inputs and of the outputs' gradients: whether
 * backward can be differentiated.
 *
 * @param grad_outputs - gradients of the outputs; random ones unless given.
 *
 * @example
 * const x = torch.randn(3, { dtype: torch.double, requires_grad: true })
 * torch.autograd.gradgradcheck((x) => x.sin().mul(x), x) // True
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.autograd.gradcheck.gradgradcheck.html
 */
export function gradgradcheck<I extends Tensor | readonly unknown[] | []>(
  func: (...inputs: I extends readonly unknown[] ? [...I] : [I]) => Tensor | readonly Tensor[],
  inputs: I,
  options?: GradgradcheckOptions,
): boolean
export function gradgradcheck<I extends Tensor | readonly unknown[] | []>(
  func: (...inputs: I extends readonly unknown[] ? [...I] : [I]) => Tensor | readonly Tensor[],
  inputs: I,
  grad_outputs: Gradients,
  options?: Omit<GradgradcheckOptions, 'grad_outputs'>,
): boolean
export function gradgradcheck(...args: unknown[]): boolean {
  const a = bindGradgradcheck<SecondArguments>(args)
  if (!a.check_fwd_over_rev && !a.check_rev_over_rev) {
    throw new AssertionError(
      'Expected at least one of check_fwd_over_rev or check_rev_over_rev to be True',
    )
  }
  for (const option of ['check_undefined_grad', 'check_batched_grad'] as const) {
    if (!a[option] || a.check_rev_over_rev) continue
    throw new AssertionError(`Setting ${option}=True requires check_rev_over_rev to be True`)
  }
  const inputs = _as_tuple<unknown>(a.inputs)
  const gradients =
    a.grad_outputs === null
      ? randomGradients(
          _differentiable_outputs(call(a.func, inputs)),
          a.gen_non_contig_grad_outputs,
        )
      : (_as_tuple<Tensor | null>(a.grad_outputs) as readonly Tensor[])
  const all: readonly unknown[] = [...inputs, ...gradients]
  // Forward mode is checked on detached inputs: what required a gradient does so again.
  const wanted = all.map((x) => requiresGrad(x))
  const count = inputs.length
  const func: Func = (...args: unknown[]) => {
    const restored = args.map((x, i) => (wanted[i] ? (x as Tensor).requires_grad_() : x))
    const given = restored.slice(0, count)
    const outputs = _differentiable_outputs(call(a.func, given))
    const differentiable = given.filter((_, i) => wanted[i]) as Tensor[]
    const results: (Tensor | null)[] = grad(
      outputs,
      differentiable,
      restored.slice(count) as Tensor[],
      { create_graph: true, allow_unused: true },
    )
    return results.filter((gradient) => gradient !== null)
  }
  return checked({
    ...a,
    func,
    inputs: all,
    check_batched_forward_grad: false,
    check_forward_ad: a.check_fwd_over_rev,
    check_backward_ad: a.check_rev_over_rev,
  })
}
