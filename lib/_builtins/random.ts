// Python's module `random`, to the bit. Mirrors Lib/random.py of Python 3.11.

import { Random } from './random/class.js'

type Functions = Omit<Random, 'gauss_next' | '_randbelow'>
type Fn = (...args: unknown[]) => unknown

// The methods of an instance, bound to it.
function functionsOf(instance: Random): Functions {
  const functions: Record<string, Fn> = {}
  for (
    let prototype = Object.getPrototypeOf(instance) as object;
    prototype !== Object.prototype;
    prototype = Object.getPrototypeOf(prototype) as object
  ) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
      if (typeof value !== 'function' || name === 'constructor' || name.startsWith('_')) continue
      const fn: Fn = (...args) => Reflect.apply(value as Fn, instance, args)
      functions[name] ??= Object.defineProperty(fn, 'name', { value: name })
    }
  }
  return functions as unknown as Functions
}

/**
 * Python's module `random`, to the bit: with the same seed it gives the same numbers, choices and orders. Its functions
 * share one generator, which is torch's in nothing, and may be used apart from it: `const { randint } = random`. In each
 * worker thread there is another one.
 *
 * @example
 * random.seed(0)
 * random.randint(0, 3) // 3
 * random.choice(['red', 'green', 'blue']) // 'green'
 *
 * @see https://docs.python.org/3/library/random.html
 */
export const random: Functions & { readonly Random: typeof Random } = {
  ...functionsOf(new Random()),
  Random,
}

export type { Random }
