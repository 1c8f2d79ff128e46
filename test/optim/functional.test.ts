import torch, { nn, optim, type Tensor } from 'torch-node'
import { adafactor } from 'torch-node/optim/_adafactor'
import * as F from 'torch-node/optim/_functional'
import { muon } from 'torch-node/optim/_muon'

type Lists = Record<string, Tensor[]>
type Step = (params: Tensor[], grads: Tensor[], states: Lists, settings: object) => void

// One step by the functional form, with the states that the class would make.
const forms: [name: keyof typeof optim, states: string[], settings: object, step: Step][] = [
  [
    'Adadelta',
    ['square_avg', 'acc_delta', 'step'],
    { lr: 1, rho: 0.9, eps: 1e-6, weight_decay: 0, maximize: false },
    (p, g, s, o) => F.adadelta(p, g, s.square_avg, s.acc_delta, s.step, o as never),
  ],
  [
    'Adagrad',
    ['sum', 'step'],
    { lr: 0.01, weight_decay: 0, lr_decay: 0, eps: 1e-10, maximize: false },
    (p, g, s, o) => F.adagrad(p, g, s.sum, s.step, o as never),
  ],
  [
    'Adam',
    ['exp_avg', 'exp_avg_sq', 'step'],
    {
      lr: 0.001,
      beta1: 0.9,
      beta2: 0.999,
      eps: 1e-8,
      weight_decay: 0,
      amsgrad: false,
      maximize: false,
    },
    (p, g, s, o) => F.adam(p, g, s.exp_avg, s.exp_avg_sq, [], s.step, o as never),
  ],
  [
    'AdamW',
    ['exp_avg', 'exp_avg_sq', 'step'],
    {
      lr: 0.001,
      beta1: 0.9,
      beta2: 0.999,
      eps: 1e-8,
      weight_decay: 0.01,
      amsgrad: false,
      maximize: false,
    },
    (p, g, s, o) => F.adamw(p, g, s.exp_avg, s.exp_avg_sq, [], s.step, o as never),
  ],
  [
    'Adamax',
    ['exp_avg', 'exp_inf', 'step'],
    { lr: 0.002, beta1: 0.9, beta2: 0.999, eps: 1e-8, weight_decay: 0, maximize: false },
    (p, g, s, o) => F.adamax(p, g, s.exp_avg, s.exp_inf, s.step, o as never),
  ],
  [
    'RAdam',
    ['exp_avg', 'exp_avg_sq', 'step'],
    { lr: 0.001, beta1: 0.9, beta2: 0.999, eps: 1e-8, weight_decay: 0, maximize: false },
    (p, g, s, o) => F.radam(p, g, s.exp_avg, s.exp_avg_sq, s.step, o as never),
  ],
  [
    'RMSprop',
    ['square_avg', 'step'],
    {
      lr: 0.01,
      alpha: 0.99,
      eps: 1e-8,
      weight_decay: 0,
      momentum: 0,
      centered: false,
      maximize: false,
    },
    (p, g, s, o) => F.rmsprop(p, g, s.square_avg, [], [], s.step, o as never),
  ],
  [
    'SGD',
    [],
    { lr: 0.001, momentum: 0, dampening: 0, weight_decay: 0, nesterov: false, maximize: false },
    (p, g, _, o) => F.sgd(p, g, [], o as never),
  ],
]

describe('the functional form of', () => {
  test.each(forms)('torch.optim.%s makes the step of the class', (name, states, settings, step) => {
    torch.manual_seed(2)
    const values = [torch.randn(3, 2), torch.randn([], { dtype: torch.complex64 })]
    const grads = values.map((value) => torch.randn_like(value))
    const params = values.map((value) => nn.Parameter(value.clone()))
    for (const [i, param] of params.entries()) param.grad = grads[i] as Tensor
    const make = optim[name] as unknown as (params: unknown) => optim.Optimizer
    const optimizer = make(params)
    optimizer.step()

    const lists: Lists = {}
    for (const state of states) {
      lists[state] = values.map((value) =>
        state === 'step' ? torch.zeros([]) : torch.zeros_like(value),
      )
    }
    const before = grads.map((grad) => grad.clone())
    step(values, grads, lists, settings)
    expect(values.map(String)).toEqual(params.map((param) => String(param.detach())))
    for (const state of states) {
      expect(lists[state]?.map(String)).toEqual(
        params.map((param) => String(optimizer.state.get(param)[state])),
      )
    }
    expect(grads.map(String)).toEqual(before.map(String))
  })

  it('refuses counts that are numbers', () => {
    const { adam, nadam } = F as unknown as Record<string, (...args: unknown[]) => void>
    const one = [torch.ones(1)]
    const settings = { lr: 0.1, beta1: 0.9, beta2: 0.9, weight_decay: 0, maximize: false }
    expect(() => adam?.(one, one, one, one, [], [1], settings)).toThrow(
      'API has changed, `state_steps` argument must contain a list of singleton tensors',
    )
    expect(() => nadam?.(one, one, one, one, [1], one, settings)).toThrow(
      'API has changed, `mu_products` argument must contain a list of singleton tensors',
    )
    const without = adafactor as unknown as (...args: unknown[]) => void
    expect(() => without(one, one, one, one, one, [1], {})).toThrow(
      '`state_steps` argument must contain a list of singleton tensors',
    )
    const onLists = muon as unknown as (...args: unknown[]) => void
    expect(() => onLists(one, one, one, { foreach: true })).toThrow(
      'Foreach is not supported for Muon yet',
    )
  })
})
