// Datasets and functions for workers, which import them from here; scripts/golden/loader_workers.py has their twins.
import torch from 'torch-node'
import { random } from 'torch-node/builtins'
import F from 'torch-node/nn/functional'
import np from 'torch-node/numpy'
import { Dataset, get_worker_info, IterableDataset } from 'torch-node/utils/data'

const draws = () =>
  torch.cat([
    torch.rand(2),
    torch.randn(2),
    torch.randint(0, 100, [2]).float(),
    torch.randperm(4).float(),
    F.dropout(torch.ones(4), 0.5),
    torch.empty(2).exponential_(),
    torch.bernoulli(torch.full([3], 0.5)),
    torch.multinomial(torch.ones(4), 2).float(),
    torch.rand_like(torch.ones(2)),
    torch.normal(0, 1, [2]),
    torch.poisson(torch.full([2], 3, { dtype: torch.float })),
    torch.zeros(2).uniform_(),
  ])

export class Noise extends Dataset {
  /** @param {number} n */
  constructor(n) {
    super()
    this.n = n
  }
  /** @param {number} i */
  __getitem__(i) {
    return [i, draws()]
  }
  __len__() {
    return this.n
  }
}

export class Seeds extends Dataset {
  /** @param {number} i */
  __getitem__(i) {
    const info = get_worker_info()
    const told = info && [
      ...[info.id, info.num_workers, String(info.seed), info.dataset === this],
      ...[random.random().toFixed(6), np.random.rand().toFixed(6)],
    ]
    return [i, info && String(torch.initial_seed()), told]
  }
  __len__() {
    return 7
  }
}

export class Shards extends IterableDataset {
  /** @param {number} n */
  constructor(n) {
    super()
    this.n = n
  }
  *__iter__() {
    const info = get_worker_info()
    const [first, step] = info === null ? [0, 1] : [info.id, info.num_workers]
    for (let i = first; i < this.n; i += step) yield [i, torch.randn(1)]
  }
}

/** The first worker has most. */
export class Uneven extends IterableDataset {
  *__iter__() {
    const { id } = /** @type {import('torch-node/utils/data').WorkerInfo} */ (get_worker_info())
    for (let i = 0; i < 7 - 3 * id; i++) yield 100 * id + i
  }
}

/** @param {unknown[]} items */
export const as_they_are = (items) => items

/** @param {number} worker_id */
export function reseed(worker_id) {
  torch.manual_seed(1000 + worker_id)
}
