// Pieces of scripts/golden/autocast_modules.py, by the same names.
import torch, { nn, type Tensor } from 'torch-node'
import { testAnswers } from '../golden/support/answers.js'

/** Attention of a sequence to itself. */
class Self extends nn.Module {
  declare attention: nn.MultiheadAttention
  constructor(attention: nn.MultiheadAttention) {
    super()
    this.attention = attention
  }
  override forward(x: Tensor) {
    return this.attention(x, x, x)
  }
}

type Make = () => nn.Module

const layer = (options: { norm_first?: boolean } = {}) =>
  nn.TransformerEncoderLayer(8, 2, 16, { batch_first: true, ...options })
const encoder = () => nn.TransformerEncoder(layer({ norm_first: false }), 2)
const lstm = () => nn.LSTM(8, 6, 2, { bidirectional: true, batch_first: true })
const attention = () => new Self(nn.MultiheadAttention(8, 2, { batch_first: true }))

const modules: Record<string, Make> = {
  RNN: () => nn.RNN(8, 4),
  LSTM: lstm,
  GRU: () => nn.GRU(8, 4),
  'LSTM with projections': () => nn.LSTM(8, 6, { proj_size: 3 }),
  MultiheadAttention: attention,
  'MultiheadAttention, slow': () => new Self(nn.MultiheadAttention(8, 2)),
  TransformerEncoderLayer: () => layer(),
  TransformerEncoder: encoder,
  'TransformerEncoder, norm first': () =>
    nn.TransformerEncoder(layer({ norm_first: true }), 2, { enable_nested_tensor: false }),
}

const precisions = { bfloat16: torch.bfloat16, float16: torch.float16 }

describe('modules under torch.autocast', () => {
  testAnswers('autocast_modules.gz', ({ input, piece }) => {
    const evaluated = (make: Make, dtype: torch.dtype, name: string) => () => {
      const module = make().eval()
      return torch.no_grad(() => torch.autocast('cpu', { dtype }, () => module(input(name))))
    }
    const trained = (make: Make) => () => {
      torch.manual_seed(0)
      const module = make()
      const dtype = torch.bfloat16
      const out = torch.autocast('cpu', { dtype }, () => module(input('x'))) as Tensor | Tensor[]
      const first = Array.isArray(out) ? (out[0] as Tensor) : out
      first.float().sum().backward()
      return [first, [...module.parameters()].map((param) => param.grad)]
    }
    for (const [what, make] of Object.entries(modules)) {
      for (const [text, dtype] of Object.entries(precisions)) {
        piece(`${what} in ${text}`, evaluated(make, dtype, 'x'))
      }
      piece(`${what} of bfloat16`, evaluated(make, torch.bfloat16, 'low'))
      piece(`${what} trained`, trained(make))
    }

    const padded = () => encoder().eval()(input('x'), { src_key_padding_mask: input('padding') })
    piece('padded', () =>
      torch.no_grad(() => torch.autocast('cpu', { dtype: torch.bfloat16 }, padded)),
    )
    piece('mismatched', () =>
      torch.autocast('cpu', { enabled: false }, () => nn.LSTM(8, 4)(input('low'))),
    )
    piece('cuda', () => {
      torch.set_autocast_enabled('cuda', true)
      try {
        return torch.no_grad(() => {
          const results = [lstm, attention, encoder].map((make: Make) => {
            torch.manual_seed(0)
            return make().eval()(input('x'))
          })
          return [...results, padded()]
        })
      } finally {
        torch.set_autocast_enabled('cuda', false)
      }
    })
  })
})
