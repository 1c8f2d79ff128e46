// Every public operator, called wrongly in the same ways. Made by scripts/golden/wrong_calls.py.
import { join } from 'node:path'
import { KNOWN_CALLS } from './known.js'
import { Container } from './support/container.js'
import { judge } from './support/judge.js'
import { run } from './support/scenario.js'

/** Arguments, keywords, and what Python throws: class and message, or null. */
type WrongCall = [unknown[], Record<string, unknown>, [string, string] | null]

const box = new Container<{ inputs: [number, 0][]; functions: [string, WrongCall[]][] }>(
  join(__dirname, 'wrong_calls.gz'),
)
const { inputs, functions } = box.header

function outcome(path: string, args: unknown[], keywords: Record<string, unknown>): string {
  try {
    run({ name: path, inputs, calls: [[path, args, keywords]], out: null }, box)
  } catch (error) {
    const { name, message } = error as Error
    return `${name}: ${message}`
  }
  return 'nothing'
}

describe('wrong calls of', () => {
  test.each(functions)('%s', (path, calls) => {
    const spell = ([args, keywords]: WrongCall) =>
      `${JSON.stringify(args)} ${JSON.stringify(keywords)}`
    const found = calls.map((call) => `${spell(call)} -> ${outcome(path, call[0], call[1])}`)
    const wanted = calls.map((call) => `${spell(call)} -> ${call[2]?.join(': ') ?? 'nothing'}`)
    judge(KNOWN_CALLS, path, () => expect(found).toEqual(wanted))
  })
})
