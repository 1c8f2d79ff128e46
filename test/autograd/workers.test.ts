// Autograd in several worker threads of one process; in child processes, as a user runs them.
import { ending } from './support/ending.js'

interface Training {
  losses: number[]
  seen: number[]
  passes: number
  mode: boolean
}

test('worker threads that train at once come to what one thread comes to', () => {
  const { code, stdout, stderr } = ending('training_workers.mjs')
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const { together, alone } = JSON.parse(String(stdout)) as Record<string, Training[]>
  expect(together).toEqual(alone)
  expect(together?.map(({ passes }) => passes)).toEqual([200, 200, 200, 200])
  expect(together?.map(({ seen }) => seen.length)).toEqual([200, 200, 200, 200])
  expect(together?.map(({ mode }) => mode)).toEqual([true, false, true, false])
  expect(new Set(together?.map(({ losses }) => losses.at(-1))).size).toBe(4)
})

test.each([
  ['terminate', 1],
  ['exit', 3],
  ['exit soon', 4],
  ['exit in a hook', 5],
])('a worker thread that ends while its backward runs takes nobody along: %s', (how, code) => {
  const { stdout, ...rest } = ending('ending_worker.mjs', how)
  expect(rest).toEqual({ code: 0, signal: null, stderr: '' })
  expect(JSON.parse(String(stdout))).toEqual({ code, grad: [12, 12] })
})
