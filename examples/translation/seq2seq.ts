/** French to English: an encoder reads the sentence, a decoder with attention writes it. */
import torch, { nn, optim, type Tensor } from 'torch-node'
import { print, random, range, sprintf } from 'torch-node/builtins'
import { KeyError } from 'torch-node/errors'
import plt from 'torch-node/matplotlib/pyplot'
import ticker from 'torch-node/matplotlib/ticker'
import { printError } from '../errors.js'
import { dataPath, smoke } from '../options.js'
import { EOS_token, type Lang, MAX_LENGTH, type Pair, prepareData, SOS_token } from './lang.js'
import { AttnDecoderRNN, DecoderRNN, device, EncoderRNN } from './model.js'

torch.manual_seed(0)
random.seed(0)

// 1. The data

const file = dataPath('eng-fra/eng-fra.txt', 'eng-fra.txt')
const [input_lang, output_lang, pairs] = prepareData(file, 'eng', 'fra', true)
print(random.choice(pairs))

// 2. The plain decoder: log-probabilities of the first word

const hidden_size = smoke ? 64 : 256
{
  const decoder = new DecoderRNN(hidden_size, output_lang.n_words).to(device)
  const [output] = decoder(torch.tensor([[SOS_token]], { device }), decoder.initHidden())
  print(output.size(), output.exp().sum())
}

// 3. Training

function indexesFromSentence(lang: Lang, sentence: string): number[] {
  return sentence.split(' ').map((word) => {
    const index = lang.word2index.get(word)
    // Python's dict raises by itself.
    if (index === undefined) throw new KeyError(word)
    return index
  })
}

function tensorFromSentence(lang: Lang, sentence: string): Tensor {
  const indexes = indexesFromSentence(lang, sentence)
  indexes.push(EOS_token)
  return torch.tensor(indexes, { dtype: torch.long, device }).view(-1, 1)
}

function tensorsFromPair(pair: Pair): [Tensor, Tensor] {
  const input_tensor = tensorFromSentence(input_lang, pair[0])
  const target_tensor = tensorFromSentence(output_lang, pair[1])
  return [input_tensor, target_tensor]
}

printError(() => tensorFromSentence(input_lang, 'je suis xyzzy .'))

const teacher_forcing_ratio = 0.5

function train(
  input_tensor: Tensor,
  target_tensor: Tensor,
  encoder: EncoderRNN,
  decoder: AttnDecoderRNN,
  encoder_optimizer: optim.Optimizer,
  decoder_optimizer: optim.Optimizer,
  criterion: nn.NLLLoss,
  max_length = MAX_LENGTH,
): number {
  let encoder_hidden = encoder.initHidden()

  encoder_optimizer.zero_grad()
  decoder_optimizer.zero_grad()

  const input_length = input_tensor.size(0)
  const target_length = target_tensor.size(0)

  const encoder_outputs = torch.zeros(max_length, encoder.hidden_size, { device })

  let loss = torch.zeros([], { device })

  for (const ei of range(input_length)) {
    let encoder_output: Tensor
    ;[encoder_output, encoder_hidden] = encoder(input_tensor[ei], encoder_hidden)
    encoder_outputs[ei] = encoder_output['0, 0']
  }

  let decoder_input = torch.tensor([[SOS_token]], { device })

  let decoder_hidden = encoder_hidden

  const use_teacher_forcing = random.random() < teacher_forcing_ratio

  if (use_teacher_forcing) {
    // The true word is the next input.
    for (const di of range(target_length)) {
      let decoder_output: Tensor
      ;[decoder_output, decoder_hidden] = decoder(decoder_input, decoder_hidden, encoder_outputs)
      loss = loss.add(criterion(decoder_output, target_tensor[di]))
      decoder_input = target_tensor[di]
    }
  } else {
    // The predicted word is the next input.
    for (const di of range(target_length)) {
      let decoder_output: Tensor
      ;[decoder_output, decoder_hidden] = decoder(decoder_input, decoder_hidden, encoder_outputs)
      const [, topi] = decoder_output.topk(1)
      decoder_input = topi.squeeze().detach()

      loss = loss.add(criterion(decoder_output, target_tensor[di]))
      if (decoder_input.item() === EOS_token) break
    }
  }

  loss.backward()

  encoder_optimizer.step()
  decoder_optimizer.step()

  return loss.item() / target_length
}

function asMinutes(s: number): string {
  const m = Math.floor(s / 60)
  return sprintf('%dm %ds', m, s - m * 60)
}

function timeSince(since: number, percent: number): string {
  const s = (Date.now() - since) / 1000
  const es = s / percent
  const rs = es - s
  return sprintf('%s (- %s)', asMinutes(s), asMinutes(rs))
}

