import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

// Resident memory is read from /proc.
const onLinux = process.platform === 'linux' ? describe : describe.skip

onLinux('10,000 steps in a synchronous loop', () => {
  type Growth = Record<string, [resident: number, heap: number]>
  let growth: Growth
  beforeAll(() => {
    const script = join(__dirname, 'optimizers.mjs')
    // Threads would only wait for each other.
    const env = { ...process.env, OMP_NUM_THREADS: '1' }
    const args = ['--expose-gc', script]
    const output = execFileSync(process.execPath, args, { env, encoding: 'utf8' })
    growth = JSON.parse(output) as Growth
  }, 600_000)

  test('there is one of each optimizer', () => {
    expect(Object.keys(growth)).toHaveLength(15)
  })

  test('keep nothing: 8,000 wrappers would be a megabyte', () => {
    const kept = Object.entries(growth).filter(([, [, heap]]) => heap > 500)
    expect(kept).toEqual([])
  })

  test('need no more memory the longer they run', () => {
    const larger = Object.entries(growth).filter(([, [resident]]) => resident > 64_000)
    expect(larger).toEqual([])
  })
})
