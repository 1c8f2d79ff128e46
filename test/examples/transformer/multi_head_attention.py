import math

import torch
import torch.nn as nn
import torch.nn.functional as F

torch.manual_seed(0)


class MultiHeadAttention(nn.Module):
    def __init__(
        self,
        embed_dim,
        num_heads,
        key_dim,
        value_dim=None,
        dropout=0,
        use_bias=True,
        output_shape=None,
    ):
        super().__init__()
        value_dim = value_dim or key_dim
        output_shape = output_shape or embed_dim
        self.num_heads = num_heads
        self.key_dim = key_dim
        self.value_dim = value_dim
        bias = use_bias
        self.query_dense = nn.Linear(embed_dim, num_heads * key_dim, bias=bias)
        self.key_dense = nn.Linear(embed_dim, num_heads * key_dim, bias=bias)
        self.value_dense = nn.Linear(embed_dim, num_heads * value_dim, bias=bias)
        self.dropout = nn.Dropout(dropout)
        self.output_dense = nn.Linear(num_heads * value_dim, output_shape, bias=bias)

    def split(self, x, width):
        return x.view(x.size(0), x.size(1), self.num_heads, width).transpose(1, 2)

    def forward(self, query, value, key=None, attention_mask=None):
        key = value if key is None else key
        q = self.split(self.query_dense(query), self.key_dim)
        k = self.split(self.key_dense(key), self.key_dim)
        v = self.split(self.value_dense(value), self.value_dim)

        scores = q.matmul(k.transpose(-2, -1)) / math.sqrt(self.key_dim)
        if attention_mask is not None:
            scores = scores + (1 - attention_mask.unsqueeze(1)) * -1e9
        weights = F.softmax(scores, dim=-1)
        heads = self.dropout(weights).matmul(v)

        concat = heads.transpose(1, 2).contiguous().view(query.size(0), query.size(1), -1)
        return self.output_dense(concat), weights


B, T, S, E, m = 2, 4, 6, 24, 4
query = torch.randn(B, T, E, requires_grad=True)
value = torch.randn(B, S, E)
key = torch.randn(B, S, E)
mha = MultiHeadAttention(E, m, 5, value_dim=7, output_shape=3, dropout=0.1)
print(mha)
output, weights = mha(query, value)
print(output.size(), weights.size())
print(weights.sum(-1).allclose(torch.ones(B, m, T)))

theirs = nn.MultiheadAttention(E, m, batch_first=True)
ours = MultiHeadAttention(E, m, E // m)
print(theirs.in_proj_weight.size())
with torch.no_grad():
    nn.init.normal_(theirs.in_proj_bias)
    wq, wk, wv = theirs.in_proj_weight.chunk(3)
    bq, bk, bv = theirs.in_proj_bias.chunk(3)
    ours.query_dense.load_state_dict({'weight': wq, 'bias': bq})
    ours.key_dense.load_state_dict({'weight': wk, 'bias': bk})
    ours.value_dense.load_state_dict({'weight': wv, 'bias': bv})
    ours.output_dense.load_state_dict(theirs.out_proj.state_dict())


def difference(a, b):
    return (a - b).abs().max().item()


def gradient(output):
    return torch.autograd.grad(output.pow(2).sum(), query, retain_graph=True)[0]


def compare(attention_mask):
    attn_mask = None if attention_mask is None else (attention_mask == 0).repeat_interleave(m, 0)
    output, weights = ours(query, value, key, attention_mask)
    expected, mean = theirs(query, key, value, attn_mask=attn_mask)
    _, each = theirs(query, key, value, attn_mask=attn_mask, average_attn_weights=False)
    differences = [
        difference(output, expected),
        difference(weights, each),
        difference(weights.mean(1), mean),
        difference(gradient(output), gradient(expected)),
    ]
    print(['%.0e' % one for one in differences], all(one < 1e-6 for one in differences))


compare(None)
mask = torch.ones(T, S).tril().expand(B, T, S)
print(mask[0])
compare(mask)

nowhere = torch.ones(1, T, S)
nowhere[0, 0] = 0
_, weights = ours(query[0:1], value[0:1], key[0:1], nowhere)
_, each = theirs(query[0:1], key[0:1], value[0:1], attn_mask=nowhere[0] == 0)
print(weights[0, 0, 0])
print(each[0, 0])
