// Python's classes are called without `new`, and some of their instances are called as well.

// The overloads of a constructor, up to four; a class with fewer gives the same one again.
type Calls<C> = C extends {
  new (...args: infer A): infer R
  new (...args: infer A2): infer R2
  new (...args: infer A3): infer R3
  new (...args: infer A4): infer R4
}
  ? {
      (...args: A): R
      (...args: A2): R2
      (...args: A3): R3
      (...args: A4): R4
    }
  : unknown

/** A class that can be made with and without `new`, and be extended. */
export type Callable<C extends abstract new (...args: never[]) => unknown> = C & Calls<C>

/**
 * Both traps of every callable class: (class, this, arguments) and (class, arguments, new.target).
 * One function, so that errors can leave it out of their stacks.
 */
export function enter(cls: { prototype: object }, first: unknown, second: unknown): object {
  if (Array.isArray(second)) return Reflect.construct(cls as never, second) as object
  const args = first as unknown[]
  // The proxy itself as `new.target` would cost 5 us: V8 keeps no map for what it makes.
  return second === cls.prototype.constructor
    ? (Reflect.construct(cls as never, args) as object)
    : (Reflect.construct(cls as never, args, second as never) as object)
}

const traps = { apply: enter, construct: enter }

/**
 * Makes a class callable without `new`, as Python's classes are. `apply` is what such a call does where it can be more
 * than making an instance.
 */
export function callable<C extends abstract new (...args: never[]) => unknown>(
  cls: C,
  apply?: (cls: C, self: unknown, args: unknown[]) => unknown,
): Callable<C> {
  const handler = apply === undefined ? traps : { apply, construct: enter }
  const proxy = new Proxy(cls as never, handler as typeof traps) as Callable<C>
  // `x.constructor` is what users import.
  Object.defineProperty(cls.prototype, 'constructor', {
    value: proxy,
    writable: true,
    configurable: true,
  })
  return proxy
}

/**
 * An instance that is a function: for constructors that return it with `new.target.prototype`.
 * It has nothing of `Function.prototype`: `apply`, `call`, `bind`, `name`, `length` are the class's own or absent.
 */
export function callableInstance<T extends object>(
  prototype: object,
  call: (...args: never[]) => unknown,
): T {
  // An arrow function owns just these two, both deletable; a `function` would own a fixed `prototype` too.
  const instance = ((...args: never[]) => call(...args)) as { name?: string; length?: number }
  delete instance.name
  delete instance.length
  return Object.setPrototypeOf(instance, prototype) as T
}
