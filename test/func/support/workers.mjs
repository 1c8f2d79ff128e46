// @ts-check
/** Three worker threads transform functions at once; prints what each got. */
import { fileURLToPath } from 'node:url'
import { isMainThread, parentPort, Worker } from 'node:worker_threads'
import torch from 'torch-node'

const { grad, jacrev, vmap } = torch.func

function work() {
  const x = torch.tensor([2, 3], { dtype: torch.float })
  /** @type {unknown} */
  let result
  for (let i = 0; i < 300; i++) {
    const cube = (/** @type {import('torch-node').Tensor} */ a) => a.pow(3)
    jacrev(cube)(x)
    result = vmap(grad(cube))(x).tolist()
  }
  return result
}

if (isMainThread) {
  const path = fileURLToPath(import.meta.url)
  const results = await Promise.all(
    [1, 2, 3].map(
      () =>
        new Promise((done, fail) => {
          const worker = new Worker(path)
          worker.on('message', done)
          worker.on('error', fail)
        }),
    ),
  )
  console.log(JSON.stringify(results))
} else {
  parentPort?.postMessage(work())
}
