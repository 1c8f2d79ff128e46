// Runs the scenarios of test/golden/loader_workers.json and prints what they gave; with `async` every third, by `for await`.
import { readFileSync } from 'node:fs'
import torch from 'torch-node'
import { DataLoader, Sampler, TensorDataset } from 'torch-node/utils/data'
import { as_they_are, Noise, reseed, Seeds, Shards, Uneven } from './datasets.mjs'

/** Draws when it is asked for an iterator, not when that is asked for an index. */
class Eager extends Sampler {
  __iter__() {
    return torch.randperm(9).tolist()[Symbol.iterator]()
  }
  __len__() {
    return 9
  }
}

/** @type {Record<string, () => any>} */
const datasets = {
  Noise: () => new Noise(9),
  Seeds: () => new Seeds(),
  Shards: () => new Shards(13),
  Uneven: () => new Uneven(),
  TensorDataset: () =>
    TensorDataset(torch.arange(11), torch.arange(22, { dtype: torch.float }).view(11, 2)),
  list: () => Array.from({ length: 11 }, (_, i) => i),
}
/** @type {Record<string, unknown>} */
const functions = { as_they_are, reseed, Eager: new Eager() }

/** @type {(value: unknown) => unknown} */
const plain = (value) => {
  if (value instanceof torch.Tensor) return value.tolist()
  return Array.isArray(value) ? value.map(plain) : value
}

const url = new URL('../../../golden/loader_workers.json', import.meta.url)
const all = JSON.parse(readFileSync(url, 'utf8'))
const awaits = process.argv.includes('async')
for (const [i, { dataset, kwargs }] of all.entries()) {
  if (awaits && i % 3 !== 0) continue
  const given = Object.fromEntries(
    Object.entries(kwargs).map(([key, value]) => [key, functions[value] ?? value]),
  )
  if ('generator' in given) given.generator = torch.Generator().manual_seed(given.generator)
  torch.manual_seed(21)
  const loader = DataLoader(datasets[dataset]?.(), given)
  const passes = []
  for (let pass = 0; pass < 2; pass++) {
    const batches = []
    if (awaits) for await (const batch of loader) batches.push(plain(batch))
    else for (const batch of loader) batches.push(plain(batch))
    passes.push(batches)
  }
  console.log(JSON.stringify({ dataset, kwargs, passes, after: torch.rand(1).item() }))
}
