import torch

objects = [[i] for i in range(1_000_000)]
x = torch.ones(1024, 1024)
for _ in range(3000):
    x + 1
