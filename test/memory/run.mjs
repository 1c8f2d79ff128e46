// @ts-check
/**
 * Runs one program of this folder, `--worker` in a worker thread, and prints the peak of the
 * process's resident memory in kB, half-way and at the end: `node test/memory/run.mjs tiny`.
 */
import { readFileSync } from 'node:fs'
import { argv } from 'node:process'
import { fileURLToPath } from 'node:url'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'

/** @type {(name: string, half: () => void) => Promise<void>} */
const run = async (name, half) => (await import(`./${name}.mjs`)).default(half)

// Not getrusage's maximum: that one remembers the parent from before the exec.
const peak = () => Number(/VmHWM:\s*(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1])

if (!isMainThread) {
  await run(workerData, () => parentPort?.postMessage(peak()))
} else {
  const name = argv[2] ?? ''
  let half = 0
  if (argv.includes('--worker')) {
    await new Promise((done, fail) => {
      const worker = new Worker(fileURLToPath(import.meta.url), { workerData: name })
      worker.on('message', (kilobytes) => {
        half = kilobytes
      })
      worker.on('error', fail)
      worker.on('exit', (code) => (code === 0 ? done(code) : fail(new Error(`exit code ${code}`))))
    })
  } else {
    await run(name, () => {
      half = peak()
    })
  }
  console.log(`[${half}, ${peak()}]`)
}
