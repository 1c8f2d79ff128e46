// Nothing that a program does with profiles ends the process: programs that end inside of one, threads, many of them.
// Python crashes in several of these.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

function run(program: string, ...args: string[]): { status: number | null; stdout: string } {
  const child = spawnSync(process.execPath, [join(__dirname, 'support', program), ...args], {
    encoding: 'utf8',
    env: { ...process.env, OMP_NUM_THREADS: '1' },
  })
  return { status: child.status, stdout: child.stdout }
}

describe('torch.profiler', () => {
  it.each([
    ['normally', 0],
    ['exits', 0],
    ['throws', 1],
    ['prepared', 0],
  ])('lets a program end inside of a profile: %s', (how, status) => {
    expect(run('end.mjs', how).status).toBe(status)
  })

  const again =
    'RuntimeError: The profiler cannot be started again inside of a backward pass that it has profiled: stop it and start it after backward().'
  // As in Python: LibTorch takes the pass's state back when the pass ends, and the profile with it.
  const stuck = 'RuntimeError: Profiler is already enabled on this thread.'
  const hooks: [what: string, result: unknown, next: unknown][] = [
    ['has one of its own', [1, 1], 1],
    ['ends', 1, stuck],
    ['restarts', again, stuck],
    ['begins', 0, 1],
  ]
  describe.each([['false'], ['true']])('in a hook, on another thread: %s', (elsewhere) => {
    it.each(hooks)('%s', (what, result, next) => {
      const { status, stdout } = run('hooks.mjs', what, elsewhere)
      expect(status).toBe(0)
      expect(JSON.parse(stdout)).toEqual([result, next])
    })
  })

  it('profiles in one thread at a time', () => {
    const { status, stdout } = run('threads.mjs')
    expect(status).toBe(0)
    const busy =
      'RuntimeError: Profiler is already enabled on another thread: one thread of a process can profile at a time.'
    const { together, ...others } = JSON.parse(stdout) as { together: unknown[] }
    expect(others).toEqual({ alone: true, beside: busy, products: 2, left: 'left', after: true })
    expect(together.every((one) => one === true || one === busy)).toBe(true)
    expect(together).toContain(true)
  })

  it('keeps memory flat', () => {
    const { status, stdout } = run('memory.mjs')
    expect(status).toBe(0)
    expect(JSON.parse(stdout)).toBeLessThan(40)
  })
})
