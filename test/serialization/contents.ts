// The values of scripts/golden/serialization.py, made here.

import torch, { nn, type Tensor } from 'torch-node'
import { tuple } from '../../lib/_tuple.js'
import { counter, orderedDict } from './dicts.js'

export interface Trained {
  net: InstanceType<typeof nn.Sequential>
  optimizer: InstanceType<typeof torch.optim.Optimizer>
  inputs: Tensor
}

type Params = Iterable<Tensor>

function step({ net, optimizer, inputs }: Trained): void {
  optimizer.zero_grad()
  ;(net(inputs) as Tensor).pow(2).sum().backward()
  optimizer.step()
}

export function training(make: (params: Params) => Trained['optimizer'], steps = 3): Trained {
  torch.manual_seed(7)
  const net = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.ReLU(), nn.Linear(4, 2))
  const trained = { net, optimizer: make(net.parameters()), inputs: torch.randn(8, 3) }
  for (let i = 0; i < steps; i++) step(trained)
  return trained
}

export function train(trained: Trained, steps: number): void {
  for (let i = 0; i < steps; i++) step(trained)
}

function network(): nn.Module {
  torch.manual_seed(5)
  const layers = {
    conv: nn.Conv2d(1, 2, 3),
    norm: nn.BatchNorm2d(2),
    out: nn.Linear(2, 1, { bias: false }),
  }
  return nn.Sequential(layers)
}

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i)
const keyed = (prefix: string, count: number): [string, number][] =>
  range(count).map((i) => [`${prefix}${i}`, i])
const tupleOf = (...items: unknown[]): unknown[] => tuple(items)

const dense = [
  'float64 float32 float16 bfloat16 int64 int32 int16 int8 uint8 bool complex64 complex128 uint16 uint32 uint64',
  'float8_e4m3fn float8_e5m2 float8_e4m3fnuz float8_e5m2fnuz',
]
  .join(' ')
  .split(' ')
const raw = ['float8_e8m0fnu', 'float4_e2m1fn_x2', 'bits8', 'bits16', 'complex32']
type DtypeName = 'float32'

