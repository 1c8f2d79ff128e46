// Types of loaders with workers, samplers and collation; checked by tsc, not run.
import { expectTypeOf } from 'expect-type'
import torch, { type Tensor } from 'torch-node'
import {
  DataLoader,
  DistributedSampler,
  get_worker_info,
  StackDataset,
  TensorDataset,
  type WorkerInfo,
} from 'torch-node/utils/data'

const x = torch.ones(2)
const tensors = TensorDataset(x, x)

for await (const batch of DataLoader(tensors, { num_workers: 2, persistent_workers: true })) {
  expectTypeOf(batch).toEqualTypeOf<[Tensor, Tensor]>()
}
for (const [images] of DataLoader({ dataset: tensors, num_workers: 2, timeout: 1.5 })) {
  expectTypeOf(images).toEqualTypeOf<Tensor>()
}
const loader = new DataLoader(tensors, 4, true, {
  num_workers: 2,
  collate_fn: (items) => items.length,
  worker_init_fn: (id) => torch.manual_seed(id),
  multiprocessing_context: 'spawn',
  prefetch_factor: 4,
  in_order: false,
})
expectTypeOf([...loader]).toEqualTypeOf<number[]>()
expectTypeOf(loader.length).toBeNumber()
expectTypeOf(loader.prefetch_factor).toEqualTypeOf<number | null>()

expectTypeOf(get_worker_info()).toEqualTypeOf<WorkerInfo | null>()
const info = get_worker_info()
if (info !== null) {
  expectTypeOf(info.id).toBeNumber()
  expectTypeOf(info.seed).toEqualTypeOf<number | bigint>()
  // @ts-expect-error fields are read only
  info.id = 1
}

const named = StackDataset({ image: [x], label: [1] })
expectTypeOf(named.__getitems__([0])).toEqualTypeOf<{ image: Tensor; label: number }[]>()

expectTypeOf([...DistributedSampler([1, 2], 2, 0)]).toEqualTypeOf<number[]>()
DistributedSampler([1, 2], { num_replicas: 2, rank: 1, drop_last: true }).set_epoch(1)

// @ts-expect-error a number
DataLoader(tensors, { num_workers: '2' })
// @ts-expect-error no such method
DataLoader(tensors, { num_workers: 2, multiprocessing_context: 'thread' })
// @ts-expect-error a worker is called with its number alone
DataLoader(tensors, { worker_init_fn: (a: number, b: number) => a + b })
