// Mirrors torch/utils/data/distributed.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { len } from '../../_builtins/iteration.js'
import { callable } from '../../_callable.js'
import { randperm } from '../../_generated/torch_functions.js'
import { RuntimeError, ValueError } from '../../errors.js'
import { Generator } from '../../random.js'
import { Sampler } from './sampler.js'

const init = initializer<
  [
    dataset: unknown,
    num_replicas: number | null,
    rank: number | null,
    shuffle: boolean,
    seed: number,
    drop_last: boolean,
  ]
>()(
  'DistributedSampler.__init__(self, dataset, num_replicas=None, rank=None, shuffle=True, seed=0, drop_last=False)',
)

class DistributedSampler extends Sampler<number> {
  readonly dataset: unknown
  readonly num_replicas: number
  readonly rank: number
  readonly drop_last: boolean
  readonly shuffle: boolean
  readonly seed: number
  readonly num_samples: number
  readonly total_size: number
  epoch = 0

  constructor(...args: ArgumentsOf<typeof init>) {
    super()
    const { dataset, num_replicas, rank, shuffle, seed, drop_last } = init(args)
    if (num_replicas === null || rank === null) {
      throw new RuntimeError('Requires distributed package to be available')
    }
    if (rank >= num_replicas || rank < 0) {
      throw new ValueError(
        `Invalid rank ${rank}, rank should be in the interval [0, ${num_replicas - 1}]`,
      )
    }
    this.dataset = dataset
    this.num_replicas = num_replicas
    this.rank = rank
    this.drop_last = drop_last
    this.shuffle = shuffle
    this.seed = seed
    const items = len(dataset)
    const left = drop_last && items % num_replicas !== 0 ? items - num_replicas : items
    this.num_samples = Math.ceil(left / num_replicas)
    this.total_size = this.num_samples * num_replicas
  }

  override *__iter__(): IterableIterator<number> {
    const { dataset, shuffle, seed, epoch, drop_last, rank, num_replicas, total_size } = this
    const items = len(dataset)
    const generator = new Generator().manual_seed(seed + epoch)
    const indices = shuffle
      ? (randperm(items, { generator }).tolist() as number[])
      : Array.from({ length: items }, (_, i) => i)
    // To the same number for each: the first ones once more, or none of the last.
    while (!drop_last && indices.length < total_size) {
      indices.push(...indices.slice(0, Math.min(items, total_size - indices.length)))
    }
    for (let i = rank; i < total_size; i += num_replicas) yield indices[i] as number
  }

  override __len__(): number {
    return this.num_samples
  }

  /** Says which pass comes next: each is shuffled in its own way. */
  set_epoch(epoch: number): void {
    this.epoch = epoch
  }
}

/**
 * The part of the indices that falls to one of several processes (`rank` of `num_replicas`), which all shuffle alike. As
 * there are no process groups here, both numbers have to be given; otherwise it is a RuntimeError.
 *
 * @example
 * const { DistributedSampler } = torch.utils.data
 * const indices = [...DistributedSampler([0, 1, 2, 3, 4], { num_replicas: 2, rank: 1, shuffle: false })]
 * indices // [1, 3, 0]
 *
 * @see https://docs.pytorch.org/docs/2.13/data.html#torch.utils.data.distributed.DistributedSampler
 */
const DistributedSampler_ = callable(DistributedSampler)
type DistributedSampler_ = DistributedSampler

export { DistributedSampler_ as DistributedSampler }
