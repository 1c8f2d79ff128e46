// Mirrors torch/utils/__init__.py.

import { createRequire } from 'node:module'
import { lazyModule } from '../_lazy.js'
import type * as benchmarkModule from './benchmark/index.js'
import type * as tensorboardModule from './tensorboard/index.js'

export { swap_tensors } from '../_swap_tensors.js'
export * as checkpoint from './checkpoint.js'
export * as data from './data/index.js'
export * as hooks from './hooks.js'
export * as model_zoo from './model_zoo.js'

/** Times of code, and tables of them; loaded at first use. */
export const benchmark: typeof benchmarkModule = lazyModule(
  () => createRequire(import.meta.url)('./benchmark/index.js') as typeof benchmarkModule,
)
export declare namespace benchmark {
  type Compare = benchmarkModule.Compare
  type Measurement = benchmarkModule.Measurement
  type TaskSpec = benchmarkModule.TaskSpec
  type Timer = benchmarkModule.Timer
}

/** Event files for TensorBoard; loaded at first use. */
export const tensorboard: typeof tensorboardModule = lazyModule(
  () => createRequire(import.meta.url)('./tensorboard/index.js') as typeof tensorboardModule,
)
export declare namespace tensorboard {
  type FileWriter = tensorboardModule.FileWriter
  type RecordWriter = tensorboardModule.RecordWriter
  type SummaryWriter = tensorboardModule.SummaryWriter
}

export * as default from './index.js'
