// @ts-check
/** The programs that are timed: each stays up, answers one request at a time, and waits. */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** @param {string} name */
const path = (name) => fileURLToPath(new URL(name, import.meta.url))

/**
 * `cpu`: whether to take CPU time rather than the clock's. `threads`: how many LibTorch computes with.
 * `device`: where the tensors are.
 * @typedef {{ cpu: boolean, threads: number, device: string }} Options
 */

export class Side {
  /**
   * @param {string} name
   * @param {string} file
   * @param {string[]} args
   * @param {Options} options
   * @param {(request: { code: string, n: number, cpu: boolean }) => string} write
   */
  constructor(name, file, args, { cpu, threads }, write = JSON.stringify) {
    this.name = name
    this.cpu = cpu
    this.write = write
    const env = { ...process.env, OMP_NUM_THREADS: `${threads}`, MKL_NUM_THREADS: `${threads}` }
    this.child = spawn(file, args, { env, stdio: ['pipe', 'pipe', 'inherit'] })
    this.lines = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]()
  }

  /**
   * Nanoseconds of one evaluation, the mean of `n`.
   * @param {string} code
   * @param {number} n
   */
  async time(code, n) {
    this.child.stdin.write(`${this.write({ code, n, cpu: this.cpu })}\n`)
    const { value, done } = await this.lines.next()
    if (done) throw new Error(`${this.name} ended at: ${code}`)
    return Number(value)
  }

  /**
   * How often to evaluate for about `ms` milliseconds.
   * @param {string} code
   * @param {number} ms
   */
  async calibrate(code, ms) {
    // The first calls load and compile: thrown away.
    await this.time(code, 3)
    let n = 1
    for (;;) {
      const total = (await this.time(code, n)) * n
      if (total > (ms * 1e6) / 2) return Math.max(1, Math.round((n * ms * 1e6) / total))
      n *= total < (ms * 1e6) / 20 ? 10 : 2
    }
  }

  close() {
    this.child.stdin.end()
  }
}

/** @param {Options} options */
export const here = (options) =>
  new Side('torch-node', process.execPath, [path('child.mjs'), options.device], options)
/**
 * @param {string} python
 * @param {Options} options
 */
export const inPython = (python, options) =>
  new Side('Python', python, [path('child.py'), options.device], options)
/**
 * @param {string} program
 * @param {Options} options
 */
export const inCpp = (program, options) =>
  new Side('C++', program, [], options, (request) => `${request.n} ${Number(request.cpu)}`)
