import { join } from 'node:path'
import { catch_warnings } from '../../../lib/warnings.js'
import { compare } from './compare.js'
import { Container } from './container.js'
import { type Program, run } from './scenario.js'

interface Case extends Omit<Program, 'inputs'> {
  want?: unknown
  error?: [string, string]
  warnings?: string[]
}

const box = new Container<{ groups: Record<string, Case[]>; inputs: Program['inputs'] }>(
  join(__dirname, '..', 'functional.gz'),
)

// As Python warns each time, a warning told twice in one call is told once here.
const distinct = (texts: readonly string[]): string[] => [...new Set(texts)]

function outcome(program: Case): { result?: unknown; error?: string; warnings: string[] } {
  return catch_warnings((caught) => {
    const texts = (): string[] =>
      distinct(
        caught.map(({ message }) => message).filter((one) => !one.includes('Triggered internally')),
      )
    try {
      const { result } = run({ ...program, inputs: box.header.inputs }, box)
      return { result, warnings: texts() }
    } catch (error) {
      const { name, message } = error as Error
      return { error: `${name}: ${message}`, warnings: texts() }
    }
  })
}

/** Runs a group of scripts/golden/functional.py: results to the bit, errors and warnings to the letter. */
export function testGroup(group: string): void {
  describe(group, () => {
    test.each(box.header.groups[group] as Case[])('$name', (program) => {
      const { result, error, warnings } = outcome(program)
      expect(error).toBe(program.error?.join(': '))
      expect(warnings).toEqual(distinct(program.warnings ?? []))
      if (!program.error) expect(compare(result, program.want, box)).toBe('bits')
    })
  })
}
