// torchtext: vocabularies, fields and iterators over texts, as versions up to 0.8 have them.

export * as data from './data/index.js'
export * as datasets from './datasets/index.js'
export * as default from './index.js'
export * as legacy from './legacy/index.js'
export * as vocab from './vocab/index.js'
