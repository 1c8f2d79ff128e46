// @ts-check
// What a graph holds of JavaScript and what that holds of the graph, in loops that never yield; prints the peaks of
// resident memory, in MB, when each is half done and at its end.
import { readFileSync } from 'node:fs'
import torch from 'torch-node'

/** @typedef {import('torch-node').Tensor} Tensor */

class Double extends torch.autograd.Function {
  /** @override @param {import('torch-node/autograd/function').FunctionCtx} ctx @param {Tensor} x */
  static forward(ctx, x) {
    ctx.save_for_backward(x)
    return x.mul(2)
  }

  /** @override @param {unknown} _ctx @param {Tensor} grad */
  static backward(_ctx, grad) {
    return grad.mul(2)
  }
}

const w = torch.ones(4, { requires_grad: true })

/** @type {Record<string, () => void>} */
const loops = {
  'a custom function': () => Double.apply(w).sum().backward(),
  'a hook': () => {
    const y = w.mul(2)
    y.register_hook((grad) => grad.mul(2))
    y.sum().backward()
  },
  'a hook that is removed': () => w.register_hook((grad) => grad).remove(),
  'a hook that closes over its own leaf': () => {
    const x = torch.ones(4, { requires_grad: true })
    x.register_hook(() => void x)
  },
  'a hook that closes over what was made of its tensor': () => {
    const y = w.mul(2)
    const loss = y.sum()
    y.register_hook(() => void loss)
  },
  "a custom function's context that holds its result": () => {
    const y = Double.apply(w)
    Object.assign(/** @type {object} */ (y.grad_fn), { y })
  },
  'a node of the graph': () => void w.mul(2).grad_fn?.next_functions,
}

const name = /** @type {string} */ (process.argv[2])
const loop = /** @type {() => void} */ (loops[name])
const peak = () =>
  Number(/VmHWM:\s*(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) / 1024
// What the graph holds is worth a full collection by the 8,192: both halves see several.
for (let i = 0; i < 50_000; i++) loop()
const half = peak()
for (let i = 0; i < 50_000; i++) loop()
console.log(JSON.stringify({ half, after: peak() }))
