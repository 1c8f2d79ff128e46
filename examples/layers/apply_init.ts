/** Module.apply calls a function with every module of a network, mostly to initialise the parameters. */
import torch, { nn, type Tensor } from 'torch-node'
import { len, print, sprintf } from 'torch-node/builtins'
import { printError } from '../errors.js'

torch.manual_seed(0)

// 1. The order: children first, in the order in which they were assigned, then the module itself.

const net = nn.Sequential(nn.Linear(2, 2), nn.ReLU(), nn.Sequential(nn.Linear(2, 1), nn.Tanh()))
net.apply((m) => print(m._get_name()))
print([...net.modules()].map((m) => m._get_name())) // modules() has the parents first
print([...net.children()].map((m) => m._get_name())) // and children() has no grandchildren

// 2. It gives the module itself, so that it can stand where the network is made.

const visited = new Set<nn.Module>()
print(net.apply((m) => visited.add(m)) === net, len(visited))

// 3. The parameters of each kind of layer. instanceof is Python's isinstance; tutorials also write
// type(m) == nn.Linear, here m.constructor === nn.Linear, which leaves out the classes that extend Linear.

function init_weights(m: nn.Module): void {
  if (m instanceof nn.Linear) {
    nn.init.xavier_uniform_(m.weight)
    nn.init.zeros_(m.bias!)
  } else if (m instanceof nn.Embedding) {
    nn.init.normal_(m.weight, { mean: 0, std: 0.02 })
  } else if (m instanceof nn.LayerNorm) {
    nn.init.constant_(m.weight!, 1)
    nn.init.constant_(m.bias!, 0)
  }
}

class Tagger extends nn.Module {
  embedding = nn.Embedding(10, 4)
  norm = nn.LayerNorm(4)
  hidden = nn.ModuleList([nn.Linear(4, 4), nn.Linear(4, 4)])
  out = nn.Linear(4, 2)

  override forward(words: Tensor): Tensor {
    let x = this.norm(this.embedding(words)) // (N, L, 4)
    for (const layer of this.hidden) x = layer(x).relu()
    return this.out(x) // (N, L, 2)
  }
}

const tagger = new Tagger().apply(init_weights)
for (const [name, p] of tagger.named_parameters()) {
  print(name, p.shape, sprintf('%.4f', p.std({ unbiased: false }).item()))
}
print(tagger.out)
print(tagger.out.weight)
print(tagger.out.bias)
print(tagger(torch.tensor([[1, 2, 3]])))

class Scaled extends nn.Linear {}
const scaled = new Scaled(2, 2)
print(scaled instanceof nn.Linear, scaled.constructor === nn.Linear)

// 4. The functions of nn.init draw without a gradient, so that a network can be initialised again at any time.

const before = tagger.out.weight.clone()
tagger.apply(init_weights)
print(torch.equal(tagger.out.weight, before), tagger.out.weight.requires_grad)
torch.manual_seed(1)
tagger.apply(init_weights)
const first = tagger.out.weight.clone()
torch.manual_seed(1)
tagger.apply(init_weights)
print(torch.equal(tagger.out.weight, first))

// A parameter that is written to by hand needs no_grad.
printError(() => tagger.out.weight.fill_(1))
torch.no_grad(() => tagger.out.weight.fill_(1))
print(tagger.out.weight)
