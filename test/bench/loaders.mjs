// @ts-check
/**
 * The passes over loaders that are timed, by name; loaders.py has the same in Python. Each is made when first asked for.
 * Workers import this file: what it does when it is loaded, each of them does too.
 */
import torch from 'torch-node'
import { DataLoader, Dataset, TensorDataset } from 'torch-node/utils/data'

/**
 * One pass.
 * @param {Iterable<unknown>} loader
 */
const passOf = (loader) => () => {
  let batches = 0
  for (const _ of loader) batches++
  return batches
}

/** What MNIST is: rows of two tensors, shuffled. */
function tensors() {
  const dataset = TensorDataset(torch.rand(60_000, 784), torch.randint(0, 10, [60_000]))
  return passOf(DataLoader(dataset, { batch_size: 64, shuffle: true }))
}

/** @extends {Dataset<[torch.Tensor, number]>} */
export class Words extends Dataset {
  /**
   * Numbers that a loop of the language computes, and a few operators.
   * @param {number} i
   * @returns {[torch.Tensor, number]}
   * @override
   */
  __getitem__(i) {
    const list = []
    let word = i
    for (let k = 0; k < 256; k++) {
      word = (word * 1103 + 12345) % 65536
      list.push(word % 256)
    }
    const x = torch.tensor(list, { dtype: torch.float }).sub(128).div(64)
    return [x, i % 10]
  }
  /** @override */
  __len__() {
    return 4096
  }
}

function words() {
  return passOf(DataLoader(new Words(), { batch_size: 32, shuffle: true, num_workers: 2 }))
}

function wordsPersistent() {
  const options = { batch_size: 32, shuffle: true, num_workers: 2, persistent_workers: true }
  return passOf(DataLoader(new Words(), options))
}

/** @type {Readonly<Record<string, () => () => unknown>>} */
export const loaders = {
  'loader tensors': tensors,
  'loader words': words,
  'loader words persistent': wordsPersistent,
}
