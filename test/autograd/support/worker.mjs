// A worker thread that ends inside its level of dual numbers; prints what it and the main thread computed.
import { once } from 'node:events'
import { isMainThread, parentPort, Worker } from 'node:worker_threads'
import torch from 'torch-node'

const { forward_ad, gradcheck } = torch.autograd
const dual = () => forward_ad.make_dual(torch.ones(1), torch.ones(1)).mul(2)

if (isMainThread) {
  const worker = new Worker(new URL(import.meta.url))
  const [message] = await once(worker, 'message')
  await once(worker, 'exit')
  console.log(JSON.stringify([...message, forward_ad.dual_level(() => String(dual()))]))
} else {
  const input = torch.rand(2, { dtype: torch.double, requires_grad: true })
  const checked = gradcheck((x) => x.sin(), input, { check_forward_ad: true })
  forward_ad.enter_dual_level()
  parentPort?.postMessage([checked, String(dual())])
}
