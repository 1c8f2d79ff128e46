import time

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from model import Net, load_part
from options import ROOT, dataPath, smoke, values

criterion = nn.CrossEntropyLoss()


def train_epoch(net, optimizer, loader):
    losses = []
    net.train()
    for images, labels in loader:
        optimizer.zero_grad()
        loss = criterion(net(images), labels)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def accuracy(net, loader):
    net.eval()
    with torch.no_grad():
        right = seen = 0
        for images, labels in loader:
            right += net(images).argmax(1).eq(labels).sum().item()
            seen += labels.size(0)
        return right / seen


torch.manual_seed(1)
if smoke or values.data is None:
    # The port draws them: run it once before.
    drawn = 'examples/mnist/data/drawn-1-' + ('1600' if smoke else '10000')
    folder = ROOT + drawn
    print('digits: %s (0.0 s)' % drawn)
else:
    folder = dataPath('mnist/MNIST/raw')
train = TensorDataset(*load_part(folder, 'train'))
test = TensorDataset(*load_part(folder, 't10k'))
train_loader = DataLoader(train, batch_size=64, shuffle=True)
test_loader = DataLoader(test, batch_size=500)
print('%d training images, %d test images' % (len(train), len(test)))

net = Net()
print(net)
optimizer = torch.optim.Adam(net.parameters(), lr=0.001)

epochs = 3 if smoke else 5
for epoch in range(1, epochs + 1):
    since = time.time()
    steps = train_epoch(net, optimizer, train_loader)
    loss = sum(steps) / len(steps)
    share = accuracy(net, test_loader)
    print(
        'epoch %d/%d  loss %.4f  test accuracy %.2f %%  %.1f s'
        % (epoch, epochs, loss, 100 * share, time.time() - since)
    )
print('loss curve: examples/mnist/data/loss.svg')
