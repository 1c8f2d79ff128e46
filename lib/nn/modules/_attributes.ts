// Assigning to a module's fields: registration and its rules. Mirrors Module.__setattr__ and __delattr__ of
// torch/nn/modules/module.py.
//
// Note [Module objects]
// A module is a function (so that `net(x)` works) behind a Proxy. The Proxy has no `get` trap: reads cost about 15 ns more
// than on a bare object, while an accessor per registered name would cost three times that. It is a Proxy, rather
// than a trap in the prototype chain, because class fields (`fc = nn.Linear(2, 3)`, or just `fc: nn.Linear`) define
// properties and are seen by nothing else. The function behind the Proxy is called `raw` in these files.

import { asSubscript } from '../../_subscript.js'
import { typeName } from '../../_typename.js'
import { AttributeError } from '../../errors.js'
import { Tensor } from '../../tensor.js'
import { Buffer, Parameter } from '../parameter.js'
import { registered, registrationHooks } from './_hooks.js'
import { type Dict, define, hasInherited, items } from './_registry.js'
import type { Module } from './module.js'

/** What the function behind a module's Proxy has. */
export interface Raw {
  readonly [proxy]: Module
  readonly _parameters: Dict<Parameter | null>
  readonly _buffers: Dict<Tensor | null>
  readonly _modules: Dict<Module | null>
  readonly _non_persistent_buffers_set: Set<string>
}

/** From the function behind a module's Proxy to the module. */
export const proxy = Symbol('proxy')
/** From a module to the function behind its Proxy. */
export const behind = Symbol('behind')
/** Marks classes whose brackets take every name: `params['weight'] = tensor`. */
export const bracketsTakeNames = Symbol('bracketsTakeNames')
/** Tells modules from other functions without importing their class. */
export const moduleMark = Symbol('module')

/** The function behind a module's Proxy. */
export function rawOf(module: Module): Raw {
  return (module as unknown as { [behind]: Raw })[behind]
}

/** Whether a value is a module. */
export function isModule(value: unknown): value is Module {
  return typeof value === 'function' && moduleMark in value
}

/** `torch.typename(value)` as error texts show it. */
export function typename(value: unknown): string {
  return value instanceof Tensor ? value.type() : typeName(value)
}

/** Python's `hasattr`: a field that was only declared, and so is `undefined`, does not count. */
export function hasAttribute(module: object, name: string): boolean {
  return Object.hasOwn(module, name)
    ? Reflect.get(module, name) !== undefined
    : hasInherited(module, name)
}

function isRegistered(raw: Raw, name: string): boolean {
  return (
    items(raw._parameters).has(name) ||
    items(raw._modules).has(name) ||
    items(raw._buffers).has(name)
  )
}

/** Assigns as `setattr` does: parameters, modules and buffers are registered, all else is stored. */
export function setAttribute(raw: Raw, name: string, given: unknown): void {
  const module = raw[proxy]
  // A field of a registered name is emptied with null; undefined means the same here.
  const value = given === undefined && isRegistered(raw, name) ? null : given
  if (value instanceof Parameter) {
    if (!items(raw._parameters).has(name)) forget(raw, name)
    module.register_parameter(name, value)
  } else if (items(raw._parameters).has(name)) {
    if (value !== null) {
      throw new TypeError(
        `cannot assign '${typename(value)}' as parameter '${name}' (torch.nn.Parameter or None expected)`,
      )
    }
    module.register_parameter(name, null)
  } else if (isModule(value)) {
    if (!items(raw._modules).has(name)) forget(raw, name)
    raw._modules[name] = registered(registrationHooks.module, module, name, value)
  } else if (items(raw._modules).has(name)) {
    if (value !== null) {
      throw new TypeError(
        `cannot assign '${typename(value)}' as child module '${name}' (torch.nn.Module or None expected)`,
      )
    }
    raw._modules[name] = registered(registrationHooks.module, module, name, null)
  } else if (value instanceof Buffer || items(raw._buffers).has(name)) {
    setBuffer(raw, name, value)
  } else {
    setPlain(raw, name, value)
  }
}

