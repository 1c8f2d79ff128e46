// What activations of one shape share.

import { initializer } from '../../../_arguments.js'
import { pyRepr } from '../../../_repr.js'
import { float, inplaceText } from '../_text.js'
import { Module } from '../module.js'

/** The arguments of activations that may only be told to change their input. */
export const inplaceOnly = (name: string) =>
  initializer<[inplace: boolean]>()(
    `${name}.__init__(self, inplace=False)` as 'A.__init__(self, inplace=False)',
  )

/** An activation that may change its input, and has no other setting. */
export abstract class Inplace extends Module {
  declare inplace: boolean

  constructor(options: { inplace: boolean }) {
    super()
    this.inplace = options.inplace
  }

  override extra_repr(): string {
    return this.inplace ? 'inplace=True' : ''
  }
}

/** The arguments of the exponential linear units. */
export const exponential = (name: string) =>
  initializer<[alpha: number, inplace: boolean]>()(
    `${name}.__init__(self, alpha=1.0, inplace=False)` as 'A.__init__(self, alpha=1.0, inplace=False)',
  )

/** An exponential linear unit, which goes to `-alpha`. */
export abstract class Exponential extends Module {
  declare alpha: number
  declare inplace: boolean

  constructor(options: { alpha: number; inplace: boolean }) {
    super()
    Object.assign(this, options)
  }

  override extra_repr(): string {
    return `alpha=${float(this.alpha, 1)}${inplaceText(this.inplace)}`
  }
}

/** The arguments of activations that shrink. */
export const shrinking = (name: string) =>
  initializer<[lambd: number]>()(
    `${name}.__init__(self, lambd=0.5)` as 'A.__init__(self, lambd=0.5)',
  )

/** An activation that is zero between `-lambd` and `lambd`. */
export abstract class Shrinking extends Module {
  declare lambd: number

  constructor(options: { lambd: number }) {
    super()
    this.lambd = options.lambd
  }

  override extra_repr(): string {
    return pyRepr(this.lambd)
  }
}
