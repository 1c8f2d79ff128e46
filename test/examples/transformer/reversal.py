import math

import torch
import torch.nn as nn
from torch import optim

from options import smoke
from transformer.model import PositionalEncoding

torch.manual_seed(0)

PAD, SOS, EOS = 0, 1, 2
n_digits = 10
n_tokens = 3 + n_digits
max_len = 4 if smoke else 10


def get_batch(batch_size):
    lengths = torch.randint(1, max_len + 1, (batch_size, 1))
    place = torch.arange(max_len).unsqueeze(0)
    src = torch.randint(3, n_tokens, (batch_size, max_len))
    src.masked_fill_(place >= lengths, PAD)
    backwards = (lengths - 1 - place).clamp(min=0)
    reversed = src.gather(1, backwards).masked_fill(place >= lengths, PAD)
    tgt = torch.full((batch_size, max_len + 2), PAD)
    tgt[:, 0] = SOS
    tgt[:, 1:-1] = reversed
    tgt.scatter_(1, lengths + 1, EOS)
    return src, tgt


src, tgt = get_batch(3)
print(src)
print(tgt)

d_model = 32 if smoke else 64
nhead = 4
print(d_model // nhead)


class Reversal(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(n_tokens, d_model, padding_idx=PAD)
        self.pos_encoder = PositionalEncoding(d_model, 0, max_len + 2)
        self.transformer = nn.Transformer(
            d_model, nhead, 2, 2, 4 * d_model, 0, 'gelu', norm_first=True
        )
        self.out = nn.Linear(d_model, n_tokens)

    def embed(self, tokens):
        x = self.embedding(tokens).transpose(0, 1)
        return self.pos_encoder(x * math.sqrt(d_model))

    def encode(self, src):
        return self.transformer.encoder(self.embed(src), src_key_padding_mask=src == PAD)

    def decode(self, tgt, memory, src):
        T = tgt.size(1)
        output = self.transformer.decoder(
            self.embed(tgt),
            memory,
            tgt_mask=torch.ones(T, T, dtype=torch.bool).triu(1),
            memory_key_padding_mask=src == PAD,
            tgt_is_causal=True,
        )
        return self.out(output).transpose(0, 1)

    def forward(self, src, tgt):
        return self.decode(tgt, self.encode(src), src)


model = Reversal()

criterion = nn.CrossEntropyLoss(ignore_index=PAD)
n_iters = 150 if smoke else 1500
batch_size = 64
optimizer = optim.Adam(model.parameters())
scheduler = optim.lr_scheduler.OneCycleLR(optimizer, 1e-2 if smoke else 3e-3, n_iters)
for iter in range(1, n_iters + 1):
    src, tgt = get_batch(batch_size)
    output = model(src, tgt[:, :-1])
    loss = criterion(output.flatten(0, 1), tgt[:, 1:].flatten())
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    scheduler.step()
    if iter % (n_iters // 10) == 0:
        print(iter, loss.item())

model.eval()


def greedy(src):
    with torch.no_grad():
        memory = model.encode(src)
        tgt = torch.full((src.size(0), 1), SOS)
        for _ in range(max_len + 1):
            word = model.decode(tgt, memory, src)[:, -1].argmax(1, keepdim=True)
            ended = (tgt[:, -1:] == EOS).logical_or(tgt[:, -1:] == PAD)
            tgt = torch.cat((tgt, word.masked_fill(ended, PAD)), 1)
        return tgt


src, tgt = get_batch(200 if smoke else 1000)
written = greedy(src)
for i in range(5):
    print(src[i].tolist(), written[i].tolist(), tgt[i].equal(written[i]))
right = (written == tgt).all(1).sum().item()
print(f'{right} of {len(src)} backwards without a mistake')
