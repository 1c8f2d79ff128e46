/** Names out of nothing: given a language and a first letter, a recurrent network writes on. */
import torch, { nn, type Tensor } from 'torch-node'
import { len, print, random, range, sprintf } from 'torch-node/builtins'
import plt from 'torch-node/matplotlib/pyplot'
import { dataPath, smoke } from '../options.js'
import { ascii_letters, readNames } from './data.js'

torch.manual_seed(0)
random.seed(0)

// The end of a name is a letter of its own. (The notes take over the 57 letters of the classification, whose last
// one, the apostrophe, would then end names; the tutorial has these.)
const all_letters = `${ascii_letters} .,;'-`
const n_letters = len(all_letters) + 1

const { category_lines, all_categories } = readNames(dataPath('names'), all_letters)
const n_categories = len(all_categories)

// 1. The network

class RNN extends nn.Module {
  hidden_size: number
  i2h: nn.Linear
  i2o: nn.Linear
  o2o: nn.Linear
  dropout: nn.Dropout
  softmax: nn.LogSoftmax

  constructor(input_size: number, hidden_size: number, output_size: number) {
    super()
    this.hidden_size = hidden_size

    this.i2h = nn.Linear(n_categories + input_size + hidden_size, hidden_size)
    this.i2o = nn.Linear(n_categories + input_size + hidden_size, output_size)
    this.o2o = nn.Linear(hidden_size + output_size, output_size)
    this.dropout = nn.Dropout(0.1)
    this.softmax = nn.LogSoftmax({ dim: 1 })
  }

  override forward(category: Tensor, input: Tensor, hidden: Tensor): [Tensor, Tensor] {
    const input_combined = torch.cat([category, input, hidden], 1)
    hidden = this.i2h(input_combined)
    let output = this.i2o(input_combined)
    const output_combined = torch.cat([hidden, output], 1)
    output = this.o2o(output_combined)
    output = this.dropout(output)
    output = this.softmax(output)
    return [output, hidden]
  }

  initHidden(): Tensor {
    return torch.zeros(1, this.hidden_size)
  }
}

// 2. Training

const randomChoice = <T>(l: readonly T[]): T => l[random.randint(0, len(l) - 1)]!

function randomTrainingPair(): [string, string] {
  const category = randomChoice(all_categories)
  const line = randomChoice(category_lines[category])
  return [category, line]
}

/** The language as (1, n_categories). */
function categoryTensor(category: string): Tensor {
  const li = all_categories.indexOf(category)
  const tensor = torch.zeros(1, n_categories)
  tensor.index_put_([0, li], 1)
  return tensor
}

/** The letters, first to last, as (letters, 1, n_letters). */
function inputTensor(line: string): Tensor {
  const tensor = torch.zeros(len(line), 1, n_letters)
  for (const li of range(len(line))) {
    const letter = line[li]
    tensor.index_put_([li, 0, all_letters.indexOf(letter)], 1)
  }
  return tensor
}

/** The letters from the second on, and the end, as indices. */
function targetTensor(line: string): Tensor {
  const letter_indexes = [...range(1, len(line))].map((li) => all_letters.indexOf(line[li]))
  letter_indexes.push(n_letters - 1)
  return torch.LongTensor(letter_indexes)
}

function randomTrainingExample(): [Tensor, Tensor, Tensor] {
  const [category, line] = randomTrainingPair()
  const category_tensor = categoryTensor(category)
  const input_line_tensor = inputTensor(line)
  const target_line_tensor = targetTensor(line)
  return [category_tensor, input_line_tensor, target_line_tensor]
}

const criterion = nn.NLLLoss()
const learning_rate = 0.0005

function train(
  category_tensor: Tensor,
  input_line_tensor: Tensor,
  target_line_tensor: Tensor,
): [Tensor, number] {
  target_line_tensor.unsqueeze_(-1)
  let hidden = rnn.initHidden()
  let output!: Tensor

  rnn.zero_grad()
  let loss = torch.tensor(0, { dtype: torch.float })
  for (const i of range(input_line_tensor.size(0))) {
    ;[output, hidden] = rnn(category_tensor, input_line_tensor[i], hidden)
    const l = criterion(output, target_line_tensor[i])
    loss = loss.add(l)
  }
  loss.backward()

  // The notes add the gradient, and climb until the loss is nan.
  for (const p of rnn.parameters()) {
    p.data.add_(-learning_rate, p.grad!.data)
  }

  return [output, loss.item() / input_line_tensor.size(0)]
}

function timeSince(since: number): string {
  const s = (Date.now() - since) / 1000
  const m = Math.floor(s / 60)
  return sprintf('%dm %ds', m, s - m * 60)
}

const rnn = new RNN(n_letters, 128, n_letters)

const n_iters = smoke ? 1000 : 100000
const print_every = smoke ? 100 : 5000
const plot_every = smoke ? 50 : 500
const all_losses: number[] = []
let total_loss = 0

const start = Date.now()

for (const iter of range(1, n_iters + 1)) {
  const [, loss] = train(...randomTrainingExample())
  total_loss += loss

  if (iter % print_every === 0) {
    print(sprintf('%s (%d %d%%) %.4f', timeSince(start), iter, (iter / n_iters) * 100, loss))
  }

  if (iter % plot_every === 0) {
    all_losses.push(total_loss / plot_every)
    total_loss = 0
  }
}
print(all_losses)

plt.figure()
plt.plot(all_losses)
plt.show()

// 3. Sampling

const max_length = 20

/** A name of that language that starts so. */
function sample(category: string, start_letter = 'A'): string {
  return torch.no_grad(() => {
    const category_tensor = categoryTensor(category)
    let input = inputTensor(start_letter)
    let hidden = rnn.initHidden()
    let output: Tensor

    let output_name = start_letter

    for (const _ of range(max_length)) {
      ;[output, hidden] = rnn(category_tensor, input[0], hidden)
      const [, topi] = output.topk(1)
      const index = topi[0][0].item()
      if (index === n_letters - 1) break
      const letter = all_letters[index]
      output_name += letter
      input = inputTensor(letter)
    }

    return output_name
  })
}

function samples(category: string, start_letters = 'ABC'): void {
  for (const start_letter of start_letters) print(sample(category, start_letter))
}

samples('Russian', 'RUS')

samples('German', 'GER')

samples('Spanish', 'SPA')

samples('Chinese', 'CHI')
