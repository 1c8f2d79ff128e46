// `torchtext.legacy`: where torchtext 0.9 to 0.11 keep what was at the top before.

export * as data from '../data/index.js'
export * as datasets from '../datasets/index.js'
export * as vocab from '../vocab/index.js'
export * as default from './index.js'
