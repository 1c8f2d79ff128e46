"""Trains the example's network in Python on the digits that the example drew, and writes the loss
of every step: `python losses.py FOLDER > losses.json`, where FOLDER holds the idx files that
`npm start -- --smoke` left in examples/mnist/data."""

import json
import sys

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from model import Net, load_part

torch.manual_seed(1)
images, labels = load_part(sys.argv[1], 'train', 640)
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
