import torch from 'torch-node'
import nn from 'torch-node/nn'
import { Adam } from 'torch-node/optim'

/** 3,000 training steps of a two-layer perceptron, everything kept by the optimizer included. */
export default function mlp(half) {
  torch.manual_seed(0)
  const x = torch.randn(64, 1000)
  const y = torch.randn(64, 10)
  const model = nn.Sequential(nn.Linear(1000, 100), nn.ReLU(), nn.Linear(100, 10))
  const criterion = nn.MSELoss({ reduction: 'sum' })
  const optimizer = Adam(model.parameters(), { lr: 1e-4 })
  for (let i = 0; i < 3000; i++) {
    if (i === 1500) half()
    const loss = criterion(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
  }
}
