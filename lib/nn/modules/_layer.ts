// Layers take the arguments of their `forward` as Python does: `criterion({ input, target })`.

import { type Callable, callable } from '../../_callable.js'
import { attributeError } from '../../_def.js'
import { isKeywords, python } from '../../_kwargs.js'

type LayerClass = abstract new (...args: never[]) => unknown
type Method = (...args: unknown[]) => unknown

/** Gives a class's own method Python's keywords and TypeErrors; `parameters` is its `def` line after `self`. */
export function bindMethod(cls: LayerClass, method: string, parameters: string): void {
  const prototype = cls.prototype as unknown as Record<string, Method>
  const own = prototype[method] as Method
  const bind = python(`${cls.name}.${method}(self, ${parameters})`)
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
      return Reflect.apply(own, this, values)
    } catch (error) {
      throw attributeError(error, names, values) ?? error
    }
  }
  Object.defineProperty(prototype, method, { value: bound, writable: true, configurable: true })
}

/** {@link bindMethod} for `forward`. */
export function bindForward(cls: LayerClass, parameters: string): void {
  bindMethod(cls, 'forward', parameters)
}

/** {@link callable} for layers, whose `forward` is bound too. */
export function layer<C extends LayerClass>(cls: C, parameters: string): Callable<C> {
  bindForward(cls, parameters)
  return callable(cls)
}
