/** Which language is a name from? A recurrent network reads it letter by letter. */
import { basename } from 'node:path'
import torch, { nn, type Tensor } from 'torch-node'
import { enumerate, len, print, random, range, sprintf } from 'torch-node/builtins'
import plt from 'torch-node/matplotlib/pyplot'
import ticker from 'torch-node/matplotlib/ticker'
import { dataPath, smoke } from '../options.js'
import { ascii_letters, findFiles, readNames, unicodeToAscii } from './data.js'

torch.manual_seed(0)
random.seed(0)

// 1. The data

const all_letters = `${ascii_letters} .,;'`
const n_letters = len(all_letters)

print(findFiles(dataPath('names')).map((file) => basename(file)))
print(unicodeToAscii('Ślusàrski', all_letters))

const { category_lines, all_categories } = readNames(dataPath('names'), all_letters)
const n_categories = len(all_categories)

const letterToIndex = (letter: string) => all_letters.indexOf(letter)

/** A letter as (1, n_letters), with a one where the letter is. */
function letterToTensor(letter: string): Tensor {
  const tensor = torch.zeros(1, n_letters)
  tensor.index_put_([0, letterToIndex(letter)], 1)
  return tensor
}

/** A name as (letters, 1, n_letters). */
function lineToTensor(line: string): Tensor {
  const tensor = torch.zeros(len(line), 1, n_letters)
  for (const [index, letter] of enumerate(line)) {
    tensor.index_put_([index, 0, letterToIndex(letter)], 1)
  }
  return tensor
}

print(letterToTensor('J'))
print(lineToTensor('Jones').size())
print(lineToTensor('Jones'))

// 2. The network. (In the notes i2o comes first, which changes the first weights; this is the tutorial's order.)

class RNN extends nn.Module {
  hidden_size: number
  i2h: nn.Linear
  i2o: nn.Linear
  softmax: nn.LogSoftmax

  constructor(input_size: number, hidden_size: number, output_size: number) {
    super()
    this.hidden_size = hidden_size
    this.i2h = nn.Linear(input_size + hidden_size, hidden_size)
    this.i2o = nn.Linear(input_size + hidden_size, output_size)
    this.softmax = nn.LogSoftmax({ dim: 1 })
  }

  initHidden(): Tensor {
    return torch.zeros(1, this.hidden_size)
  }

  override forward(input: Tensor, hidden: Tensor): [Tensor, Tensor] {
    const combined = torch.cat([input, hidden], 1)
    let output = this.i2o(combined)
    output = this.softmax(output)
    hidden = this.i2h(combined)
    return [output, hidden]
  }
}

const n_hidden = 128
const rnn = new RNN(n_letters, n_hidden, n_categories)
{
  const input = lineToTensor('Albert')
  const hidden = torch.zeros(1, n_hidden)
  const [output] = rnn(input[0], hidden)
  print(output)
  print(categoryFromOutput(output))
}

// 3. Training

function categoryFromOutput(output: Tensor): [string, number] {
  const [, top_index] = output.topk(1)
  const category_i = top_index[0].item()
  return [all_categories[category_i], category_i]
}

const randomChoice = <T>(l: readonly T[]): T => l[random.randint(0, len(l) - 1)]!

function randomTrainingExample() {
  const category = randomChoice(all_categories)
  const line = randomChoice(category_lines[category])
  const category_tensor = torch.tensor([all_categories.indexOf(category)], { dtype: torch.long })
  const line_tensor = lineToTensor(line)
  return [category, line, category_tensor, line_tensor] as const
}

for (const _ of range(10)) {
  const [category, line] = randomTrainingExample()
  print('category =', category, '/ line =', line)
}

const criterion = nn.NLLLoss()

const learning_rate = 0.005
function train(category_tensor: Tensor, line_tensor: Tensor): [Tensor, number] {
  let hidden = rnn.initHidden()
  let output!: Tensor

  rnn.zero_grad()
  for (const i of range(line_tensor.size()[0])) {
    ;[output, hidden] = rnn(line_tensor[i], hidden)
  }

  const loss = criterion(output, category_tensor)
  loss.backward()

  for (const p of rnn.parameters()) {
    p.data.add_(-learning_rate, p.grad!.data)
  }

  return [output, loss.item()]
}

const n_iters = smoke ? 2000 : 100000
const print_every = smoke ? 200 : 5000
const plot_every = smoke ? 100 : 1000

let current_loss = 0
const all_losses: number[] = []

function timeSince(since: number): string {
  const s = (Date.now() - since) / 1000
  const m = Math.floor(s / 60)
  return sprintf('%dm %ds', m, s - m * 60)
}

const start = Date.now()

for (const iter of range(1, n_iters + 1)) {
  const [category, line, category_tensor, line_tensor] = randomTrainingExample()
  const [output, loss] = train(category_tensor, line_tensor)
  current_loss += loss

  if (iter % print_every === 0) {
    const [guess] = categoryFromOutput(output)
    const correct = guess === category ? '✓' : `✗ (${category})`
    const percent = (iter / n_iters) * 100
    const [time, text] = [timeSince(start), '%d %d%% (%s) %.4f %s / %s %s']
    print(sprintf(text, iter, percent, time, loss, line, guess, correct))
  }

  if (iter % plot_every === 0) {
    all_losses.push(current_loss / plot_every)
    current_loss = 0
  }
}
print(all_losses)

plt.figure()
plt.plot(all_losses)

// 4. Evaluation: which languages are taken for which

const confusion = torch.zeros(n_categories, n_categories)
const n_confusion = smoke ? 500 : 10000

function evaluate(line_tensor: Tensor): Tensor {
  let hidden = rnn.initHidden()
  let output!: Tensor
  for (const i of range(line_tensor.size()[0])) {
    ;[output, hidden] = rnn(line_tensor[i], hidden)
  }
  return output
}

for (const _ of range(n_confusion)) {
  const [category, , , line_tensor] = randomTrainingExample()
  const output = evaluate(line_tensor)
  const [, guess_i] = categoryFromOutput(output)
  const category_i = all_categories.indexOf(category)
  confusion[category_i][guess_i].add_(1)
}

for (const i of range(n_categories)) {
  confusion[i] = confusion[i].div(confusion[i].sum())
}
print(confusion.diagonal())

const fig = plt.figure()
const ax = fig.add_subplot(111)
const cax = ax.matshow(confusion.numpy())
fig.colorbar(cax)

ax.set_xticklabels(['', ...all_categories], { rotation: 90 })
ax.set_yticklabels(['', ...all_categories])

// A label at every tick
ax.xaxis.set_major_locator(ticker.MultipleLocator(1))
ax.yaxis.set_major_locator(ticker.MultipleLocator(1))

plt.show()
