/** The English-French pairs as numbers, in batches filled up to one length. */
import torch, { type Tensor } from 'torch-node'
import { pad_sequence } from 'torch-node/nn/utils/rnn'
import { DataLoader, TensorDataset } from 'torch-node/utils/data'
import { dataPath } from '../options.js'
import { EOS_token, type Lang, prepareData, SOS_token } from '../translation/lang.js'

export { EOS_token, SOS_token }

/** No sentence holds SOS and none is to be written, so its number fills up as well. */
export const PAD_token = SOS_token

export function indexes(lang: Lang, sentence: string): Tensor {
  const words = sentence.split(' ').map((word) => lang.word2index.get(word)!)
  return torch.tensor([...words, EOS_token])
}

/** Batches of (B, N) and (B, T), French and English. */
export function loadPairs(batch_size: number) {
  const file = dataPath('eng-fra/eng-fra.txt', 'eng-fra.txt')
  const [input_lang, output_lang, pairs] = prepareData(file, 'eng', 'fra', true)
  const padded = (lang: Lang, i: 0 | 1): Tensor =>
    pad_sequence(
      pairs.map((pair) => indexes(lang, pair[i])),
      { batch_first: true, padding_value: PAD_token },
    )
  const dataset = TensorDataset(padded(input_lang, 0), padded(output_lang, 1))
  const loader = DataLoader(dataset, { batch_size, shuffle: true })
  const langs: [Lang, Lang] = [input_lang, output_lang]
  return { langs, pairs, dataset, loader }
}
