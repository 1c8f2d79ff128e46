// How a process with an awaited backward ends; prints what it came to.
import { argv } from 'node:process'
import torch from 'torch-node'
import { native } from '../../../dist/native.js'

function graph(hook = (/** @type {torch.Tensor} */ grad) => grad.mul(1)) {
  const w = torch.eye(300).mul(0.5).requires_grad_()
  let y = w
  for (let i = 0; i < 60; i++) y = y.mm(w).tanh()
  y.register_hook(hook)
  return y.sum()
}
const say = (/** @type {unknown} */ word) => console.log(String(word))

/** @type {Record<string, () => unknown>} */
const endings = {
  // Nothing else keeps the process alive, and nothing does afterwards.
  'stays until done'() {
    graph()
      .backwardAsync()
      .then(() => say('done'))
    process.on('exit', () => say('exit'))
  },
  'unhandled rejection'() {
    process.on('unhandledRejection', (error) => {
      say(error)
      process.exitCode = 6
    })
    graph(() => {
      throw 'thrown by a hook'
    }).backwardAsync()
  },
  'exit while some run'() {
    for (let i = 0; i < 8; i++) graph().backwardAsync()
    process.exit(7)
  },
  'exit in a hook'() {
    graph(() => process.exit(8)).backwardAsync()
  },
  'exit in a hook while others run'() {
    for (let i = 0; i < 8; i++) graph().backwardAsync()
    graph(() => process.exit(12)).backwardAsync()
  },
  'an exit that is stopped'() {
    const stopping = () => {
      process.once('exit', () => {
        throw 'stopped'
      })
      try {
        process.exit(11)
      } catch (error) {
        say(error)
      }
    }
    graph(stopping)
      .backwardAsync()
      .then(() => say('done'))
  },
  'a pass that an exit starts'() {
    graph().backwardAsync()
    process.on('exit', () => graph().backwardAsync())
    process.exit(13)
  },
  'exit in a hook of a synchronous pass'() {
    graph(() => process.exit(9)).backward()
  },
  'exit in a hook of a synchronous pass on another thread'() {
    native.forceEngineWorker(true)
    graph(() => process.exit(10)).backward()
  },
}
endings[/** @type {string} */ (argv[2])]?.()
