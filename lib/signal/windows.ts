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
 * A window of `M` points that falls off exponentially from its centre, Poisson's window: $w_n = e^{-|n - c| / \tau}$.
 *
 * `center` is $c$, the middle unless given, which is a ValueError for a symmetric window; `tau` (1) is $\tau$.
 * `sym: false` makes a periodic window, the first `M` of `M + 1` points.
 *
 * @example
 * torch.signal.windows.exponential(3) // tensor([0.3679, 1.0000, 0.3679])
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
 * Half a period of a sine on `M` points, $w_n = \sin(\pi (n + 0.5) / M)$; one more, left out, where `sym` is false.
 *
 * @example
 * torch.signal.windows.cosine(3) // tensor([0.5000, 1.0000, 0.5000])
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
 * A bell curve on `M` points, $w_n = e^{-(n - c)^2 / 2 \sigma^2}$ with $c$ in the middle; `std` (1) is $\sigma$, in
 * points.
 *
 * @example
 * torch.signal.windows.gaussian(3) // tensor([0.6065, 1.0000, 0.6065])
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
 * Kaiser's window of `M` points, of shape `beta` (12): $w_n = I_0(\beta \sqrt{1 - x_n^2}) / I_0(\beta)$ with $x_n$ from
 * -1 to 1. A negative `beta` is a ValueError.
 *
 * @example
 * torch.signal.windows.kaiser(3, { beta: 1 }) // tensor([0.7898, 1.0000, 0.7898])
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
 * A triangle on `M` points, zero at both ends: $w_n = 1 - |2n / (M - 1) - 1|$; one point more, left out, where `sym` is
 * false.
 *
 * @example
 * torch.signal.windows.bartlett(5) // tensor([0.0000, 0.5000, 1.0000, 0.5000, 0.0000])
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
 * A sum of cosines with the coefficients `a`, on `M` points: $w_n = \sum_i (-1)^i a_i \cos(2 \pi i n / (M - 1))$. A
 * TypeError for `a` that is no list, a ValueError for an empty one.
 *
 * @example
 * torch.signal.windows.general_cosine(5, { a: [0.5, 0.5] }) // tensor([0.0000, 0.5000, 1.0000, 0.5000, 0.0000])
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
 * Hamming's window of `M` points with a free coefficient: $w_n = \alpha - (1 - \alpha) \cos(2 \pi n / (M - 1))$;
 * `alpha` is 0.54 unless given.
 *
 * @example
 * torch.signal.windows.general_hamming(3, { alpha: 0.75 }) // tensor([0.5000, 1.0000, 0.5000])
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
 * Hamming's window of `M` points: $w_n = 0.54 - 0.46 \cos(2 \pi n / (M - 1))$; `sym: false` makes it periodic.
 *
 * @example
 * torch.signal.windows.hamming(3) // tensor([0.0800, 1.0000, 0.0800])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.signal.windows.hamming.html
 */
export const hamming = fixed(
  'hamming(M, *, sym=True, dtype=None, layout=None, device=None, requires_grad=False)',
  [0.54, 1 - 0.54],
)

/**
 * Hann's window of `M` points: $w_n = (1 - \cos(2 \pi n / (M - 1))) / 2$; `sym: false` makes it periodic.
 *
 * @example
 * torch.signal.windows.hann(4, { sym: false }) // tensor([0.0000, 0.5000, 1.0000, 0.5000])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.signal.windows.hann.html
 */
export const hann = fixed(
  'hann(M, *, sym=True, dtype=None, layout=None, device=None, requires_grad=False)',
  [0.5, 0.5],
)

/**
 * Blackman's window of `M` points: $w_n = 0.42 - 0.5 \cos(2 \pi n / (M - 1)) + 0.08 \cos(4 \pi n / (M - 1))$.
 *
 * @example
 * torch.signal.windows.blackman(5)[1] // tensor(0.3400)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.signal.windows.blackman.html
 */
export const blackman = fixed(
  'blackman(M, *, sym=True, dtype=None, layout=None, device=None, requires_grad=False)',
  [0.42, 0.5, 0.08],
  'blackman',
)

/**
 * Nuttall's window of `M` points: {@link general_cosine} of four terms, nearly zero at its ends.
 *
 * @example
 * torch.signal.windows.nuttall(3) // tensor([3.6280e-04, 1.0000e+00, 3.6280e-04])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.signal.windows.nuttall.html
 */
export const nuttall = fixed(
  'nuttall(M, *, sym=True, dtype=None, layout=None, device=None, requires_grad=False)',
  [0.3635819, 0.4891775, 0.1365995, 0.0106411],
)

export * as default from './windows.js'
