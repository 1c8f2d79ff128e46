// Classes of Python that are entered with `with` and used as objects too.

import { withBlock } from '../../_contextlib.js'

/**
 * An object that Python enters with `with`. `using x = ...` enters it: the language asks for `Symbol.dispose` when it
 * runs the declaration, and calls what it got at the end of the block.
 */
export abstract class Block {
  abstract __enter__(): unknown
  abstract __exit__(): unknown

  get [Symbol.dispose](): () => void {
    this.__enter__()
    return () => {
      this.__exit__()
    }
  }
}

/** Runs a function inside of a block, which it gets, and gives its result. */
export function runBlock<B extends Block, R>(block: B, body: (block: B) => R): R {
  const enter = () => {
    block.__enter__()
    return () => {
      block.__exit__()
    }
  }
  return withBlock(enter, () => body(block)) as R
}

/**
 * Makes a class callable without `new`, and a call with a function last the block itself. It can be extended and asked
 * for `instanceof`.
 */
export function blockClass<B extends Block>(
  cls: new (...args: never[]) => B,
  name = cls.name,
): (...args: unknown[]) => unknown {
  const make = function (this: unknown, ...args: unknown[]): unknown {
    const body = args.at(-1)
    if (new.target !== undefined || typeof body !== 'function') {
      return Reflect.construct(cls, args, new.target ?? cls)
    }
    const block = Reflect.construct(cls, args.slice(0, -1)) as B
    return runBlock(block, body as (block: B) => unknown)
  }
  Object.defineProperty(make, 'name', { value: name })
  Object.setPrototypeOf(make, cls)
  make.prototype = cls.prototype
  Object.defineProperty(cls.prototype, 'constructor', {
    value: make,
    configurable: true,
    writable: true,
  })
  return make
}
