// Forward mode, jacobians and checks in long loops and in worker threads; in child processes, as a user runs them.
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

const run = (program: string): unknown =>
  JSON.parse(
    execFileSync(process.execPath, [join(__dirname, 'support', program)], {
      encoding: 'utf8',
      env: { ...process.env, OMP_NUM_THREADS: '1' },
    }),
  )

test('loops run in constant memory', () => {
  const growth = run('loops.mjs') as Record<string, number>
  expect(Object.keys(growth).length).toBe(5)
  for (const bytes of Object.values(growth)) expect(bytes).toBeLessThan(20e6)
})

test('a worker thread that ends inside a level keeps nobody from entering one', () => {
  const text = 'tensor([2.], tangent=tensor([2.]))'
  expect(run('worker.mjs')).toEqual([true, text, text])
})
