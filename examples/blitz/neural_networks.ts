/** A 60 minute blitz, 3: a network, its loss, its gradients, one step of an optimizer. */
import torch, { nn, optim, type Tensor } from 'torch-node'
import { len, list, print } from 'torch-node/builtins'
import F from 'torch-node/nn/functional'

torch.manual_seed(0)

class Net extends nn.Module {
  // 1 input channel, 6 output channels, a 3x3 kernel
  conv1 = nn.Conv2d(1, 6, 3)
  conv2 = nn.Conv2d(6, 16, 3)
  // y = Wx + b; 6*6 is what the image has become
  fc1 = nn.Linear(16 * 6 * 6, 120)
  fc2 = nn.Linear(120, 84)
  fc3 = nn.Linear(84, 10)

  override forward(x: Tensor): Tensor {
    // The largest of each 2x2 window
    x = F.max_pool2d(F.relu(this.conv1(x)), [2, 2])
    // One number will do for a square window
    x = F.max_pool2d(F.relu(this.conv2(x)), 2)
    x = x.view(-1, this.num_flat_features(x))
    x = F.relu(this.fc1(x))
    x = F.relu(this.fc2(x))
    x = this.fc3(x)
    return x
  }

  num_flat_features(x: Tensor): number {
    const size = x.size().slice(1) // all dimensions but the batch's
    let num_features = 1
    for (const s of size) num_features *= s
    return num_features
  }
}

const net = new Net()
print(net)

const params = list(net.parameters())
print(len(params))
print(params[0].size()) // conv1's weight

const input = torch.rand(1, 1, 32, 32)
const out = net(input)
print(out)

// Layers take batches, Conv2d (N, C, H, W): unsqueeze makes one of a single picture. (Conv2d takes (C, H, W) by now, too.)
const single = input[0]!
print(net(single.unsqueeze(0)).equal(out), net.conv1(single).size())

net.zero_grad()
out.backward(torch.randn(1, 10))

const output = net(input)
let target = torch.rand(10)
target = target.view(1, -1)
const criterion = nn.MSELoss()
let loss = criterion(output, target)
print(loss)

// The graph, backwards from the loss: the loss, the last layer, and (the notes say ReLU) its bias
print(loss.grad_fn)
print(loss.grad_fn!.next_functions[0][0])
print(loss.grad_fn!.next_functions[0][0]!.next_functions[0][0])

// All the way to the first layer. What leads to parameters is left out: T turns the weights of Linear round.
const steps: string[] = []
let node = loss.grad_fn
while (node !== null) {
  steps.push(node.name())
  const before = node.next_functions.map(([next]) => next)
  node = before.find((next) => next !== null && !/Accumulate|^T/.test(next.name())) ?? null
}
print(steps.reverse().join(' -> '))

net.zero_grad()

print('conv1.bias.grad before backward')
print(net.conv1.bias!.grad)
loss.backward()
print('conv1.bias.grad after backward')
print(net.conv1.bias!.grad)

// weight = weight - learning_rate * gradient
const learning_rate = 0.01
for (const f of net.parameters()) {
  f.data.sub_(f.grad!.data.mul(learning_rate))
}

// The same by an optimizer. (The notes have `net.parameters(). lr=0.01`.)
const optimizer = optim.SGD(net.parameters(), { lr: 0.01 })
optimizer.zero_grad()
{
  const output = net(input)
  loss = criterion(output, target)
  loss.backward()
  optimizer.step()
  print(criterion(net(input), target))
}
