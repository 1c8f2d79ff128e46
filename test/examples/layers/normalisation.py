import torch
from torch import nn

from errors import printError

torch.manual_seed(0)


def normalise(x, dim, eps=1e-5):
    mean = x.mean(dim, keepdim=True)
    variance = x.var(dim, unbiased=False, keepdim=True)
    return (x - mean) / torch.sqrt(variance + eps)


def same(a, b):
    return torch.allclose(a, b, atol=1e-6)


words = torch.randn(2, 3, 5) * 4 + 7
layer_norm = nn.LayerNorm(words.size(-1))
print(layer_norm)
print(layer_norm(words).mean(-1), layer_norm(words).var(-1, unbiased=False))
print(same(layer_norm(words), normalise(words, [-1])))

sentence_norm = nn.LayerNorm([3, 5])
print(same(sentence_norm(words), normalise(words, [-2, -1])))
print(sentence_norm.weight.shape, layer_norm.weight.shape, layer_norm.bias.shape)

print(torch.equal(layer_norm(words[0:1]), layer_norm(words)[0:1]))
print(torch.equal(layer_norm.eval()(words), layer_norm.train()(words)))

vectors = torch.randn(6, 4) * 2 + 3
print(same(nn.BatchNorm1d(4)(vectors), normalise(vectors, [0])))
print(same(nn.BatchNorm1d(3)(words), normalise(words, [0, 2])))

pictures = torch.rand(4, 3, 8, 8)
batch_norm = nn.BatchNorm2d(pictures.size(1))
print(batch_norm)
out = batch_norm(pictures)
print(out.mean([0, 2, 3]).abs() < 1e-6, out.var([0, 2, 3], unbiased=False))
print(same(out, normalise(pictures, [0, 2, 3])))
print(batch_norm.weight.shape, batch_norm.bias.shape)

with torch.no_grad():
    batch_norm.weight.copy_(torch.tensor([1, 2, 3]))
    batch_norm.bias.fill_(0.5)
gamma = torch.tensor([1, 2, 3]).view(1, 3, 1, 1)
print(same(batch_norm(pictures), normalise(pictures, [0, 2, 3]) * gamma + 0.5))

large = nn.BatchNorm1d(4, eps=1)
deviation = vectors.var(0, unbiased=False).sqrt()
print(same(large(vectors), normalise(vectors, [0], 1)))
print(same(large(vectors), (vectors - vectors.mean(0)) / (deviation + 1)))
print(nn.BatchNorm1d(1)(torch.full([2, 1], 5.5)))

bn = nn.BatchNorm1d(4)
# The port has an object for the OrderedDict.
print(dict(bn.state_dict()))
print([name for name, _ in bn.named_buffers()])
bn(vectors)
print(same(bn.running_mean, 0.1 * vectors.mean(0)))
print(same(bn.running_var, 0.9 + 0.1 * vectors.var(0)))
bn(vectors)
print(bn.num_batches_tracked, bn.running_mean)

bn.eval()
used = (vectors - bn.running_mean) / torch.sqrt(bn.running_var + bn.eps)
print(same(bn(vectors), used))
print(torch.equal(bn(vectors[0:1]), bn(vectors)[0:1]))
print(bn.num_batches_tracked)

forgetful = nn.BatchNorm1d(4, track_running_stats=False)
print(forgetful.running_mean, same(forgetful.eval()(vectors), normalise(vectors, [0])))

one = torch.randn(1, 3)
printError(lambda: nn.BatchNorm1d(3)(one))
print(nn.BatchNorm1d(3).eval()(one))
print(nn.LayerNorm(3)(one))
print(nn.BatchNorm2d(3)(torch.rand(1, 3, 8, 8)).size())

printError(lambda: nn.BatchNorm1d(4)(pictures))
printError(lambda: nn.BatchNorm2d(4)(pictures))
printError(lambda: nn.LayerNorm(4)(words))
