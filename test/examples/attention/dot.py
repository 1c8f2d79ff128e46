import math

import torch
import torch.nn as nn
import torch.nn.functional as F

torch.manual_seed(0)


class DotAttnDecoder(nn.Module):
    def __init__(self, input_size, hidden_size):
        super().__init__()
        self.gru = nn.GRUCell(input_size + hidden_size, hidden_size)

    def forward(self, input, hidden, annotations):
        scores = torch.bmm(annotations, hidden.unsqueeze(2))
        weights = F.softmax(scores, dim=1)
        context = (weights * annotations).sum(1)
        hidden = self.gru(torch.cat([input, context], 1), hidden)
        return hidden, context, weights.squeeze(2)


decoder = DotAttnDecoder(3, 2)
print(decoder)

annotations = [
    [1, 0],
    [0, 1],
    [1, 1],
    [-1, 0.5],
]
state = [2, 1]

keys = torch.tensor([annotations], dtype=torch.float)
_, context, weights = decoder(
    torch.zeros(1, 3),
    torch.tensor([state], dtype=torch.float),
    keys,
)
print(weights)
print(context)

scores = [a * state[0] + b * state[1] for a, b in annotations]
exps = [math.exp(score) for score in scores]
by_hand = [e / sum(exps) for e in exps]
print('scores by hand', scores)
print('weights by hand', by_hand)
mixed = [sum(by_hand[i] * h[j] for i, h in enumerate(annotations)) for j in range(2)]
print('context by hand', mixed)
print(torch.allclose(weights, torch.tensor([by_hand])))
print(torch.allclose(context, torch.tensor([mixed])))

query = torch.tensor([[state]], dtype=torch.float)
print(F.scaled_dot_product_attention(query, keys, keys, scale=1))

encoder = nn.GRU(3, 2, batch_first=True)
outputs, last = encoder(torch.randn(1, 5, 3))
hidden = last[0]
print(torch.equal(outputs[:, -1], hidden))

for _ in range(3):
    hidden, _, weights = decoder(torch.randn(1, 3), hidden, outputs)
    print(weights, weights.sum(1))
print(len(list(decoder.parameters())))
layer = nn.Linear(2, 2)
print(len(list(nn.Sequential(layer, nn.Tanh(), layer).parameters())), 'not', 4)
