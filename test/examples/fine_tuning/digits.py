import gzip
import os

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(0)

# What the port drew: run it once before.
FOLDER = os.path.join(
    os.path.dirname(os.path.abspath(__file__)), '../../../examples/mnist/data/drawn-1-1600'
)


def print_error(action):
    try:
        action()
    except Exception as error:
        print(f'{type(error).__name__}: {error}')


def read(name, header):
    data = bytearray(gzip.open(os.path.join(FOLDER, name + '-ubyte.gz')).read())[header:]
    return torch.frombuffer(data, dtype=torch.uint8)


def images(part):
    return read(part + '-images-idx3', 16).view(-1, 784) / 255


def labels(part):
    return read(part + '-labels-idx1', 8).to(torch.int64)


class Block(nn.Module):
    def __init__(self, inplanes, planes, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(inplanes, planes, 3, stride=stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(planes)
        self.conv2 = nn.Conv2d(planes, planes, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(planes)
        self.shortcut = nn.Sequential()
        if stride != 1 or inplanes != planes:
            self.shortcut.append(nn.Conv2d(inplanes, planes, 1, stride=stride, bias=False))
            self.shortcut.append(nn.BatchNorm2d(planes))

    def forward(self, x):
        out = self.bn1(self.conv1(x)).relu()
        out = self.bn2(self.conv2(out))
        return (out + self.shortcut(x)).relu()


class SmallResNet(nn.Module):
    def __init__(self, num_classes):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 8, 3, stride=2, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(8)
        self.layer1 = Block(8, 16)
        self.layer2 = Block(16, 32, 2)
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(32, num_classes)

    def forward(self, x):
        x = x.view(-1, 1, 28, 28)
        x = self.bn1(self.conv1(x)).relu()
        x = self.layer1(x)
        x = self.layer2(x)
        x = self.avgpool(x).flatten(1)
        return self.fc(x)


x_train, y_train, x_valid, y_valid = images('train'), labels('train'), images('t10k'), labels('t10k')


def digits(x, y, first):
    mask = (y >= first) & (y < first + 5)
    return x[mask], y[mask] - first


few = 100
source_ds = TensorDataset(*digits(x_train, y_train, 0))
source_valid = digits(x_valid, y_valid, 0)
x_target, y_target = digits(x_train, y_train, 5)
target_ds = TensorDataset(x_target[:few], y_target[:few])
target_valid = digits(x_valid, y_valid, 5)


def fit(epochs, model, opt, ds):
    losses = []
    for _ in range(epochs):
        sum = 0
        for xb, yb in DataLoader(ds, batch_size=25, shuffle=True):
            loss = F.cross_entropy(model(xb), yb)
            opt.zero_grad()
            loss.backward()
            opt.step()
            sum += loss.item() * yb.size(0)
        losses.append(sum / len(ds))
    return losses


def accuracy(model, valid):
    x, y = valid
    model.eval()
    with torch.no_grad():
        correct = (model(x).argmax(1) == y).float().mean().item()
    model.train()
    return '%.1f %%' % (100 * correct)


source = SmallResNet(5)
opt = optim.SGD(source.parameters(), lr=0.1, momentum=0.9)
print(fit(4, source, opt, source_ds))
print('source, on 0 to 4:', accuracy(source, source_valid))

pretrained = source.state_dict()
del pretrained['fc.weight']
del pretrained['fc.bias']


def target_model():
    model = SmallResNet(5)
    print_error(lambda: model.load_state_dict(pretrained))
    print(model.load_state_dict(pretrained, strict=False))
    model.fc = nn.Linear(model.fc.in_features, 5)
    nn.init.xavier_uniform_(model.fc.weight)
    nn.init.zeros_(model.fc.bias)
    return model


print_error(lambda: SmallResNet(10).load_state_dict(source.state_dict(), strict=False))

epochs = 5
lr = 0.01

tuned = target_model()
print(tuned.fc, [name for name, _ in tuned.named_children()])
base = [p for name, p in tuned.named_parameters() if not name.startswith('fc.')]
groups = [{'params': base}, {'params': tuned.fc.parameters(), 'lr': 10 * lr}]
tuned_opt = optim.SGD(groups, lr=lr, momentum=0.9)
print([f'{len(group["params"])} at {group["lr"]}' for group in tuned_opt.param_groups])
tuned_losses = fit(epochs, tuned, tuned_opt, target_ds)

frozen = target_model()
for param in frozen.parameters():
    param.requires_grad = False
frozen.fc = nn.Linear(frozen.fc.in_features, 5)
print([name for name, p in frozen.named_parameters() if p.requires_grad])
frozen_opt = optim.SGD(frozen.fc.parameters(), lr=10 * lr, momentum=0.9)
frozen_losses = fit(epochs, frozen, frozen_opt, target_ds)
print(torch.equal(frozen.conv1.weight, source.conv1.weight), frozen.conv1.weight.grad)
print(torch.equal(frozen.bn1.running_mean, source.bn1.running_mean))

scratch = SmallResNet(5)
scratch_opt = optim.SGD(scratch.parameters(), lr=10 * lr, momentum=0.9)
scratch_losses = fit(epochs, scratch, scratch_opt, target_ds)

print('losses', tuned_losses, frozen_losses, scratch_losses)
print('tuned, on 5 to 9:', accuracy(tuned, target_valid))
print('output layer alone:', accuracy(frozen, target_valid))
print('from scratch:', accuracy(scratch, target_valid))

plt.plot(tuned_losses, label='all layers')
plt.plot(frozen_losses, label='output layer')
plt.plot(scratch_losses, label='from scratch')
plt.xlabel('epoch')
plt.ylabel('loss')
plt.legend()
plt.show()
