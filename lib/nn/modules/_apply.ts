// Converting what a module holds: `to`, `cuda`, `float`, ... Mirrors Module._apply and Module.to of
// torch/nn/modules/module.py.

import {
  get_overwrite_module_params_on_conversion,
  get_swap_module_params_on_conversion,
} from '../../__future__.js'
import { _has_compatible_shallow_copy_type } from '../../_generated/torch_functions.js'
import { isKeywords } from '../../_kwargs.js'
import { swap_tensors } from '../../_swap_tensors.js'
import { no_grad } from '../../autograd/grad_mode.js'
import { dtype } from '../../dtype.js'
import { AssertionError, NotImplementedError, RuntimeError } from '../../errors.js'
import { Tensor } from '../../tensor.js'
import type { Device, memory_format } from '../../types.js'
import { warn } from '../../warnings.js'
import { is_lazy, whileOpen } from '../_uninitialized.js'
import { Parameter } from '../parameter.js'
import { items } from './_registry.js'
import type { Module } from './module.js'

/** The keywords of `Module.to`. */
export interface ToOptions {
  device?: Device | null | undefined
  dtype?: dtype | null | undefined
  non_blocking?: boolean | undefined
  memory_format?: memory_format | null | undefined
}

/** The argument lists of `Module.to`. */
export type ToArguments =
  | [device: Device | null, dtype?: dtype | null, non_blocking?: boolean, options?: ToOptions]
  | [device: Device | null, options: ToOptions]
  | [device: Device | null, dtype: dtype | null, options: ToOptions]
  | [dtype: dtype, non_blocking?: boolean, options?: ToOptions]
  | [dtype: dtype, options: ToOptions]
  | [tensor: Tensor, non_blocking?: boolean, options?: ToOptions]
  | [tensor: Tensor, options: ToOptions]
  | [options: ToOptions & { tensor?: Tensor }]

// Which of the three forms of `to` was meant: a device, a dtype or a tensor first.
function parseTo(given: readonly unknown[]): ToOptions {
  const last = given.at(-1)
  const { tensor, ...keywords } = (isKeywords(last) ? last : {}) as ToOptions & { tensor?: Tensor }
  const args = isKeywords(last) ? given.slice(0, -1) : given
  const [first, second, third] = args
  const options: ToOptions = { ...keywords }
  const source = first instanceof Tensor ? first : tensor
  if (source) {
    options.device ??= source.device
    options.dtype ??= source.dtype
    if (typeof second === 'boolean') options.non_blocking = second
  } else if (first instanceof dtype) {
    options.dtype = first
    if (typeof second === 'boolean') options.non_blocking = second
  } else {
    if (first !== undefined) options.device = first as Device | null
    if (second !== undefined) options.dtype = second as dtype | null
    if (typeof third === 'boolean') options.non_blocking = third
  }
  return options
}

/** The function that `Module.to` applies to every tensor of a module. */
export function converter(given: readonly unknown[]): (tensor: Tensor) => Tensor {
  const { device, dtype: type, non_blocking, memory_format } = parseTo(given)
  if (type && !(type.is_floating_point || type.is_complex)) {
    throw new TypeError(
      `nn.Module.to only accepts floating point or complex dtypes, but got desired dtype=${type}`,
    )
  }
  if (type?.is_complex) {
    warn(
      'Complex modules are a new feature under active development whose design may change, ' +
        'and some modules might not work as expected when using complex tensors as parameters or buffers. ' +
        'Please file an issue at https://github.com/pytorch/pytorch/issues/new?template=bug-report.yml ' +
        'if a complex module does not work as expected.',
    )
  }
  return (tensor) => {
    const options: ToOptions = {}
    if (device !== undefined && device !== null) options.device = device
    if (type && (tensor.is_floating_point() || tensor.is_complex())) options.dtype = type
    if (non_blocking !== undefined) options.non_blocking = non_blocking
    if (memory_format && [4, 5].includes(tensor.dim())) options.memory_format = memory_format
    try {
      return tensor.to(options)
    } catch (error) {
      const isMeta =
        error instanceof NotImplementedError &&
        error.message === 'Cannot copy out of meta tensor; no data!'
      if (!isMeta) throw error
      throw new NotImplementedError(
        `${error.message} Please use torch.nn.Module.to_empty() instead of torch.nn.Module.to() ` +
          'when moving module from meta to a different device.',
      )
    }
  }
}

// Whether the values of one tensor can be put behind another.
function takesData(tensor: Tensor, applied: Tensor): boolean {
  const fits = whileOpen(() => _has_compatible_shallow_copy_type(tensor, applied))
  return fits && !get_overwrite_module_params_on_conversion()
}

function swapOr(what: string, swap: () => void): void {
  try {
    swap()
  } catch (error) {
    throw Object.assign(new RuntimeError(`_apply(): Couldn't swap ${what}`), { cause: error })
  }
}

// The parameter stays the same object, and is something else.
function swapParameter(name: string, param: Parameter, applied: Tensor, grad: Tensor | null): void {
  swapOr(name, () => {
    try {
      if (grad) param.grad = null
      swap_tensors(param, new Parameter(applied, param.requires_grad))
    } catch (error) {
      if (grad) param.grad = grad
      throw error
    }
  })
}

function applyToParameter(
  module: Module,
  name: string,
  param: Parameter,
  fn: (tensor: Tensor) => Tensor,
): void {
  // One without a shape has nothing to swap.
  const swaps = get_swap_module_params_on_conversion() && !is_lazy(param)
  const path = `${module._get_name()}.${name}`
  const applied = no_grad(() => fn(param))
  const { grad } = param
  let out = param
  if (swaps) swapParameter(path, param, applied, grad)
  else if (takesData(param, applied)) param.data = applied
  else {
    if (!param.is_leaf) throw new AssertionError('param must be a leaf tensor')
    out = new Parameter(applied, param.requires_grad)
    module._parameters[name] = out
  }
  if (!grad) return
  const gradApplied = no_grad(() => fn(grad))
  if (swaps) {
    gradApplied.requires_grad_(grad.requires_grad)
    swapOr(`${path}.grad`, () => swap_tensors(grad, gradApplied))
    out.grad = grad
  } else if (takesData(grad, gradApplied)) {
    if (out.grad === null) throw new AssertionError('out_param.grad must not be None')
    out.grad.data = gradApplied
  } else out.grad = gradApplied.requires_grad_(grad.requires_grad)
}

/** Puts `fn(tensor)` in the place of all parameters, gradients and buffers of one module; parameters stay the same. */
export function applyToTensors(module: Module, fn: (tensor: Tensor) => Tensor): void {
  for (const [name, param] of items(module._parameters)) {
    if (param) applyToParameter(module, name, param, fn)
  }
  for (const [name, buffer] of items(module._buffers)) {
    if (buffer) module._buffers[name] = fn(buffer)
  }
}
