// Mirrors torch/utils/data/__init__.py.

// Gives tensors their methods, also where nothing else of the package is imported.
import '../../tensor.js'

export { default_collate, default_convert } from './_utils/collate.js'
export { get_worker_info, type WorkerInfo } from './_utils/worker.js'
export { DataLoader } from './dataloader.js'
export {
  ChainDataset,
  ConcatDataset,
  Dataset,
  IterableDataset,
  random_split,
  StackDataset,
  Subset,
  TensorDataset,
} from './dataset.js'
export * as distributed from './distributed.js'
export { DistributedSampler } from './distributed.js'
export {
  BatchSampler,
  RandomSampler,
  Sampler,
  SequentialSampler,
  SubsetRandomSampler,
  WeightedRandomSampler,
} from './sampler.js'
