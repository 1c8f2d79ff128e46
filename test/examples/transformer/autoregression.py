import torch
import torch.nn as nn
import torch.nn.functional as F
from torch import optim

from options import smoke
from transformer.model import PositionalEncoding

torch.manual_seed(0)

text = """the cat sat on the mat .
the dog lay on the rug .
the cow ate in the barn .
the hen sat in the barn .
the fox ran to the wood .
the boy ran to the town ."""
sentences = [line.split(' ') for line in text.split('\n')]
words = ['<sos>', '<mask>'] + sorted({word for sentence in sentences for word in sentence})
SOS, MASK = 0, 1


def numbers(sentence):
    return [words.index(word) for word in sentence]


data = torch.tensor([numbers(sentence) for sentence in sentences]).t()
T, N = data.size()
print(len(words), data.size())

d_model = 32


class Net(nn.Module):
    def __init__(self, causal):
        super().__init__()
        self.causal = causal
        self.embedding = nn.Embedding(len(words), d_model)
        self.pos_encoder = PositionalEncoding(d_model, 0)
        layer = nn.TransformerEncoderLayer(d_model, 4, 64, 0)
        self.layers = nn.TransformerEncoder(layer, 2, enable_nested_tensor=False)
        self.out = nn.Linear(d_model, len(words))

    def forward(self, x):
        mask = nn.Transformer.generate_square_subsequent_mask(len(x)) if self.causal else None
        return self.out(self.layers(self.pos_encoder(self.embedding(x)), mask))


gpt = Net(True)
bert = Net(False)
print(nn.Transformer.generate_square_subsequent_mask(4))

changed = data.clone()
changed[3] = MASK
for net in [gpt, bert]:
    difference = (net(data) - net(changed)).abs().amax((1, 2))
    print((difference > 1e-6).tolist())

n_iters = 160 if smoke else 400

sos = torch.full((1, N), SOS)
optimizer = optim.Adam(gpt.parameters(), lr=3e-3)
input = torch.cat((sos, data[:-1]))
for iter in range(1, n_iters + 1):
    loss = F.cross_entropy(gpt(input).flatten(0, 1), data.flatten())
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if iter % (n_iters // 4) == 0:
        print('gpt', iter, loss.item())
optimizer = optim.Adam(bert.parameters(), lr=3e-3)
for iter in range(1, n_iters + 1):
    hidden = torch.rand(T, N) < 0.2
    output = bert(data.masked_fill(hidden, MASK))
    loss = F.cross_entropy(output[hidden], data[hidden])
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if iter % (n_iters // 4) == 0:
        print('bert', iter, loss.item())


def write(beginning, temperature):
    with torch.no_grad():
        x = [SOS] + numbers(beginning)
        while len(x) <= T:
            scores = gpt(torch.tensor(x).unsqueeze(1))[-1, 0]
            if temperature is None:
                next = scores.argmax()
            else:
                next = torch.multinomial(F.softmax(scores / temperature, dim=0), 1)
            x.append(next.item())
    return ' '.join(words[i] for i in x[1:])


print(write([], None))
print(write(['the', 'cow'], None))
for temperature in [0.5, 1, 3]:
    for _ in range(3):
        print(temperature, write(['the'], temperature))


def guesses(scores):
    p, at = F.softmax(scores, dim=0).topk(3)
    print([f'{words[one]} {p[i].item():.3f}' for i, one in enumerate(at.tolist())])


sentence = data[:, 4]
gap = sentence.clone()
gap[1] = MASK
guesses(gpt(torch.cat((sos[0, :1], sentence)).unsqueeze(1))[1, 0])
guesses(bert(gap.unsqueeze(1))[1, 0])
