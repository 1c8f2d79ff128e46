// Tensors whose shape is not known yet. Mirrors UninitializedTensorMixin of torch/nn/parameter.py.
//
// Python stops their use in `__torch_function__`, which sees every call. Here it is their handle that refuses: whatever
// is called with such a tensor reads it. The few methods that Python allows, and attributes, lift the lock.

import { empty } from '../_generated/torch_functions.js'
import { python } from '../_kwargs.js'
import { typeName } from '../_typename.js'
import { RuntimeError, ValueError } from '../errors.js'
import { Tensor } from '../tensor.js'
import type { Device, dtype } from '../types.js'

const allowed = new Set<string | symbol>(
  'size copy_ is_complex is_floating_point half float double char short int long cuda cpu to get_device dispose'.split(
    ' ',
  ),
)
// What JavaScript itself asks of objects.
for (const symbol of [Symbol.dispose, Symbol.toPrimitive]) allowed.add(symbol)

let isOpen = false

/** Runs what may be done with a tensor whose shape is not known yet. */
export function whileOpen<R>(action: () => R): R {
  const outer = isOpen
  isOpen = true
  try {
    return action()
  } finally {
    isOpen = outer
  }
}

function refuse(tensor: unknown, what: string): never {
  throw new ValueError(
    `Attempted to use an uninitialized parameter in ${what}. ` +
      'This error happens when you are using a `LazyModule` or ' +
      `explicitly manipulating \`torch.nn.parameter.${typeName(tensor)}\` ` +
      'objects. When using LazyModules Call `forward` with a dummy batch ' +
      'to initialize the parameters before calling torch functions',
  )
}

/** What a tensor without a shape can do. */
export interface UninitializedTensor {
  /** Gives it a shape, and with it its final class; `device` and `dtype` stay what they are unless given. */
  materialize(shape: readonly number[], device?: Device | null, dtype?: dtype | null): void
  materialize(
    shape: readonly number[],
    options: { device?: Device | null; dtype?: dtype | null },
  ): void
}

const mark = Symbol('uninitialized')
const bindMaterialize = python(
  'UninitializedTensorMixin.materialize(self, shape, device=None, dtype=None)',
)

interface MaterializeArguments {
  shape: readonly number[]
  device: Device | null
  dtype: dtype | null
}

const members: Record<string | symbol, PropertyDescriptor> = {
  [mark]: { value: true },
  shape: {
    get(): never {
      throw new RuntimeError(
        "Can't access the shape of an uninitialized parameter or buffer. " +
          'This error usually happens in `load_state_dict` when trying to load ' +
          'an uninitialized parameter into an initialized one. ' +
          'Call `forward` to initialize the parameters before accessing their attributes.',
      )
    },
  },
  share_memory_: {
    value(): never {
      throw new RuntimeError(
        "Can't share memory on an uninitialized parameter or buffer. " +
          'Call `forward` to initialize the parameters before calling ' +
          '`module.share_memory()`.',
      )
    },
  },
  toString: {
    value(this: object): string {
      return `<${typeName(this)}>`
    },
  },
  [Symbol.for('nodejs.util.inspect.custom')]: {
    value(this: object): string {
      return `<${typeName(this)}>`
    },
  },
}

function locked(
  name: string | symbol,
  { value, get, set }: PropertyDescriptor,
): PropertyDescriptor {
  if (get === undefined) {
    if (!allowed.has(name)) {
      return {
        value(this: unknown) {
          const method = name === Symbol.iterator ? '__iter__' : String(name)
          return refuse(this, `<method '${method}' of 'torch._C.TensorBase' objects>`)
        },
      }
    }
    return {
      value(this: unknown, ...args: unknown[]) {
        return whileOpen(() => Reflect.apply(value as (...args: unknown[]) => unknown, this, args))
      },
    }
  }
  return {
    get(this: unknown) {
      return whileOpen(() => Reflect.apply(get, this, []))
    },
    ...(set && {
      set(this: unknown, given: unknown) {
        whileOpen(() => Reflect.apply(set, this, [given]))
      },
    }),
  }
}

/** Makes a class of tensors one of those without a shape; `become` is the prototype of the class that they take with it. */
export function lockClass(prototype: object, become: object): void {
  const all = Object.getOwnPropertyDescriptors(Tensor.prototype) as typeof members
  for (const name of Reflect.ownKeys(all)) {
    if (name === 'constructor' || Object.hasOwn(members, name)) continue
    const descriptor = all[name] as PropertyDescriptor
    const isMember = descriptor.get !== undefined || typeof descriptor.value === 'function'
    if (isMember) Object.defineProperty(prototype, name, locked(name, descriptor))
  }
  Object.defineProperties(prototype, members)
  Object.defineProperty(prototype, 'materialize', {
    value(this: Tensor, ...given: unknown[]): void {
      const { shape, device, dtype } = bindMaterialize<MaterializeArguments>(given)
      const options = { device: device ?? this.device, dtype: dtype ?? this.dtype }
      this.data = empty(shape, options)
      const handle = whileOpen(() => this._h)
      Object.defineProperty(this, '_h', { value: handle, writable: true, configurable: true })
      Object.setPrototypeOf(this, become)
    },
  })
}

/** Makes a tensor, which is nobody else's, one without a shape, of such a class. */
export function withoutShape<T>(tensor: Tensor, prototype: object): T {
  const handle = tensor._h
  Object.defineProperty(tensor, '_h', {
    get(this: unknown) {
      return isOpen ? handle : refuse(this, '<built-in function>')
    },
    configurable: true,
  })
  return Object.setPrototypeOf(tensor, prototype) as T
}

/**
 * Whether `param` is an `UninitializedParameter` or an `UninitializedBuffer`.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.parameter.is_lazy.html
 */
export function is_lazy(param: unknown): param is Tensor & UninitializedTensor {
  return typeof param === 'object' && param !== null && mark in param
}
