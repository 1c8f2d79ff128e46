/** A transformer with both halves learns to write a sequence backwards. */
import torch, { nn, optim, type Tensor } from 'torch-node'
import { len, print, range } from 'torch-node/builtins'
import { smoke } from '../options.js'
import { PositionalEncoding } from './model.js'

torch.manual_seed(0)

// 1. The data: rows of digits of any length up to max_len, filled up with PAD

const [PAD, SOS, EOS] = [0, 1, 2]
const n_digits = 10
const n_tokens = 3 + n_digits
const max_len = smoke ? 4 : 10

/** Sources (N, S) with PAD behind, and targets (N, S + 2): SOS, the digits backwards, EOS and PAD. */
function get_batch(batch_size: number): [Tensor, Tensor] {
  const lengths = torch.randint(1, max_len + 1, [batch_size, 1])
  const place = torch.arange(max_len).unsqueeze(0)
  const src = torch.randint(3, n_tokens, [batch_size, max_len])
  src.masked_fill_(place.ge(lengths), PAD)
  const backwards = lengths.sub(1).sub(place).clamp({ min: 0 }) // (N, S)
  const reversed = src.gather(1, backwards).masked_fill(place.ge(lengths), PAD)
  const tgt = torch.full([batch_size, max_len + 2], PAD)
  tgt.index_put_([':', 0], SOS)
  tgt.index_put_([':', '1:-1'], reversed)
  tgt.scatter_(1, lengths.add(1), EOS)
  return [src, tgt]
}
{
  const [src, tgt] = get_batch(3)
  print(src)
  print(tgt)
}

// 2. The network. (In the notes `dq=dk=qv=dmodel/h`: the last is dv, the width of the values of a head.)

const d_model = smoke ? 32 : 64
const nhead = 4
print(d_model / nhead)

class Reversal extends nn.Module {
  embedding: nn.Embedding
  pos_encoder: PositionalEncoding
  transformer: nn.Transformer
  out: nn.Linear

  constructor() {
    super()
    this.embedding = nn.Embedding(n_tokens, d_model, { padding_idx: PAD })
    this.pos_encoder = new PositionalEncoding(d_model, 0, max_len + 2)
    this.transformer = nn.Transformer(d_model, nhead, 2, 2, 4 * d_model, 0, 'gelu', {
      norm_first: true,
    })
    this.out = nn.Linear(d_model, n_tokens)
  }

  #embed(tokens: Tensor): Tensor {
    const x = this.embedding(tokens).transpose(0, 1) // (S, N, d_model)
    return this.pos_encoder(x.mul(Math.sqrt(d_model)))
  }

  /** What the encoder makes of sources, (S, N, d_model). */
  encode(src: Tensor): Tensor {
    return this.transformer.encoder(this.#embed(src), { src_key_padding_mask: src.eq(PAD) })
  }

  /** Scores for what follows each word of the targets, (N, T, n_tokens). */
  decode(tgt: Tensor, memory: Tensor, src: Tensor): Tensor {
    const T = tgt.size(1)
    const output = this.transformer.decoder(this.#embed(tgt), memory, {
      tgt_mask: torch.ones(T, T, { dtype: torch.bool }).triu(1),
      memory_key_padding_mask: src.eq(PAD),
      tgt_is_causal: true,
    })
    return this.out(output).transpose(0, 1)
  }

  override forward(src: Tensor, tgt: Tensor): Tensor {
    return this.decode(tgt, this.encode(src), src)
  }
}

const model = new Reversal()

// 3. Training: the true words are the input, shifted by one against what is to be found

const criterion = nn.CrossEntropyLoss({ ignore_index: PAD })
const n_iters = smoke ? 150 : 1500
const batch_size = 64
const optimizer = optim.Adam(model.parameters())
const scheduler = optim.lr_scheduler.OneCycleLR(optimizer, smoke ? 1e-2 : 3e-3, n_iters)
for (const iter of range(1, n_iters + 1)) {
  const [src, tgt] = get_batch(batch_size)
  const output = model(src, tgt[':, :-1'])
  const loss = criterion(output.flatten(0, 1), tgt[':, 1:'].flatten())
  optimizer.zero_grad()
  loss.backward()
  optimizer.step()
  scheduler.step()
  if (iter % (n_iters / 10) === 0) print(iter, loss.item())
}

// 4. Greedy decoding: each word is the likeliest after those that are written

model.eval()

function greedy(src: Tensor): Tensor {
  using _ = torch.no_grad()
  const memory = model.encode(src)
  let tgt = torch.full([src.size(0), 1], SOS)
  for (const _ of range(max_len + 1)) {
    const word = model.decode(tgt, memory, src)[':, -1'].argmax(1, { keepdim: true })
    const ended = tgt[':, -1:'].eq(EOS).logical_or(tgt[':, -1:'].eq(PAD))
    tgt = torch.cat([tgt, word.masked_fill(ended, PAD)], 1)
  }
  return tgt
}

const [src, tgt] = get_batch(smoke ? 200 : 1000)
const written = greedy(src)
for (const i of range(5)) {
  print(src[i].tolist(), written[i].tolist(), tgt[i].equal(written[i]))
}
const right = written.eq(tgt).all(1).sum().item()
print(`${right} of ${len(src)} backwards without a mistake`)
