// A worker thread ends while its backward runs on another thread; the main thread lives on.
import { once } from 'node:events'
import { argv } from 'node:process'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import torch from 'torch-node'

function graph() {
  const w = torch.eye(400).mul(0.5).requires_grad_()
  let y = w
  for (let i = 0; i < 100; i++) {
    y = y.mm(w).tanh()
    y.register_hook((grad) => grad.mul(1))
  }
  return y.sum()
}

if (isMainThread) {
  const worker = new Worker(new URL(import.meta.url), { workerData: argv[2] })
  const exit = once(worker, 'exit')
  await once(worker, 'message')
  if (argv[2] === 'terminate') await worker.terminate()
  const [code] = await exit
  const x = torch.ones(2).requires_grad_()
  x.register_hook((grad) => grad.mul(2))
  x.mul(3).sum().backward()
  await x.mul(3).sum().backwardAsync()
  console.log(JSON.stringify({ code, grad: x.grad?.tolist() }))
} else {
  const how = /** @type {string} */ (workerData)
  const loss = graph()
  if (how === 'exit in a hook') {
    loss.register_hook(() => {
      parentPort?.postMessage('started')
      process.exit(5)
    })
  }
  const promise = loss.backwardAsync()
  if (how !== 'exit in a hook') parentPort?.postMessage('started')
  if (how === 'exit') process.exit(3)
  if (how === 'exit soon') setImmediate(() => process.exit(4))
  await promise
  // Terminated while it waits, or at once when the pass was quicker.
  await new Promise(() => setInterval(() => {}, 1000))
}
