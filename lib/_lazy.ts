// Modules that few programs need, as properties of others.

/** A module that is loaded when the first of its names is asked for. */
export function lazyModule<M extends object>(load: () => M): M {
  let loaded: M | undefined
  const module = (): M => {
    loaded ??= load()
    return loaded
  }
  // Its own names must all seem changeable, for the target has none of them.
  const described = (name: PropertyKey): PropertyDescriptor | undefined => {
    const found = Reflect.getOwnPropertyDescriptor(module(), name)
    return found && { ...found, configurable: true }
  }
  return new Proxy({} as M, {
    get: (_, name) => Reflect.get(module(), name) as unknown,
    has: (_, name) => Reflect.has(module(), name),
    ownKeys: () => Reflect.ownKeys(module()),
    getOwnPropertyDescriptor: (_, name) => described(name),
    set: () => false,
    defineProperty: () => false,
    deleteProperty: () => false,
  })
}