function trainIters(
  encoder: EncoderRNN,
  decoder: AttnDecoderRNN,
  n_iters: number,
  { print_every = 1000, plot_every = 100, learning_rate = 0.01 } = {},
): void {
  const start = Date.now()
  const plot_losses: number[] = []
  let print_loss_total = 0
  let plot_loss_total = 0

  const encoder_optimizer = optim.SGD(encoder.parameters(), { lr: learning_rate })
  const decoder_optimizer = optim.SGD(decoder.parameters(), { lr: learning_rate })
  const training_pairs = [...range(n_iters)].map(() => tensorsFromPair(random.choice(pairs)))
  const criterion = nn.NLLLoss()

  for (const iter of range(1, n_iters + 1)) {
    const [input_tensor, target_tensor] = training_pairs[iter - 1]

    const loss = train(
      input_tensor,
      target_tensor,
      encoder,
      decoder,
      encoder_optimizer,
      decoder_optimizer,
      criterion,
    )
    print_loss_total += loss
    plot_loss_total += loss

    if (iter % print_every === 0) {
      const print_loss_avg = print_loss_total / print_every
      print_loss_total = 0
      const done = iter / n_iters
      const time = timeSince(start, done)
      print(sprintf('%s (%d %d%%) %.4f', time, iter, done * 100, print_loss_avg))
    }

    if (iter % plot_every === 0) {
      const plot_loss_avg = plot_loss_total / plot_every
      plot_losses.push(plot_loss_avg)
      plot_loss_total = 0
    }
  }

  print(plot_losses)
  showPlot(plot_losses)
}

// Figures are written, and not shown on a screen.
plt.switch_backend('agg')

function showPlot(points: number[]): void {
  plt.figure()
  const [, ax] = plt.subplots()
  // Ticks at regular intervals
  const loc = ticker.MultipleLocator({ base: 0.2 })
  ax.yaxis.set_major_locator(loc)
  plt.plot(points)
  plt.show()
}

// 4. Evaluation

function evaluate(
  encoder: EncoderRNN,
  decoder: AttnDecoderRNN,
  sentence: string,
  max_length = MAX_LENGTH,
): [string[], Tensor] {
  return torch.no_grad(() => {
    const input_tensor = tensorFromSentence(input_lang, sentence)
    const input_length = input_tensor.size()[0]
    let encoder_hidden = encoder.initHidden()

    const encoder_outputs = torch.zeros(max_length, encoder.hidden_size, { device })

    for (const ei of range(input_length)) {
      let encoder_output: Tensor
      ;[encoder_output, encoder_hidden] = encoder(input_tensor[ei], encoder_hidden)
      encoder_outputs[ei].add_(encoder_output['0, 0'])
    }

    let decoder_input = torch.tensor([[SOS_token]], { device })

    let decoder_hidden = encoder_hidden

    const decoded_words: string[] = []
    const decoder_attentions = torch.zeros(max_length, max_length)

    let di = 0
    for (; di < max_length; di++) {
      let decoder_output: Tensor
      let decoder_attention: Tensor
      ;[decoder_output, decoder_hidden, decoder_attention] = decoder(
        decoder_input,
        decoder_hidden,
        encoder_outputs,
      )
      decoder_attentions[di] = decoder_attention.data
      const [, topi] = decoder_output.data.topk(1)
      if (topi.item() === EOS_token) {
        decoded_words.push('<EOS>')
        break
      }
      decoded_words.push(output_lang.index2word.get(topi.item())!)

      decoder_input = topi.squeeze().detach()
    }

    return [decoded_words, decoder_attentions[`:${di + 1}`]]
  })
}

function evaluateRandomly(encoder: EncoderRNN, decoder: AttnDecoderRNN, n = 10): void {
  for (const _ of range(n)) {
    const pair = random.choice(pairs)
    print('>', pair[0])
    print('=', pair[1])
    const [output_words] = evaluate(encoder, decoder, pair[0])
    const output_sentence = output_words.join(' ')
    print('<', output_sentence)
    print('')
  }
}

const encoder1 = new EncoderRNN(input_lang.n_words, hidden_size).to(device)
const attn_decoder1 = new AttnDecoderRNN(hidden_size, output_lang.n_words, { dropout_p: 0.1 }).to(
  device,
)

if (smoke) trainIters(encoder1, attn_decoder1, 300, { print_every: 50, plot_every: 10 })
else trainIters(encoder1, attn_decoder1, 75000, { print_every: 5000 })

evaluateRandomly(encoder1, attn_decoder1)

// 5. What the decoder looks at

function showAttention(input_sentence: string, output_words: string[], attentions: Tensor): void {
  const fig = plt.figure()
  const ax = fig.add_subplot(111)
  const cax = ax.matshow(attentions.numpy(), { cmap: 'bone' })
  fig.colorbar(cax)

  ax.set_xticklabels(['', ...input_sentence.split(' '), '<EOS>'], { rotation: 90 })
  ax.set_yticklabels(['', ...output_words])

  // A label at every tick
  ax.xaxis.set_major_locator(ticker.MultipleLocator(1))
  ax.yaxis.set_major_locator(ticker.MultipleLocator(1))

  plt.show()
}

function evaluateAndShowAttention(input_sentence: string): void {
  const [output_words, attentions] = evaluate(encoder1, attn_decoder1, input_sentence)
  print('input =', input_sentence)
  print('output =', output_words.join(' '))
  print(attentions)
  showAttention(input_sentence, output_words, attentions)
}

const sentences = smoke
  ? ['elle est fatiguee .', 'nous sommes tres courageux .']
  : [
      'elle a cinq ans de moins que moi .',
      'elle est trop petit .',
      'je ne crains pas de mourir .',
      'c est un jeune directeur plein de talent .',
    ]
for (const sentence of sentences) evaluateAndShowAttention(sentence)
