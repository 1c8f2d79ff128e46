"""Trains the example's network in Python on the digits that the example drew, and writes the loss
of every step: `python losses.py FOLDER > losses.json`, where FOLDER holds the idx files that
`npm start -- --smoke` left in examples/mnist/data."""

import gzip
import json
import pathlib
import sys

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

COUNT = 640


def read(name, shape):
    path = pathlib.Path(sys.argv[1]) / f"train-{name}-ubyte.gz"
    header = 4 + 4 * len(shape)
    data = bytearray(gzip.open(path).read())[header:]
    return torch.frombuffer(data, dtype=torch.uint8).view(-1, *shape[1:])[:COUNT]


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(1, 16, 3, padding=1),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Conv2d(16, 32, 3, padding=1),
            nn.ReLU(),
            nn.MaxPool2d(2),
        )
        self.classifier = nn.Sequential(
            nn.Flatten(),
            nn.Dropout(0.25),
            nn.Linear(32 * 7 * 7, 64),
            nn.ReLU(),
            nn.Linear(64, 10),
        )

    def forward(self, x):
        return self.classifier(self.features(x))


torch.manual_seed(1)
pixels = read("images-idx3", (COUNT, 28, 28)).view(-1, 1, 28, 28).to(torch.float32)
images = pixels.div_(255).sub_(0.1307).div_(0.3081)
labels = read("labels-idx1", (COUNT,)).to(torch.int64)
loader = DataLoader(TensorDataset(images, labels), batch_size=64, shuffle=True)
net = Net()
optimizer = torch.optim.Adam(net.parameters(), lr=0.001)
criterion = nn.CrossEntropyLoss()
losses = []
for _ in range(3):
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(net(x), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
json.dump({"torch": torch.__version__, "losses": losses}, sys.stdout, indent=1)
print()
