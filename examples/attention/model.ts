/** What the two translators share: the encoder, the training, writing a sentence, and a picture. */
import torch, { nn, optim, type Tensor } from 'torch-node'
import { len, range } from 'torch-node/builtins'
import plt from 'torch-node/matplotlib/pyplot'
import { pack_padded_sequence, pad_packed_sequence } from 'torch-node/nn/utils/rnn'
import { type Lang, MAX_LENGTH } from '../translation/lang.js'
import { EOS_token, indexes, PAD_token } from './data.js'

/** Gives the state after every word, all of which the decoder looks at. Packed, so that no state follows a filler. */
export class EncoderRNN extends nn.Module {
  embedding: nn.Embedding
  gru: nn.GRU

  constructor(input_size: number, hidden_size: number) {
    super()
    this.embedding = nn.Embedding(input_size, hidden_size)
    this.gru = nn.GRU(hidden_size, hidden_size, { batch_first: true })
  }

  override forward(input: Tensor): [Tensor, Tensor] {
    const lengths = input.ne(PAD_token).sum(1)
    const packed = pack_padded_sequence(this.embedding(input), lengths, {
      batch_first: true,
      enforce_sorted: false,
    })
    const [output, hidden] = this.gru(packed)
    const [outputs] = pad_packed_sequence(output, {
      batch_first: true,
      total_length: input.size(1),
    })
    return [outputs, hidden] // (B, N, H), (1, B, H)
  }
}

/** One step: log-probabilities of the next word (B, V), the state (1, B, H), the weights (B, N). */
export type Decoder = nn.Module &
  ((
    input: Tensor, // (B)
    hidden: Tensor, // (1, B, H)
    encoder_outputs: Tensor, // (B, N, H)
    mask: Tensor, // (B, N), true where a filler is
  ) => [Tensor, Tensor, Tensor])

/** The log-probabilities of all words, each decoded after the true one before it. */
function decode(
  encoder: EncoderRNN,
  decoder: Decoder,
  inputs: Tensor,
  targets: Tensor,
  first_token: number,
): Tensor {
  const mask = inputs.eq(PAD_token)
  let [encoder_outputs, hidden] = encoder(inputs)
  let input = torch.full([inputs.size(0)], first_token)
  const outputs: Tensor[] = []
  for (const t of range(targets.size(1))) {
    let output: Tensor
    ;[output, hidden] = decoder(input, hidden, encoder_outputs, mask)
    outputs.push(output)
    input = targets[`:, ${t}`]
  }
  return torch.stack(outputs, 1) // (B, T, V)
}

/** Trains both, and gives each epoch's number and mean loss. */
export function* fit(
  encoder: EncoderRNN,
  decoder: Decoder,
  loader: Iterable<[Tensor, Tensor]>,
  first_token: number,
  { epochs, lr }: { epochs: number; lr: number },
): Generator<[number, number]> {
  const optimizer = optim.Adam([...encoder.parameters(), ...decoder.parameters()], { lr })
  const criterion = nn.NLLLoss({ ignore_index: PAD_token })
  for (const epoch of range(1, epochs + 1)) {
    let total = 0
    for (const [inputs, targets] of loader) {
      const output = decode(encoder, decoder, inputs, targets, first_token)
      const loss = criterion(output.flatten(0, 1), targets.flatten())
      optimizer.zero_grad()
      loss.backward()
      optimizer.step()
      total += loss.item()
    }
    yield [epoch, total / len(loader)]
  }
}

/** The likeliest word at every step, and what the decoder looked at (T, N). */
export function translate(
  encoder: EncoderRNN,
  decoder: Decoder,
  [input_lang, output_lang]: [Lang, Lang],
  sentence: string,
  first_token: number,
): [string[], Tensor] {
  using _ = torch.no_grad()
  const inputs = indexes(input_lang, sentence).unsqueeze(0)
  const mask = inputs.eq(PAD_token)
  let [encoder_outputs, hidden] = encoder(inputs)
  let input = torch.tensor([first_token])
  const words: string[] = []
  const attentions: Tensor[] = []
  while (len(words) < MAX_LENGTH) {
    let output: Tensor
    let weights: Tensor
    ;[output, hidden, weights] = decoder(input, hidden, encoder_outputs, mask)
    attentions.push(weights[0])
    input = output.argmax(1)
    if (input.item() === EOS_token) {
      words.push('<EOS>')
      break
    }
    words.push(output_lang.index2word.get(input.item())!)
  }
  return [words, torch.stack(attentions)]
}

/** Which words were read for each that was written. */
export function showAttention(sentence: string, words: string[], attentions: Tensor): void {
  const [fig, ax] = plt.subplots()
  fig.colorbar(ax.matshow(attentions.numpy(), { cmap: 'bone' }))
  const read = [...sentence.split(' '), '<EOS>']
  ax.set_xticks([...read.keys()], read, { rotation: 90 })
  ax.set_yticks([...words.keys()], words)
  fig.tight_layout()
}
