// Mirrors torch/nn/parameter.py.

import { empty } from '../_generated/torch_functions.js'
import { python } from '../_kwargs.js'
import { typeName } from '../_typename.js'
import { AttributeError, RuntimeError } from '../errors.js'
import { Tensor } from '../tensor.js'

class Parameter extends Tensor {
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
  made.requires_grad_(requires_grad)
  return Object.setPrototypeOf(made, prototype) as Parameter
}

/**
 * A tensor that is a module's parameter: assigned to a field of a module it is registered, and is found by
 * `parameters()`. It shares the memory of `data`, and requires a gradient unless told otherwise.
 *
 * @example
 * class Scale extends nn.Module {
 *   weight = nn.Parameter(torch.ones(3))
 *   forward(x: Tensor) { return x.mul(this.weight) }
 * }
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
 * A tensor that becomes a module's buffer when it is assigned to a field: state that is not trained.
 * It is an ordinary tensor with a mark, as in Python, where `type(nn.Buffer(x))` is `torch.Tensor`.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.parameter.Buffer.html
 */
const Buffer_ = new Proxy(Buffer, {
  construct: (_, args: unknown[]) => makeBuffer(args),
  apply: (_, _self, args: unknown[]) => makeBuffer(args),
}) as unknown as BufferConstructor
type Buffer_ = Buffer

export { Buffer_ as Buffer, Parameter_ as Parameter }
