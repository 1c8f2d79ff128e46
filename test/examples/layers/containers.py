import torch
from torch import nn, optim

from errors import printError

torch.manual_seed(0)
x = torch.randn(3, 100)


class SequentialNet(nn.Module):
    def __init__(self):
        super(SequentialNet, self).__init__()
        self.combine = nn.Sequential(
            nn.Linear(100, 50),
            nn.Linear(50, 25),
        )

    def forward(self, x):
        x = self.combine(x)
        return x


sequential = SequentialNet()
print(sequential)
print(sequential(x).size())


class ModuleListNet(nn.Module):
    def __init__(self):
        super(ModuleListNet, self).__init__()
        self.combine = nn.ModuleList()
        self.combine.append(nn.Linear(100, 50))
        self.combine.append(nn.Linear(50, 25))

    def forward(self, x):
        x = self.combine[0](x)
        x = self.combine[1](x)
        return x


listed = ModuleListNet()
print(listed)
print(listed(x).size())
printError(lambda: listed.combine(x))

print(listed.load_state_dict(sequential.state_dict()))
print(torch.equal(listed(x), sequential(x)))


class ArrayNet(nn.Module):
    def __init__(self):
        super(ArrayNet, self).__init__()
        self.combine = [nn.Linear(100, 50), nn.Linear(50, 25)]

    def forward(self, x):
        return self.combine[1](self.combine[0](x))


plain = ArrayNet()
print(plain)
print(plain(x).size())
for net in [sequential, listed, plain]:
    print([f'{name} {p.shape}' for name, p in net.named_parameters()])
# The port has an object for the OrderedDict.
print(dict(plain.state_dict()))
printError(lambda: optim.SGD(plain.parameters(), lr=0.1))

for layers in [sequential.combine, listed.combine]:
    print(len(layers), layers[0], layers[-1])
    print(layers[1:])
    for i, layer in enumerate(layers):
        print(i, layer)
    printError(lambda: layers[2])


class Steps(nn.Module):
    def __init__(self):
        super(Steps, self).__init__()
        self.steps = nn.ModuleList([nn.Linear(4, 4), nn.Linear(4, 4)])

    def forward(self, x, backwards=False):
        for layer in reversed(self.steps) if backwards else self.steps:
            x = x + layer(x).tanh()
        return x


steps = Steps()
steps.steps.insert(0, nn.Linear(4, 4))
steps.steps.extend([nn.Linear(4, 4)])
y = torch.randn(1, 4)
print(steps)
print(steps(y))
print(steps(y, True))

unfit = nn.Sequential(nn.Linear(100, 50), nn.Linear(60, 25))
printError(lambda: unfit(x))
unfit[1] = nn.Linear(50, 25)
print(unfit(x).size())
unfit.append(nn.ReLU())
print(unfit)