// The name leaves whatever registry it was in, and its property goes.
function forget(raw: Raw, name: string): void {
  for (const dict of [raw._parameters, raw._buffers, raw._modules]) delete dict[name]
  raw._non_persistent_buffers_set.delete(name)
  Reflect.deleteProperty(raw, name)
}

function setBuffer(raw: Raw, name: string, value: unknown): void {
  if (value !== null && !(value instanceof Tensor)) {
    throw new TypeError(
      `cannot assign '${typename(value)}' as buffer '${name}' (torch.nn.Buffer, torch.Tensor or None expected)`,
    )
  }
  const persistent =
    value instanceof Buffer ? value.persistent : !raw._non_persistent_buffers_set.has(name)
  raw[proxy].register_buffer(name, value, persistent)
}

function setPlain(raw: Raw, name: string | symbol, value: unknown): void {
  if (!Object.hasOwn(raw, name) && isAccessor(raw, name)) {
    if (!Reflect.set(raw, name, value, raw[proxy])) {
      throw new AttributeError(
        `property '${String(name)}' of '${raw[proxy]._get_name()}' object has no setter`,
      )
    }
  } else {
    define(raw, name, value)
  }
}

function isAccessor(object: object, name: string | symbol): boolean {
  if (!(name in object)) return false
  for (let at: object | null = object; at !== null; at = Object.getPrototypeOf(at)) {
    const descriptor = Object.getOwnPropertyDescriptor(at, name)
    if (descriptor) return descriptor.get !== undefined || descriptor.set !== undefined
  }
  return false
}

/** Modules that answer brackets: `layers[0] = ...`, `delete layers[-1]`. */
interface Bracketed {
  readonly [bracketsTakeNames]?: boolean
  __setitem__?(index: number | string, value: unknown): void
  __delitem__?(index: number | string): void
}

/** The traps of every module. */
export const moduleHandler: ProxyHandler<object> = {
  set(target, key, value: unknown): boolean {
    const raw = target as Raw
    if (typeof key === 'symbol') {
      setPlain(raw, key, value)
      return true
    }
    const bracketed = raw[proxy] as Bracketed
    const isName = bracketed[bracketsTakeNames] && !key.startsWith('_') && key !== 'training'
    const index = isName ? key : asSubscript(key)
    if (index !== null && bracketed.__setitem__) bracketed.__setitem__(index, value)
    else setAttribute(raw, key, value)
    return true
  },

  // Class fields come here.
  defineProperty(target, key, descriptor): boolean {
    const raw = target as Raw
    if (typeof key === 'symbol' || !('value' in descriptor)) {
      return Reflect.defineProperty(raw, key, descriptor)
    }
    const value: unknown = descriptor.value
    if (isRegistered(raw, key)) {
      // A declaration in a subclass, such as `weight: nn.Parameter`, takes nothing away.
      if (value !== undefined) setAttribute(raw, key, value)
      return true
    }
    if (!(value instanceof Parameter || isModule(value) || value instanceof Buffer)) {
      return Reflect.defineProperty(raw, key, descriptor)
    }
    setAttribute(raw, key, value)
    return true
  },

  deleteProperty(target, key): boolean {
    const raw = target as Raw
    const index = asSubscript(key)
    const bracketed = raw[proxy] as Bracketed
    if (index !== null && bracketed.__delitem__) bracketed.__delitem__(index)
    else if (typeof key === 'string' && isRegistered(raw, key)) forget(raw, key)
    else if (Object.hasOwn(raw, key)) Reflect.deleteProperty(raw, key)
    else {
      throw new AttributeError(
        `'${raw[proxy]._get_name()}' object has no attribute '${String(key)}'`,
      )
    }
    return true
  },
}
