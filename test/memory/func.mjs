import torch, { nn } from 'torch-node'
import F from 'torch-node/nn/functional'

/** 1,000 batches of per-sample gradients, in a loop that never yields. */
export default function func(half) {
  const { functional_call, grad } = torch.func
  const model = nn.Sequential(nn.Linear(64, 128), nn.Tanh(), nn.Linear(128, 10))
  const params = Object.fromEntries(model.named_parameters())
  const loss = (p, x, y) =>
    F.cross_entropy(functional_call(model, p, [x.unsqueeze(0)]), y.unsqueeze(0))
  const perSample = torch.vmap(grad(loss), [null, 0, 0])
  const x = torch.randn(32, 64)
  const y = torch.zeros(32, { dtype: torch.long })
  for (let i = 0; i < 1000; i++) {
    if (i === 500) half()
    perSample(params, x, y)
  }
}
