import torch, { type Tensor } from 'torch-node'
import { decode, type Scope } from './arguments.js'

/** [path, positional arguments, keyword arguments] as Python was called. */
export type Call = [string, unknown[], Record<string, unknown>]

type Function = (...args: unknown[]) => unknown

// What Python spells as an operator; `1-conventions`, operators.
const dunders: Record<string, (self: unknown, other: unknown) => unknown> = {
  __getitem__: (self, index) => method(self, 'index')(index),
  __radd__: (self, other) => torch.add(other as number, self as Tensor),
  __rsub__: (self, other) => torch.sub(other as number, self as Tensor),
  __rmul__: (self, other) => torch.mul(other as number, self as Tensor),
  // Python's own definition; it rounds otherwise than torch.div(other, self).
  __rtruediv__: (self, other) => (self as Tensor).reciprocal().mul(other as number),
  __rmod__: (self, other) => torch.remainder(other as number, self as Tensor),
  __rpow__: (self, other) => torch.pow(other as number, self as Tensor),
  __rand__: (self, other) => torch.bitwise_and(other as number, self as Tensor),
  __ror__: (self, other) => torch.bitwise_or(other as number, self as Tensor),
  __rxor__: (self, other) => torch.bitwise_xor(other as number, self as Tensor),
  __rmatmul__: (self, other) => torch.matmul(other as Tensor, self as Tensor),
}

function method(receiver: unknown, name: string): Function {
  const found: unknown = Reflect.get(receiver as object, name)
  if (typeof found !== 'function') throw new Error(`torch.Tensor.${name} is missing`)
  return found.bind(receiver) as Function
}

function lookUp(path: string): Function {
  let found: unknown = torch
  for (const name of path.split('.').slice(1)) {
    found = found === undefined ? undefined : Reflect.get(Object(found), name)
  }
  if (typeof found !== 'function') throw new Error(`${path} is missing`)
  return found as Function
}

/** Calls a function by its Python name the way a port spells it. */
export function perform([path, encoded, named]: Call, scope: Scope): unknown {
  const args = decode(encoded, scope) as unknown[]
  const keywords = decode({ d: named }, scope) as Record<string, unknown>
  const trailing = Object.keys(keywords).length > 0 ? [keywords] : []
  if (!path.startsWith('torch.Tensor.')) return lookUp(path)(...args, ...trailing)
  const [name, accessor] = path.slice('torch.Tensor.'.length).split('.') as [string, string?]
  const [self, ...rest] = args
  if (accessor === '__get__') return Reflect.get(self as object, name)
  const dunder = dunders[name]
  if (dunder) return dunder(self, rest[0])
  return method(self, name)(...rest, ...trailing)
}
