/** Sequential and ModuleList: which layers a network knows of, and who calls them. */
import torch, { nn, optim, type Tensor } from 'torch-node'
import { enumerate, len, print, reversed } from 'torch-node/builtins'
import { printError } from '../errors.js'

torch.manual_seed(0)
const x = torch.randn(3, 100)

// 1. A Sequential has a forward: each layer gets what the one before gives.
// In the notes both classes are called testNet, so that the second hides the first; and forward is spelt "farward".

class SequentialNet extends nn.Module {
  combine = nn.Sequential(nn.Linear(100, 50), nn.Linear(50, 25))

  override forward(x: Tensor): Tensor {
    x = this.combine(x) // (N, 25)
    return x
  }
}

const sequential = new SequentialNet()
print(sequential)
print(sequential(x).size())

// 2. A ModuleList only holds layers: the module that has it calls them.

class ModuleListNet extends nn.Module {
  combine = nn.ModuleList()

  constructor() {
    super()
    this.combine.append(nn.Linear(100, 50))
    this.combine.append(nn.Linear(50, 25))
  }

  override forward(x: Tensor): Tensor {
    x = this.combine[0](x) // (N, 50)
    x = this.combine[1](x) // (N, 25)
    return x
  }
}

const listed = new ModuleListNet()
print(listed)
print(listed(x).size())
printError(() => listed.combine(x))

// The names are the same, so one takes the parameters of the other, and then does the same.
print(listed.load_state_dict(sequential.state_dict()))
print(torch.equal(listed(x), sequential(x)))

// 3. Layers in a plain array are no part of the network: it runs, but does not learn, move or save them.

class ArrayNet extends nn.Module {
  combine = [nn.Linear(100, 50), nn.Linear(50, 25)] as const

  override forward(x: Tensor): Tensor {
    return this.combine[1](this.combine[0](x))
  }
}

const plain = new ArrayNet()
print(plain)
print(plain(x).size())
for (const net of [sequential, listed, plain]) {
  print([...net.named_parameters()].map(([name, p]) => `${name} ${p.shape}`))
}
print(plain.state_dict())
printError(() => optim.SGD(plain.parameters(), { lr: 0.1 }))

// 4. Both are sequences.

for (const layers of [sequential.combine, listed.combine]) {
  print(len(layers), layers[0], layers[-1])
  print(layers['1:'])
  for (const [i, layer] of enumerate(layers)) print(i, layer)
  printError(() => layers[2])
}

// 5. The layers of a ModuleList come in any order, with anything between them.

class Steps extends nn.Module {
  steps = nn.ModuleList([nn.Linear(4, 4), nn.Linear(4, 4)])

  override forward(x: Tensor, backwards = false): Tensor {
    for (const layer of backwards ? reversed(this.steps) : this.steps) x = x.add(layer(x).tanh())
    return x
  }
}

const steps = new Steps()
steps.steps.insert(0, nn.Linear(4, 4))
steps.steps.extend([nn.Linear(4, 4)])
const y = torch.randn(1, 4)
print(steps)
print(steps(y))
print(steps(y, true))

// 6. Those of a Sequential must fit each other, which shows only when it is called.

const unfit = nn.Sequential(nn.Linear(100, 50), nn.Linear(60, 25))
printError(() => unfit(x))
unfit[1] = nn.Linear(50, 25)
print(unfit(x).size())
unfit.append(nn.ReLU())
print(unfit)
