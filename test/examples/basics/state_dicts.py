import io
import os
import tempfile

import torch
from safetensors.torch import load_file, save_file
from torch import nn, optim

from errors import printError

torch.manual_seed(0)
temporary = tempfile.TemporaryDirectory()
folder = temporary.name


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(8, 4)
        self.bn = nn.BatchNorm1d(4)
        self.fc2 = nn.Linear(4, 3)

    def forward(self, x):
        return self.fc2(self.bn(self.fc1(x)).relu())


PATH = os.path.join(folder, 'cifar_net.pth')
classes = ['ant', 'bee', 'cat']
net = Net().eval()
images = torch.randn(4, 8)
expected = net(images)

for name, tensor in net.state_dict().items():
    print(name, tensor.size())
torch.save(net.state_dict(), PATH)

net = Net().eval()
print(torch.equal(net(images), expected))
print(net.load_state_dict(torch.load(PATH)))
print(torch.equal(net(images), expected))
_, predicted = torch.max(net(images), 1)
print('predicted,', ' '.join('%5s' % classes[predicted[j]] for j in range(4)))

kept = net.state_dict()
with torch.no_grad():
    net.fc2.bias.zero_()
print(kept['fc2.bias'])


def train(net, optimizer, steps):
    net.train()
    for _ in range(steps):
        loss = net(images).pow(2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return loss.item()


optimizer = optim.SGD(net.parameters(), lr=0.1, momentum=0.9)
loss = train(net, optimizer, 3)
checkpoint = {
    'epoch': 3,
    'model_state_dict': net.state_dict(),
    'optimizer_state_dict': optimizer.state_dict(),
    'loss': loss,
}
torch.save(checkpoint, os.path.join(folder, 'checkpoint.tar'))
uninterrupted = train(net, optimizer, 2)


def resume(withOptimizer):
    saved = torch.load(os.path.join(folder, 'checkpoint.tar'), weights_only=True)
    print(list(saved), saved['epoch'])
    later = Net()
    later.load_state_dict(saved['model_state_dict'])
    optimizer = optim.SGD(later.parameters(), lr=0.1, momentum=0.9)
    if withOptimizer:
        optimizer.load_state_dict(saved['optimizer_state_dict'])
    return train(later, optimizer, 2)


print(resume(True) == uninterrupted)
print(resume(False) == uninterrupted)

for map_location in ['cpu', torch.device('cpu'), {'cuda:0': 'cpu'}, 'meta']:
    print(torch.load(PATH, map_location=map_location)['fc2.bias'])
print(torch.load(PATH, map_location=lambda storage, location: storage)['fc2.bias'])
if not torch.cuda.is_available():
    printError(lambda: torch.load(PATH, map_location='cuda'))

state = net.state_dict()
del state['fc2.bias']
state['head'] = torch.zeros(1)
printError(lambda: net.load_state_dict(state))
print(net.load_state_dict(state, strict=False))
wider = nn.Sequential(nn.Linear(8, 5))
printError(
    lambda: wider.load_state_dict({'0.weight': state['fc1.weight'], '0.bias': torch.ones(5)})
)
printError(lambda: torch.load('nowhere.pth'))

buffer = io.BytesIO()
row = torch.zeros(2, 3)
torch.save({'row': row, 'first': row[0]}, buffer)
buffer.seek(0)
both = torch.load(buffer)
both['first'].add_(1)
print(both['row'])

save_file(net.state_dict(), os.path.join(folder, 'model.safetensors'), metadata={'format': 'pt'})
tensors = load_file(os.path.join(folder, 'model.safetensors'))
print(Net().load_state_dict(tensors))
print(torch.equal(tensors['fc1.weight'], net.fc1.weight), tensors['bn.num_batches_tracked'])

temporary.cleanup()
