// What workers give, and in which order, against Python's: in child programs, as users run them.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

interface Scenario {
  dataset: string
  kwargs: Record<string, unknown>
  passes: unknown[]
  after: number
}

const text = readFileSync(join(__dirname, '..', '..', 'golden', 'loader_workers.json'), 'utf8')
// The file has nine digits of each float32.
const golden = JSON.parse(text, (_, value: unknown) =>
  typeof value === 'number' ? Math.fround(value) : value,
) as Scenario[]

function run(...args: string[]): Scenario[] {
  const program = join(__dirname, 'support', 'scenarios.mjs')
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    env: { ...process.env, OMP_NUM_THREADS: '1' },
  })
  if (status !== 0) throw new Error(stderr)
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Scenario)
}

describe.each([
  ['for', golden, []],
  ['for await', golden.filter((_, i) => i % 3 === 0), ['async']],
])('torch.utils.data.DataLoader with workers, by %s', (_, scenarios, args) => {
  let found: Scenario[]
  beforeAll(() => {
    found = run(...args)
  })

  test.each(scenarios.map((one, i) => ({ ...one, i })))(
    '$dataset $kwargs',
    ({ i, kwargs, passes, after }) => {
      expect(found[i]).toMatchObject({ kwargs, passes })
      expect(found[i]?.after).toBe(after)
    },
  )
})
