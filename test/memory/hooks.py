import torch
from torch import nn
from torch.nn import utils

first = utils.parametrizations.spectral_norm(nn.Linear(256, 512))
net = nn.Sequential(first, nn.ReLU(), nn.Linear(512, 10))
for module in (net, *net.children()):
    module.register_full_backward_hook(lambda _module, grads, _: (grads[0] * 1,))
    module.register_full_backward_pre_hook(lambda _module, _grads: None)
x = torch.randn(64, 256, requires_grad=True)
for _ in range(3000):
    net.zero_grad()
    x.grad = None
    net(x).sum().backward()
    utils.clip_grad_norm_(net.parameters(), 1)
