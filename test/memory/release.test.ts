import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

interface Refusal {
  name: string
  message: string
  /** Whether it is an instance of torch.OutOfMemoryError, and of the language's own Error. */
  classes: [boolean, boolean]
}

function run<T>(program: string, ...flags: string[]): T {
  const args = [...flags, join(__dirname, program)]
  const output = execFileSync(process.execPath, args, { encoding: 'utf8' })
  return JSON.parse(output) as T
}

// Both read /proc; the limit is set by util-linux's prlimit.
const onLinux = process.platform === 'linux' ? describe : describe.skip

onLinux('an allocation that fails', () => {
  type Attempts = Record<'fits' | 'never' | 'absurd' | 'after', Refusal | null>
  let attempts: Attempts
  beforeAll(() => {
    attempts = run<Attempts>('out_of_memory.mjs', '--expose-gc')
  })

  test('is retried after a full collection', () => {
    expect(attempts.fits).toBeNull()
  })

  test.each(['never', 'absurd'] as const)(
    'is torch.OutOfMemoryError when that fails too: %s',
    (key) => {
      expect(attempts[key]).toMatchObject({
        name: 'OutOfMemoryError',
        message: expect.stringMatching(/can't allocate memory: you tried to allocate \d+ bytes/),
        classes: [true, true],
      })
    },
  )

  test('leaves the process working', () => {
    expect(attempts.after).toBeNull()
  })
})

onLinux('memory given back by hand', () => {
  type Trace = Record<'before' | 'held' | 'half' | 'after', number>
  let traces: Record<'dispose' | 'using', Trace>
  beforeAll(() => {
    traces = run<typeof traces>('dispose.mjs', '--expose-gc')
  })

  test.each(['dispose', 'using'] as const)('%s frees at once, when the last view goes', (key) => {
    const { before, held, half, after } = traces[key]
    expect(held - before).toBeGreaterThan(250)
    expect(half - before).toBeGreaterThan(250)
    expect(after - before).toBeLessThan(16)
  })
})

// Note [Cycles] in binding/autograd/cycles.h.
onLinux('memory that the graph and JavaScript hold of each other comes back', () => {
  test.each([
    'a custom function',
    'a hook',
    'a hook that is removed',
    'a hook that closes over its own leaf',
    'a hook that closes over what was made of its tensor',
    "a custom function's context that holds its result",
    'a node of the graph',
  ])('%s', (name) => {
    const script = join(__dirname, 'cycles.mjs')
    const output = execFileSync(process.execPath, [script, name], { encoding: 'utf8' })
    const { half, after } = JSON.parse(output) as { half: number; after: number }
    expect(half).toBeGreaterThan(100)
    // A call's tensor, node and closure are more than a kilobyte: 50,000 that stayed would be 60 MB.
    expect(after - half).toBeLessThan(40)
  })
})
