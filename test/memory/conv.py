import torch
from torch import nn

torch.manual_seed(0)
x = torch.randn(32, 1, 28, 28)
y = torch.randint(0, 10, [32])
model = nn.Sequential(
    nn.Conv2d(1, 32, 3),
    nn.ReLU(),
    nn.Conv2d(32, 32, 3),
    nn.ReLU(),
    nn.MaxPool2d(2),
    nn.Flatten(),
    nn.Linear(32 * 12 * 12, 10),
)
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
for _ in range(300):
    optimizer.zero_grad()
    criterion(model(x), y).backward()
    optimizer.step()
