// No input crashes the process: everything that the addon exports is called with rubbish, in a child process.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const folder = mkdtempSync(join(tmpdir(), 'torch-node-rubbish-'))
afterAll(() => rmSync(folder, { recursive: true }))

const minutes = 60_000

function callWithRubbish(what: string, seed: number, rounds: number): Record<string, number> {
  const log = join(folder, `${what}-${seed}`)
  const program = join(__dirname, 'support', 'rubbish.mjs')
  const child = spawnSync(process.execPath, [program, what, `${seed}`, `${rounds}`, log], {
    encoding: 'utf8',
    timeout: 3 * minutes,
    env: { ...process.env, OMP_NUM_THREADS: '1' },
  })
  if (child.status !== 0) {
    const call = readFileSync(log, 'utf8').trim()
    const how = child.signal ?? `exit code ${child.status}`
    throw new Error(`${how} in ${call}\n${child.stderr.slice(-2000)}`)
  }
  return JSON.parse(child.stdout) as Record<string, number>
}

describe('the addon, called with rubbish', () => {
  it.each([
    ['natives', 1, 12],
    ['natives', 2, 12],
    ['operators', 1, 2000],
    ['operators', 2, 2000],
  ])(
    '%s with seed %i only ever throws',
    (what, seed, rounds) => {
      const { returned = 0, threw = 0, alive } = callWithRubbish(what, seed, rounds)
      expect(alive).toBe(12)
      expect(threw).toBeGreaterThan(returned / 10)
      expect(returned).toBeGreaterThan(0)
    },
    4 * minutes,
  )
})
