// Python's slice objects, for `x.index([Slice(1, 3)])`.

import { type Callable, callable } from './_callable.js'
import { kinds } from './_singleton.js'
import { pyRepr } from './_repr.js'
import type { Tensor } from './types.js'

/** Where a slice starts, ends or how far it steps: an int, a 0-d integer tensor, or null for all of it. */
export type SliceBound = number | Tensor | null

class SliceClass {
  readonly _k = kinds.slice * 256
  readonly start: SliceBound
  readonly stop: SliceBound
  readonly step: SliceBound

  /** `Slice(stop)` or `Slice(start, stop, step)`, as Python's `slice`. */
  constructor(start?: SliceBound, stop?: SliceBound, step?: SliceBound) {
    // One argument is the end.
    const single = arguments.length === 1
    this.start = single ? null : (start ?? null)
    this.stop = single ? (start ?? null) : (stop ?? null)
    this.step = step ?? null
  }

  toString(): string {
    return `slice(${pyRepr(this.start)}, ${pyRepr(this.stop)}, ${pyRepr(this.step)})`
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }
}

/** A part of a dimension: `x.index([Slice(1, 3), ':'])` is Python's `x[1:3, :]`. */
export const Slice: Callable<typeof SliceClass> = callable(SliceClass)
export type Slice = SliceClass
