/** Device code: the same program runs on a GPU where there is one, and on the CPU. */
import torch, { nn, optim, type Tensor } from 'torch-node'
import { len, print, sprintf } from 'torch-node/builtins'
import F from 'torch-node/nn/functional'
import { DataLoader, TensorDataset } from 'torch-node/utils/data'
import { printError } from '../errors.js'

torch.manual_seed(0)

// 1. The choice is made once. ("CUDA:0", as the notes have it in one place, is no device.)

const device = torch.device(torch.cuda.is_available() ? 'cuda:0' : 'cpu')
print(device)
print(
  device.type,
  torch.device('cuda:0').index,
  torch.device('cuda', 1),
  torch.device('cuda').index,
)
printError(() => torch.device('CUDA:0'))

// 2. Tensors: to gives another one, or the same where there is nothing to do.

let tensor = torch.rand(3, 4)
if (torch.cuda.is_available()) {
  tensor = tensor.to('cuda')
}
print(tensor.device)
print(tensor.to(tensor.device) === tensor, tensor.to(tensor.device, { copy: true }) === tensor)
if (!torch.cuda.is_available()) {
  printError(() => tensor.to('cuda'))
}

let x = torch.randn(1)
const y = torch.ones_like(x, { device }) // made where it is wanted
x = x.to(device) // or just the name: x.to('cuda')
const z = x.add(y)
print(z)
print(z.to('cpu', torch.double)) // the dtype together with the device
print(z.to(torch.int), z.to(torch.ones(1, { dtype: torch.half })).dtype) // or as another tensor has them

// 3. Modules: to moves the parameters and buffers themselves, and gives the module.

const first = nn.Linear(784, 16)
const { weight } = first
const model = nn.Sequential(first, nn.ReLU(), nn.Linear(16, 10))
print(model.to(device) === model, first.weight === weight)
print([...model.parameters()].every((p) => p.device.type === device.type))
// The optimizer comes after, to have the parameters that are used.
const opt = optim.SGD(model.parameters(), { lr: 0.1, momentum: 0.9 })

// 4. Each batch moves when its turn comes.

function preprocess(x: Tensor, y: Tensor): [Tensor, Tensor] {
  return [x.view(-1, 784).to(device), y.to(device)]
}

class WrappedDataLoader {
  constructor(
    readonly dl: DataLoader<[Tensor, Tensor]>,
    readonly func: (x: Tensor, y: Tensor) => [Tensor, Tensor],
  ) {}

  __len__(): number {
    return len(this.dl)
  }

  *[Symbol.iterator](): IterableIterator<[Tensor, Tensor]> {
    for (const [x, y] of this.dl) yield this.func(x, y)
  }
}

const train_ds = TensorDataset(torch.rand(64, 1, 28, 28), torch.arange(64).remainder(10))
const train_dl = new WrappedDataLoader(DataLoader(train_ds, { batch_size: 16 }), preprocess)
print(len(train_dl))
for (const [inputs, labels] of train_dl) {
  const loss = F.cross_entropy(model(inputs), labels)
  opt.zero_grad()
  loss.backward()
  opt.step()
  print(sprintf('%.4f', loss.item()), loss.device.equals(inputs.device))
}

// 5. What is made in between is made there, too.

const word2index = new Map(Object.entries({ SOS: 0, EOS: 1, je: 2, suis: 3 }))
const indexes = ['je', 'suis', 'EOS'].map((word) => word2index.get(word)!)
print(torch.tensor(indexes, { dtype: torch.long, device }).view(-1, 1))
const hidden = torch.zeros(1, 1, 4, { device })
print(hidden.new_ones(2).device.type === device.type)
torch.device(device, () => print(torch.zeros(2).device.type === device.type)) // or with a default

// 6. The device meta has shapes and no numbers: it is on every machine.

const shape = torch.ones(2, { device: 'meta' })
print(shape, shape.add(shape).size())
printError(() => shape.tolist())
printError(() => shape.to('cpu'))

// A module made on meta costs nothing, and gets memory later.
const large = torch.device('meta', () => nn.Linear(100000, 100000))
print(large.weight.device, large.weight.size())
const small = torch.device('meta', () => nn.Linear(2, 2)).to_empty({ device })
small.reset_parameters()
print(small(torch.ones(1, 2, { device })).size())
