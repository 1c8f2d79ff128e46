import math

import matplotlib.pyplot as plt
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch import optim
from torch.utils.data import DataLoader, TensorDataset

from options import smoke

torch.manual_seed(0)

batch_size = 16
timesteps = 5
hidden_size = 32


class StatefulLSTM(nn.Module):
    def __init__(self, batch_size, input_size, hidden_size):
        super().__init__()
        self.lstm = nn.LSTM(input_size, hidden_size, batch_first=True)
        zeros = torch.zeros(1, batch_size, hidden_size)
        self.register_buffer('h', zeros, persistent=False)
        self.register_buffer('c', zeros.clone(), persistent=False)

    def reset_states(self):
        self.h = torch.zeros_like(self.h)
        self.c = torch.zeros_like(self.c)

    def forward(self, x):
        output, (h, c) = self.lstm(x, (self.h, self.c))
        self.h = h.detach()
        self.c = c.detach()
        return output


def chunks(series):
    windows = series.unfold(1, timesteps + 1, timesteps)
    windows = windows.transpose(0, 1).flatten(0, 1).unsqueeze(2)
    dataset = TensorDataset(windows[:-1, :-1], windows[:-1, 1:])
    return DataLoader(dataset, batch_size=batch_size, shuffle=False, drop_last=True)


period = 20 + 30 * torch.rand(batch_size, 1)
series = torch.sin(2 * math.pi * torch.arange(602) / period)
series = series + 0.1 * torch.randn_like(series)

train_dl = chunks(series[:, :402])
valid_dl = chunks(series[:, 395:])
print(len(train_dl.dataset), len(train_dl), [x.size() for x, y in train_dl][0])

lstm = nn.LSTM(1, hidden_size, batch_first=True)
x = series[:, :600].unsqueeze(2)
whole, (h, c) = lstm(x)
print(whole.size(), h.size(), c.size())

stateful = StatefulLSTM(batch_size, 1, hidden_size)
stateful.lstm.load_state_dict(lstm.state_dict())
outputs = torch.cat([stateful(chunk) for chunk in x.split(timesteps, 1)], 1)
print('chunks as the whole', torch.equal(outputs, whole), torch.equal(stateful.h, h))
first = x[:, :timesteps]
expected = whole[:, :timesteps]
print('first chunk, state of the last', torch.equal(stateful(first), expected))
stateful.reset_states()
print('first chunk, state reset', torch.equal(stateful(first), expected))
print('graph', whole.requires_grad, stateful.h.requires_grad)
print(list(stateful.state_dict().keys()))

try:
    stateful(torch.zeros(3, timesteps, 1))
except RuntimeError as error:
    print(error)


class Forecaster(nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn = StatefulLSTM(batch_size, 1, hidden_size)
        self.out = nn.Linear(hidden_size, 1)

    def forward(self, x):
        return self.out(self.rnn(x))


def run(model, loader, carry, optimizer=None):
    errors = []
    for x, y in loader:
        if not carry:
            model.rnn.reset_states()
        error = F.mse_loss(model(x), y, reduction='none')
        if optimizer is not None:
            optimizer.zero_grad()
            error.mean().backward()
            optimizer.step()
        errors.append(error.detach().mean((0, 2)))
    return torch.stack(errors).mean(0)


fig, ax = plt.subplots()
for carry in [True, False]:
    torch.manual_seed(0)
    model = Forecaster()
    optimizer = optim.Adam(model.parameters(), lr=0.01)
    print('state carried' if carry else 'state reset')
    for epoch in range(1, (4 if smoke else 20) + 1):
        model.rnn.reset_states()
        loss = run(model, train_dl, carry, optimizer)
        with torch.no_grad():
            errors = run(model, valid_dl, carry)
        print(
            'epoch %d  train %.4f  valid %.4f' % (epoch, loss.mean().item(), errors.mean().item())
        )
    print(errors)
    ax.plot(range(1, timesteps + 1), errors.numpy(), 'o-', label='carried' if carry else 'reset')

ax.axhline(0.01, color='gray', linestyle=':', label='noise')
ax.set_xlabel('step in the chunk')
ax.set_ylabel('squared error')
ax.legend()
plt.show()
