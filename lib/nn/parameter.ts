// Mirrors torch/nn/parameter.py.

import { empty } from '../_generated/torch_functions.js'
import { python } from '../_kwargs.js'
import { typeName } from '../_typename.js'
import type { Memo } from '../copy.js'
import { AttributeError, RuntimeError } from '../errors.js'
import { Tensor } from '../tensor.js'
import type { Device, dtype } from '../types.js'
import { is_lazy, lockClass, type UninitializedTensor, withoutShape } from './_uninitialized.js'

class Parameter extends Tensor {
  override __deepcopy__(memo: Memo): this {
    const known = memo.get(this) as this | undefined
    if (known) return known
    const Class = this.constructor as new (data: Tensor, requires_grad: boolean) => this
    const made = new Class(this.data.clone(), this.requires_grad)
    memo.set(this, made)
    return made
  }

  override toString(): string {
    return `Parameter containing:\n${super.toString()}`
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }
}

const bufferFlag = '_is_buffer'

class Buffer extends Tensor {
  /** Whether it is part of a module's `state_dict`. */
  declare persistent: boolean

  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Tensor && Object.hasOwn(value, bufferFlag)
  }
}

interface ParameterOptions {
  data?: Tensor | null
  requires_grad?: boolean
}
interface BufferOptions {
  data?: Tensor | null
  persistent?: boolean
}

interface ParameterConstructor {
  new (data?: Tensor | null, requires_grad?: boolean): Parameter
  new (data: Tensor | null, options: { requires_grad?: boolean }): Parameter
  new (options: ParameterOptions): Parameter
  (data?: Tensor | null, requires_grad?: boolean): Parameter
  (data: Tensor | null, options: { requires_grad?: boolean }): Parameter
  (options: ParameterOptions): Parameter
  readonly prototype: Parameter
}

interface BufferConstructor {
  new (data?: Tensor | null, options?: { persistent?: boolean }): Tensor
  new (options: BufferOptions): Tensor
  (data?: Tensor | null, options?: { persistent?: boolean }): Tensor
  (options: BufferOptions): Tensor
  readonly prototype: Buffer
}

function detached(data: unknown): Tensor {
  if (data === null) return empty(0)
  if (!(data instanceof Tensor)) {
    throw new AttributeError(`'${typeName(data)}' object has no attribute 'detach'`)
  }
  return data.detach()
}

const bindParameter = python('Parameter.__new__(self, data=None, requires_grad=True)')

function makeParameter(args: readonly unknown[], prototype: object): Parameter {
  const { data, requires_grad } = bindParameter<{ data: unknown; requires_grad: boolean }>(args)
  const made = detached(data)
  const { dtype } = made
  if (requires_grad && !dtype.is_floating_point && !dtype.is_complex) {
    throw new RuntimeError('Only Tensors of floating point and complex dtype can require gradients')
  }
  made.requires_grad = requires_grad
  return Object.setPrototypeOf(made, prototype) as Parameter
}

/**
 * A tensor that is a module's parameter: assigned to a field of a module it is registered, and is found by
 * `parameters()`. It shares the memory of `data`, and requires a gradient unless told otherwise, which an integer
 * tensor answers with a RuntimeError. Without `data` it is empty.
 *
 * @example
 * class Scale extends nn.Module {
 *   weight = nn.Parameter(torch.ones(3))
 *   forward(x: Tensor) { return x.mul(this.weight) }
 * }
 * const scale = new Scale()
 * scale(torch.ones(2, 3)).size() // torch.Size([2, 3])
 * Object.keys(scale.state_dict()) // ['weight']
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.parameter.Parameter.html
 */
const Parameter_ = new Proxy(Parameter, {
  // Python's `__new__`: the tensor comes first and then gets its class, so no constructor runs.
  construct: (_, args: unknown[], newTarget) =>
    makeParameter(args, (newTarget as unknown as typeof Parameter).prototype),
  apply: (target, _self, args: unknown[]) => makeParameter(args, target.prototype),
}) as unknown as ParameterConstructor
Object.defineProperty(Parameter.prototype, 'constructor', {
  value: Parameter_,
  writable: true,
  configurable: true,
})
type Parameter_ = Parameter

const bindBuffer = python('Buffer.__new__(self, data=None, *, persistent=True)')

function makeBuffer(args: readonly unknown[]): Buffer {
  const { data, persistent } = bindBuffer<{ data: Tensor | null; persistent: boolean }>(args)
  const made = detached(data)
  made.requires_grad_(data?.requires_grad ?? false)
  return Object.assign(made, { persistent, [bufferFlag]: true })
}

/**
 * A tensor that becomes a module's buffer when it is assigned to a field: state that is not trained. If not
 * `persistent` it is left out of `state_dict`. It is an ordinary tensor with a mark, as in Python, where
 * `type(nn.Buffer(x))` is `torch.Tensor`.
 *
 * @example
 * class Shift extends nn.Module {
 *   offset = nn.Buffer(torch.ones(3))
 *   forward(x: Tensor) { return x.add(this.offset) }
 * }
 * Object.keys(new Shift().state_dict()) // ['offset']
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.parameter.Buffer.html
 */
