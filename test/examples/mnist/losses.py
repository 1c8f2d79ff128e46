"""The loss of every step of the example's network in Python, on digits that the example drew. losses.json is what
`python scripts/golden/examples.py --full mnist/losses --smoke` prints."""

import json
import sys

import torch
from torch.utils.data import DataLoader

from mnist.dataset import loadPart
from mnist.folder import digitsFolder
from mnist.model import Net
from mnist.train import trainEpoch
from options import smoke, values

torch.manual_seed(1)
ds = loadPart(digitsFolder(values.data, smoke), 'train', 640)
loader = DataLoader(ds, batch_size=64, shuffle=True)
net = Net()
optimizer = torch.optim.Adam(net.parameters(), lr=0.001)
losses = [loss for _ in range(3) for loss in trainEpoch(net, optimizer, loader)]
json.dump({'torch': torch.__version__, 'losses': losses}, sys.stdout, indent=1)
print()
