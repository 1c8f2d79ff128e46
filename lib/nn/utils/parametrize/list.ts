// ParametrizationList of torch/nn/utils/parametrize.py.

import { get_swap_module_params_on_conversion } from '../../../__future__.js'
import { callable } from '../../../_callable.js'
import { python } from '../../../_kwargs.js'
import { swap_tensors } from '../../../_swap_tensors.js'
import { typeName } from '../../../_typename.js'
import { no_grad } from '../../../autograd/grad_mode.js'
import { NotImplementedError, RuntimeError, ValueError } from '../../../errors.js'
import { Tensor } from '../../../tensor.js'
import { hasAttribute } from '../../modules/_attributes.js'
import { ModuleList } from '../../modules/container.js'
import type { Module } from '../../modules/module.js'
import { Parameter } from '../../parameter.js'

/** A module that computes a tensor from others; it may have the way back. */
export interface Parametrization extends Module {
  // biome-ignore lint/suspicious/noExplicitAny: see Module.forward.
  forward(...tensors: any[]): Tensor
  right_inverse?(value: Tensor): unknown
}

/** Registers a parameter as such, and any other tensor as a buffer. */
export function _register_parameter_or_buffer(module: Module, name: string, X: Tensor): void {
  if (X instanceof Parameter) module.register_parameter(name, X)
  else module.register_buffer(name, X)
}

/** Gives a tensor the values of another; it stays the object that an optimizer knows. */
export function _maybe_set(dest: Tensor, src: Tensor): void {
  if (!get_swap_module_params_on_conversion()) {
    dest.set_(src)
    return
  }
  const made = dest instanceof Parameter && !(src instanceof Parameter)
  swap_tensors(dest, made ? new Parameter(src, dest.requires_grad) : src)
}

/** Whether a parametrization has a way back. */
export function hasInverse(
  module: Parametrization,
): module is Parametrization & Required<Pick<Parametrization, 'right_inverse'>> {
  return hasAttribute(module, 'right_inverse')
}

const bind = python('ParametrizationList.__init__(self, modules, original, unsafe=False)')

class ParametrizationList extends ModuleList<Parametrization> {
  /** The tensor that the parametrizations start from, where it is one. */
  declare original: Tensor
  declare unsafe: boolean
  declare is_tensor: boolean
  declare ntensors: number

  constructor(modules: readonly Parametrization[], original: Tensor, unsafe?: boolean)
  constructor(...args: unknown[]) {
    const { modules, original, unsafe } = bind<{
      modules: readonly Parametrization[]
      original: Tensor
      unsafe: boolean
    }>(args)
    if (modules.length === 0) {
      throw new ValueError('ParametrizationList requires one or more modules.')
    }
    super(modules)
    this.unsafe = unsafe
    const { shape, dtype } = original
    const start: unknown = no_grad(() => inverseOf([...this], original))
    if (!(start instanceof Tensor || Array.isArray(start))) {
      throw new ValueError(
        "'right_inverse' must return a Tensor or a Sequence of tensors (list, tuple...). " +
          `Got ${typeName(start)}`,
      )
    }
    this.is_tensor = start instanceof Tensor
    this.ntensors = start instanceof Tensor ? 1 : start.length
    if (start instanceof Tensor) registerOne(this, original, start)
    else registerSeveral(this, original, start)
    if (!unsafe) checkKept((this as ParametrizationList)(), shape, dtype)
  }

  /** Makes the parametrized tensor `value`, by the ways back of the parametrizations, the last one first. */
  right_inverse(value: Tensor): void {
    no_grad(() => {
      let start: unknown = value
      for (const module of [...this].reverse()) {
        if (!hasInverse(module)) {
          throw new RuntimeError(
            `parametrization ${typeName(module)} does not implement right_inverse.`,
          )
        }
        start = module.right_inverse(start as Tensor)
      }
      if (this.is_tensor) setOne(this, start)
      else setSeveral(this, start)
    })
  }

  override forward(): Tensor {
    const [first, ...others] = [...this] as [Parametrization, ...Parametrization[]]
    const originals = this.is_tensor
      ? [this.original]
      : Array.from({ length: this.ntensors }, (_, i) => originalOf(this, i))
    return others.reduce((x, module) => module(x), first(...originals))
  }
}

function originalOf(list: ParametrizationList, i: number): Tensor {
  return Reflect.get(list, `original${i}`) as Tensor
}

