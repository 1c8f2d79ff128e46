// PyTorch's own operator database. Made by scripts/golden/op_db.py; TORCH_NODE_OP_DB names another
// folder made by it, such as one with all samples.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import torch from 'torch-node'
import { KNOWN, UNREACHABLE } from './known.js'
import { type Case, runCase } from './support/case.js'
import { Container } from './support/container.js'
import { judge } from './support/judge.js'

type Box = Container<{ entries: { name: string; cases: Case[] }[] }>

const folder = process.env.TORCH_NODE_OP_DB ?? join(__dirname, 'op_db')
const { files } = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8')) as {
  files: [string, [string, number][]][]
}
const entries = files.flatMap(([file, names]) =>
  names.map(([name, cases]) => ({ file, name, cases })),
)

let open: { file: string; box: Box } | undefined
function box(file: string): Box {
  // Entries come file by file: one container in memory is enough.
  if (open?.file !== file) open = { file, box: new Container(join(folder, file)) }
  return open.box
}

const tally = { entries: 0, passed: 0, cases: 0, bits: 0 }

/** What fails of an entry: one line per case. */
function failures(file: string, name: string): string[] {
  const container = box(file)
  const entry = container.header.entries.find((candidate) => candidate.name === name)
  const failed: string[] = []
  entry?.cases.forEach((test, at) => {
    tally.cases += 1
    try {
      if (runCase(test, container) === 'bits') tally.bits += 1
    } catch (error) {
      const called = test.calls.map(([path]) => path).join(', ')
      failed.push(`#${at} ${test.form} ${test.dtype} ${called}: ${(error as Error).message}`)
    }
  })
  return failed
}

describe('op_db', () => {
  beforeAll(() => torch.set_num_threads(1))

  afterAll(() => {
    const { passed, cases, bits } = tally
    process.stdout.write(
      `op_db: ${passed} of ${tally.entries} entries pass; ${bits} of ${cases} cases equal to the bit\n`,
    )
  })

  test.each(entries.filter(({ cases }) => cases > 0))('$name', ({ file, name }) => {
    tally.entries += 1
    const failed = failures(file, name)
    if (failed.length === 0) tally.passed += 1
    judge(KNOWN, name, () => expect(failed).toEqual([]))
  })

  test('every entry without a case is accounted for', () => {
    const empty = entries.filter(({ cases }) => cases === 0).map(({ name }) => name)
    expect(empty.sort()).toEqual(Object.keys(UNREACHABLE).sort())
  })

  test('the table of known failures names entries that exist', () => {
    const names = new Set(entries.map(({ name }) => name))
    expect(Object.keys(KNOWN).filter((name) => !names.has(name))).toEqual([])
  })

  test('at least 95 % of all entries pass', () => {
    // Last on purpose: jest runs the tests of a file in order.
    expect(tally.passed / entries.length).toBeGreaterThanOrEqual(0.95)
  })

  test('at least 99 % of the cases equal Python to the bit', () => {
    expect(tally.bits / tally.cases).toBeGreaterThanOrEqual(0.99)
  })
})
