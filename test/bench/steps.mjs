// @ts-check
/** The training steps that are timed, by name; steps.py has the same in Python. Each is made when first asked for. */
import torch, { nn } from 'torch-node'
import F from 'torch-node/nn/functional'
import { Adam, SGD } from 'torch-node/optim'

/**
 * A step of a model: forward, backward, update.
 * @param {() => import('torch-node').Tensor} lossOf
 * @param {{ zero_grad(): void, step(): unknown }} optimizer
 */
const stepOf = (lossOf, optimizer) => () => {
  const loss = lossOf()
  optimizer.zero_grad()
  loss.backward()
  optimizer.step()
}

/** The perceptron of "Learning PyTorch with Examples". */
function perceptron() {
  const x = torch.randn(64, 1000)
  const y = torch.randn(64, 10)
  const model = nn.Sequential(nn.Linear(1000, 100), nn.ReLU(), nn.Linear(100, 10))
  const criterion = nn.MSELoss({ reduction: 'sum' })
  const optimizer = Adam(model.parameters(), { lr: 1e-4 })
  return stepOf(() => criterion(model(x), y), optimizer)
}

/** The convolutions of "What is torch.nn really?". */
function cnn() {
  const x = torch.randn(64, 1, 28, 28)
  const y = torch.randint(0, 10, [64])
  const conv = (/** @type {number} */ from, /** @type {number} */ to) =>
    nn.Conv2d(from, to, { kernel_size: 3, stride: 2, padding: 1 })
  const model = nn.Sequential(
    conv(1, 16),
    nn.ReLU(),
    conv(16, 16),
    nn.ReLU(),
    conv(16, 10),
    nn.ReLU(),
    nn.AdaptiveAvgPool2d(1),
    nn.Flatten(),
  )
  const optimizer = SGD(model.parameters(), { lr: 0.1, momentum: 0.9 })
  return stepOf(() => F.cross_entropy(model(x), y), optimizer)
}

/** The network of "Classifying Names with a Character-Level RNN", on a name of seven letters. */
function charRnn() {
  const [letters, hidden, categories] = [57, 128, 18]
  const i2h = nn.Linear(letters + hidden, hidden)
  const h2o = nn.Linear(hidden, categories)
  const name = torch.zeros(7, 1, letters)
  for (let i = 0; i < 7; i++) name.index_put_([i, 0, 3 * i], 1)
  const category = torch.tensor([4])
  const parameters = [...i2h.parameters(), ...h2o.parameters()]
  return () => {
    for (const p of parameters) p.grad = null
    let h = torch.zeros(1, hidden)
    for (const letter of name) h = i2h(torch.cat([letter, h], 1)).tanh()
    const loss = F.nll_loss(F.log_softmax(h2o(h), 1), category)
    loss.backward()
    torch.no_grad(() => {
      for (const p of parameters) p.add_(/** @type {any} */ (p.grad), { alpha: -0.005 })
    })
  }
}

function lstm() {
  const x = torch.randn(16, 20, 32)
  const y = torch.randint(0, 10, [16])
  const layer = nn.LSTM(32, 64, { batch_first: true })
  const head = nn.Linear(64, 10)
  const optimizer = Adam([...layer.parameters(), ...head.parameters()], { lr: 1e-3 })
  return stepOf(() => F.cross_entropy(head(layer(x)[0].select(1, -1)), y), optimizer)
}

function transformer() {
  const x = torch.randn(16, 20, 64)
  const y = torch.randint(0, 10, [16])
  const options = { d_model: 64, nhead: 4, dim_feedforward: 128, batch_first: true }
  const encoder = nn.TransformerEncoder(nn.TransformerEncoderLayer(options), 2)
  const head = nn.Linear(64, 10)
  const optimizer = Adam([...encoder.parameters(), ...head.parameters()], { lr: 1e-3 })
  return stepOf(() => F.cross_entropy(head(encoder(x).mean(1)), y), optimizer)
}

/** Translation with attention, of ten words to ten, by plain operators. */
function seq2seq() {
  const [batch, words, hidden, vocabulary] = [16, 10, 64, 30]
  const source = torch.randint(0, vocabulary, [words, batch])
  const target = torch.randint(0, vocabulary, [words, batch])
  const embedding = nn.Embedding(vocabulary, hidden)
  const encoder = nn.GRUCell(hidden, hidden)
  const decoder = nn.GRUCell(2 * hidden, hidden)
  const out = nn.Linear(hidden, vocabulary)
  const modules = nn.ModuleList([embedding, encoder, decoder, out])
  const optimizer = SGD(modules.parameters(), { lr: 0.01 })
  const lossOf = () => {
    let h = torch.zeros(batch, hidden)
    const states = []
    for (const word of embedding(source)) {
      h = encoder(word, h)
      states.push(h)
    }
    const memory = torch.stack(states, 1) // (B, T, H)
    let loss = torch.zeros([])
    let input = torch.zeros(batch, hidden)
    for (const word of target) {
      const weights = torch.bmm(memory, h.unsqueeze(2)).softmax(1) // (B, T, 1)
      const context = torch.bmm(weights.transpose(1, 2), memory).squeeze(1)
      h = decoder(torch.cat([input, context], 1), h)
      loss = loss.add(F.cross_entropy(out(h), word))
      input = embedding(word)
    }
    return loss
  }
  return stepOf(lossOf, optimizer)
}

class MyReLU extends torch.autograd.Function {
  /** @override @param {any} ctx @param {import('torch-node').Tensor} input */
  static forward(ctx, input) {
    ctx.save_for_backward(input)
    return input.clamp({ min: 0 })
  }

  /** @override @param {any} ctx @param {import('torch-node').Tensor} grad_output */
  static backward(ctx, grad_output) {
    const [input] = ctx.saved_tensors
    const grad_input = grad_output.clone()
    grad_input.index_put_([input.lt(0)], 0)
    return grad_input
  }
}

function customFunction() {
  const x = torch.randn(64, 100, { requires_grad: true })
  return () => {
    x.grad = null
    MyReLU.apply(x).sum().backward()
  }
}

function tensorHook() {
  const x = torch.randn(64, 100, { requires_grad: true })
  return () => {
    x.grad = null
    const y = x.mul(2)
    y.register_hook((grad) => grad.mul(2))
    y.sum().backward()
  }
}

/** @type {Record<string, () => () => void>} */
export const steps = {
  'step perceptron': perceptron,
  'step cnn': cnn,
  'step char-rnn': charRnn,
  'step lstm': lstm,
  'step transformer': transformer,
  'step seq2seq': seq2seq,
  'step function': customFunction,
  'step hook': tensorHook,
}
