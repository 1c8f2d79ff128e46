// node threads.mjs: profiles in several threads; prints what each was told, as JSON.
import { fileURLToPath } from 'node:url'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import torch from 'torch-node'

const { profile } = torch.profiler

/** @param {boolean} stop */
function attempt(stop) {
  try {
    const prof = profile()
    prof.start()
    torch.ones(2).mul(3)
    if (!stop) return 'left'
    prof.stop()
    return prof.events().some(({ name }) => name === 'aten::mul')
  } catch (error) {
    const { name, message } = /** @type {Error} */ (error)
    return `${name}: ${message}`
  }
}

/**
 * @param {'stops' | 'leaves'} how
 * @returns {Promise<unknown>} what the thread says, when it has ended
 */
function inWorker(how) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(fileURLToPath(import.meta.url), { workerData: how })
    /** @type {unknown} */
    let said
    worker.on('message', (message) => {
      said = message
      if (how === 'leaves') worker.terminate()
    })
    worker.on('error', reject)
    worker.on('exit', () => resolve(said))
  })
}

if (isMainThread) {
  const alone = await inWorker('stops')
  const main = profile()
  main.start()
  torch.ones(2).mul(3)
  const beside = await inWorker('stops')
  torch.ones(2).mul(3)
  main.stop()
  const products = main.events().filter(({ name }) => name === 'aten::mul').length
  const left = await inWorker('leaves')
  const after = attempt(true)
  // Either may find the other at it; neither may fail in another way.
  const together = await Promise.all([inWorker('stops'), inWorker('stops')])
  console.log(JSON.stringify({ alone, beside, products, left, after, together }))
} else {
  parentPort?.postMessage(attempt(workerData === 'stops'))
  if (workerData === 'leaves') setInterval(() => {}, 1000)
}
