import torch from 'torch-node'
import nn from 'torch-node/nn'
import { SGD } from 'torch-node/optim'

/** 300 training steps of a convolutional net, about 20 MB of activations and gradients each. */
export default function conv(half) {
  torch.manual_seed(0)
  const x = torch.randn(32, 1, 28, 28)
  const y = torch.randint(0, 10, [32])
  const model = nn.Sequential(
    nn.Conv2d(1, 32, 3),
    nn.ReLU(),
    nn.Conv2d(32, 32, 3),
    nn.ReLU(),
    nn.MaxPool2d(2),
    nn.Flatten(),
    nn.Linear(32 * 12 * 12, 10),
  )
  const criterion = nn.CrossEntropyLoss()
  const optimizer = SGD(model.parameters(), { lr: 0.01 })
  for (let i = 0; i < 300; i++) {
    if (i === 150) half()
    optimizer.zero_grad()
    criterion(model(x), y).backward()
    optimizer.step()
  }
}
