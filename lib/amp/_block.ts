// Classes of Python's context managers whose instances are decorators too.

import { enter } from '../_callable.js'
import { withBlock } from '../_contextlib.js'

/** An instance: it is entered, and left by what entering gives. */
export interface Block {
  _enter(): () => void
}

type BlockClass = abstract new (...args: never[]) => Block

/**
 * Lets a class be called without `new`. With a function as its last argument, that runs inside the block, and its result
 * comes back; without one the call gives an instance.
 */
export function blockClass<C extends BlockClass, Type>(cls: C): Type {
  const proxy = new Proxy(cls, {
    construct: enter,
    apply(target, self, args: unknown[]): unknown {
      const body = args.at(-1)
      if (typeof body !== 'function') return enter(target, self, args)
      const block = enter(target, self, args.slice(0, -1)) as Block
      return withBlock(() => block._enter(), body as () => unknown)
    },
  })
  Object.defineProperty(cls.prototype, 'constructor', {
    value: proxy,
    writable: true,
    configurable: true,
  })
  return proxy as unknown as Type
}
