// What torch/optim/optimizer.py gives the optimizers: checks of settings and the choice of an implementation.

import { get_default_dtype } from '../_default_dtype.js'
import { floatRepr, pyRepr } from '../_repr.js'
import { typeName } from '../_typename.js'
import { type dtype, float32, float64 } from '../dtype.js'
import { RuntimeError, ValueError } from '../errors.js'
import { Tensor } from '../tensor.js'
import {
  _get_foreach_kernels_supported_devices,
  _get_fused_kernels_supported_devices,
} from '../utils/_foreach_utils.js'

/** A setting that may be a tensor, such as a learning rate that a GPU graph reads. */
export type MaybeTensor = number | Tensor

function numberOf(value: unknown, operator: string, zeroFirst: boolean): number {
  if (value instanceof Tensor) return Number(value.item())
  if (typeof value === 'number' || typeof value === 'boolean') return Number(value)
  const [left, right] = zeroFirst ? ['float', typeName(value)] : [typeName(value), 'float']
  throw new TypeError(`'${operator}' not supported between instances of '${left}' and '${right}'`)
}

/** Throws unless `0.0 <= value`, written as SGD (`value < 0.0`) or as Adam (`not 0.0 <= value`) does. */
export function checkNotNegative(what: string, value: unknown, zeroFirst = false): void {
  const number = numberOf(value, zeroFirst ? '<=' : '<', zeroFirst)
  // A NaN is not below zero for SGD, and is not at least zero for Adam.
  if (zeroFirst ? !(number >= 0) : number < 0) {
    throw new ValueError(`Invalid ${what}: ${pyRepr(value)}`)
  }
}

/** Throws unless `0.0 <= betas[index] < 1.0`. */
export function checkBeta(index: number, beta: unknown): void {
  const number = numberOf(beta, '<=', true)
  if (!(number >= 0 && number < 1)) {
    const text = typeof beta === 'number' ? floatRepr(beta) : pyRepr(beta)
    throw new ValueError(`Invalid beta parameter at index ${index}: ${text}`)
  }
}

// Where lists of CPU tensors are faster than one tensor after the other: many tensors that the caches hold together.
const manyTensors = 16
const cachedElements = 1 << 20

// Python takes one tensor at a time on the CPU. For float32 and float64 (not for bfloat16) the list operators compute
// the same bits there, in a handful of native calls a step.
function fasterAsLists(params: readonly Tensor[]): boolean {
  if (params.length < manyTensors) return false
  let elements = 0
  for (const p of params) {
    const { dtype } = p
    if (dtype !== float32 && dtype !== float64) return false
    elements += p.numel()
  }
  return elements <= cachedElements
}

/** Python's default: fused or foreach kernels where all parameters are on a device that has fast ones. */
export function _default_to_fused_or_foreach(
  params: readonly Tensor[],
  differentiable: boolean,
  use_fused = false,
): [fused: boolean, foreach: boolean] {
  if (differentiable || params.length === 0) return [false, false]
  const devices = new Set(params.map((p) => p.device.type))
  const allOn = (kinds: readonly string[]): boolean => [...devices].every((d) => kinds.includes(d))
  const fused =
    use_fused &&
    allOn(_get_fused_kernels_supported_devices()) &&
    params.every((p) => p.is_floating_point())
  if (fused) return [true, false]
  return [
    false,
    allOn(['cpu']) ? fasterAsLists(params) : allOn(_get_foreach_kernels_supported_devices()),
  ]
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

/** Frees temporaries at once, as Python does: they are as large as the network, and the next step needs as much. */
export function release(tensors: readonly Tensor[]): void {
  for (const tensor of tensors) tensor.dispose()
}
