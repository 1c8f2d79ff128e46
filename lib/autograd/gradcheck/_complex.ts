// _gradcheck_real_imag of torch/autograd/gradcheck.py: complex functions as pairs of real ones.

import { imag, real } from '../../_generated/torch_functions.js'
import { isTensor } from '../../_is_tensor.js'
import type { Tensor } from '../../types.js'
import {
  _differentiable_outputs,
  call,
  type Func,
  imaginary,
  type Mode,
  type Settings,
} from './_common.js'
import type { _slow_gradcheck } from './_slow.js'
import { _test_undefined_forward_mode } from './_undefined.js'

const isComplex = (value: unknown): value is Tensor => isTensor(value) && value.is_complex()

// The function with a part of its complex outputs.
function _part_of_outputs(fn: Func, part: (tensor: Tensor) => Tensor): Func {
  return (...inputs) => call(fn, inputs).map((out) => (out.is_complex() ? part(out) : out))
}

// The function of a part of its complex inputs: the other part stays what it is, so that all inputs are valid ones.
function _part_of_inputs(
  fn: Func,
  indices: readonly number[],
  inputs: readonly unknown[],
  join: (part: Tensor, whole: Tensor) => Tensor,
): Func {
  return (...parts: Tensor[]) => {
    const all: unknown[] = [...parts]
    for (const i of indices) all[i] = join(parts[i] as Tensor, inputs[i] as Tensor)
    return call(fn, all)
  }
}

/** Which derivatives are looked at. */
export interface Directions {
  readonly check_forward_ad: boolean
  readonly check_backward_ad: boolean
  readonly check_undefined_grad: boolean
}

function backwardMode(
  check: typeof _slow_gradcheck,
  func: Func,
  func_out: readonly Tensor[],
  inputs: readonly unknown[],
  outputs: readonly Tensor[],
  settings: Settings,
): void {
  if (!func_out.some((out) => out.is_complex())) {
    check(func, func_out, inputs, outputs, settings)
    return
  }
  const complex_indices = outputs.flatMap((out, i) => (out.is_complex() ? [i] : []))
  const checkPart = (part: (tensor: Tensor) => Tensor, mode: Mode): void => {
    const fn = _part_of_outputs(func, part)
    const results = call(fn, inputs)
    check(fn, results, inputs, _differentiable_outputs(results), settings, mode)
  }
  checkPart(imag, { complex_indices, test_imag: true })
  checkPart(real, { complex_indices })
}

function forwardMode(
  check: typeof _slow_gradcheck,
  func: Func,
  func_out: readonly Tensor[],
  inputs: readonly unknown[],
  outputs: readonly Tensor[],
  settings: Settings,
  check_undefined_grad: boolean,
): void {
  const complex_indices = inputs.flatMap((input, i) => (isComplex(input) ? [i] : []))
  if (complex_indices.length === 0) {
    check(func, func_out, inputs, outputs, settings, { use_forward_ad: true })
    if (check_undefined_grad) _test_undefined_forward_mode(func, outputs, inputs)
    return
  }
  const part = (
    take: (tensor: Tensor) => Tensor,
    join: (part: Tensor, whole: Tensor) => Tensor,
  ) => {
    const fn = _part_of_inputs(func, complex_indices, inputs, join)
    const taken = inputs.map((input) => (isComplex(input) ? take(input) : input))
    return { fn, taken }
  }
  const checkPart = ({ fn, taken }: ReturnType<typeof part>, test_imag: boolean) => {
    const results = call(fn, taken)
    const mode = { complex_indices, test_imag, use_forward_ad: true }
    check(fn, results, taken, _differentiable_outputs(results), settings, mode)
    return results
  }
  const imaginaryPart = part(imag, (inp, orig) => real(orig).add(inp.mul(imaginary())))
  const realPart = part(real, (inp, orig) => inp.add(imag(orig).mul(imaginary())))
  const imagOut = checkPart(imaginaryPart, true)
  const realOut = checkPart(realPart, false)
  if (!check_undefined_grad) return
  _test_undefined_forward_mode(imaginaryPart.fn, imagOut, imaginaryPart.taken)
  _test_undefined_forward_mode(realPart.fn, realOut, realPart.taken)
}

/** Runs a check for each direction and, of complex functions, for each part. */
export function _gradcheck_real_imag(
  check: typeof _slow_gradcheck,
  func: Func,
  func_out: readonly Tensor[],
  inputs: readonly unknown[],
  outputs: readonly Tensor[],
  settings: Settings,
  { check_forward_ad, check_backward_ad, check_undefined_grad }: Directions,
): void {
  if (check_backward_ad) backwardMode(check, func, func_out, inputs, outputs, settings)
  if (!check_forward_ad) return
  forwardMode(check, func, func_out, inputs, outputs, settings, check_undefined_grad)
}
