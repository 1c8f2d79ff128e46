// Mirrors torchtext/data/__init__.py of torchtext 0.8.

export { Batch } from './batch.js'
export { Dataset } from './dataset.js'
export { Example } from './example.js'
export { Field, LabelField, RawField } from './field.js'
export * as default from './index.js'
export { BPTTIterator, BucketIterator, batch, Iterator, pool } from './iterator.js'
export { Pipeline } from './pipeline.js'
export { TabularDataset } from './tabular.js'
export * as utils from './utils.js'
export { get_tokenizer, interleave_keys, RandomShuffler } from './utils.js'
