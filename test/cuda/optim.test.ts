// Ten steps of every optimizer on a GPU against the CPU, in each of its implementations.

import torch, { nn, optim, type Tensor } from 'torch-node'
import { makeOptimizer } from '../golden/support/optim.js'
import { difference } from './support/compare.js'
import { onGpu } from './support/gpu.js'

const fused = ['Adagrad', 'Adam', 'AdamW', 'SGD']
const capturable = [
  'Adadelta',
  'Adam',
  'AdamW',
  'Adamax',
  'ASGD',
  'NAdam',
  'RAdam',
  'RMSprop',
  'Rprop',
]
const plain = [
  'Adadelta',
  'Adafactor',
  'Adagrad',
  'Adam',
  'Adamax',
  'AdamW',
  'ASGD',
  'NAdam',
  'RAdam',
  'RMSprop',
  'Rprop',
  'SGD',
]

const rows: [string, string, object][] = [
  ...plain.flatMap((name): [string, string, object][] => [
    [name, 'foreach', { foreach: true }],
    [name, 'single tensor', { foreach: false }],
  ]),
  ...fused.map((name): [string, string, object] => [name, 'fused', { fused: true }]),
  ...capturable.map((name): [string, string, object] => [name, 'capturable', { capturable: true }]),
  ['LBFGS', 'default', {}],
  ['SGD', 'with momentum', { momentum: 0.9, nesterov: true, weight_decay: 0.1 }],
  ['Adam', 'amsgrad', { amsgrad: true }],
]

function train(name: string, keywords: object, device: string): Tensor[] {
  torch.manual_seed(5)
  // Its line of steps soon doubles what is rounded otherwise.
  const [steps, dtype] = name === 'LBFGS' ? [3, torch.double] : [10, torch.float32]
  const biased = name !== 'Muon' // It takes matrices alone.
  const net = nn.Sequential(
    nn.Linear(6, 8, { bias: biased }),
    nn.Tanh(),
    nn.Linear(8, 3, { bias: biased }),
  )
  const [x, y] = [torch.randn(16, 6).to(device, dtype), torch.randn(16, 3).to(device, dtype)]
  net.to(device, dtype)
  const optimizer = makeOptimizer(name, net.parameters(), { lr: 0.01, ...keywords })
  const closure = () => {
    optimizer.zero_grad()
    const loss = nn.functional.mse_loss(net(x), y)
    loss.backward()
    return loss
  }
  for (let i = 0; i < steps; i++) {
    if (name !== 'LBFGS') closure()
    optimizer.step(closure as () => Tensor)
  }
  return [...net.parameters()].map((parameter) => parameter.detach())
}

onGpu('optimizers on a GPU', () => {
  test.each(rows)('%s, %s', (name, _how, keywords) => {
    const there = train(name, keywords, 'cuda')
    expect(there.every(({ is_cuda }) => is_cuda)).toBe(true)
    // These two are for GPUs, and come to the same.
    const plainly = 'capturable' in keywords || 'fused' in keywords ? {} : keywords
    expect(difference(there, train(name, plainly, 'cpu'))).toBeUndefined()
  })

  test('Muon, which computes in bfloat16', () => {
    for (const [i, there] of train('Muon', {}, 'cuda').entries()) {
      const here = train('Muon', {}, 'cpu')[i] as Tensor
      expect(torch.allclose(there.cpu(), here, { atol: 3e-3 })).toBe(true)
    }
  })

  test('the state is on the GPU, the count of steps is not', () => {
    const parameter = nn.Parameter(torch.ones(3, { device: 'cuda' }))
    const optimizer = optim.Adam([parameter])
    parameter.sum().backward()
    optimizer.step()
    const { exp_avg, step } = optimizer.state.get(parameter) as Record<string, Tensor>
    expect([exp_avg?.is_cuda, step?.is_cuda]).toEqual([true, false])
  })

  test('a state goes from the CPU to the GPU', () => {
    const here = nn.Parameter(torch.ones(3))
    const there = nn.Parameter(torch.ones(3, { device: 'cuda' }))
    const [first, second] = [optim.Adam([here]), optim.Adam([there])]
    here.sum().backward()
    first.step()
    second.load_state_dict(first.state_dict())
    const { exp_avg, step } = second.state.get(there) as Record<string, Tensor>
    expect([exp_avg?.is_cuda, step?.is_cuda]).toEqual([true, false])
  })

  test('clip_grad_norm_', () => {
    const parameters = [3, 4].map((n) =>
      nn.Parameter(torch.full([1], n, { device: 'cuda', dtype: torch.float32 })),
    )
    for (const p of parameters) p.mul(p).sum().backward()
    const norm = nn.utils.clip_grad_norm_(parameters, 1)
    expect([norm.is_cuda, norm.item()]).toEqual([true, 10])
    expect(parameters[0]?.grad?.item()).toBeCloseTo(0.6)
  })
})
