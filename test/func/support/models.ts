import torch, { nn, type Tensor } from 'torch-node'
import F from 'torch-node/nn/functional'

export type Tensors = Record<string, Tensor>

export const mlp = () => nn.Sequential(nn.Linear(4, 6), nn.Tanh(), nn.Linear(6, 2))

export class Cnn extends nn.Module {
  conv1 = nn.Conv2d(1, 3, 3)
  conv2 = nn.Conv2d(3, 4, 3)
  fc1 = nn.Linear(16, 5)
  fc2 = nn.Linear(5, 3)

  override forward(x: Tensor): Tensor {
    const first = F.relu(this.conv1(x))
    const pooled = F.max_pool2d(F.relu(this.conv2(first)), 2)
    return F.log_softmax(this.fc2(F.relu(this.fc1(pooled.flatten(1)))), 1)
  }
}

function detached(named: Iterable<readonly [string, Tensor]>): Tensors {
  return Object.fromEntries([...named].map(([name, tensor]) => [name, tensor.detach()]))
}

/** The parameters and buffers of a model, without their graph. */
export function state(model: nn.Module): [params: Tensors, buffers: Tensors] {
  return [detached(model.named_parameters()), detached(model.named_buffers())]
}

/** The first row, as a batch of one. */
export const one = (t: Tensor): Tensor => torch.unsqueeze(t, 0)
