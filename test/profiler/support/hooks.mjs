// node hooks.mjs <what> <on another thread>: what a hook does to a profile, and what comes of the next one.
import torch from 'torch-node'
import { native } from '../../../dist/native.js'

const { profile } = torch.profiler
const [what = '', elsewhere] = process.argv.slice(2)
native.forceEngineWorker(elsewhere === 'true')

/** @param {() => void} hook */
function backward(hook) {
  const y = torch.ones(3, { requires_grad: true }).mul(2).exp()
  y.register_hook(hook)
  y.sum().backward()
}

/** @param {() => unknown} body */
function outcome(body) {
  try {
    return body()
  } catch (error) {
    return String(error)
  }
}

/** @param {torch.profiler.profile} prof */
const products = (prof) => prof.key_averages().find(({ key }) => key === 'aten::mm')?.count ?? 0
const multiply = () => torch.ones(2, 2).mm(torch.ones(2, 2))

/** @type {Record<string, () => unknown>} */
const programs = {
  'has one of its own'() {
    const profiles = [profile(), profile()]
    for (const prof of profiles) {
      backward(() => {
        prof.start()
        multiply()
        prof.stop()
      })
    }
    return profiles.map(products)
  },
  ends() {
    const prof = profile()
    prof.start()
    multiply()
    backward(() => prof.stop())
    return products(prof)
  },
  restarts() {
    const prof = profile()
    prof.start()
    backward(() => {
      prof.stop()
      profile().start()
    })
  },
  begins() {
    const prof = profile()
    backward(() => prof.start())
    multiply()
    prof.stop()
    return products(prof)
  },
}

const result = outcome(() => programs[what]?.())
const next = outcome(() => {
  const prof = profile()
  profile({}, multiply)
  prof.start()
  multiply()
  prof.stop()
  return products(prof)
})
console.log(JSON.stringify([result, next]))
