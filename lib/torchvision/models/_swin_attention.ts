// The attention of torchvision/models/swin_transformer.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { ValueError } from '../../errors.js'
import torch, { nn, type Tensor } from '../../index.js'
import { layer } from '../../nn/modules/_layer.js'

const { functional: F } = nn

type Pair = readonly [height: number, width: number]

/** The bias of each pair of places in a window, `(1, heads, N, N)`, from a table of them by distance. */
export function _get_relative_position_bias(
  table: Tensor,
  index: Tensor,
  window_size: Pair,
): Tensor {
  const n = window_size[0] * window_size[1]
  return table.index([index]).view(n, n, -1).permute(2, 0, 1).contiguous().unsqueeze(0)
}

/** The weights and settings of {@link shifted_window_attention}. */
export interface WindowAttention {
  qkv_weight: Tensor
  proj_weight: Tensor
  relative_position_bias: Tensor
  window_size: Pair
  num_heads: number
  shift_size: Pair
  attention_dropout?: number
  dropout?: number
  qkv_bias?: Tensor | null
  proj_bias?: Tensor | null
  /** Makes it a cosine attention, of Swin Transformer V2. */
  logit_scale?: Tensor | null
  training?: boolean
}

/**
 * Attention inside of windows of images `(N, H, W, C)`, which may be shifted: images are padded to whole windows, and
 * what is shifted out on one side comes in on the other, where a mask keeps it apart.
 */
export function shifted_window_attention(input: Tensor, options: WindowAttention): Tensor {
  const { window_size, num_heads, training = true } = options
  const { attention_dropout = 0, dropout = 0, proj_bias = null } = options
  const [b, h, w, c] = input.shape as unknown as [number, number, number, number]
  const [wh, ww] = window_size
  const [padRight, padBottom] = [(ww - (w % ww)) % ww, (wh - (h % wh)) % wh]
  let x = F.pad(input, [0, 0, 0, padRight, 0, padBottom])
  const padded: Pair = [h + padBottom, w + padRight]
  // A window that holds the whole image is not shifted.
  const [down, right] = options.shift_size.map((shift, i) =>
    (window_size[i] as number) >= (padded[i] as number) ? 0 : shift,
  ) as [number, number]
  const isShifted = down + right > 0
  if (isShifted) x = torch.roll(x, { shifts: [0 - down, 0 - right], dims: [1, 2] })
  const [rows, columns] = [padded[0] / wh, padded[1] / ww]
  x = x.view(b, rows, wh, columns, ww, c)
  x = x.permute(0, 1, 3, 2, 4, 5).reshape(b * rows * columns, wh * ww, c)

  const [windows, places] = [x.size(0), x.size(1)]
  const mask = isShifted ? maskOf(x, padded, window_size, [down, right]) : null
  const { attn, v } = scores(x, options)
  const masked = mask === null ? attn : addMask(attn, mask, windows, places, num_heads)
  const weights = F.dropout(F.softmax(masked, { dim: -1 }), { p: attention_dropout, training })

  x = weights.matmul(v).transpose(1, 2).reshape(windows, places, c)
  x = F.dropout(F.linear(x, options.proj_weight, proj_bias), { p: dropout, training })
  x = x.view(b, rows, columns, wh, ww, c)
  x = x.permute(0, 1, 3, 2, 4, 5).reshape(b, ...padded, c)
  if (isShifted) x = torch.roll(x, { shifts: [down, right], dims: [1, 2] })
  return x.narrow(1, 0, h).narrow(2, 0, w).contiguous()
}

