/**
 * Fine-tuning: a network that knows the digits 0 to 4 learns 5 to 9 from few pictures. The source model gives the target
 * model all but its output layer, which is made anew for the target's classes.
 */
import torch, { nn, optim, type Tensor } from 'torch-node'
import { len, print, range, sprintf } from 'torch-node/builtins'
import plt from 'torch-node/matplotlib/pyplot'
import F from 'torch-node/nn/functional'
import { DataLoader, TensorDataset } from 'torch-node/utils/data'
import { printError } from '../errors.js'
import { loadMnist } from '../mnist/tensors.js'
import { smoke } from '../options.js'
import { SmallResNet } from './model.js'

torch.manual_seed(0)

// 1. The data: 0 to 4 to learn from first, and few of 5 to 9, which are classes 0 to 4 of their own.

const [x_train, y_train, x_valid, y_valid] = loadMnist()

function digits(x: Tensor, y: Tensor, first: number): [Tensor, Tensor] {
  const mask = y.ge(first).logical_and(y.lt(first + 5))
  return [x.index([mask]), y.index([mask]).sub(first)]
}

const few = smoke ? 100 : 200
const source_ds = TensorDataset(...digits(x_train, y_train, 0))
const source_valid = digits(x_valid, y_valid, 0)
const [x_target, y_target] = digits(x_train, y_train, 5)
const target_ds = TensorDataset(x_target[`:${few}`], y_target[`:${few}`])
const target_valid = digits(x_valid, y_valid, 5)

// 2. Training and evaluation

function fit(epochs: number, model: nn.Module, opt: optim.Optimizer, ds: TensorDataset): number[] {
  const losses: number[] = []
  for (const _ of range(epochs)) {
    let sum = 0
    for (const [xb, yb] of DataLoader(ds, { batch_size: 25, shuffle: true })) {
      const loss = F.cross_entropy(model(xb), yb)
      opt.zero_grad()
      loss.backward()
      opt.step()
      sum += loss.item() * yb.size(0)
    }
    losses.push(sum / len(ds))
  }
  return losses
}

function accuracy(model: nn.Module, [x, y]: [Tensor, Tensor]): string {
  model.eval()
  const correct = torch.no_grad(() => model(x).argmax(1).eq(y).float().mean().item())
  model.train()
  return sprintf('%.1f %%', 100 * correct)
}

// 3. The source model

const source = new SmallResNet(5)
const opt = optim.SGD(source.parameters(), { lr: 0.1, momentum: 0.9 })
print(fit(smoke ? 4 : 3, source, opt, source_ds))
print('source, on 0 to 4:', accuracy(source, source_valid))

// 4. The target model: the parameters of the source model, but for the output layer, and a new one of those.

const pretrained = source.state_dict()
delete pretrained['fc.weight']
delete pretrained['fc.bias']

function target_model(): SmallResNet {
  const model = new SmallResNet(5)
  printError(() => model.load_state_dict(pretrained))
  print(model.load_state_dict(pretrained, { strict: false })) // what is missing keeps what it has
  model.fc = nn.Linear(model.fc.in_features, 5) // takes the place of the old one, at the same name
  nn.init.xavier_uniform_(model.fc.weight)
  nn.init.zeros_(model.fc.bias!)
  return model
}

// strict says what may be missing or left over. A tensor of another shape is an error all the same.
printError(() => new SmallResNet(10).load_state_dict(source.state_dict(), { strict: false }))

// 5. Tuning all of it: the output layer from scratch, the rest with a tenth of its learning rate.

const epochs = smoke ? 5 : 20
const lr = 0.01

const tuned = target_model()
print(
  tuned.fc,
  [...tuned.named_children()].map(([name]) => name),
)
const base = [...tuned.named_parameters()].flatMap(([name, p]) => (name.startsWith('fc.') ? [] : p))
const groups = [{ params: base }, { params: tuned.fc.parameters(), lr: 10 * lr }]
const tuned_opt = optim.SGD(groups, { lr, momentum: 0.9 })
print(tuned_opt.param_groups.map((group) => `${group.params.length} at ${group.lr}`))
const tuned_losses = fit(epochs, tuned, tuned_opt, target_ds)

// 6. Tuning the output layer alone: the rest is frozen. Its BatchNorm layers go on taking means all the same.

const frozen = target_model()
for (const param of frozen.parameters()) param.requires_grad = false
frozen.fc = nn.Linear(frozen.fc.in_features, 5) // new parameters require gradients
print([...frozen.named_parameters()].flatMap(([name, p]) => (p.requires_grad ? name : [])))
const frozen_opt = optim.SGD(frozen.fc.parameters(), { lr: 10 * lr, momentum: 0.9 })
const frozen_losses = fit(epochs, frozen, frozen_opt, target_ds)
print(torch.equal(frozen.conv1.weight, source.conv1.weight), frozen.conv1.weight.grad)
print(torch.equal(frozen.bn1.running_mean!, source.bn1.running_mean!))

// 7. Against a network that starts from nothing

const scratch = new SmallResNet(5)
const scratch_opt = optim.SGD(scratch.parameters(), { lr: 10 * lr, momentum: 0.9 })
const scratch_losses = fit(epochs, scratch, scratch_opt, target_ds)

print('losses', tuned_losses, frozen_losses, scratch_losses)
print('tuned, on 5 to 9:', accuracy(tuned, target_valid))
print('output layer alone:', accuracy(frozen, target_valid))
print('from scratch:', accuracy(scratch, target_valid))

plt.plot(tuned_losses, { label: 'all layers' })
plt.plot(frozen_losses, { label: 'output layer' })
plt.plot(scratch_losses, { label: 'from scratch' })
plt.xlabel('epoch')
plt.ylabel('loss')
plt.legend()
plt.show()
