// Python's enumerations: named values of a class, one of each.

import { KeyError } from '../../errors.js'

type Members = Record<string, Enumeration | undefined>

/** A class whose static fields are its members. */
export abstract class Enumeration {
  /** `'BILINEAR'` */
  readonly name: string
  /** `'bilinear'` */
  readonly value: string

  protected constructor(name: string, value: string) {
    this.name = name
    this.value = value
    Object.freeze(this)
  }

  /** One of each in every thread. */
  __reduce__(): [typeof memberOf, [object, string]] {
    return [memberOf, [this.constructor, this.name]]
  }

  toString(): string {
    return `${this.constructor.name}.${this.name}`
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }
}

/** The member of a class by its name. */
export function memberOf(cls: object, name: string): Enumeration {
  const found = Object.hasOwn(cls, name) ? (cls as Members)[name] : undefined
  if (found instanceof Enumeration) return found
  throw new KeyError(name)
}