export const contents: Record<string, () => unknown> = {
  ...Object.fromEntries(
    dense.map((name) => [`dtype ${name}`, () => torch.arange(3).to(torch[name as DtypeName])]),
  ),
  ...Object.fromEntries(
    raw.map((name) => [
      `dtype ${name}`,
      () => torch.arange(8, { dtype: torch.uint8 }).view(torch[name as DtypeName]),
    ]),
  ),
  'scalar tensor': () => torch.tensor(2.5),
  'empty tensor': () => torch.empty(0, 3),
  'large tensor': () => torch.arange(100_000, { dtype: torch.int32 }).floor_divide(1000),
  transposed: () => torch.arange(6).view(2, 3).t(),
  'strided view': () => torch.arange(12, { dtype: torch.float })['2:9:3'],
  expanded: () => torch.ones(1).expand(4),
  'channels last': () =>
    torch
      .arange(24, { dtype: torch.float })
      .view(1, 2, 3, 4)
      .to({ memory_format: torch.channels_last }),
  'shared storage': () => {
    const base = torch.arange(4, { dtype: torch.float })
    return [base, base['1:3'], base.view(2, 2).t()]
  },
  'same tensor twice': () => {
    const x = torch.ones(2)
    return [x, { x }]
  },
  requires_grad: () => torch.ones(2, { requires_grad: true }),
  conjugate: () =>
    torch.complex(torch.tensor([1, 3]).float(), torch.tensor([2, -4]).float()).conj(),
  'negative view': () =>
    torch.complex(torch.tensor([1, 3]).float(), torch.tensor([2, -4]).float()).conj().imag,
  parameter: () => nn.Parameter(torch.arange(3, { dtype: torch.float })),
  'frozen parameter': () => nn.Parameter(torch.arange(3), false),
  'parameter with a field': () =>
    Object.assign(nn.Parameter(torch.arange(2, { dtype: torch.float })), { note: 'kept' }),
  buffer: () => nn.Buffer(torch.ones(2), { persistent: false }),
  'uninitialized parameter': () => nn.UninitializedParameter(),
  meta: () => torch.empty(2, 3, { device: 'meta' }),
  'sparse coo': () =>
    torch.sparse_coo_tensor(
      [
        [0, 1],
        [2, 0],
      ],
      [3, 4],
      [2, 3],
      { dtype: torch.float },
    ),
  'sparse coo coalesced': () =>
    torch
      .sparse_coo_tensor(
        [
          [1, 0],
          [2, 0],
        ],
        [3, 4],
        [2, 3],
        { dtype: torch.float },
      )
      .coalesce(),
  'sparse csr': () => torch.eye(3).to_sparse_csr(),
  'sparse csc': () => torch.eye(3).to_sparse_csc(),
  'sparse bsr': () => torch.eye(4).to_sparse_bsr([2, 2]),
  'sparse bsc': () => torch.eye(4).to_sparse_bsc([2, 2]),
  quantized: () =>
    torch.quantize_per_tensor(torch.arange(4, { dtype: torch.float }), 0.5, 3, torch.quint8),
  'quantized by one': () =>
    torch.quantize_per_tensor(torch.arange(4, { dtype: torch.float }), 1, 0, torch.qint8),
  'quantized per channel': () =>
    torch.quantize_per_channel(
      torch.arange(4, { dtype: torch.float }).view(2, 2),
      torch.tensor([0.5, 1]),
      torch.tensor([0, 1]),
      0,
      torch.qint32,
    ),
  'untyped storage': () => torch.arange(3, { dtype: torch.int16 }).untyped_storage(),
  'typed storage': () => torch.arange(3, { dtype: torch.int16 }).storage(),
  numbers: () => [
    ...[0, 255, 256, 65535, 65536, -1, -(2 ** 31), 2 ** 31, -(2 ** 31) - 1, 2 ** 53 - 1],
    ...[2n ** 53n + 1n, 2n ** 80n, -(2n ** 64n), 0.5, -0, 1e300],
    ...[Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  ],
  'none and bools': () => [null, true, false],
  strings: () => ['', 'a', 'é', '漢字', '😀', 'line\nbreak', 'quote\'"', '\ud800', 'a'.repeat(300)],
  bytes: () => [Uint8Array.of(97, 98, 255, 0), Uint8Array.of(122)],
  'complex numbers': () => [
    { re: 0, im: 1 },
    { re: 2.5, im: -3 },
  ],
  lists: () => [[], [1], [1, 2], [[[]]]],
  tuples: () => [
    tupleOf(),
    tupleOf(1),
    tupleOf(1, 2),
    tupleOf(1, 2, 3),
    tupleOf(1, 2, 3, 4),
    tupleOf(tupleOf(5), [tupleOf(6)]),
  ],
  'long list': () => range(2500),
  thousand: () => [range(1000), Object.fromEntries(keyed('k', 1000))],
  dict: () => ({ b: 1, a: [2], '': null, nested: { x: {} } }),
  'dict of ints': () =>
    new Map([
      [3, 'c'],
      [1, 'a'],
      [-2, 'b'],
    ]),
  'dict of mixed keys': () =>
    new Map<unknown, unknown>([
      ['a', 1],
      [2, 'b'],
      [tupleOf(1, 2), 't'],
      [null, 0],
    ]),
  'dict with hostile keys': () => JSON.parse('{"__proto__": 1, "constructor": 2, "toString": 3}'),
  'large dict': () => Object.fromEntries(keyed('key', 2001)),
  'ordered dict': () =>
    orderedDict([
      ['b', 1],
      ['a', 2],
    ]),
  'empty ordered dict': () => orderedDict([]),
  'large ordered dict': () => orderedDict(keyed('key', 1001)),
  counter: () =>
    counter([
      ['h', 1],
      ['e', 1],
      ['l', 2],
      ['o', 1],
    ]),
  set: () => new Set([1, 2, 3]),
  'shared list': () => {
    const one = [1]
    return [one, one, { again: one }]
  },
  'cyclic list': () => {
    const ring: unknown[] = [1]
    ring.push(ring)
    return ring
  },
  size: () => torch.Size([2, 3]),
  dtypes: () => [torch.float32, torch.bool, torch.quint8],
  devices: () => [torch.device('cpu'), torch.device('cuda', 1), torch.device('meta')],
  layouts: () => [torch.strided, torch.sparse_coo],
  qscheme: () => torch.per_tensor_affine,
  'many tensors': () => range(300).map((i) => torch.tensor([i])),
  'state dict': () => network().state_dict(),
  'state dict kept': () => network().state_dict({ keep_vars: true }),
  checkpoint: () => ({
    epoch: 3,
    loss: 0.25,
    model: network().state_dict(),
    rng: torch.arange(16, { dtype: torch.uint8 }),
  }),
  sgd: () => training((p) => torch.optim.SGD(p, { lr: 0.1, momentum: 0.9 })).optimizer.state_dict(),
  adam: () => training((p) => torch.optim.Adam(p, { lr: 0.01 })).optimizer.state_dict(),
  scheduler: () =>
    torch.optim.lr_scheduler
      .StepLR(torch.optim.SGD([torch.ones(1, { requires_grad: true })], { lr: 0.5 }), {
        step_size: 2,
      })
      .state_dict(),
}
