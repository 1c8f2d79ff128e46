// What torch/optim/optimizer.py gives the optimizers: checks of settings and the choice of an implementation.

import { get_default_dtype } from '../_default_dtype.js'
import { floatRepr, pyRepr, pyStr } from '../_repr.js'
import { typeName } from '../_typename.js'
import { is_grad_enabled } from '../autograd/grad_mode.js'
import { type dtype, float32, float64 } from '../dtype.js'
import { IndexError, RuntimeError, ValueError } from '../errors.js'
import { Tensor } from '../tensor.js'
import {
  _get_foreach_kernels_supported_devices,
  _get_fused_kernels_supported_devices,
} from '../utils/_foreach_utils.js'

/** A setting that may be a tensor, such as a learning rate that a GPU graph reads. */
export type MaybeTensor = number | Tensor

/** Two settings that belong together. */
export type Pair<T = MaybeTensor> = readonly [T, T]

function numberOf(value: unknown, operator: string, zeroFirst: boolean): number {
  if (value instanceof Tensor) return Number(value.item())
  if (typeof value === 'number' || typeof value === 'boolean') return Number(value)
  const [left, right] = zeroFirst ? ['float', typeName(value)] : [typeName(value), 'float']
  throw new TypeError(`'${operator}' not supported between instances of '${left}' and '${right}'`)
}

/** Python's `f'{value}'`: a 0-d tensor is written as its number. */
export function formatted(value: unknown): string {
  if (!(value instanceof Tensor) || value.dim() !== 0) return pyStr(value)
  const item = value.item()
  return value.is_floating_point() ? floatRepr(item as number) : pyRepr(item)
}

/** Throws `text: value` unless `low <= value`. A NaN is not at least anything. */
export function checkAtLeast(low: number, value: unknown, text: string): void {
  if (!(numberOf(value, '<=', true) >= low)) throw new ValueError(`${text}: ${formatted(value)}`)
}

/** Throws `text: value` unless `high >= value`. */
export function checkAtMost(high: number, value: unknown, text: string): void {
  if (!(numberOf(value, '>=', true) <= high)) throw new ValueError(`${text}: ${formatted(value)}`)
}

/** Throws unless `0.0 <= value`. */
export function checkNotNegative(what: string, value: unknown): void {
  checkAtLeast(0, value, `Invalid ${what}`)
}

/** Throws unless `0.0 < value`. */
export function checkPositive(what: string, value: unknown): void {
  if (numberOf(value, '<', true) > 0) return
  throw new ValueError(`Invalid ${what}: ${formatted(value)}`)
}

/** Throws if `value < 0.0`, which a NaN is not. */
export function refuseNegative(what: string, value: unknown): void {
  if (numberOf(value, '<', false) < 0) throw new ValueError(`Invalid ${what}: ${formatted(value)}`)
}

/** Throws unless a learning rate that is a tensor has one element. */
export function checkOneElement(lr: unknown): void {
  if (lr instanceof Tensor && lr.numel() !== 1) throw new ValueError('Tensor lr must be 1-element')
}

/** Throws unless `items` can be read at index 0 and 1. */
export function checkPair(items: unknown): void {
  if (typeof items === 'string') return
  if (!Array.isArray(items)) {
    throw new TypeError(`'${typeName(items)}' object is not subscriptable`)
  }
  if (items.length < 2) throw new IndexError('tuple index out of range')
}

/** The text of a setting that Python takes as a float. */
export const floatText = (value: unknown): string =>
  typeof value === 'number' ? floatRepr(value) : formatted(value)

/** Throws unless `0.0 <= beta < 1.0` for both. */
export function checkBetas(betas: Pair<unknown>): void {
  checkPair(betas)
  for (const index of [0, 1]) {
    const beta = betas[index]
    const number = numberOf(beta, '<=', true)
    if (number >= 0 && number < 1) continue
    throw new ValueError(`Invalid beta parameter at index ${index}: ${floatText(beta)}`)
  }
}

// Where lists of CPU tensors are faster than one tensor after the other: many tensors that the caches hold together,
// and not more than a call takes in one go.
const manyTensors = 16
const mostTensors = 128
const cachedElements = 1 << 20

// Python takes one tensor at a time on the CPU. For float32 and float64 (not for bfloat16) the list operators compute
// the same bits there, in a handful of native calls a step.
function fasterAsLists(params: readonly Tensor[]): boolean {
  if (params.length < manyTensors || params.length > mostTensors) return false
  let elements = 0
  for (const p of params) {
    const { dtype } = p
    if (!p.is_cpu || (dtype !== float32 && dtype !== float64)) return false
    elements += p.numel()
  }
  return elements <= cachedElements
}

/**
 * Python's default: fused or foreach kernels where all parameters are on a device that has fast ones. `sameBits` says
 * that the list operators round as one tensor after the other does, which lets CPU tensors take them as well.
 */
export function _default_to_fused_or_foreach(
  params: readonly Tensor[],
  differentiable: boolean,
  { use_fused = false, sameBits = false } = {},
): [fused: boolean, foreach: boolean] {
  if (differentiable || params.length === 0) return [false, false]
  // What autograd is to follow keeps to the operators that can be followed.
  if (sameBits && !is_grad_enabled() && fasterAsLists(params)) return [false, true]
  const allOn = (kinds: readonly string[]): boolean =>
    params.every((p) => kinds.includes(p.device.type))
  const fused =
    use_fused &&
    allOn(_get_fused_kernels_supported_devices()) &&
    params.every((p) => p.is_floating_point())
  return [fused, !fused && allOn(_get_foreach_kernels_supported_devices())]
}

/** Whether a functional form without fused kernels takes lists; `sameBits` as above. */
export function takesLists(
  params: readonly Tensor[],
  {
    foreach = null,
    differentiable = false,
  }: { foreach?: boolean | null; differentiable?: boolean },
  sameBits: boolean,
): boolean {
  return foreach ?? _default_to_fused_or_foreach(params, differentiable, { sameBits })[1]
}

/** Throws where a parameter has no fused kernel. */
export function _device_dtype_check_for_fused(p: Tensor): void {
  const devices = _get_fused_kernels_supported_devices()
  if (devices.includes(p.device.type) && p.is_floating_point()) return
  throw new RuntimeError(
    '`fused=True` requires all the params to be floating point Tensors of supported devices: ' +
      `${pyRepr(devices)} but ${p.dtype} and ${p.device.type}`,
  )
}

/** The dtype of counts of steps. */
export function _get_scalar_dtype(is_fused: boolean | null = null): dtype {
  if (is_fused) return float32
  return get_default_dtype() === float64 ? float64 : float32
}

/** The kinds of devices whose graphs can hold a step. */
export function _get_capturable_supported_devices(supports_xla = true): string[] {
  return ['cuda', 'xpu', 'hpu', 'privateuseone', ...(supports_xla ? ['xla'] : [])]
}

/** A tensor of one element as a 0-d one. */
export function _to_scalar(x: MaybeTensor): MaybeTensor {
  return x instanceof Tensor && x.dim() !== 0 ? x.squeeze() : x
}

/** The number in a 0-d tensor. */
export function _get_value(x: MaybeTensor): number {
  return x instanceof Tensor ? Number(x.item()) : x
}
