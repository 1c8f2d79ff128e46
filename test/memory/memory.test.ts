import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

interface Peaks {
  /** Of the process, in kB, when its program was half done and at its end. */
  half: number
  peak: number
  python: number
  node: number
  live: boolean
}

function measure(...args: string[]): Peaks {
  const script = join(__dirname, 'measure.mjs')
  const output = execFileSync(process.execPath, [script, ...args], { encoding: 'utf8' })
  return JSON.parse(output) as Peaks
}

// VmHWM is Linux's, and so is the committed table of Python's peaks.
const onLinux = process.platform === 'linux' ? describe : describe.skip

onLinux('peak resident memory against the same program in Python', () => {
  test.each([
    ['3,000 temporaries of 4 MB in a synchronous loop', ['temporaries']],
    ['the same in a worker thread', ['temporaries', '--worker']],
    ['the same beside a million live objects', ['live']],
    ['200,000 tiny operations', ['tiny']],
    ['3,000 training steps of a perceptron', ['mlp']],
    ['300 training steps of a convolutional net', ['conv']],
    ['1,000 batches of per-sample gradients', ['func']],
    ['the same in a worker thread', ['func', '--worker']],
    ['3,000 steps with backward hooks of modules', ['hooks']],
  ])(
    '%s',
    (_title, args) => {
      const { half, peak, python, node } = measure(...args)
      expect(python).toBeGreaterThan(100_000)
      expect(peak).toBeLessThanOrEqual(1.3 * python + node)
      // What adds up slowly would stay below that bound: 100,000 wrappers are 30 MB.
      expect(half).toBeGreaterThan(100_000)
      expect(peak - half).toBeLessThan(16_000)
    },
    240_000,
  )
})
