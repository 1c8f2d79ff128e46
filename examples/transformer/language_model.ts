/** Sequence to sequence modelling: nn.TransformerEncoder predicts the next word of a corpus of torchtext. */
import torch, { nn, type Tensor } from 'torch-node'
import { enumerate, len, print, range, sprintf } from 'torch-node/builtins'
import copy from 'torch-node/copy'
import { smoke } from '../options.js'
import { batchify, device, get_batch, TEXT, test_txt, train_txt, val_txt } from './data.js'
import { TransformerModel } from './model.js'

torch.manual_seed(0)

// 1. The data

const batch_size = 20
const eval_batch_size = 10
const train_data = batchify(train_txt, batch_size)
const val_data = batchify(val_txt, eval_batch_size)
const test_data = batchify(test_txt, eval_batch_size)

print(len(TEXT.vocab), TEXT.vocab.itos.slice(0, 12))
print(TEXT.numericalize([train_txt.examples[0].text]).shape)
print(train_data.shape, val_data.shape, test_data.shape)

const bptt = smoke ? 10 : 35
{
  const [data, targets] = get_batch(train_data, 0, bptt)
  const words = (column: Tensor) => column.tolist<number[]>().map((i) => TEXT.vocab.itos[i])
  print(data.shape, targets.shape)
  print(words(data[':, 0']))
  print(words(targets.view(-1, batch_size)[':, 0']))
}

// 2. The model

const ntokens = len(TEXT.vocab.stoi)
const emsize = smoke ? 64 : 200
const nhid = smoke ? 64 : 200 // of the feedforward network in each layer
const nlayers = 2
const nhead = 2
const dropout = 0.2
const model = new TransformerModel(ntokens, emsize, nhead, nhid, nlayers, dropout).to(device)
print(model)

// 3. Training

const criterion = nn.CrossEntropyLoss()
const optimizer = torch.optim.SGD(model.parameters(), { lr: 5 })
const scheduler = torch.optim.lr_scheduler.StepLR(optimizer, 1, { gamma: 0.95 })

function asMinutes(s: number): string {
  return `${Math.floor(s / 60)}m ${Math.floor(s % 60)}s`
}

function train(epoch: number): void {
  model.train()
  let total_loss = 0
  const start_time = Date.now()
  const log_interval = smoke ? 3 : 200
  for (const [batch, i] of enumerate(range(0, train_data.size(0) - 1, bptt))) {
    const [data, targets] = get_batch(train_data, i, bptt)
    optimizer.zero_grad()
    const output = model(data)
    const loss = criterion(output.view(-1, ntokens), targets)
    loss.backward()
    // So high a rate needs short steps.
    nn.utils.clip_grad_norm_(model.parameters(), 0.5)
    optimizer.step()

    total_loss += loss.item()
    // (In the tutorial batch % log_interval, whose first mean counts a batch too many.)
    if ((batch + 1) % log_interval === 0) {
      const cur_loss = total_loss / log_interval
      const batches = Math.ceil((len(train_data) - 1) / bptt)
      const [lr] = scheduler.get_last_lr()
      const time = asMinutes((Date.now() - start_time) / 1000)
      print(
        sprintf('| epoch %3d | %5d/%5d batches | lr %02.2f ', epoch, batch + 1, batches, lr) +
          sprintf('| %s | loss %5.2f | ppl %8.2f', time, cur_loss, Math.exp(cur_loss)),
      )
      total_loss = 0
    }
  }
}

/** The mean loss of a word. */
function evaluate(eval_model: TransformerModel, data_source: Tensor): number {
  eval_model.eval()
  let total_loss = 0
  using _ = torch.no_grad()
  for (const i of range(0, data_source.size(0) - 1, bptt)) {
    const [data, targets] = get_batch(data_source, i, bptt)
    const output = eval_model(data)
    const output_flat = output.view(-1, ntokens)
    total_loss += len(data) * criterion(output_flat, targets).item()
  }
  return total_loss / (len(data_source) - 1)
}

let best_val_loss = Infinity
let best_model = model
const epochs = 3

for (const epoch of range(1, epochs + 1)) {
  const epoch_start_time = Date.now()
  train(epoch)
  const val_loss = evaluate(model, val_data)
  const time = asMinutes((Date.now() - epoch_start_time) / 1000)
  print('-'.repeat(89))
  print(
    sprintf(
      '| end of epoch %3d | time: %s | valid loss %5.2f | valid ppl %8.2f',
      epoch,
      time,
      val_loss,
      Math.exp(val_loss),
    ),
  )
  print('-'.repeat(89))

  if (val_loss < best_val_loss) {
    best_val_loss = val_loss
    // A copy: the model itself goes on changing.
    best_model = copy.deepcopy(model)
  }

  scheduler.step()
}

const test_loss = evaluate(best_model, test_data)
print('='.repeat(89))
print(
  sprintf('| End of training | test loss %5.2f | test ppl %8.2f', test_loss, Math.exp(test_loss)),
)
print('='.repeat(89))
print(best_val_loss, test_loss)