// The products of queries and keys, with the bias of their places, and the values.
function scores(x: Tensor, options: WindowAttention): { attn: Tensor; v: Tensor } {
  const { num_heads, qkv_weight, relative_position_bias, logit_scale = null } = options
  const c = x.size(2)
  let { qkv_bias = null } = options
  if (logit_scale !== null && qkv_bias !== null) {
    qkv_bias = qkv_bias.clone()
    const length = qkv_bias.numel() / 3
    qkv_bias.narrow(0, length, length).zero_()
  }
  const qkv = F.linear(x, qkv_weight, qkv_bias)
    .reshape(x.size(0), x.size(1), 3, num_heads, c / num_heads)
    .permute(2, 0, 3, 1, 4)
  const [q, k, v] = [0, 1, 2].map((i) => qkv.select(0, i)) as [Tensor, Tensor, Tensor]
  if (logit_scale === null) {
    const attn = q.mul((c / num_heads) ** -0.5).matmul(k.transpose(-2, -1))
    return { attn: attn.add(relative_position_bias), v }
  }
  const cosine = F.normalize(q, { dim: -1 }).matmul(F.normalize(k, { dim: -1 }).transpose(-2, -1))
  const scale = torch.clamp(logit_scale, { max: Math.log(100) }).exp()
  return { attn: cosine.mul(scale).add(relative_position_bias), v }
}

// Minus 100 between places of a window that are not neighbours in the image, `(windows, N, N)`.
function maskOf(x: Tensor, padded: Pair, [wh, ww]: Pair, [down, right]: Pair): Tensor {
  const parts = x.new_zeros([...padded])
  const slices = (window: number, shift: number) => [
    torch.Slice(0, 0 - window),
    torch.Slice(0 - window, 0 - shift),
    torch.Slice(0 - shift, null),
  ]
  let count = 0
  for (const row of slices(wh, down)) {
    for (const column of slices(ww, right)) parts.index_put_([row, column], count++)
  }
  const windows = parts
    .view(padded[0] / wh, wh, padded[1] / ww, ww)
    .permute(0, 2, 1, 3)
    .reshape(-1, wh * ww)
  const apart = windows.unsqueeze(1).sub(windows.unsqueeze(2))
  return apart.masked_fill(apart.ne(0), -100).masked_fill(apart.eq(0), 0)
}

function addMask(
  attn: Tensor,
  mask: Tensor,
  windows: number,
  places: number,
  heads: number,
): Tensor {
  const perImage = attn.view(windows / mask.size(0), mask.size(0), heads, places, places)
  return perImage.add(mask.unsqueeze(1).unsqueeze(0)).view(-1, heads, places, places)
}

const initAttention = (name: string) =>
  initializer<
    [
      dim: number,
      window_size: Pair,
      shift_size: Pair,
      num_heads: number,
      qkv_bias: boolean,
      proj_bias: boolean,
      attention_dropout: number,
      dropout: number,
    ]
  >()(
    `${name}.__init__(self, dim, window_size, shift_size, num_heads, qkv_bias=True, proj_bias=True, attention_dropout=0.0, dropout=0.0)` as 'S.__init__(self, dim, window_size, shift_size, num_heads, qkv_bias=True, proj_bias=True, attention_dropout=0.0, dropout=0.0)',
  )

const initV1 = initAttention('ShiftedWindowAttention')
const initV2 = initAttention('ShiftedWindowAttentionV2')

class ShiftedWindowAttention extends nn.Module {
  declare window_size: Pair
  declare shift_size: Pair
  declare num_heads: number
  declare attention_dropout: number
  declare dropout: number
  declare qkv: nn.Linear
  declare proj: nn.Linear
  declare relative_position_bias_table: nn.Parameter
  declare relative_position_index: Tensor

  constructor(...args: ArgumentsOf<typeof initV1>) {
    const { dim, qkv_bias, proj_bias, ...options } = initV1(args)
    super()
    if (options.window_size.length !== 2 || options.shift_size.length !== 2) {
      throw new ValueError('window_size and shift_size must be of length 2')
    }
    Object.assign(this, options)
    this.qkv = nn.Linear(dim, dim * 3, { bias: qkv_bias })
    this.proj = nn.Linear(dim, dim, { bias: proj_bias })
    this.define_relative_position_bias_table()
    this.define_relative_position_index()
  }

  define_relative_position_bias_table(): void {
    const [h, w] = this.window_size
    const table = torch.zeros((2 * h - 1) * (2 * w - 1), this.num_heads)
    this.relative_position_bias_table = nn.Parameter(table)
    nn.init.trunc_normal_(this.relative_position_bias_table, { std: 0.02 })
  }

