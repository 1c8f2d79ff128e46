// Modules on a GPU against the CPU: results and gradients.

import torch, { nn, type Tensor } from 'torch-node'
import { difference } from './support/compare.js'
import { onGpu, withoutTf32 } from './support/gpu.js'

type Module = nn.Module & ((...args: Tensor[]) => unknown)
type Row = [title: string, make: () => Module, inputs: () => Tensor[]]

const rand = (...shape: number[]) => torch.rand(shape).sub(0.5)
const probabilities = (...shape: number[]) => torch.rand(shape).softmax(-1)
const classes = (n: number, ...shape: number[]) => torch.randint(0, n, shape)
const row = (title: string, make: () => unknown, ...shapes: number[][]): Row => [
  title,
  make as () => Module,
  () => shapes.map((shape) => rand(...shape)),
]
const encoder = () =>
  nn.TransformerEncoder(
    nn.TransformerEncoderLayer(8, 2, 16, { batch_first: true, dropout: 0 }),
    2,
    {
      enable_nested_tensor: false,
    },
  )

const rows: Row[] = [
  row('Linear', () => nn.Linear(4, 3), [5, 4]),
  row('Bilinear', () => nn.Bilinear(4, 3, 2), [5, 4], [5, 3]),
  row('Conv1d', () => nn.Conv1d(4, 6, 3, { groups: 2 }), [2, 4, 9]),
  row(
    'Conv2d',
    () => nn.Conv2d(3, 4, 3, { padding: 'same', padding_mode: 'reflect' }),
    [2, 3, 8, 8],
  ),
  row('Conv3d', () => nn.Conv3d(2, 3, 2, { stride: 2 }), [1, 2, 6, 6, 6]),
  row('ConvTranspose2d', () => nn.ConvTranspose2d(3, 4, 3, { stride: 2 }), [2, 3, 5, 5]),
  row('MaxPool2d', () => nn.MaxPool2d(2), [2, 3, 8, 8]),
  row('AvgPool3d', () => nn.AvgPool3d(2), [2, 3, 4, 4, 4]),
  row('AdaptiveAvgPool2d', () => nn.AdaptiveAvgPool2d(3), [2, 3, 8, 7]),
  row('AdaptiveMaxPool1d', () => nn.AdaptiveMaxPool1d(3), [2, 3, 8]),
  row('LPPool2d', () => nn.LPPool2d(2, 2), [2, 3, 8, 8]),
  row('BatchNorm2d', () => nn.BatchNorm2d(3), [4, 3, 5, 5]),
  row('LayerNorm', () => nn.LayerNorm([4, 5]), [3, 4, 5]),
  row('GroupNorm', () => nn.GroupNorm(2, 6), [3, 6, 5]),
  row('InstanceNorm1d', () => nn.InstanceNorm1d(3, { affine: true }), [2, 3, 7]),
  row('RMSNorm', () => nn.RMSNorm(5), [3, 5]),
  row('LocalResponseNorm', () => nn.LocalResponseNorm(2), [2, 4, 5]),
  row('PReLU', () => nn.PReLU(3), [2, 3, 5]),
  row('GELU', () => nn.GELU(), [2, 3]),
  row('Softmax', () => nn.Softmax({ dim: 1 }), [2, 3]),
  row('RNN', () => nn.RNN(4, 5, { num_layers: 2 }), [6, 3, 4]),
  row('LSTM', () => nn.LSTM(4, 5, { bidirectional: true, batch_first: true }), [3, 6, 4]),
  row('LSTM with a projection', () => nn.LSTM(4, 5, { proj_size: 2 }), [6, 3, 4]),
  row('GRU', () => nn.GRU(4, 5, { num_layers: 2 }), [6, 3, 4]),
  row('LSTMCell', () => nn.LSTMCell(4, 5), [3, 4]),
  row('MultiheadAttention', () => nn.MultiheadAttention(8, 2), [5, 3, 8], [5, 3, 8], [5, 3, 8]),
  row('TransformerEncoder', encoder, [3, 5, 8]),
  row(
    'TransformerDecoderLayer',
    () => nn.TransformerDecoderLayer(8, 2, 16, { dropout: 0 }),
    [5, 3, 8],
    [4, 3, 8],
  ),
  row('Upsample', () => nn.Upsample({ scale_factor: 2, mode: 'bilinear' }), [2, 3, 4, 4]),
  row('PixelShuffle', () => nn.PixelShuffle(2), [2, 8, 3, 3]),
  row('Fold', () => nn.Fold([4, 5], [2, 2]), [2, 12, 12]),
  row('Unfold', () => nn.Unfold([2, 3]), [2, 5, 3, 4]),
  row('PairwiseDistance', () => nn.PairwiseDistance(), [4, 6], [4, 6]),
  row('CosineSimilarity', () => nn.CosineSimilarity(), [4, 6], [4, 6]),
  row('MSELoss', () => nn.MSELoss(), [4, 6], [4, 6]),
  row('SmoothL1Loss', () => nn.SmoothL1Loss(), [4, 6], [4, 6]),
  row('TripletMarginLoss', () => nn.TripletMarginLoss(), [4, 6], [4, 6], [4, 6]),
  ['Embedding', () => nn.Embedding(10, 3) as Module, () => [classes(10, 2, 4)]],
  ['EmbeddingBag', () => nn.EmbeddingBag(10, 3) as Module, () => [classes(10, 2, 4)]],
  ['CrossEntropyLoss', () => nn.CrossEntropyLoss() as Module, () => [rand(4, 5), classes(5, 4)]],
  ['NLLLoss', () => nn.NLLLoss() as Module, () => [rand(4, 5), classes(5, 4)]],
  ['BCELoss', () => nn.BCELoss() as Module, () => [torch.rand(4), torch.rand(4)]],
  ['KLDivLoss', () => nn.KLDivLoss() as Module, () => [rand(4, 5), probabilities(4, 5)]],
  [
    'CTCLoss',
    () => nn.CTCLoss() as Module,
    () => [
      rand(12, 2, 6).log_softmax(2),
      classes(5, 2, 4).add(1),
      torch.tensor([12, 10]),
      torch.tensor([4, 3]),
    ],
  ],
]