// A parametrization without a way back, or one that has none after all, is taken to be its own.
function inverseOf(modules: Parametrization[], original: Tensor): unknown {
  let start: unknown = original
  for (const module of modules.reverse()) {
    if (!hasInverse(module)) continue
    try {
      start = module.right_inverse(start as Tensor)
    } catch (error) {
      if (!(error instanceof NotImplementedError)) throw error
    }
  }
  return start
}

function registerOne(list: ParametrizationList, original: Tensor, start: Tensor): void {
  for (const what of ['dtype', 'device'] as const) {
    if (String(original[what]) === String(start[what])) continue
    throw new ValueError(
      `When \`right_inverse\` outputs one tensor, it may not change the ${what}.\n` +
        `original.${what}: ${original[what]}\n` +
        `right_inverse(original).${what}: ${start[what]}`,
    )
  }
  // The same object, so that an optimizer that knows it goes on.
  no_grad(() => _maybe_set(original, start))
  _register_parameter_or_buffer(list, 'original', original)
}

function registerSeveral(
  list: ParametrizationList,
  original: Tensor,
  start: readonly unknown[],
): void {
  for (const [i, one] of start.entries()) {
    if (!(one instanceof Tensor)) {
      throw new ValueError(
        "'right_inverse' must return a Tensor or a Sequence of tensors (list, tuple...). " +
          `Got element ${i} of the sequence with type ${typeName(one)}.`,
      )
    }
    const { requires_grad } = original
    const made = original instanceof Parameter ? new Parameter(one, requires_grad) : one
    made.requires_grad_(requires_grad)
    _register_parameter_or_buffer(list, `original${i}`, made)
  }
}

function checkKept(Z: unknown, shape: Tensor['shape'], dtype: Tensor['dtype']): void {
  if (!(Z instanceof Tensor)) {
    throw new ValueError(`A parametrization must return a tensor. Got ${typeName(Z)}.`)
  }
  for (const [what, before] of [
    ['dtype', dtype],
    ['shape', shape],
  ] as const) {
    if (String(Z[what]) === String(before)) continue
    throw new ValueError(
      `Registering a parametrization may not change the ${what} of the tensor, unless \`unsafe\` flag is enabled.\n` +
        `unparametrized ${what}: ${before}\n` +
        `parametrized ${what}: ${Z[what]}`,
    )
  }
}

function setOne(list: ParametrizationList, value: unknown): void {
  if (!(value instanceof Tensor)) {
    throw new ValueError(`\`right_inverse\` should return a tensor. Got ${typeName(value)}`)
  }
  if (value.dtype !== list.original.dtype) {
    throw new ValueError(
      `The tensor returned by \`right_inverse\` has dtype ${value.dtype} ` +
        `while \`original\` has dtype ${list.original.dtype}`,
    )
  }
  _maybe_set(list.original, value)
}

function setSeveral(list: ParametrizationList, value: unknown): void {
  if (!Array.isArray(value)) {
    throw new ValueError(
      `'right_inverse' must return a sequence of tensors. Got ${typeName(value)}.`,
    )
  }
  if (value.length !== list.ntensors) {
    throw new ValueError(
      "'right_inverse' must return a sequence of tensors of length " +
        `${list.ntensors}. Got a sequence of length ${value.length}.`,
    )
  }
  for (const [i, tensor] of (value as unknown[]).entries()) {
    if (!(tensor instanceof Tensor)) {
      throw new ValueError(
        "'right_inverse' must return a sequence of tensors or reference-type opaques. " +
          `Got element ${i} of type ${typeName(tensor)}.`,
      )
    }
    const original = originalOf(list, i)
    if (original.dtype !== tensor.dtype) {
      throw new ValueError(
        `Tensor ${i} returned by \`right_inverse\` has dtype ${tensor.dtype} ` +
          `while \`original${i}\` has dtype ${original.dtype}`,
      )
    }
    _maybe_set(original, tensor)
  }
}

/**
 * The parametrizations of one tensor, applied one after the other, and what they start from: the tensor `original`, or
 * `original0`, `original1`, ... where the first takes several. {@link register_parametrization} makes it. Called, it
 * gives the parametrized tensor, which has the shape of the one before unless `unsafe`.
 *
 * @example
 * class Double extends nn.Module {
 *   forward(x: Tensor) { return x.mul(2) }
 * }
 * const fc = nn.utils.parametrize.register_parametrization(nn.Linear(4, 2), 'weight', new Double())
 * const list = fc.parametrizations.weight
 * list.original.size() // torch.Size([2, 4])
 * list.length // 1
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.utils.parametrize.ParametrizationList.html
 */
const ParametrizationList_ = callable(ParametrizationList)
type ParametrizationList_ = ParametrizationList

export { ParametrizationList_ as ParametrizationList }