  /** Where in the table each pair of places in a window is found. */
  define_relative_position_index(): void {
    const [h, w] = this.window_size
    const grid = torch.meshgrid([torch.arange(h), torch.arange(w)], { indexing: 'ij' })
    const places = torch.flatten(torch.stack([...grid]), 1) // (2, h * w)
    const [down, right] = places.unsqueeze(2).sub(places.unsqueeze(1)).unbind(0) as [Tensor, Tensor]
    const rows = down.add(h - 1).mul(2 * w - 1)
    this.register_buffer('relative_position_index', rows.add(right.add(w - 1)).flatten())
  }

  get_relative_position_bias(): Tensor {
    const { relative_position_bias_table, relative_position_index, window_size } = this
    return _get_relative_position_bias(
      relative_position_bias_table,
      relative_position_index,
      window_size,
    )
  }

  override forward(x: Tensor): Tensor {
    return shifted_window_attention(x, weightsOf(this))
  }
}

function weightsOf(self: ShiftedWindowAttention): WindowAttention {
  const { qkv, proj, window_size, num_heads, shift_size } = self
  const { attention_dropout, dropout, training } = self
  return {
    qkv_weight: qkv.weight,
    proj_weight: proj.weight,
    relative_position_bias: self.get_relative_position_bias(),
    window_size,
    num_heads,
    shift_size,
    attention_dropout,
    dropout,
    qkv_bias: qkv.bias,
    proj_bias: proj.bias,
    training,
  }
}

class ShiftedWindowAttentionV2 extends ShiftedWindowAttention {
  declare logit_scale: nn.Parameter
  declare cpb_mlp: nn.Sequential
  declare relative_coords_table: Tensor

  constructor(...args: ArgumentsOf<typeof initV2>) {
    const options = initV2(args)
    const { num_heads } = options
    super(options)
    this.logit_scale = nn.Parameter(torch.log(torch.ones(num_heads, 1, 1).mul(10)))
    this.cpb_mlp = nn.Sequential(
      nn.Linear(2, 512, { bias: true }),
      nn.ReLU({ inplace: true }),
      nn.Linear(512, num_heads, { bias: false }),
    )
    const { bias } = this.qkv
    if (bias === null) return
    const length = bias.numel() / 3
    torch.no_grad(() => bias.narrow(0, length, length).zero_())
  }

  /** Distances on a logarithmic scale, from which a small network makes the biases. */
  override define_relative_position_bias_table(): void {
    const [h, w] = this.window_size
    const range = (size: number): Tensor =>
      torch.arange(-(size - 1), size, { dtype: torch.float32 })
    const grid = torch.meshgrid([range(h), range(w)], { indexing: 'ij' })
    const table = torch
      .stack([...grid])
      .permute(1, 2, 0)
      .contiguous()
      .unsqueeze(0)
    table.select(3, 0).div_(h - 1)
    table.select(3, 1).div_(w - 1)
    const scaled = table.mul_(8)
    const sign = torch.sign(scaled)
    // The absolute value in a way that LibTorch knows on the meta device as well.
    const logarithmic = torch.log2(sign.mul(scaled).add(1))
    this.register_buffer('relative_coords_table', sign.mul(logarithmic).div(3))
  }

  override get_relative_position_bias(): Tensor {
    const { relative_coords_table, relative_position_index, window_size, num_heads } = this
    const table = this.cpb_mlp(relative_coords_table).view(-1, num_heads)
    const bias = _get_relative_position_bias(table, relative_position_index, window_size)
    return torch.mul(16, torch.sigmoid(bias))
  }

  override forward(x: Tensor): Tensor {
    return shifted_window_attention(x, { ...weightsOf(this), logit_scale: this.logit_scale })
  }
}

/** {@link shifted_window_attention} with its weights, and a table of biases by distance. */
const ShiftedWindowAttention_ = layer(ShiftedWindowAttention, 'x')
/** {@link ShiftedWindowAttention} by cosines, with biases from a small network. */
const ShiftedWindowAttentionV2_ = layer(ShiftedWindowAttentionV2, 'x')
type ShiftedWindowAttention_ = ShiftedWindowAttention
type ShiftedWindowAttentionV2_ = ShiftedWindowAttentionV2

export {
  ShiftedWindowAttention_ as ShiftedWindowAttention,
  ShiftedWindowAttentionV2_ as ShiftedWindowAttentionV2,
}
