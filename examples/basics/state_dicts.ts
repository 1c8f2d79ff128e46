/** Saving and loading: the parameters of a network, a training that goes on later, and what does not fit. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import torch, { nn, optim, type Tensor } from 'torch-node'
import { print, range } from 'torch-node/builtins'
import io from 'torch-node/io'
import { load_file, save_file } from 'torch-node/safetensors/torch'
import { printError } from '../errors.js'

torch.manual_seed(0)
const folder = mkdtempSync(join(tmpdir(), 'torch-node-state-dicts-'))

class Net extends nn.Module {
  fc1 = nn.Linear(8, 4)
  bn = nn.BatchNorm1d(4)
  fc2 = nn.Linear(4, 3)

  override forward(x: Tensor): Tensor {
    return this.fc2(this.bn(this.fc1(x)).relu())
  }
}

// 1. The parameters and buffers by name, as a file that Python reads, too

const PATH = join(folder, 'cifar_net.pth')
const classes = ['ant', 'bee', 'cat']
let net = new Net().eval()
const images = torch.randn(4, 8)
const expected = net(images)

for (const [name, tensor] of Object.entries(net.state_dict())) print(name, tensor.size())
torch.save(net.state_dict(), PATH)

net = new Net().eval() // new parameters
print(torch.equal(net(images), expected))
print(net.load_state_dict(torch.load(PATH)))
print(torch.equal(net(images), expected))
const [, predicted] = torch.max(net(images), 1)
print('predicted,', [...range(4)].map((j) => classes[predicted[j].item()].padStart(5)).join(' '))

// A state dict holds the parameters themselves: what is to be kept while training goes on must be copied or saved.
const kept = net.state_dict()
torch.no_grad(() => net.fc2.bias!.zero_())
print(kept['fc2.bias'])

// 2. A checkpoint: any dict, with the optimizer's state, to go on as if nothing had happened

function train(net: Net, optimizer: optim.Optimizer, steps: number): number {
  net.train()
  let loss!: Tensor
  for (const _ of range(steps)) {
    loss = net(images).pow(2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
  }
  return loss.item()
}

const optimizer = optim.SGD(net.parameters(), { lr: 0.1, momentum: 0.9 })
const loss = train(net, optimizer, 3)
const checkpoint = {
  epoch: 3,
  model_state_dict: net.state_dict(),
  optimizer_state_dict: optimizer.state_dict(),
  loss,
}
torch.save(checkpoint, join(folder, 'checkpoint.tar'))
const uninterrupted = train(net, optimizer, 2)

function resume(withOptimizer: boolean): number {
  const saved = torch.load<typeof checkpoint>(join(folder, 'checkpoint.tar'), {
    weights_only: true,
  })
  print(Object.keys(saved), saved.epoch)
  const later = new Net()
  later.load_state_dict(saved.model_state_dict)
  const optimizer = optim.SGD(later.parameters(), { lr: 0.1, momentum: 0.9 })
  if (withOptimizer) optimizer.load_state_dict(saved.optimizer_state_dict)
  return train(later, optimizer, 2)
}
print(resume(true) === uninterrupted)
print(resume(false) === uninterrupted) // the momentum is lost

// 3. map_location: where the tensors go, whatever they were saved from

type Tensors = Record<string, Tensor>

for (const map_location of ['cpu', torch.device('cpu'), { 'cuda:0': 'cpu' }, 'meta'] as const) {
  print(torch.load<Tensors>(PATH, { map_location })['fc2.bias'])
}
print(torch.load<Tensors>(PATH, { map_location: (storage) => storage })['fc2.bias'])
if (!torch.cuda.is_available()) {
  printError(() => torch.load(PATH, { map_location: 'cuda' }))
}

// 4. What does not fit

const state = net.state_dict()
delete state['fc2.bias']
state.head = torch.zeros(1)
printError(() => net.load_state_dict(state))
print(net.load_state_dict(state, { strict: false }))
const wider = nn.Sequential(nn.Linear(8, 5))
printError(() =>
  wider.load_state_dict({ '0.weight': state['fc1.weight'], '0.bias': torch.ones(5) }),
)
printError(() => torch.load('nowhere.pth'))

// 5. Tensors that share memory still do when they are loaded, and a buffer in memory is a file as well.

const buffer = new io.BytesIO()
const row = torch.zeros(2, 3)
torch.save({ row, first: row[0] }, buffer)
buffer.seek(0)
const both = torch.load<{ row: Tensor; first: Tensor }>(buffer)
both.first.add_(1)
print(both.row)

// 6. safetensors: names and tensors, and nothing else

save_file(net.state_dict(), join(folder, 'model.safetensors'), { metadata: { format: 'pt' } })
const tensors = load_file(join(folder, 'model.safetensors'))
print(new Net().load_state_dict(tensors))
print(torch.equal(tensors['fc1.weight'], net.fc1.weight), tensors['bn.num_batches_tracked'])

rmSync(folder, { recursive: true })
