// Mirrors torch/signal/windows/windows.py.

import { def } from '../_def.js'
import { get_default_dtype } from '../_default_dtype.js'
import * as C from '../_generated/torch_functions.js'
import { tensor } from '../creation.js'
import { type dtype, float32, float64 } from '../dtype.js'
import { ValueError } from '../errors.js'
import { type layout, strided } from '../layout.js'
import type { Device, Tensor } from '../types.js'

type Maybe<T> = T | null

/** Where a window is made; the dtype is the default one where it is null. */
interface Options {
  dtype: dtype
  layout: layout
  device: Maybe<Device>
  requires_grad: boolean
}

function _window_function_checks(
  function_name: string,
  M: number,
  dtype: Maybe<dtype>,
  layout: Maybe<layout>,
  device: Maybe<Device>,
  requires_grad: boolean,
): Options {
  const options = {
    dtype: dtype ?? get_default_dtype(),
    layout: layout ?? strided,
    device,
    requires_grad,
  }
  if (M < 0) {
    throw new ValueError(`${function_name} requires non-negative window length, got M=${M}`)
  }
  if (options.layout !== strided) {
    throw new ValueError(
      `${function_name} is implemented for strided tensors only, got: ${options.layout}`,
    )
  }
  if (options.dtype !== float32 && options.dtype !== float64) {
    throw new ValueError(
      `${function_name} expects float32 or float64 dtypes, got: ${options.dtype}`,
    )
  }
  return options
}

// A periodic window is a symmetric one with one more point, which is left out.
const span = (M: number, sym: boolean): number => (!sym && M > 1 ? M : M - 1)

/**
 * A window that falls off exponentially from its centre, Poisson's window.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.signal.windows.exponential.html
 */
export const exponential = def(
  'exponential(M, *, center=None, tau=1.0, sym=True, dtype=None, layout=None, device=None, requires_grad=False)',
  (
    M: number,
    center: Maybe<number>,
    tau: number,
    sym: boolean,
    dtype: Maybe<dtype>,
    layout: Maybe<layout>,
    device: Maybe<Device>,
    requires_grad: boolean,
  ): Tensor => {
    const options = _window_function_checks('exponential', M, dtype, layout, device, requires_grad)
    if (tau <= 0) throw new ValueError(`Tau must be positive, got: ${tau} instead.`)
    if (sym && center !== null) throw new ValueError('Center must be None for symmetric windows')
    if (M === 0) return C.empty([0], options)
    const middle = center ?? span(M, sym) / 2
    const constant = 1 / tau
    const k = C.linspace(-middle * constant, (-middle + (M - 1)) * constant, M, options)
    return C.exp(C.neg(C.abs(k)))
  },
)

/**
 * Half a period of a sine.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.signal.windows.cosine.html
 */
export const cosine = def(
  'cosine(M, *, sym=True, dtype=None, layout=None, device=None, requires_grad=False)',
  (
    M: number,
    sym: boolean,
    dtype: Maybe<dtype>,
    layout: Maybe<layout>,
    device: Maybe<Device>,
    requires_grad: boolean,
  ): Tensor => {
    const options = _window_function_checks('cosine', M, dtype, layout, device, requires_grad)
    if (M === 0) return C.empty([0], options)
    const start = 0.5
    const constant = Math.PI / (span(M, sym) + 1)
    return C.sin(C.linspace(start * constant, (start + (M - 1)) * constant, M, options))
  },
)

/**
 * A bell curve.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.signal.windows.gaussian.html
 */
export const gaussian = def(
  'gaussian(M, *, std=1.0, sym=True, dtype=None, layout=None, device=None, requires_grad=False)',
  (
    M: number,
    std: number,
    sym: boolean,
    dtype: Maybe<dtype>,
    layout: Maybe<layout>,
    device: Maybe<Device>,
    requires_grad: boolean,
  ): Tensor => {
    const options = _window_function_checks('gaussian', M, dtype, layout, device, requires_grad)
    if (std <= 0) throw new ValueError(`Standard deviation must be positive, got: ${std} instead.`)
    if (M === 0) return C.empty([0], options)
    const start = -span(M, sym) / 2
    const constant = 1 / (std * Math.sqrt(2))
    const k = C.linspace(start * constant, (start + (M - 1)) * constant, M, options)
    return C.exp(C.neg(C.pow(k, 2)))
  },
)

/**
 * Kaiser's window, of shape `beta`.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.signal.windows.kaiser.html
 */
