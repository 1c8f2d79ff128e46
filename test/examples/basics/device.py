import torch
import torch.nn.functional as F
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset

from errors import printError

torch.manual_seed(0)

device = torch.device('cuda:0' if torch.cuda.is_available() else 'cpu')
print(device)
print(
    device.type, torch.device('cuda:0').index, torch.device('cuda', 1), torch.device('cuda').index
)
printError(lambda: torch.device('CUDA:0'))

tensor = torch.rand(3, 4)
if torch.cuda.is_available():
    tensor = tensor.to('cuda')
print(tensor.device)
print(tensor.to(tensor.device) is tensor, tensor.to(tensor.device, copy=True) is tensor)
if not torch.cuda.is_available():
    printError(lambda: tensor.to('cuda'))

x = torch.randn(1)
y = torch.ones_like(x, device=device)
x = x.to(device)
z = x + y
print(z)
print(z.to('cpu', torch.double))
print(z.to(torch.int), z.to(torch.ones(1, dtype=torch.half)).dtype)

first = nn.Linear(784, 16)
weight = first.weight
model = nn.Sequential(first, nn.ReLU(), nn.Linear(16, 10))
print(model.to(device) is model, first.weight is weight)
print(all(p.device.type == device.type for p in model.parameters()))
opt = optim.SGD(model.parameters(), lr=0.1, momentum=0.9)


def preprocess(x, y):
    return x.view(-1, 784).to(device), y.to(device)


class WrappedDataLoader:
    def __init__(self, dl, func):
        self.dl = dl
        self.func = func

    def __len__(self):
        return len(self.dl)

    def __iter__(self):
        for x, y in self.dl:
            yield self.func(x, y)


train_ds = TensorDataset(torch.rand(64, 1, 28, 28), torch.arange(64) % 10)
train_dl = WrappedDataLoader(DataLoader(train_ds, batch_size=16), preprocess)
print(len(train_dl))
for inputs, labels in train_dl:
    loss = F.cross_entropy(model(inputs), labels)
    opt.zero_grad()
    loss.backward()
    opt.step()
    print('%.4f' % loss.item(), loss.device == inputs.device)

word2index = {'SOS': 0, 'EOS': 1, 'je': 2, 'suis': 3}
indexes = [word2index[word] for word in ['je', 'suis', 'EOS']]
print(torch.tensor(indexes, dtype=torch.long, device=device).view(-1, 1))
hidden = torch.zeros(1, 1, 4, device=device)
print(hidden.new_ones(2).device.type == device.type)
with torch.device(device):
    print(torch.zeros(2).device.type == device.type)

shape = torch.ones(2, device='meta')
print(shape, (shape + shape).size())
printError(lambda: shape.tolist())
printError(lambda: shape.to('cpu'))

with torch.device('meta'):
    large = nn.Linear(100000, 100000)
print(large.weight.device, large.weight.size())
with torch.device('meta'):
    small = nn.Linear(2, 2)
small.to_empty(device=device)
small.reset_parameters()
print(small(torch.ones(1, 2, device=device)).size())
