import torch

x = torch.ones(1024, 1024)
for _ in range(3000):
    x + 1
