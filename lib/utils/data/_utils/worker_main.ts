// What a thread of a loader runs; see threads.ts.

import { writeSync } from 'node:fs'
import { workerData } from 'node:worker_threads'
import { isolateThread } from '../../../_exchange.js'
import { master, ring, state, stateAt, type ThreadData } from './threads.js'

const { bell } = workerData as ThreadData

process.on('exit', () => {
  Atomics.store(bell, stateAt, state.ended)
  if (master.bell) ring(master.bell)
})

// A thread's own streams go by way of the main thread's event loop, which a loop over a loader holds up.
function writeAtOnce(fd: number, text: string | Uint8Array): void {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text
  for (let done = 0; done < bytes.length; ) {
    try {
      done += writeSync(fd, bytes, done)
    } catch (error) {
      // The pipe is full.
      if ((error as { code?: unknown }).code !== 'EAGAIN') return
    }
  }
}

for (const [fd, stream] of [
  [1, process.stdout],
  [2, process.stderr],
] as const) {
  const write = (text: string | Uint8Array, ...rest: unknown[]): boolean => {
    writeAtOnce(fd, text)
    const done = rest.at(-1)
    if (typeof done === 'function') process.nextTick(done as () => void)
    return true
  }
  Object.defineProperty(stream, 'write', { value: write, configurable: true, writable: true })
}

async function main(): Promise<void> {
  // Before the library is loaded, which takes the default generator from the add-on.
  isolateThread()
  // All of it: what attaches methods to tensors is imported by nothing here.
  await import('../../../index.js')
  const { serve } = await import('./worker.js')
  await serve(workerData as ThreadData)
  process.exit()
}

void main()
