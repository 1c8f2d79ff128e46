/** Attention with several heads as Keras has it: heads of any width, a mask of ones and zeros. Against PyTorch's own. */
import torch, { nn, type Tensor } from 'torch-node'
import { print, sprintf } from 'torch-node/builtins'
import F from 'torch-node/nn/functional'

torch.manual_seed(0)

// 1. The module

interface Options {
  value_dim?: number
  dropout?: number
  use_bias?: boolean
  output_shape?: number
}

class MultiHeadAttention extends nn.Module {
  num_heads: number
  key_dim: number
  value_dim: number
  query_dense: nn.Linear
  key_dense: nn.Linear
  value_dense: nn.Linear
  dropout: nn.Dropout
  output_dense: nn.Linear

  /** Keras sees the width of its inputs when it is called; here it is `embed_dim`. */
  constructor(
    embed_dim: number,
    num_heads: number,
    key_dim: number,
    { value_dim = key_dim, dropout = 0, use_bias = true, output_shape = embed_dim }: Options = {},
  ) {
    super()
    this.num_heads = num_heads
    this.key_dim = key_dim
    this.value_dim = value_dim
    const bias = use_bias
    this.query_dense = nn.Linear(embed_dim, num_heads * key_dim, { bias })
    this.key_dense = nn.Linear(embed_dim, num_heads * key_dim, { bias })
    this.value_dense = nn.Linear(embed_dim, num_heads * value_dim, { bias })
    this.dropout = nn.Dropout(dropout)
    this.output_dense = nn.Linear(num_heads * value_dim, output_shape, { bias })
  }

  /** (B, N, heads * width) as (B, heads, N, width). */
  #split(x: Tensor, width: number): Tensor {
    return x.view(x.size(0), x.size(1), this.num_heads, width).transpose(1, 2)
  }

  /** In Keras's order, the value before the key. `attention_mask` (B, T, S) has 1 where to look, 0 where not. */
  override forward(
    query: Tensor, // (B, T, embed_dim)
    value: Tensor, // (B, S, embed_dim)
    key: Tensor = value,
    attention_mask: Tensor | null = null,
  ): [Tensor, Tensor] {
    const q = this.#split(this.query_dense(query), this.key_dim) // (B, m, T, d)
    const k = this.#split(this.key_dense(key), this.key_dim) // (B, m, S, d)
    const v = this.#split(this.value_dense(value), this.value_dim) // (B, m, S, dv)

    let scores = q.matmul(k.transpose(-2, -1)).div(Math.sqrt(this.key_dim)) // (B, m, T, S)
    if (attention_mask !== null) {
      scores = scores.add(torch.sub(1, attention_mask.unsqueeze(1)).mul(-1e9))
    }
    // In the notes (B, N, 1) comes out; softmax leaves the shape as it is.
    const weights = F.softmax(scores, { dim: -1 }) // (B, m, T, S)
    // Keras drops places to look at. (In the notes dropout may stand anywhere; behind the module it drops features.)
    const heads = this.dropout(weights).matmul(v) // (B, m, T, dv)

    const concat = heads.transpose(1, 2).contiguous().view(query.size(0), query.size(1), -1)
    // (B, T, output_shape). In the notes (B, N, dv), which is so only where the output is as wide as a head.
    return [this.output_dense(concat), weights]
  }
}

// 2. Shapes: heads need not share the width of the input

const [B, T, S, E, m] = [2, 4, 6, 24, 4]
const query = torch.randn(B, T, E, { requires_grad: true })
const value = torch.randn(B, S, E)
const key = torch.randn(B, S, E)
{
  const mha = new MultiHeadAttention(E, m, 5, { value_dim: 7, output_shape: 3, dropout: 0.1 })
  print(mha)
  const [output, weights] = mha(query, value)
  print(output.size(), weights.size())
  print(weights.sum(-1).allclose(torch.ones(B, m, T)))
}

// 3. PyTorch's own, whose heads share the input's width, and which keeps the three projections in one weight

const theirs = nn.MultiheadAttention(E, m, { batch_first: true })
const ours = new MultiHeadAttention(E, m, E / m)
print(theirs.in_proj_weight!.size())
{
  using _ = torch.no_grad()
  nn.init.normal_(theirs.in_proj_bias!)
  const [wq, wk, wv] = theirs.in_proj_weight!.chunk(3)
  const [bq, bk, bv] = theirs.in_proj_bias!.chunk(3)
  ours.query_dense.load_state_dict({ weight: wq, bias: bq })
  ours.key_dense.load_state_dict({ weight: wk, bias: bk })
  ours.value_dense.load_state_dict({ weight: wv, bias: bv })
  ours.output_dense.load_state_dict(theirs.out_proj.state_dict())
}

const difference = (a: Tensor, b: Tensor) => a.sub(b).abs().max().item()

function compare(attention_mask: Tensor | null): void {
  const attn_mask = attention_mask?.eq(0).repeat_interleave(m, 0) ?? null // (B * m, T, S), true where not to look
  const [output, weights] = ours(query, value, key, attention_mask)
  const [expected, mean] = theirs(query, key, value, { attn_mask })
  const [, each] = theirs(query, key, value, { attn_mask, average_attn_weights: false })
  const differences = [
    difference(output, expected),
    difference(weights, each!),
    // Its weights are the mean of the heads, unless asked for each.
    difference(weights.mean(1), mean!),
    difference(gradient(output), gradient(expected)),
  ]
  print(
    differences.map((one) => sprintf('%.0e', one)),
    differences.every((one) => one < 1e-6),
  )
}

const gradient = (output: Tensor): Tensor =>
  torch.autograd.grad(output.pow(2).sum(), query, { retain_graph: true })[0]

compare(null)
const mask = torch.ones(T, S).tril().expand(B, T, S)
print(mask[0])
compare(mask)

// 4. A row that may look nowhere: -1e9 on all places is as good as nothing, minus infinity is no number

const nowhere = torch.ones(1, T, S)
nowhere.index_put_([0, 0], 0)
{
  const [, weights] = ours(query['0:1'], value['0:1'], key['0:1'], nowhere)
  const [, each] = theirs(query['0:1'], key['0:1'], value['0:1'], {
    attn_mask: nowhere[0].eq(0),
  })
  print(weights['0, 0, 0'])
  print(each!['0, 0'])
}