/** Results, gradients of inputs and parameters, and the state after a call in training, then results of eval. */
function outcome(make: () => Module, inputs: () => Tensor[], device: string): unknown[] {
  torch.manual_seed(3)
  const module = make()
  const args = inputs().map((input) => {
    const moved = input.to(device)
    return moved.is_floating_point() ? moved.requires_grad_() : moved
  })
  module.to(device)
  const results = [module(...args)].flat(3).filter((x): x is Tensor => x instanceof torch.Tensor)
  for (const result of results)
    result.sum().add(result.pow(2).sum()).backward({ retain_graph: true })
  const grads = [...args, ...module.parameters()].map(({ grad }) => grad)
  const state = Object.values(module.state_dict())
  module.eval()
  return [results, grads, state, torch.no_grad(() => module(...args))]
}

onGpu('modules on a GPU', () => {
  const { matmul } = torch.backends.cuda
  withoutTf32()
  beforeAll(() => {
    expect(matmul.allow_tf32).toBe(false)
  })

  test.each(rows)('%s', (_title, make, inputs) => {
    const [there, here] = [outcome(make, inputs, 'cuda'), outcome(make, inputs, 'cpu')]
    expect(difference(there, here)).toBeUndefined()
  })

  test('packed sequences', () => {
    const { pack_padded_sequence, pad_packed_sequence } = nn.utils.rnn
    const run = (device: string) => {
      torch.manual_seed(4)
      const [lstm, x] = [nn.LSTM(3, 4), rand(5, 2, 3)]
      lstm.to(device)
      const [out] = lstm(pack_padded_sequence(x.to(device), torch.tensor([5, 3])))
      return pad_packed_sequence(out)[0]
    }
    expect(difference(run('cuda'), run('cpu'))).toBeUndefined()
  })

  test.each([
    ['flash', torch.float16, 1e-2],
    ['of any dtype', torch.float32, 1e-5],
  ])('scaled_dot_product_attention: %s', (_title, dtype, atol) => {
    const [q, k, v] = [rand(2, 4, 16, 32), rand(2, 4, 16, 32), rand(2, 4, 16, 32)] as const
    const attend = (device: string, dtype: torch.dtype) =>
      nn.functional.scaled_dot_product_attention(
        q.to(device, dtype),
        k.to(device, dtype),
        v.to(device, dtype),
        { is_causal: true },
      )
    const there = attend('cuda', dtype).cpu().float()
    expect(torch.allclose(there, attend('cpu', torch.float32), { atol })).toBe(true)
  })
})
