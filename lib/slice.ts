// Python's slice objects, for `x.index([Slice(1, 3)])`.

import { callable } from './_callable.js'
import { pyRepr } from './_repr.js'
import { kinds } from './_singleton.js'
import type { Tensor } from './types.js'

/** Where a slice starts, ends or how far it steps: an int, a 0-d integer tensor, or null for all of it. */
export type SliceBound = number | Tensor | null

class SliceClass {
  readonly _k = kinds.slice * 256
  readonly start: SliceBound
  readonly stop: SliceBound
  readonly step: SliceBound

  /** `Slice(stop)` or `Slice(start, stop, step)`, as Python's `slice`. */
  constructor(stop?: SliceBound)
  constructor(start: SliceBound, stop: SliceBound, step?: SliceBound)
  constructor(...args: (SliceBound | undefined)[]) {
    const [start, stop, step] = args.length === 1 ? [null, args[0]] : args
    this.start = start ?? null
    this.stop = stop ?? null
    this.step = step ?? null
  }

  toString(): string {
    return `slice(${pyRepr(this.start)}, ${pyRepr(this.stop)}, ${pyRepr(this.step)})`
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }
}

interface SliceConstructor {
  new (stop?: SliceBound): SliceClass
  new (start: SliceBound, stop: SliceBound, step?: SliceBound): SliceClass
  (stop?: SliceBound): SliceClass
  (start: SliceBound, stop: SliceBound, step?: SliceBound): SliceClass
  readonly prototype: SliceClass
}

/**
 * A part of a dimension: `x.index([Slice(1, 3), ':'])` is Python's `x[1:3, :]`. `Slice(stop)` or
 * `Slice(start, stop, step)`; null leaves a bound open.
 *
 * @example
 * const x = torch.arange(6)
 * x.index([torch.Slice(1, null, 2)]) // tensor([1, 3, 5])
 *
 * @see https://docs.python.org/3/library/functions.html#slice
 */
export const Slice: SliceConstructor = callable(SliceClass) as unknown as SliceConstructor
export type Slice = SliceClass
