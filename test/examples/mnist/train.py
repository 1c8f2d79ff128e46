import torch
from torch import nn

criterion = nn.CrossEntropyLoss()


def trainEpoch(net, optimizer, loader):
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
