// 10,000 batches that two workers make, in passes that end, are left early, and persist.
import torch from 'torch-node'
import { DataLoader, TensorDataset } from 'torch-node/utils/data'

export default function run(/** @type {() => void} */ half) {
  const dataset = TensorDataset(torch.rand(32_000, 100), torch.arange(32_000))
  const options = { batch_size: 64, shuffle: true, num_workers: 2 }
  const persistent = DataLoader(dataset, { ...options, persistent_workers: true })
  const anew = DataLoader(dataset, options)
  let batches = 0
  const pass = (/** @type {Iterable<unknown>} */ loader, most = Infinity) => {
    let count = 0
    for (const _ of loader) {
      batches++
      if (++count === most) break
    }
  }
  const until = (/** @type {number} */ end) => {
    while (batches < end) {
      pass(persistent)
      pass(anew)
      for (let i = 0; i < 10; i++) pass(anew, 5)
      pass(persistent, 5)
    }
  }
  until(5000)
  half()
  until(10_000)
}
