// Mirrors torchtext/datasets/__init__.py, of which the corpora of language models are there.

export * as default from './index.js'
export {
  LanguageModelingDataset,
  PennTreebank,
  WikiText2,
  WikiText103,
} from './language_modeling.js'
