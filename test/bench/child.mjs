// @ts-check
/**
 * The side of the benchmark that runs here. Reads lines `{"code", "n", "cpu"}` and answers
 * each with the nanoseconds that one evaluation of the code took; names of steps.mjs
 * are training steps, those of loaders.mjs and images.mjs passes over loaders. With `cpu` it is the process's CPU time, collector and compiler threads included.
 */
import { createInterface } from 'node:readline'
import torch, { nn } from 'torch-node'
import F from 'torch-node/nn/functional'
import { imageLoaders } from './images.mjs'
import { loaders } from './loaders.mjs'
import { steps } from './steps.mjs'

const [device = 'cpu'] = process.argv.slice(2)
torch.set_num_threads(Number(process.env.OMP_NUM_THREADS))
if (device !== 'cpu') torch.set_default_device(device)
torch.manual_seed(0)

const names = {
  torch,
  F,
  a: torch.rand(4, 4),
  b: torch.rand(4, 4),
  zero: torch.zeros(4, 4),
  m: torch.rand(64, 64),
  s: torch.rand([]),
  mask: torch.rand(4, 4).gt(0.5),
  x: torch.rand(8, 16),
  w: torch.rand(16, 16, { requires_grad: true }),
  bias: torch.rand(16),
  lin: nn.Linear(16, 16),
  img: torch.rand(1, 3, 16, 16),
  kernel: torch.rand(8, 3, 3, 3),
  logits: torch.rand(8, 10),
  target: torch.randint(0, 10, [8]),
}

/** @type {Map<string, (n: number) => void>} */
const loops = new Map()

/** @param {string} code */
function loop(code) {
  let run = loops.get(code)
  const make = steps[code] ?? loaders[code] ?? imageLoaders[code]
  if (!run && make) {
    const step = make()
    run = (n) => {
      for (let i = 0; i < n; i++) step()
    }
    loops.set(code, run)
  }
  if (!run) {
    const body = `return (n) => { for (let i = 0; i < n; i++) { ${code} } }`
    run = new Function(...Object.keys(names), body)(...Object.values(names))
    loops.set(code, /** @type {(n: number) => void} */ (run))
  }
  return /** @type {(n: number) => void} */ (run)
}

const wallTime = () => performance.now() * 1e6
const cpuTime = () => {
  const { user, system } = process.cpuUsage()
  return (user + system) * 1e3
}

for await (const line of createInterface({ input: process.stdin })) {
  const { code, n, cpu } = JSON.parse(line)
  const run = loop(code)
  const now = cpu ? cpuTime : wallTime
  const start = now()
  run(n)
  if (device !== 'cpu') torch.cuda.synchronize()
  console.log((now() - start) / n)
}
