// The public surface in both directions: Python's names are here or in the gaps, ours are Python's or our own.
// What users get is looked at, the compiled package.

import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { evaluate, root } from '../generate/evaluate.js'

interface Report {
  unexplained: string[]
  stale: string[]
  unknown: string[]
}

/** The comparison for an object instead of the library, given as an expression. */
const compareWith = (torch: string): Report =>
  evaluate('parity.mjs', `module.compare({ torch: ${torch} })`) as Report

describe('the public surface', () => {
  const script = join(root, 'scripts/generate/parity.mjs')
  const report = JSON.parse(
    execFileSync(process.execPath, [script], { encoding: 'utf8' }),
  ) as Report

  test('every public name of Python is here, or in the gaps with a reason', () => {
    expect(report.unexplained).toEqual([])
  })

  test('every gap is one', () => {
    expect(report.stale).toEqual([])
  })

  test("every name here is Python's, camelCase, or in the table of ours", () => {
    expect(report.unknown).toEqual([])
  })
})

describe('the comparison', () => {
  test('sees a missing name', () => {
    expect(compareWith('{ sub() {} }').unexplained).toEqual(expect.arrayContaining(['torch.add']))
    expect(compareWith('{ sub() {} }').unexplained).not.toContain('torch.sub')
  })

  test('sees a missing member', () => {
    const torch = '{ Tensor: class { add() {} } }'
    expect(compareWith(torch).unexplained).toContain('torch.Tensor.sub')
    expect(compareWith(torch).unexplained).not.toContain('torch.Tensor.add')
  })

  test('sees a gap that was closed', () => {
    expect(compareWith('{ jit: {} }').stale).toEqual(['torch.jit'])
    expect(compareWith('{}').stale).toEqual([])
  })

  test("sees names that are neither Python's nor ours", () => {
    const { unknown } = compareWith(
      '{ add_up() {}, addUp() {}, _private() {}, nn: { Linears: 1 } }',
    )
    expect(unknown).toEqual(['torch.add_up', 'torch.nn.Linears'])
  })
})
