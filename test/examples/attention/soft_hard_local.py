import matplotlib.pyplot as plt
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch import optim

from options import smoke

torch.manual_seed(0)

n_symbols = 8
length = 8
hidden_size = 48
start_token = n_symbols


def soft(scores):
    return F.softmax(scores, dim=-1)


def hard(scores):
    return F.one_hot(scores.argmax(-1), scores.size(-1)).float()


def sampled(scores):
    weights = F.softmax(scores, dim=-1)
    index = torch.multinomial(weights.flatten(0, 1), 1).view(scores.size(0), -1, 1)
    return torch.zeros_like(weights).scatter_(2, index, 1.0)


D = 2


def local(scores):
    center = scores.argmax(-1, keepdim=True)
    distance = (torch.arange(scores.size(-1)) - center).abs()
    weights = F.softmax(scores.masked_fill(distance > D, -torch.inf), dim=-1)
    return weights * torch.exp(-(distance**2) / (2 * (D / 2) ** 2))


heads = {'soft': soft, 'hard': hard, 'sampled': sampled, 'local': local}


class Copier(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(n_symbols + 1, hidden_size)
        self.encoder = nn.GRU(hidden_size, hidden_size, batch_first=True)
        self.decoder = nn.GRU(hidden_size, hidden_size, batch_first=True)
        self.score = nn.Linear(hidden_size, hidden_size, bias=False)
        self.combine = nn.Linear(2 * hidden_size, hidden_size)
        self.out = nn.Linear(hidden_size, n_symbols)

    def forward(self, x, head):
        keys, last = self.encoder(self.embedding(x))
        start = torch.full([x.size(0), 1], start_token)
        before = torch.cat([start, x[:, :-1]], 1)
        states, _ = self.decoder(self.embedding(before), last)
        weights = head(torch.bmm(states, self.score(keys).transpose(1, 2)))
        context = torch.bmm(weights, keys)
        h_tilde = torch.tanh(self.combine(torch.cat([states, context], 2)))
        return self.out(h_tilde), weights


model = Copier()
optimizer = optim.Adam(model.parameters(), lr=0.01)
for step in range(1, (80 if smoke else 400) + 1):
    x = torch.randint(0, n_symbols, [64, length])
    logits, _ = model(x, soft)
    loss = F.cross_entropy(logits.flatten(0, 1), x.flatten())
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if step % 20 == 0:
        print('step %d  loss %.4f' % (step, loss.item()))

torch.set_printoptions(precision=2, sci_mode=False)

x = torch.randint(0, n_symbols, [500, length])
fig, axes = plt.subplots(1, 4, figsize=(12, 3.5))
for (name, head), ax in zip(heads.items(), axes):
    with torch.no_grad():
        logits, weights = model(x, head)
    correct = (logits.argmax(2) == x).float().mean()
    print('%s: %.4f of the symbols copied' % (name, correct.item()))
    print(weights[0])
    print('sums', weights[0].sum(1))
    ax.matshow(weights[0].numpy(), cmap='bone')
    ax.set_title(name)

for name, head in heads.items():
    model.zero_grad()
    logits, _ = model(x, head)
    F.cross_entropy(logits.flatten(0, 1), x.flatten()).backward()
    print(name, 'teaches the score:', model.score.weight.grad is not None)
print('parameters', sum(p.numel() for p in model.parameters()))
plt.show()
