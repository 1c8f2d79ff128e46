import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset

from errors import printError
from fine_tuning.model import SmallResNet
from mnist.tensors import loadMnist
from options import smoke

torch.manual_seed(0)

x_train, y_train, x_valid, y_valid = loadMnist()


def digits(x, y, first):
    mask = (y >= first) & (y < first + 5)
    return x[mask], y[mask] - first


few = 100 if smoke else 200
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
print(fit(4 if smoke else 3, source, opt, source_ds))
print('source, on 0 to 4:', accuracy(source, source_valid))

pretrained = source.state_dict()
del pretrained['fc.weight']
del pretrained['fc.bias']


def target_model():
    model = SmallResNet(5)
    printError(lambda: model.load_state_dict(pretrained))
    print(model.load_state_dict(pretrained, strict=False))
    model.fc = nn.Linear(model.fc.in_features, 5)
    nn.init.xavier_uniform_(model.fc.weight)
    nn.init.zeros_(model.fc.bias)
    return model


printError(lambda: SmallResNet(10).load_state_dict(source.state_dict(), strict=False))

epochs = 5 if smoke else 20
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
