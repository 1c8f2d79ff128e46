// Trains one net in each of four worker threads at once, and one after the other in this thread; prints what both
// came to: losses, gradients as hooks saw them, and the grad mode that each thread ends with.
import { once } from 'node:events'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import torch from 'torch-node'

class Square extends torch.autograd.Function {
  /** @param {torch.Tensor} x */
  static forward(/** @type {import('torch-node/autograd/function').FunctionCtx} */ ctx, x) {
    ctx.save_for_backward(x)
    return x.mul(x)
  }
  /** @param {torch.Tensor} grad */
  static backward(/** @type {import('torch-node/autograd/function').FunctionCtx} */ ctx, grad) {
    return grad.mul(2).mul(/** @type {torch.Tensor} */ (ctx.saved_tensors[0]))
  }
}

/** @param {number} seed */
async function train(seed) {
  // The default generator belongs to the whole process.
  const generator = torch.Generator().manual_seed(seed)
  torch.set_grad_enabled(seed % 2 === 0)
  const w = torch.randn(8, 4, { generator }).requires_grad_()
  /** @type {number[]} */
  const seen = []
  let passes = 0
  w.register_hook((grad) => {
    seen.push(grad.sum().item())
    return grad.clamp(-1, 1)
  })
  w.register_post_accumulate_grad_hook(() => {
    passes++
  })
  const losses = []
  for (let step = 0; step < 200; step++) {
    const x = torch.randn(16, 8, { generator })
    const loss = torch.enable_grad(() => Square.apply(x.mm(w).tanh().sub(0.5)).mean())
    if (step % 4 === seed % 4) await loss.backwardAsync()
    else loss.backward()
    torch.no_grad(() => w.sub_(/** @type {torch.Tensor} */ (w.grad), { alpha: 0.1 }))
    w.grad = null
    losses.push(loss.item())
  }
  const mode = torch.is_grad_enabled()
  torch.set_grad_enabled(true)
  return { losses, seen, passes, mode }
}

if (isMainThread) {
  torch.set_num_threads(1)
  const seeds = [0, 1, 2, 3]
  const workers = seeds.map((seed) => new Worker(new URL(import.meta.url), { workerData: seed }))
  const together = await Promise.all(
    workers.map(async (worker) => (await once(worker, 'message'))[0]),
  )
  const alone = []
  for (const seed of seeds) alone.push(await train(seed))
  console.log(JSON.stringify({ together, alone }))
} else {
  torch.set_num_threads(1)
  parentPort?.postMessage(await train(workerData))
}
