import torch
import torch.nn.functional as F
from torch import nn
from torch.func import functional_call, grad, vmap

model = nn.Sequential(nn.Linear(64, 128), nn.Tanh(), nn.Linear(128, 10))
params = dict(model.named_parameters())
loss = lambda p, x, y: F.cross_entropy(functional_call(model, p, (x[None],)), y[None])
per_sample = vmap(grad(loss), (None, 0, 0))
x = torch.randn(32, 64)
y = torch.zeros(32, dtype=torch.long)
for _ in range(1000):
    per_sample(params, x, y)
