// Hooks of modules that are objects of a class: the older norms and pruning methods keep their settings in such.

import { callableInstance } from '../../_callable.js'
import { subscripts } from '../../_subscript.js'
import { typeName } from '../../_typename.js'
import { deepcopy, type Memo } from '../../copy.js'
import { AttributeError } from '../../errors.js'
import { hasAttribute } from '../modules/_attributes.js'
import type { Module } from '../modules/module.js'

/** An object that is called as a hook is, `hook(module, inputs)`; subclasses define `__call__`. */
export abstract class ModuleHook {
  constructor() {
    // biome-ignore lint/correctness/noConstructorReturn: the instance is a function, which only returning makes possible.
    return instance(new.target.prototype)
  }

  abstract __call__(module: Module, inputs: readonly unknown[]): void

  /** What `copy.deepcopy` gives: the same fields with copies of what is in them. */
  __deepcopy__(memo: Memo): this {
    const made = instance<this>(Object.getPrototypeOf(this) as object)
    memo.set(this, made)
    for (const [key, value] of Object.entries(this)) Reflect.set(made, key, deepcopy(value, memo))
    return made
  }

  toString(): string {
    return `<${this.constructor.name} object>`
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }
}
// Brackets, for hooks that are sequences.
Object.setPrototypeOf(ModuleHook.prototype, subscripts)

function instance<H extends ModuleHook>(prototype: object): H {
  const self: H = callableInstance<H>(prototype, (module: Module, inputs: readonly unknown[]) =>
    self.__call__(module, inputs),
  )
  return self
}

/** Python's `getattr(module, name)`, with its error. */
export function getattr<T = unknown>(module: Module, name: string): T {
  if (!hasAttribute(module, name)) {
    throw new AttributeError(`'${typeName(module)}' object has no attribute '${name}'`)
  }
  return Reflect.get(module, name) as T
}

/** The first of a module's hooks before `forward` that `matches`, and the id of its handle. */
export function findHook<H extends ModuleHook>(
  module: Module,
  matches: (hook: unknown) => hook is H,
): [id: number, hook: H] | null {
  for (const [id, hook] of module._forward_pre_hooks as Map<number, unknown>) {
    if (matches(hook)) return [id, hook]
  }
  return null
}
