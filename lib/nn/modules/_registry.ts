// The dicts of a module: `_parameters`, `_buffers` and `_modules`.
//
// Note [Registries]
// Python finds a registered name through `__getattr__`. Here each entry is also an own property of the module, so that
// reading `this.weight` is a plain property read. The dict is the truth: writing to it writes the property.
// It looks like a plain object, but is a Map inside, because plain objects put keys such as '10' first.

const mapOf = Symbol('map')

/** A dict with string keys in insertion order. */
export type Dict<V> = Record<string, V>

class Registry<V> implements ProxyHandler<Dict<V>> {
  readonly #map = new Map<string, V>()
  readonly #module: object

  constructor(module: object) {
    this.#module = module
  }

  get(_: object, key: string | symbol): unknown {
    return key === mapOf ? this.#map : this.#map.get(key as string)
  }

  set(_: object, key: string | symbol, value: V): boolean {
    this.#map.set(key as string, value)
    // A method or getter of the class stays what it is, as in Python.
    if (!hasInherited(this.#module, key)) define(this.#module, key, value)
    return true
  }

  has(_: object, key: string | symbol): boolean {
    return this.#map.has(key as string)
  }

  deleteProperty(_: object, key: string | symbol): boolean {
    if (this.#map.delete(key as string)) Reflect.deleteProperty(this.#module, key)
    return true
  }

  ownKeys(): string[] {
    return [...this.#map.keys()]
  }

  getOwnPropertyDescriptor(_: object, key: string | symbol): PropertyDescriptor | undefined {
    if (!this.#map.has(key as string)) return undefined
    const value = this.#map.get(key as string)
    return { value, writable: true, enumerable: true, configurable: true }
  }
}

/** A dict whose entries are properties of `module` as well. `module` is the object behind the module's Proxy. */
export function registry<V>(module: object): Dict<V> {
  return new Proxy<Dict<V>>(Object.create(null) as Dict<V>, new Registry<V>(module))
}

/** The entries of a dict of a module, in insertion order. */
export function items<V>(dict: Dict<V>): ReadonlyMap<string, V> {
  return (dict as unknown as { [mapOf]: ReadonlyMap<string, V> })[mapOf]
}

/** Writes an own property of the object behind a module's Proxy. */
export function define(module: object, key: string | symbol, value: unknown): void {
  Object.defineProperty(module, key, {
    value,
    writable: true,
    enumerable: true,
    configurable: true,
  })
}

/** Whether the class of an object has an attribute; what every JavaScript object has does not count. */
export function hasInherited(object: object, key: string | symbol): boolean {
  const prototype = Object.getPrototypeOf(object) as object
  return key in prototype && (!(key in Object.prototype) || isOverridden(prototype, key))
}

function isOverridden(prototype: object, key: string | symbol): boolean {
  return Reflect.get(prototype, key) !== Reflect.get(Object.prototype, key)
}
