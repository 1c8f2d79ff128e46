import torch
from torch import nn

from errors import printError

torch.manual_seed(0)

net = nn.Sequential(nn.Linear(2, 2), nn.ReLU(), nn.Sequential(nn.Linear(2, 1), nn.Tanh()))
net.apply(lambda m: print(m._get_name()))
print([m._get_name() for m in net.modules()])
print([m._get_name() for m in net.children()])

visited = set()
print(net.apply(lambda m: visited.add(m)) is net, len(visited))


def init_weights(m):
    if isinstance(m, nn.Linear):
        nn.init.xavier_uniform_(m.weight)
        nn.init.zeros_(m.bias)
    elif isinstance(m, nn.Embedding):
        nn.init.normal_(m.weight, mean=0, std=0.02)
    elif isinstance(m, nn.LayerNorm):
        nn.init.constant_(m.weight, 1)
        nn.init.constant_(m.bias, 0)


class Tagger(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(10, 4)
        self.norm = nn.LayerNorm(4)
        self.hidden = nn.ModuleList([nn.Linear(4, 4), nn.Linear(4, 4)])
        self.out = nn.Linear(4, 2)

    def forward(self, words):
        x = self.norm(self.embedding(words))
        for layer in self.hidden:
            x = layer(x).relu()
        return self.out(x)


tagger = Tagger().apply(init_weights)
for name, p in tagger.named_parameters():
    print(name, p.shape, '%.4f' % p.std(unbiased=False).item())
print(tagger.out)
print(tagger.out.weight)
print(tagger.out.bias)
print(tagger(torch.tensor([[1, 2, 3]])))


class Scaled(nn.Linear):
    pass


scaled = Scaled(2, 2)
print(isinstance(scaled, nn.Linear), type(scaled) == nn.Linear)

before = tagger.out.weight.clone()
tagger.apply(init_weights)
print(torch.equal(tagger.out.weight, before), tagger.out.weight.requires_grad)
torch.manual_seed(1)
tagger.apply(init_weights)
first = tagger.out.weight.clone()
torch.manual_seed(1)
tagger.apply(init_weights)
print(torch.equal(tagger.out.weight, first))

printError(lambda: tagger.out.weight.fill_(1))
with torch.no_grad():
    tagger.out.weight.fill_(1)
print(tagger.out.weight)
