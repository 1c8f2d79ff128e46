/** What the workers of workers.ts run: they import it, so it lies in a module of its own, as with Python's spawn. */
import torch, { nn, type Tensor } from 'torch-node'
import { Dataset, get_worker_info, IterableDataset } from 'torch-node/utils/data'

/** Pictures of 3 x 8 x 8 whose values tell their index. */
export class Pictures extends Dataset<[Tensor, number]> {
  constructor(readonly count: number) {
    super()
  }

  override __len__(): number {
    return this.count
  }

  override __getitem__(index: number): [Tensor, number] {
    if (index === 13) throw new RangeError('picture 13 is broken')
    return [torch.full([3, 8, 8], index / 2 + 0.25), index % 10]
  }
}

/** An index, a random number, and which worker made both. */
export class Told extends Dataset<[index: number, drawn: Tensor, worker: number]> {
  override __len__(): number {
    return 8
  }

  override __getitem__(index: number): [number, Tensor, number] {
    return [index, torch.rand(1), get_worker_info()?.id ?? -1]
  }
}

/** A stream of numbers; who reads it says from where to where. */
export class Numbers extends IterableDataset<number> {
  constructor(
    public start: number,
    public end: number,
  ) {
    super()
  }

  override *__iter__(): IterableIterator<number> {
    for (let i = this.start; i < this.end; i++) yield i
  }
}

/** Each worker has a copy of the whole stream: this leaves it its part. */
export function shard(worker_id: number): void {
  const { dataset, num_workers } = get_worker_info()!
  const numbers = dataset as Numbers
  const per_worker = Math.ceil((numbers.end - numbers.start) / num_workers)
  numbers.start += worker_id * per_worker
  numbers.end = Math.min(numbers.start + per_worker, numbers.end)
}

/** Sentences of different lengths. */
export class Sentences extends Dataset<Tensor> {
  override __len__(): number {
    return 4
  }

  override __getitem__(index: number): Tensor {
    return torch.arange(1, index + 2)
  }
}

/** The lengths, and the sentences with zeros behind. */
export function pad(batch: Tensor[]): [Tensor, Tensor] {
  const lengths = torch.tensor(batch.map((x) => x.size(0)))
  return [lengths, nn.utils.rnn.pad_sequence(batch, { batch_first: true })]
}
