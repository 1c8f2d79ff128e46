/** A class that can be made with and without `new`, and be extended. */
export type Callable<C extends abstract new (...args: never[]) => unknown> = C &
  ((...args: ConstructorParameters<C>) => InstanceType<C>)

/** Makes a class callable without `new`, as Python's classes are. */
export function callable<C extends abstract new (...args: never[]) => unknown>(
  cls: C,
): Callable<C> {
  const proxy = new Proxy(cls, {
    apply: (target, _self, args: never[]) => Reflect.construct(target, args, proxy) as unknown,
  }) as Callable<C>
  // `x.constructor` is what users import.
  Object.defineProperty(cls.prototype, 'constructor', {
    value: proxy,
    writable: true,
    configurable: true,
  })
  return proxy
}
