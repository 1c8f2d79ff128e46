import torch, { nn } from 'torch-node'
import utils from 'torch-node/nn/utils'

/** 3,000 steps of a net with backward hooks and a computed weight, in a loop that never yields. */
export default function hooks(half) {
  const first = utils.parametrizations.spectral_norm(nn.Linear(256, 512))
  const net = nn.Sequential(first, nn.ReLU(), nn.Linear(512, 10))
  for (const module of [net, ...net.children()]) {
    module.register_full_backward_hook((_module, [grad]) => [grad.mul(1)])
    module.register_full_backward_pre_hook(() => null)
  }
  const x = torch.randn(64, 256, { requires_grad: true })
  for (let i = 0; i < 3000; i++) {
    if (i === 1500) half()
    net.zero_grad()
    x.grad = null
    net(x).sum().backward()
    utils.clip_grad_norm_(net.parameters(), 1)
  }
}
