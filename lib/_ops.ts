// Mirrors torch/_ops.py: `torch.ops.aten.add.Tensor(a, b)` reaches every registered operator by its schema.

import { asFunction, type OperatorFunction } from './_call.js'
import { AttributeError } from './errors.js'
import { native } from './native.js'

/** One overload of a registered operator. */
export type OpOverload = OperatorFunction

/** A registered operator: called, it chooses an overload; its fields are the overloads, `default` and others. */
export type OpOverloadPacket = OperatorFunction & {
  readonly [overload: string]: OpOverload
} & { overloads(): string[] }

/** The operators of one library, such as `torch.ops.aten`. */
export type OpNamespace = Readonly<Record<string, OpOverloadPacket>>

/** Makes an object whose fields are found by name when they are first asked for. */
function lazily<T extends object>(target: T, find: (name: string) => unknown): T {
  return new Proxy(target, {
    get(object, key, receiver) {
      if (typeof key === 'symbol' || key in object) return Reflect.get(object, key, receiver)
      const found = find(key)
      if (found !== undefined) {
        Object.defineProperty(object, key, { value: found, configurable: true })
      }
      return found
    },
  })
}

// Engines and test tools ask any object for these.
const probes = new Set([
  'then',
  'toJSON',
  'asymmetricMatch',
  '$$typeof',
  'nodeType',
  '@@__IMMUTABLE_ITERABLE__@@',
])

function overload(name: string, which: string): OpOverload {
  const f = native.findOperator(`${name}.${which}`)
  if (f === null) {
    throw new AttributeError(
      `The underlying op of '${name.replace('::', '.')}' has no overload name '${which}'`,
    )
  }
  return asFunction(name, f)
}

function packet(namespace: string, name: string): OpOverloadPacket {
  const full = `${namespace}::${name}`
  const f = native.findOperator(full)
  if (f === null) {
    throw new AttributeError(`'_OpNamespace' '${namespace}' object has no attribute '${name}'`)
  }
  const call = asFunction(name, f)
  Object.defineProperty(call, 'overloads', {
    value: () => native.operatorOverloads(full).map((which) => which || 'default'),
  })
  return lazily(call, (which) =>
    probes.has(which) ? undefined : overload(full, which),
  ) as OpOverloadPacket
}

/**
 * Every operator registered in LibTorch, by library, name and overload: `torch.ops.aten.add.Tensor(a, b)`.
 *
 * @example
 * torch.ops.aten.add.Tensor(torch.ones(2), torch.ones(2)) // tensor([2., 2.])
 *
 * @see https://docs.pytorch.org/docs/2.13/library.html
 */
export const ops: Readonly<Record<string, OpNamespace>> = lazily({}, (namespace) =>
  probes.has(namespace)
    ? undefined
    : lazily({}, (name) => (probes.has(name) ? undefined : packet(namespace, name))),
)

/** An operator that Python gives no function of its own. */
export function operator<F extends (...args: never[]) => unknown>(name: string): F {
  return packet('aten', name) as unknown as F
}
