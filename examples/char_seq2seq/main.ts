/**
 * French to English, character by character: Keras's lesson on sequence to sequence learning. `--cell gru`, `--level word`,
 * `--mode reinjection`, `--num_layers 2` and `--bidirectional` change one thing each; `--smoke` tries them all.
 */
import torch from 'torch-node'
import { len, print, range } from 'torch-node/builtins'
import { type Level, vectorize } from './data.js'
import { decode_sequence } from './inference.js'
import { type Cell, Seq2Seq } from './model.js'
import { file, smoke, values } from './options.js'
import { fit, type Mode } from './train.js'

interface Variant {
  cell: Cell
  level: Level
  mode: Mode
  num_layers: number
  bidirectional: boolean
}

function chosen<T extends string>(name: string, given: string, choices: readonly T[]): T {
  const choice = choices.find((one) => one === given)
  if (choice === undefined) throw new Error(`--${name} is one of ${choices.join(', ')}`)
  return choice
}

const given: Variant = {
  cell: chosen('cell', values.cell, ['lstm', 'gru']),
  level: chosen('level', values.level, ['char', 'word']),
  mode: chosen('mode', values.mode, ['teacher-forcing', 'reinjection']),
  num_layers: Number(values.num_layers),
  bidirectional: values.bidirectional,
}

const num_samples = Number(values.num_samples)
const batch_size = smoke ? 16 : Number(values.batch_size)
const latent_dim = smoke ? 32 : Number(values.latent_dim)

function main({ cell, level, mode, num_layers, bidirectional }: Variant): void {
  print(`${level}s, ${cell}, ${mode}, num_layers`, num_layers, 'bidirectional', bidirectional)
  torch.manual_seed(0)

  const data = vectorize(file, num_samples, level)
  print('Number of samples:', len(data.input_texts))
  print('Number of unique input tokens:', data.input_table.size)
  print('Number of unique output tokens:', data.target_table.size)
  print('Max sequence length for inputs:', data.max_encoder_seq_length)
  print('Max sequence length for outputs:', data.max_decoder_seq_length)
  print(data.encoder_input_data.shape, data.decoder_input_data.shape)
  print(data.decoder_target_data.shape)

  const model = new Seq2Seq(data.input_table.size, data.target_table.size, latent_dim, {
    cell,
    num_layers,
    bidirectional,
    embedding_dim: level === 'word' ? latent_dim : null,
  })
  print(model)
  const epochs = smoke ? (level === 'word' ? 12 : 2) : Number(values.epochs)
  fit(model, data, { mode, epochs, batch_size, validation_split: 0.2 })

  for (const seq_index of range(smoke ? 2 : 20)) {
    const input_seq = data.encoder_input_data[`${seq_index}:${seq_index + 1}`]
    print('-')
    print('Input sentence:', data.input_texts[seq_index])
    print('Decoded sentence:', decode_sequence(model, input_seq, data))
  }
}

if (smoke) {
  main(given)
  main({ ...given, cell: 'gru' })
  main({ ...given, mode: 'reinjection' })
  main({ ...given, level: 'word' })
  main({ ...given, level: 'word', mode: 'reinjection' })
  main({ ...given, num_layers: 2, bidirectional: true })
} else {
  main(given)
}
