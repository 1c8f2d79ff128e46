// Mirrors torchvision/tv_tensors/_tv_tensor.py: tensors that know what they show.

import torch, { Tensor } from '../../index.js'

const { detach } = Tensor.prototype

/** The same memory, and place in the graph, as another object, which is a plain tensor. */
export function alias(tensor: Tensor): Tensor {
  if (tensor.requires_grad) return torch.ops.aten.alias(tensor) as Tensor
  return Reflect.apply(detach, tensor, []) as Tensor
}

const modules: Readonly<Record<string, string>> = {
  Image: '_image',
  Mask: '_mask',
  Video: '_video',
  BoundingBoxes: '_bounding_boxes',
}

/** The text of Python's `type(tensor)`. */
export function classOf(tensor: TVTensor): string {
  const { name } = tensor.constructor
  const module = modules[name]
  return `<class '${module ? `torchvision.tv_tensors.${module}.` : ''}${name}'>`
}

/** What the constructors of all classes take by keyword. */
export interface TensorOptions {
  dtype?: Tensor['dtype'] | null
  device?: Tensor['device'] | string | null
  requires_grad?: boolean | null
}

/** Numbers, or a tensor, as a tensor that is no other object's. */
export function toTensor(data: unknown, options: TensorOptions): Tensor {
  const { dtype = null, device = null, requires_grad = null } = options
  const grad = requires_grad ?? (torch.is_tensor(data) && (data as Tensor).requires_grad)
  const made = torch.as_tensor(data as Tensor, { dtype, device: device as null })
  return alias(made === data ? made : made.requires_grad_(grad))
}

/** A class of tensors that show something. What operators give is a plain tensor; `clone`, `to` and `detach` keep it. */
export class TVTensor extends Tensor {
  /** Makes a tensor of this class of a plain one, with what `like` says beside its values. */
  static wrap(tensor: Tensor, like: TVTensor): TVTensor {
    return like.wrapped(tensor)
  }

  /** A plain tensor as one of this kind. */
  wrapped(tensor: Tensor): TVTensor {
    const made = alias(tensor)
    return Object.setPrototypeOf(made, Object.getPrototypeOf(this) as object) as TVTensor
  }

  /** What the text has beside that of a tensor. */
  extra(): string {
    return ''
  }

  override toString(): string {
    const text = Object.getPrototypeOf(TVTensor.prototype).toString.call(this) as string
    return text
      .replace(/^tensor\(/, `${this.constructor.name}(`)
      .replace(/\)$/, `, ${this.extra()})`)
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }
}

// What keeps the kind; in the class's own text these would clash with the generated overloads.
for (const name of ['clone', 'to', 'detach'] as const) {
  const plain = Tensor.prototype[name] as (...args: unknown[]) => Tensor
  Object.defineProperty(TVTensor.prototype, name, {
    value(this: TVTensor, ...args: unknown[]): Tensor {
      return this.wrapped(Reflect.apply(plain, this, args))
    },
    writable: true,
    configurable: true,
  })
}

/** A class whose instances are tensors that `make` gives: with and without `new`, as Python's `__new__`. */
export interface TensorClass<T, A extends readonly unknown[]> {
  new (...args: A): T
  (...args: A): T
  readonly prototype: T
}

/** No constructor runs: the tensor comes first and gets its class then. */
export function tensorClass<T extends TVTensor, A extends readonly unknown[]>(
  cls: { readonly prototype: T },
  make: (args: readonly unknown[], prototype: T) => T,
): TensorClass<T, A> {
  const proxy = new Proxy(cls as never, {
    construct: (_, args: unknown[], target) => make(args, (target as { prototype: T }).prototype),
    apply: (_, _self, args: unknown[]) => make(args, cls.prototype),
  }) as TensorClass<T, A>
  Object.defineProperty(cls.prototype, 'constructor', {
    value: proxy,
    writable: true,
    configurable: true,
  })
  return proxy
}
