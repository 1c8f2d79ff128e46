import torch
import torch.nn as nn
import torch.nn.functional as F
from torch import optim
from torch.utils.data import DataLoader, TensorDataset

from mnist.tensors import loadMnist
from options import smoke

torch.manual_seed(0)

hidden_size = 64 if smoke else 128
x_train, y_train, x_valid, y_valid = loadMnist()
x_train, x_valid = x_train.view(-1, 28, 28), x_valid.view(-1, 28, 28)

lstm = nn.LSTM(28, hidden_size, batch_first=True, bidirectional=True)
x = x_train[:64]
with torch.no_grad():
    output, (h, c) = lstm(x)
print(output.size(), h.size())

forward, backward = output.chunk(2, 2)
print('forward: h[0] is the last step', torch.equal(h[0], forward[:, -1]))
print('backward: h[1] is the last step', torch.equal(h[1], backward[:, -1]))
print('backward: h[1] is the first step', torch.equal(h[1], backward[:, 0]))
both = torch.cat([h[0], h[1]], 1)
print(both.size(), (both - output[:, -1]).abs().max(0).values.view(2, -1).max(1).values)

reversed = nn.LSTM(28, hidden_size, batch_first=True)
reversed.load_state_dict(
    {name: lstm.state_dict()[name + '_reverse'] for name in reversed.state_dict()}
)
with torch.no_grad():
    flipped, _ = reversed(x.flip(1))
print('backward: over the flipped rows', torch.allclose(flipped.flip(1), backward, atol=1e-6))

deep = nn.LSTM(28, hidden_size, num_layers=2, batch_first=True, bidirectional=True)
with torch.no_grad():
    output, (h, _) = deep(x)
print(h.size(), torch.equal(h[-2], output[:, -1, :hidden_size]))

merges = {
    'concat': lambda fw, bw: torch.cat([fw, bw], -1),
    'sum': lambda fw, bw: fw + bw,
    'mul': lambda fw, bw: fw * bw,
    'ave': lambda fw, bw: (fw + bw) / 2,
}


class BiLSTM(nn.Module):
    def __init__(self, merge):
        super().__init__()
        self.merge = merge
        self.lstm = nn.LSTM(28, hidden_size, batch_first=True, bidirectional=True)
        self.out = nn.Linear(2 * hidden_size if merge == 'concat' else hidden_size, 10)

    def forward(self, x):
        _, (h, _) = self.lstm(x)
        return self.out(merges[self.merge](h[0], h[1]))


train_dl = DataLoader(TensorDataset(x_train, y_train), batch_size=64, shuffle=True)
valid_dl = DataLoader(TensorDataset(x_valid, y_valid), batch_size=500)


def accuracy(model):
    correct = 0
    with torch.no_grad():
        for xb, yb in valid_dl:
            correct += (model(xb).argmax(1) == yb).sum().item()
    return correct / len(y_valid)


for merge in merges:
    torch.manual_seed(0)
    model = BiLSTM(merge)
    optimizer = optim.Adam(model.parameters(), lr=0.01)
    print(merge, merges[merge](h[0], h[1]).size())
    for epoch in range(1, (2 if smoke else 1) + 1):
        for xb, yb in train_dl:
            loss = F.cross_entropy(model(xb), yb)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        print('epoch %d  loss %.4f  accuracy %.4f' % (epoch, loss.item(), accuracy(model)))
