import random

import matplotlib.pyplot as plt
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch import optim

from options import smoke

n_symbols = 8
hidden_size = 48
start_token = n_symbols
max_length = 16 if smoke else 40


class Copier(nn.Module):
    def __init__(self, attention):
        super().__init__()
        self.attention = attention
        self.embedding = nn.Embedding(n_symbols + 1, hidden_size)
        self.encoder = nn.GRU(hidden_size, hidden_size, batch_first=True)
        self.decoder = nn.GRU(hidden_size, hidden_size, batch_first=True)
        self.score = nn.Linear(hidden_size, hidden_size, bias=False)
        self.combine = nn.Linear(2 * hidden_size, hidden_size)
        self.out = nn.Linear(hidden_size, n_symbols)

    def forward(self, x):
        keys, last = self.encoder(self.embedding(x))
        start = torch.full([x.size(0), 1], start_token)
        before = torch.cat([start, x[:, :-1]], 1)
        states, _ = self.decoder(self.embedding(before), last)
        context = (
            self.look(states, keys) if self.attention else last.transpose(0, 1).expand_as(states)
        )
        return self.out(torch.tanh(self.combine(torch.cat([states, context], 2))))

    def look(self, states, keys):
        weights = F.softmax(torch.bmm(states, self.score(keys).transpose(1, 2)), dim=-1)
        return torch.bmm(weights, keys)


def trained(attention):
    torch.manual_seed(0)
    random.seed(0)
    model = Copier(attention)
    optimizer = optim.Adam(model.parameters(), lr=0.005)
    for _ in range(200 if smoke else 2000):
        x = torch.randint(0, n_symbols, [32, random.randint(1, max_length)])
        loss = F.cross_entropy(model(x).flatten(0, 1), x.flatten())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return model


def accuracy(model, length):
    x = torch.randint(0, n_symbols, [200, length])
    with torch.no_grad():
        return (model(x).argmax(2) == x).float().mean().item()


lengths = [max_length * i // 4 for i in range(1, 6)]
fixed = trained(False)
looking = trained(True)

print('length   fixed  attention')
curves = [[], []]
for length in lengths:
    row = [accuracy(fixed, length), accuracy(looking, length)]
    print('%6d  %6.3f     %6.3f' % (length, *row))
    for i, value in enumerate(row):
        curves[i].append(value)

falls = [curve[0] - curve[3] for curve in curves]
print('lost from %d to %d symbols: %.3f and %.3f' % (lengths[0], lengths[3], *falls))

plt.plot(lengths, curves[0], 'o-', label='one context vector')
plt.plot(lengths, curves[1], 'o-', label='attention')
plt.axhline(1 / n_symbols, color='gray', linestyle=':', label='guessing')
plt.axvline(max_length, color='gray', linestyle='--', label='longest in training')
plt.xlabel('length')
plt.ylabel('symbols copied')
plt.ylim(0, 1.05)
plt.legend()
plt.show()