export const kaiser = def(
  'kaiser(M, *, beta=12.0, sym=True, dtype=None, layout=None, device=None, requires_grad=False)',
  (
    M: number,
    beta: number,
    sym: boolean,
    dtype: Maybe<dtype>,
    layout: Maybe<layout>,
    device: Maybe<Device>,
    requires_grad: boolean,
  ): Tensor => {
    const options = _window_function_checks('kaiser', M, dtype, layout, device, requires_grad)
    if (beta < 0) throw new ValueError(`beta must be non-negative, got: ${beta} instead.`)
    if (M === 0) return C.empty([0], options)
    if (M === 1) return C.ones([1], options)
    // Tensors, so that the ends are rounded as the window is.
    const b = tensor(beta, { dtype: options.dtype, device })
    const start = b.neg()
    const constant = b.mul(2).div(sym ? M - 1 : M)
    const end = C.minimum(b, start.add(constant.mul(M - 1)))
    const k = C.linspace(start, end, M, options)
    return C.i0(C.sqrt(b.mul(b).sub(C.pow(k, 2)))).div(C.i0(b))
  },
)

/**
 * A triangle.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.signal.windows.bartlett.html
 */
export const bartlett = def(
  'bartlett(M, *, sym=True, dtype=None, layout=None, device=None, requires_grad=False)',
  (
    M: number,
    sym: boolean,
    dtype: Maybe<dtype>,
    layout: Maybe<layout>,
    device: Maybe<Device>,
    requires_grad: boolean,
  ): Tensor => {
    const options = _window_function_checks('bartlett', M, dtype, layout, device, requires_grad)
    if (M === 0) return C.empty([0], options)
    if (M === 1) return C.ones([1], options)
    const start = -1
    const constant = 2 / (sym ? M - 1 : M)
    const k = C.linspace(start, start + (M - 1) * constant, M, options)
    return C.rsub(C.abs(k), 1)
  },
)

/**
 * A sum of cosines with the coefficients `a`.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.signal.windows.general_cosine.html
 */
export const general_cosine = def(
  'general_cosine(M, *, a, sym=True, dtype=None, layout=None, device=None, requires_grad=False)',
  (
    M: number,
    a: readonly number[],
    sym: boolean,
    dtype: Maybe<dtype>,
    layout: Maybe<layout>,
    device: Maybe<Device>,
    requires_grad: boolean,
  ): Tensor => {
    const options = _window_function_checks(
      'general_cosine',
      M,
      dtype,
      layout,
      device,
      requires_grad,
    )
    if (M === 0) return C.empty([0], options)
    if (M === 1) return C.ones([1], options)
    if (!Array.isArray(a)) throw new TypeError('Coefficients must be a list/tuple')
    if (a.length === 0) throw new ValueError('Coefficients cannot be empty')
    const constant = (2 * Math.PI) / (sym ? M - 1 : M)
    const k = C.linspace(0, (M - 1) * constant, M, options)
    const coefficients = a.map((w: number, i: number) => (i % 2 === 0 ? w : -w))
    const { layout: _, ...place } = options
    const a_i = tensor(coefficients, place)
    const i = C.arange(a.length, place)
    return a_i
      .unsqueeze(-1)
      .mul(C.cos(i.unsqueeze(-1).mul(k)))
      .sum(0)
  },
)

/**
 * Hamming's window with a free coefficient.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.signal.windows.general_hamming.html
 */
export const general_hamming = def(
  'general_hamming(M, *, alpha=0.54, sym=True, dtype=None, layout=None, device=None, requires_grad=False)',
  (
    M: number,
    alpha: number,
    sym: boolean,
    dtype: Maybe<dtype>,
    layout: Maybe<layout>,
    device: Maybe<Device>,
    requires_grad: boolean,
  ): Tensor =>
    general_cosine(M, { a: [alpha, 1 - alpha], sym, dtype, layout, device, requires_grad }),
)

/** Fixed coefficients of {@link general_cosine}, under a name of their own in errors where Python has one. */
const fixed = <const S extends string>(line: S, a: readonly number[], name?: string) =>
  def(
    line,
    (
      M: number,
      sym: boolean,
      dtype: Maybe<dtype>,
      layout: Maybe<layout>,
      device: Maybe<Device>,
      requires_grad: boolean,
    ): Tensor => {
      if (name) _window_function_checks(name, M, dtype, layout, device, requires_grad)
      return general_cosine(M, { a, sym, dtype, layout, device, requires_grad })
    },
  )

/**
 * Hamming's window.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.signal.windows.hamming.html
 */
export const hamming = fixed(
  'hamming(M, *, sym=True, dtype=None, layout=None, device=None, requires_grad=False)',
  [0.54, 1 - 0.54],
)

/**
 * Hann's window.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.signal.windows.hann.html
 */
export const hann = fixed(
  'hann(M, *, sym=True, dtype=None, layout=None, device=None, requires_grad=False)',
  [0.5, 0.5],
)

/**
 * Blackman's window.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.signal.windows.blackman.html
 */
export const blackman = fixed(
  'blackman(M, *, sym=True, dtype=None, layout=None, device=None, requires_grad=False)',
  [0.42, 0.5, 0.08],
  'blackman',
)

/**
 * Nuttall's window, of four terms.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.signal.windows.nuttall.html
 */
export const nuttall = fixed(
  'nuttall(M, *, sym=True, dtype=None, layout=None, device=None, requires_grad=False)',
  [0.3635819, 0.4891775, 0.1365995, 0.0106411],
)

export * as default from './windows.js'
