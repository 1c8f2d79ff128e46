/** A loader with workers: the same batches, made ahead by others. */
import torch, { type Tensor } from 'torch-node'
import { iter, next, print, zip } from 'torch-node/builtins'
import { DataLoader, get_worker_info } from 'torch-node/utils/data'
import { printError } from '../errors.js'
import { Numbers, Pictures, pad, Sentences, shard, Told } from './workers_dataset.js'

// 1. The script draws the order of a shuffling loader: workers do not change it.

function batches(num_workers: number): [Tensor, Tensor][] {
  torch.manual_seed(0)
  const trainset = new Pictures(12)
  return [...DataLoader(trainset, { batch_size: 4, shuffle: true, num_workers })]
}

const [alone, helped] = [batches(0), batches(2)]
for (const [one, other] of zip(alone, helped)) {
  print(one[0].size(), one[1], torch.equal(one[0], other[0]), torch.equal(one[1], other[1]))
}

// In the notes dataiter.next() gives a batch; it is next(dataiter) today.
const dataiter = iter(DataLoader(new Pictures(12), { batch_size: 4, num_workers: 2 }))
const [images, labels] = next(dataiter)
print(images.size(), labels)

// 2. Batches go round: the first to worker 0, the second to worker 1, and so on. Each worker has random numbers of its own:
// the order is that without workers, what the items draw is not. A seed repeats both.

print(get_worker_info())
function told(num_workers: number): void {
  torch.manual_seed(0)
  for (const [index, drawn, worker] of DataLoader(new Told(), { batch_size: 2, num_workers })) {
    print(index, drawn.view(-1), worker)
  }
}
told(0)
told(2)
told(2)

// 3. A stream is copied to each worker: all of it would come twice. worker_init_fn gives each its part.

const numbers = (options: { worker_init_fn?: (id: number) => void }) =>
  [...DataLoader(new Numbers(3, 10), { batch_size: 2, num_workers: 2, ...options })].map((batch) =>
    batch.tolist(),
  )
print(numbers({}))
print(numbers({ worker_init_fn: shard }))

// 4. collate_fn makes a batch of items; the workers do that, too.

printError(() => next(iter(DataLoader(new Sentences(), { batch_size: 2 }))))
for (const num_workers of [0, 2]) {
  const loader = DataLoader(new Sentences(), { batch_size: 2, num_workers, collate_fn: pad })
  for (const [lengths, sentences] of loader) print(lengths, sentences)
}

// 5. Workers may stay for the next pass. What an item throws, the loop throws.

const staying = { num_workers: 2, persistent_workers: true, prefetch_factor: 4 }
const kept = DataLoader(new Pictures(12), { batch_size: 4, ...staying })
for (const _ of [0, 1]) print([...kept].map(([, labels]) => labels.tolist()))

const broken = iter(DataLoader(new Pictures(16), { batch_size: 4, num_workers: 2 }))
try {
  for (const [, labels] of broken) print(labels)
} catch (error) {
  print(error instanceof RangeError, String(error).includes('picture 13 is broken'))
}

// 6. Options that only workers have

printError(() => DataLoader(new Pictures(4), { prefetch_factor: 2 }))
printError(() => DataLoader(new Pictures(4), { persistent_workers: true }))
printError(() => DataLoader(new Pictures(4), { num_workers: -1 }))
