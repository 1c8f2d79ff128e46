// Python's x[...]: reads, views, writes, errors. Made by scripts/golden/indexing.py.
import { join } from 'node:path'
import type { Tensor } from 'torch-node'
import { KNOWN_INDICES } from './known.js'
import { decode } from './support/arguments.js'
import { expectThrow } from './support/case.js'
import { compareTensor } from './support/compare.js'
import { Container } from './support/container.js'
import { judge } from './support/judge.js'

type Outcome<T> = { error: [string, string] } | ({ error?: never; want: number } & T)

interface Case {
  text: string
  base: string
  index: unknown[]
  inputs: number[]
  /** Whether the text itself may stand in brackets. */
  brackets: boolean
  read: Outcome<{ view: boolean; offset: number }>
  writes: (Outcome<object> & { value: unknown })[]
}

const box = new Container<{ bases: Record<string, number>; cases: Case[] }>(
  join(__dirname, 'indexing.gz'),
)
const { bases, cases } = box.header

const base = (test: Case) => box.make(bases[test.base] as number)
const indexOf = (test: Case) => {
  const inputs = test.inputs.map((row) => box.make(row))
  return decode(test.index, { inputs, results: [] }) as never[]
}

function expectRead(test: Case, x: Tensor, read: () => Tensor) {
  if (test.read.error) return expectThrow(read, test.read.error)
  const y = read()
  compareTensor(y, box, test.read.want, 'read')
  // An empty tensor has no address.
  const moved = (y.storage_offset() - x.storage_offset()) * x.element_size()
  const shared =
    y.numel() === 0 ? test.read.view : Number(y.data_ptr()) === Number(x.data_ptr()) + moved
  expect({ view: shared, offset: y.storage_offset() }).toEqual({
    view: test.read.view,
    offset: test.read.offset,
  })
}

function expectWrite(test: Case, write: (x: Tensor, value: never) => unknown) {
  for (const { value, ...outcome } of test.writes) {
    const x = base(test)
    const rows = value as { t: number }
    const given = (typeof value === 'number' ? value : box.make(rows.t)) as never
    if (outcome.error) {
      expectThrow(() => write(x, given), outcome.error)
      continue
    }
    write(x, given)
    compareTensor(x, box, outcome.want, `written ${typeof value === 'number' ? value : 'tensor'}`)
  }
}

describe.each(Object.keys(bases))('indexing %s', (name) => {
  const own = cases.filter((test) => test.base === name)
  const bracketed = own.filter(({ brackets }) => brackets)
  const known = (form: string, check: () => void) => judge(KNOWN_INDICES, `${name} ${form}`, check)

  test.each(own)('index([$text])', (test) => {
    const x = base(test)
    known(`index([${test.text}])`, () => expectRead(test, x, () => x.index(indexOf(test))))
  })

  test.each(own)('index_put_([$text])', (test) => {
    const write = (x: Tensor, value: never) => x.index_put_(indexOf(test), value)
    known(`index_put_([${test.text}])`, () => expectWrite(test, write))
  })

  test.each(bracketed)("x['$text']", (test) => {
    const x = base(test)
    const read = () => Reflect.get(x, test.text) as Tensor
    known(`x['${test.text}']`, () => expectRead(test, x, read))
  })

  test.each(bracketed)("x['$text'] = value", (test) => {
    const write = (x: Tensor, value: never) => Reflect.set(x, test.text, value)
    known(`x['${test.text}'] = value`, () => expectWrite(test, write))
  })
})
