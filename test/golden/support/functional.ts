import { join } from 'node:path'
import torch from 'torch-node'
import { catch_warnings } from '../../../lib/warnings.js'
import { compare } from './compare.js'
import { Container } from './container.js'
import { type Program, run } from './scenario.js'

interface Case extends Omit<Program, 'inputs'> {
  want?: unknown
  error?: [string, string]
  warnings?: string[]
}

interface Header {
  groups: Record<string, Case[]>
  inputs: Program['inputs']
  /** LibTorch's own warnings, which come once in a process. */
  native: string[]
}

const box = new Container<Header>(join(__dirname, '..', 'functional.gz'))

// As Python warns each time, a warning told twice in one call is told once here.
const distinct = (texts: readonly string[]): string[] => [...new Set(texts)]

function outcome(program: Case): { result?: unknown; error?: string; warnings: string[] } {
  return catch_warnings((caught) => {
    const texts = (): string[] =>
      distinct(
        caught.map(({ message }) => message).filter((one) => !box.header.native.includes(one)),
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
    // Python's results are those of one thread: sums split over several round differently.
    const threads = torch.get_num_threads()
    beforeAll(() => torch.set_num_threads(1))
    afterAll(() => torch.set_num_threads(threads))

    test.each(box.header.groups[group] as Case[])('$name', (program) => {
      const { result, error, warnings } = outcome(program)
      expect(error).toBe(program.error?.join(': '))
      expect(warnings).toEqual(distinct(program.warnings ?? []))
      if (!program.error) expect(compare(result, program.want, box)).toBe('bits')
    })
  })
}
