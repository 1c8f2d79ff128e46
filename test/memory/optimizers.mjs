// @ts-check
/**
 * Takes 10,000 steps of every optimizer in one synchronous loop each, and prints what the last 8,000 have added, in kB:
 * to resident memory, and to the heap after a collection: `node --expose-gc test/memory/optimizers.mjs`.
 */
import { readFileSync } from 'node:fs'
import torch from 'torch-node'
import nn from 'torch-node/nn'
import * as optim from 'torch-node/optim'

const resident = () => Number(/VmRSS:\s*(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1])

/** @returns {[resident: number, heap: number]} */
function measure() {
  const now = resident()
  globalThis.gc?.()
  return [now, Math.round(process.memoryUsage().heapUsed / 1024)]
}

const shapes = [[20, 10], [20], []]

/** @type {Record<string, object>} */
const settings = {
  Adam: { amsgrad: true, weight_decay: 0.1 },
  LBFGS: { max_iter: 2, history_size: 3, line_search_fn: 'strong_wolfe', tolerance_grad: 0 },
  RMSprop: { centered: true, momentum: 0.9, maximize: true },
  SGD: { momentum: 0.9, nesterov: true },
}

/** @param {string} name */
function growth(name) {
  torch.manual_seed(0)
  const params = (name === 'Muon' ? shapes.slice(0, 1) : shapes).map((shape) =>
    nn.Parameter(torch.randn(shape)),
  )
  const sparse = name === 'SparseAdam'
  const optimizer = Reflect.get(optim, name)(sparse ? params.slice(0, 1) : params, settings[name])
  const closure = () => {
    optimizer.zero_grad()
    const loss = params.reduce((sum, param) => sum.add(param.cos().sum()), torch.zeros([]))
    loss.backward()
    return loss
  }
  for (const param of params) {
    param.grad = torch.randn(param.shape)
    if (sparse) param.grad = param.grad.to_sparse(Math.min(1, param.dim()))
  }
  let before = [0, 0]
  for (let step = 0; step < 10_000; step++) {
    if (step === 2000) before = measure()
    optimizer.step(...(name === 'LBFGS' ? [closure] : []))
  }
  return measure().map((kilobytes, i) => kilobytes - (before[i] ?? 0))
}

const names = Object.keys(optim).filter((name) => /^[A-Z]/.test(name) && name !== 'Optimizer')
console.log(JSON.stringify(Object.fromEntries(names.map((name) => [name, growth(name)]))))
