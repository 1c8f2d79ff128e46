// Layers take the arguments of their `forward` as Python does: `criterion({ input, target })`.

import { type Callable, callable } from '../../_callable.js'
import { attributeError } from '../../_def.js'
import { isKeywords, python } from '../../_kwargs.js'

type LayerClass = abstract new (...args: never[]) => unknown
type Forward = (...args: unknown[]) => unknown

/** Gives a class's own `forward` Python's keywords and TypeErrors; `parameters` is what its `def` line holds after `self`. */
export function bindForward(cls: LayerClass, parameters: string): void {
  const prototype = cls.prototype as unknown as { forward: Forward }
  const { forward } = prototype
  const bind = python(`${cls.name}.forward(self, ${parameters})`)
  const names = parameters.split(', ').map((one) => one.split('=')[0] as string)
  const count = names.length
  const bound = function (this: unknown, ...args: unknown[]): unknown {
    let values: readonly unknown[] = args
    // Not the common call, everything by position.
    if (args.length !== count || isKeywords(args[count - 1]) || args.includes(undefined)) {
      const byName = bind<Record<string, unknown>>(args)
      values = names.map((name) => byName[name])
    }
    try {
      return Reflect.apply(forward, this, values)
    } catch (error) {
      throw attributeError(error, names, values) ?? error
    }
  }
  Object.defineProperty(prototype, 'forward', { value: bound, writable: true, configurable: true })
}

/** {@link callable} for layers, whose `forward` is bound too. */
export function layer<C extends LayerClass>(cls: C, parameters: string): Callable<C> {
  bindForward(cls, parameters)
  return callable(cls)
}
