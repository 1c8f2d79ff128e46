import os
import time

import torch
from torch.utils.data import DataLoader

from mnist.dataset import loadPart
from mnist.folder import cache, digitsFolder
from mnist.model import Net
from mnist.train import accuracy, trainEpoch
from options import smoke, values

torch.manual_seed(1)
since = time.time()
folder = digitsFolder(values.data, smoke)
if values.data is None:
    print('digits: %s (%.1f s)' % (os.path.relpath(folder), time.time() - since))
train = loadPart(folder, 'train', 1280 if smoke else None)
test = loadPart(folder, 't10k', 320 if smoke else None)
train_loader = DataLoader(train, batch_size=64, shuffle=True)
test_loader = DataLoader(test, batch_size=500)
print('%d training images, %d test images' % (len(train), len(test)))

net = Net()
print(net)
optimizer = torch.optim.Adam(net.parameters(), lr=0.001)

epochs = values.epochs or (3 if smoke else 5)
for epoch in range(1, epochs + 1):
    since = time.time()
    steps = trainEpoch(net, optimizer, train_loader)
    loss = sum(steps) / len(steps)
    share = accuracy(net, test_loader)
    print(
        'epoch %d/%d  loss %.4f  test accuracy %.2f %%  %.1f s'
        % (epoch, epochs, loss, 100 * share, time.time() - since)
    )
# The port has drawn it.
print('loss curve: %s' % os.path.relpath(os.path.join(cache, 'loss.svg')))
