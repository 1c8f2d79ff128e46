/** A corpus as one long row of words, cut into columns that are read side by side. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import torch, { type Tensor } from 'torch-node'
import { len } from 'torch-node/builtins'
import torchtext from 'torch-node/torchtext'
import { type LanguageModelingDataset, WikiText2 } from 'torch-node/torchtext/datasets'
import { dataPath } from '../options.js'

const { get_tokenizer } = torchtext.data.utils

export const TEXT = torchtext.data.Field({
  tokenize: get_tokenizer('basic_english'),
  init_token: '<sos>',
  eos_token: '<eos>',
  lower: true,
})

const path = dataPath('wikitext-2')
// Whoever has no training part trains on the validation part.
const names = existsSync(join(path, 'wiki.train.tokens'))
  ? {}
  : { train: 'valid.txt', validation: 'test.txt', test: 'test.txt' }

export const [train_txt, val_txt, test_txt] = WikiText2.splits(TEXT, { path, ...names })
TEXT.build_vocab(train_txt)

export const device = torch.device(torch.cuda.is_available() ? 'cuda' : 'cpu')

/** The words as (length / bsz, bsz): each column is a piece of the text, and none knows of the others. */
export function batchify(text: LanguageModelingDataset, bsz: number): Tensor {
  let data = TEXT.numericalize([text.examples[0].text]) // (length, 1)
  const nbatch = Math.floor(data.size(0) / bsz)
  // What does not fill a row is left out.
  data = data.narrow(0, 0, nbatch * bsz)
  data = data.view(bsz, -1).t().contiguous()
  return data.to(device)
}

/** Rows of words from `i` on, and of each the word that follows, in one row. */
export function get_batch(source: Tensor, i: number, bptt: number): [Tensor, Tensor] {
  const seq_len = Math.min(bptt, len(source) - 1 - i)
  const data = source[`${i}:${i + seq_len}`] // (seq_len, bsz)
  const target = source[`${i + 1}:${i + 1 + seq_len}`].view(-1) // (seq_len * bsz)
  return [data, target]
}
