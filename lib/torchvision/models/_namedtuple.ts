// Outputs with names: Python's collections.namedtuple.

import { type Callable, callable } from '../../_callable.js'
import { python } from '../../_kwargs.js'
import { pyRepr } from '../../_repr.js'
import { Tuple } from '../../_tuple.js'

/** A tuple whose items have names. */
export type NamedItems<F> = readonly F[keyof F][] & Readonly<F>

/** The class of tuples with those fields: `namedtuple<{ x: number }>()('Point', ['x'])`. */
export function namedtuple<F>(): (
  name: string,
  fields: readonly (keyof F & string)[],
) => Callable<new (...items: F[keyof F][]) => NamedItems<F>> {
  return (name, fields) => {
    const bind = python(`${name}.__new__(_cls, ${fields.join(', ')})`.replace('_cls', 'self'))
    const cls = class extends Tuple<unknown> {
      constructor(...items: unknown[]) {
        super()
        const bound = bind<Record<string, unknown>>(items)
        for (const field of fields) this.push(bound[field])
      }

      override toString(): string {
        const texts = fields.map((field, i) => `${field}=${pyRepr(this[i])}`)
        return `${name}(${texts.join(', ')})`
      }

      [Symbol.for('nodejs.util.inspect.custom')](): string {
        return this.toString()
      }
    }
    Object.defineProperty(cls, 'name', { value: name })
    for (const [i, field] of fields.entries()) {
      Object.defineProperty(cls.prototype, field, {
        get(this: readonly unknown[]) {
          return this[i]
        },
      })
    }
    return callable(cls as never)
  }
}