const Buffer_ = new Proxy(Buffer, {
  construct: (_, args: unknown[]) => makeBuffer(args),
  apply: (_, _self, args: unknown[]) => makeBuffer(args),
}) as unknown as BufferConstructor
type Buffer_ = Buffer

/** Where and what an uninitialised tensor will be. */
interface FactoryOptions {
  requires_grad?: boolean
  device?: Device | null
  dtype?: dtype | null
}
interface UninitializedParameterConstructor {
  new (
    requires_grad?: boolean,
    device?: Device | null,
    dtype?: dtype | null,
  ): UninitializedParameter
  new (options: FactoryOptions): UninitializedParameter
  (requires_grad?: boolean, device?: Device | null, dtype?: dtype | null): UninitializedParameter
  (options: FactoryOptions): UninitializedParameter
  readonly prototype: UninitializedParameter
}
interface UninitializedBufferConstructor {
  new (
    requires_grad?: boolean,
    device?: Device | null,
    dtype?: dtype | null,
    persistent?: boolean,
  ): UninitializedBuffer
  new (options: FactoryOptions & { persistent?: boolean }): UninitializedBuffer
  (
    requires_grad?: boolean,
    device?: Device | null,
    dtype?: dtype | null,
    persistent?: boolean,
  ): UninitializedBuffer
  (options: FactoryOptions & { persistent?: boolean }): UninitializedBuffer
  readonly prototype: UninitializedBuffer
}

// biome-ignore lint/correctness/noUnusedVariables: it is merged with the class below.
interface UninitializedParameter extends UninitializedTensor {}
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: lockClass() gives it the methods of the interface.
class UninitializedParameter extends Parameter {}
lockClass(UninitializedParameter.prototype, Parameter.prototype)

// biome-ignore lint/correctness/noUnusedVariables: it is merged with the class below.
interface UninitializedBuffer extends UninitializedTensor {}
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: as above.
class UninitializedBuffer extends Tensor {
  /** Whether it is part of a module's `state_dict`. */
  declare persistent: boolean
}
lockClass(UninitializedBuffer.prototype, Tensor.prototype)

interface Bound {
  requires_grad: boolean
  device: Device | null
  dtype: dtype | null
}
const bindUninitializedParameter = python(
  'UninitializedParameter.__new__(self, requires_grad=True, device=None, dtype=None)',
)
const bindUninitializedBuffer = python(
  'UninitializedBuffer.__new__(self, requires_grad=False, device=None, dtype=None, persistent=True)',
)

function makeUninitializedParameter(args: readonly unknown[], prototype: object): object {
  const { requires_grad, device, dtype } = bindUninitializedParameter<Bound>(args)
  return withoutShape(empty(0, { device, dtype, requires_grad }), prototype)
}

function makeUninitializedBuffer(args: readonly unknown[], prototype: object): object {
  const bound = bindUninitializedBuffer<Bound & { persistent: boolean }>(args)
  const { requires_grad, device, dtype, persistent } = bound
  const made = withoutShape<Tensor>(empty(0, { device, dtype, requires_grad }), prototype)
  return Object.assign(made, { persistent, [bufferFlag]: true })
}

/**
 * A parameter whose shape is not known yet: it has a dtype and a device, which can be changed, and nothing else until
 * `materialize(shape)` makes it a {@link Parameter}. Lazy modules do that at their first call.
 *
 * @example
 * const weight = nn.UninitializedParameter({ dtype: torch.float64 })
 * weight.materialize([3, 2])
 * weight.size() // torch.Size([3, 2])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.parameter.UninitializedParameter.html
 */
const UninitializedParameter_ = new Proxy(UninitializedParameter, {
  construct: (_, args: unknown[], newTarget) =>
    makeUninitializedParameter(args, (newTarget as typeof UninitializedParameter).prototype),
  apply: (target, _self, args: unknown[]) => makeUninitializedParameter(args, target.prototype),
}) as unknown as UninitializedParameterConstructor
type UninitializedParameter_ = UninitializedParameter

/**
 * A buffer whose shape is not known yet: `materialize(shape)` makes it a tensor. See {@link UninitializedParameter}.
 *
 * @example
 * const mean = nn.UninitializedBuffer()
 * mean.materialize([3])
 * mean.size() // torch.Size([3])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.parameter.UninitializedBuffer.html
 */
const UninitializedBuffer_ = new Proxy(UninitializedBuffer, {
  construct: (_, args: unknown[], newTarget) =>
    makeUninitializedBuffer(args, (newTarget as typeof UninitializedBuffer).prototype),
  apply: (target, _self, args: unknown[]) => makeUninitializedBuffer(args, target.prototype),
}) as unknown as UninitializedBufferConstructor
type UninitializedBuffer_ = UninitializedBuffer

export {
  Buffer_ as Buffer,
  is_lazy,
  Parameter_ as Parameter,
  UninitializedBuffer_ as UninitializedBuffer,
  UninitializedParameter_ as UninitializedParameter,
}
