// Wrong calls: class and whole message, signatures included. Made by scripts/golden/errors.py.
import { join } from 'node:path'
import { KNOWN_ERRORS } from './known.js'
import { Container } from './support/container.js'
import { judge } from './support/judge.js'
import { type Program, run } from './support/scenario.js'

interface Case extends Program {
  group: string
  error: [string, string]
}

const box = new Container<{ cases: Case[] }>(join(__dirname, 'errors.gz'))
const groups = [...new Set(box.header.cases.map(({ group }) => group))]

describe.each(groups)('errors: %s', (group) => {
  test.each(box.header.cases.filter((test) => test.group === group))('$name', (test) => {
    let thrown: unknown
    try {
      run(test, box)
    } catch (error) {
      thrown = error
    }
    const { name, message } = (thrown ?? {}) as Error
    const check = () => expect(`${name}: ${message}`).toBe(test.error.join(': '))
    judge(KNOWN_ERRORS, test.name, check)
  })
})
