// @ts-check
/**
 * Runs one program of this folder, `--worker` in a worker thread, and prints the peak of the
 * process's resident memory in kB: `node test/memory/run.mjs temporaries`.
 */
import { readFileSync } from 'node:fs'
import { argv } from 'node:process'
import { fileURLToPath } from 'node:url'
import { isMainThread, Worker, workerData } from 'node:worker_threads'

/** @param {string} name */
const run = async (name) => (await import(`./${name}.mjs`)).default()

if (!isMainThread) {
  await run(workerData)
} else {
  const name = argv[2] ?? ''
  if (argv.includes('--worker')) {
    await new Promise((done, fail) => {
      const worker = new Worker(fileURLToPath(import.meta.url), { workerData: name })
      worker.on('error', fail)
      worker.on('exit', (code) => (code === 0 ? done(code) : fail(new Error(`exit code ${code}`))))
    })
  } else {
    await run(name)
  }
  // Not getrusage's maximum: that one remembers the parent from before the exec.
  console.log(/VmHWM:\s*(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1])
}
