// Mirrors torch.return_types: results with named fields.

import { type Callable, callable } from './_callable.js'
import { pyRepr } from './_repr.js'
import { arraysLike, Tuple } from './_tuple.js'
import { typeName } from './_typename.js'

/** A result with named fields: a list whose items have names too, and which prints with them. */
class NamedTuple extends Tuple<unknown> {
  declare static readonly fields: readonly string[]

  constructor(items?: Iterable<unknown>) {
    super()
    const { name, fields } = new.target
    if (items === undefined) {
      throw new TypeError(`${name}() missing required argument 'sequence' (pos 1)`)
    }
    if (typeof items?.[Symbol.iterator] !== 'function') {
      throw new TypeError(`constructor requires a sequence, not ${typeName(items)}`)
    }
    const given = Array.from(items)
    if (given.length !== fields.length) {
      throw new TypeError(
        `torch.return_types.${name}() takes a ${fields.length}-sequence (${given.length}-sequence given)`,
      )
    }
    this.push(...given)
  }

  override toString(): string {
    const { name, fields } = this.constructor as typeof NamedTuple
    const items = fields.map((field, i) => `${field}=${pyRepr(this[i])}`)
    return `torch.return_types.${name}(\n${items.join(',\n')})`
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }
}

export type { NamedTuple }
/** A class of {@link return_types}. */
export type NamedTupleClass = Callable<new (items: Iterable<unknown>) => NamedTuple>

const classes: Record<string, NamedTupleClass> = {}

function classOf(name: string, fields: readonly string[]): NamedTupleClass {
  const known = classes[name]
  if (known !== undefined) return known
  const cls = class extends NamedTuple {
    static override readonly fields = fields
  }
  Object.defineProperty(cls, 'name', { value: name })
  for (const [i, field] of fields.entries()) {
    Object.defineProperty(cls.prototype, field, {
      get(this: NamedTuple) {
        return this[i]
      },
      configurable: true,
    })
  }
  const made: NamedTupleClass = callable(cls)
  classes[name] = made
  return made
}

/** What makes an operator's list of results one with names. */
export function namedTuples(
  name: string,
  fields: readonly string[],
): (values: readonly unknown[]) => NamedTuple {
  const Items = arraysLike(classOf(name, fields).prototype)
  return (values) => new Items(...values)
}

// What Python lists in torch.return_types, without the `_out` twins; operators outside add themselves when called.
const known: Readonly<Record<string, string>> = {
  aminmax: 'min max',
  cummax: 'values indices',
  cummin: 'values indices',
  frexp: 'mantissa exponent',
  geqrf: 'a tau',
  histogram: 'hist bin_edges',
  kthvalue: 'values indices',
  linalg_cholesky_ex: 'L info',
  linalg_eig: 'eigenvalues eigenvectors',
  linalg_eigh: 'eigenvalues eigenvectors',
  linalg_inv_ex: 'inverse info',
  linalg_ldl_factor: 'LD pivots',
  linalg_ldl_factor_ex: 'LD pivots info',
  linalg_lstsq: 'solution residuals rank singular_values',
  linalg_lu: 'P L U',
  linalg_lu_factor: 'LU pivots',
  linalg_lu_factor_ex: 'LU pivots info',
  linalg_qr: 'Q R',
  linalg_slogdet: 'sign logabsdet',
  linalg_solve_ex: 'result info',
  linalg_svd: 'U S Vh',
  lu_unpack: 'P L U',
  max: 'values indices',
  median: 'values indices',
  min: 'values indices',
  mode: 'values indices',
  nanmedian: 'values indices',
  qr: 'Q R',
  slogdet: 'sign logabsdet',
  sort: 'values indices',
  svd: 'U S V',
  topk: 'values indices',
  triangular_solve: 'solution cloned_coefficient',
}
for (const [name, fields] of Object.entries(known)) {
  classOf(name, fields.split(' '))
  classOf(`${name}_out`, fields.split(' '))
}
// The only one without a twin.
classOf('histogramdd', ['hist', 'bin_edges'])

/**
 * `torch.return_types`: the classes of results with named fields, by operator.
 *
 * @example
 * const result = torch.tensor([[1, 3], [4, 2]]).max(1)
 * result instanceof torch.return_types.max // True
 * torch.return_types.max([1, 2])[1] // 2
 *
 * @see https://docs.pytorch.org/docs/2.13/torch.html
 */
export const return_types: Readonly<Record<string, NamedTupleClass>> = classes
