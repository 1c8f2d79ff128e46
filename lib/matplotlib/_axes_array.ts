// Arrays of axes, as `subplots` gives them.

import { IndexError } from '../errors.js'

/** A row of axes; of its own class as NumPy's arrays are, and an ordinary array. */
export class ObjectArray<T> extends Array<T> {
  static override readonly [Symbol.species] = Array

  /** Rows and columns, or the length. */
  get shape(): number[] {
    const [first] = this
    return Array.isArray(first) ? [this.length, first.length] : [this.length]
  }
  get ndim(): number {
    return this.shape.length
  }
  get size(): number {
    return this.shape.reduce((a, b) => a * b, 1)
  }
  /** All axes row by row. */
  ravel(): ObjectArray<Leaf<T>> {
    const all = new ObjectArray<Leaf<T>>()
    for (const one of this) {
      if (Array.isArray(one)) all.push(...(one as Leaf<T>[]))
      else all.push(one as Leaf<T>)
    }
    return all
  }
  flatten(): ObjectArray<Leaf<T>> {
    return this.ravel()
  }
  tolist(): unknown[] {
    return Array.from(this, (one) => (Array.isArray(one) ? Array.from(one as unknown[]) : one))
  }
}

type Leaf<T> = T extends readonly (infer U)[] ? U : T

/** One row or column of axes. */
export type AxesRow<A> = Omit<ObjectArray<A>, 'flat'> & { readonly flat: ObjectArray<A> }

/** Rows of axes: `axes[0][1]`, `axes['0, 1']`, `axes[':, 0']`, `axes.flat`. */
export type AxesGrid<A> = Omit<ObjectArray<AxesRow<A>>, 'flat'> & {
  readonly flat: ObjectArray<A>
  readonly [cell: `${number},${number}` | `${number}, ${number}`]: A
  readonly [line: `:,${string}` | `${string}, :` | `${string},:`]: AxesRow<A>
}

const part = (text: string, length: number): number | null => {
  if (text.trim() === ':') return null
  const at = Number(text)
  const index = at < 0 ? at + length : at
  if (!Number.isInteger(index) || index < 0 || index >= length) {
    throw new IndexError(`index ${text.trim()} is out of bounds for axis 0 with size ${length}`)
  }
  return index
}

/** An array in one dimension. */
export function row<A>(items: readonly A[]): AxesRow<A> {
  const list = new ObjectArray<A>()
  list.push(...items)
  return negative(list) as unknown as AxesRow<A>
}

/** An array in two dimensions. */
export function grid<A>(rows: readonly (readonly A[])[]): AxesGrid<A> {
  const list = new ObjectArray<AxesRow<A>>()
  list.push(...rows.map((one) => row(one)))
  return negative(list) as unknown as AxesGrid<A>
}

// Brackets with negative numbers, and with two indices in a text.
function negative<T>(list: ObjectArray<T>): ObjectArray<T> {
  return new Proxy(list, {
    get(target, key, receiver): unknown {
      if (typeof key !== 'string') return Reflect.get(target, key, receiver)
      if (key === 'flat') return target.ravel()
      if (/^-\d+$/.test(key)) return target.at(Number(key))
      if (!key.includes(',')) return Reflect.get(target, key, receiver)
      const [first = '', second = ''] = key.split(',')
      const rows = target as unknown as readonly (readonly unknown[])[]
      const r = part(first, rows.length)
      const c = part(second, rows[0]?.length ?? 0)
      if (r !== null && c !== null) return rows[r]?.[c]
      if (r !== null) return rows[r]
      return c === null ? receiver : row(rows.map((one) => one[c]))
    },
  })
}
