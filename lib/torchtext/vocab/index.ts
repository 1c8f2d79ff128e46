// Mirrors torchtext/vocab: the class of up to 0.8 and the functions of later versions.

export { build_vocab_from_iterator, type Tokens, vocab } from './factory.js'
export * as default from './index.js'
export { Vocab } from './vocab.js'
