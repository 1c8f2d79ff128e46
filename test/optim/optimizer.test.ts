import torch, { nn, optim, type Tensor } from 'torch-node'

const thrown = (run: () => unknown): string => {
  try {
    run()
  } catch (error) {
    const { name, message } = error as Error
    return `${name}: ${message}`
  }
  return 'nothing'
}
type Any = (...args: unknown[]) => unknown
const make = (name: 'SGD' | 'Adam', ...args: unknown[]): unknown =>
  (optim[name] as unknown as Any)(...args)
const param = (): nn.Parameter => nn.Parameter(torch.ones(2))

describe('torch.optim.Optimizer errors', () => {
  const p = [param()]
  const cases: [text: string, run: () => unknown][] = [
    [
      'TypeError: params argument given to the optimizer should be an iterable of Tensors or dicts, but got torch.FloatTensor',
      () => make('SGD', p[0]),
    ],
    ['ValueError: optimizer got an empty parameter list', () => make('SGD', [])],
    ["TypeError: 'int' object is not iterable", () => make('SGD', 3)],
    [
      'TypeError: optimizer can only optimize Tensors, but one of the params is int',
      () => make('SGD', [3]),
    ],
    ['ValueError: Invalid learning rate: -1.5', () => make('SGD', p, { lr: -1.5 })],
    ['ValueError: Invalid momentum value: -1', () => make('SGD', p, { momentum: -1 })],
    ['ValueError: Invalid weight_decay value: -0.1', () => make('Adam', p, { weight_decay: -0.1 })],
    [
      'ValueError: Nesterov momentum requires a momentum and zero dampening',
      () => make('SGD', p, { nesterov: true }),
    ],
    ["ValueError: can't optimize a non-leaf Tensor", () => make('SGD', [param().mul(2)])],
    [
      'ValueError: some parameters appear in more than one parameter group',
      () => make('SGD', [{ params: p }, { params: p }]),
    ],
    [
      "TypeError: SGD.__init__() missing 1 required positional argument: 'params'",
      () => make('SGD'),
    ],
    [
      "TypeError: SGD.__init__() got an unexpected keyword argument 'foo'",
      () => make('SGD', p, { foo: 3 }),
    ],
    [
      'ValueError: Invalid beta parameter at index 0: 1.0',
      () => make('Adam', p, { betas: [1, 0.9] }),
    ],
    ['ValueError: Invalid epsilon value: -1e-08', () => make('Adam', p, { eps: -1e-8 })],
    [
      'RuntimeError: `fused` and `foreach` cannot be `True` together.',
      () => make('SGD', p, { fused: true, foreach: true }),
    ],
    ["KeyError: 'params'", () => make('SGD', [{ lr: 3 }])],
    ['NotImplementedError: ', () => optim.Optimizer(p, {}).step()],
    [
      'ValueError: all optimizer params should be with/without names. Some param names are missing',
      () => make('SGD', [['a', p[0]], param()]),
    ],
    ['ValueError: Tensor lr must be 1-element', () => make('Adam', p, { lr: torch.ones(2) })],
    [
      "TypeError: '<' not supported between instances of 'str' and 'float'",
      () => make('SGD', p, 'a'),
    ],
    [
      'TypeError: optimizer parameters need to be organized in ordered collections, but the ordering of tensors in sets will change between runs. Please use a list instead.',
      () => make('SGD', [{ params: new Set(p) }]),
    ],
    [
      'ValueError: loaded state dict has a different number of parameter groups',
      () => optim.SGD(p).load_state_dict({ state: new Map(), param_groups: [] }),
    ],
    [
      "ValueError: loaded state dict contains a parameter group that doesn't match the size of optimizer's group",
      () => optim.SGD(p).load_state_dict({ state: {}, param_groups: [{ params: [0, 1] }] }),
    ],
    [
      "RuntimeError: `fused=True` requires all the params to be floating point Tensors of supported devices: ['mps', 'cuda', 'xpu', 'hpu', 'cpu', 'mtia', 'privateuseone'] but torch.complex64 and cpu",
      () => {
        const complex = nn.Parameter(torch.ones(1, { dtype: torch.complex64 }))
        complex.grad = torch.ones(1, { dtype: torch.complex64 })
        optim.SGD([complex], { fused: true }).step()
      },
    ],
  ]
  it.each(cases)('%s', (text, run) => expect(thrown(run)).toBe(text))
})

describe('torch.optim.Optimizer', () => {
  it('keeps groups with settings of their own', () => {
    const [a, b, c] = [param(), param(), param()]
    const optimizer = optim.SGD([{ params: a }, { params: [b], lr: 0.5 }], { lr: 0.1 })
    optimizer.add_param_group({ params: [c], momentum: 0.9 })
    expect(optimizer.param_groups.map(({ lr, momentum }) => [lr, momentum])).toEqual([
      [0.1, 0],
      [0.5, 0],
      [0.1, 0.9],
    ])
    expect(optimizer.param_groups[0]?.params[0]).toBe(a)
  })

  it('takes named parameters', () => {
    const optimizer = optim.Adam(nn.Linear(1, 1).named_parameters())
    expect(optimizer.state_dict().param_groups[0]?.param_names).toEqual(['weight', 'bias'])
    expect(thrown(() => optimizer.add_param_group({ params: [param()] }))).toBe(
      'ValueError: all optimizer param groups should be with/without names. cannot add param group without names to the optimizer',
    )
  })

  it('drops gradients, or fills them with zeros', () => {
    for (const foreach of [null, true]) {
      const one = param()
      const optimizer = optim.SGD([one], { foreach })
      one.sum().backward()
      optimizer.zero_grad(false)
      expect(one.grad?.tolist()).toEqual([0, 0])
      optimizer.zero_grad({ set_to_none: true })
      expect(one.grad).toBeNull()
      // Nothing to do, nothing done.
      optimizer.step()
      expect(one.tolist()).toEqual([1, 1])
    }
  })

  it('evaluates a closure with gradients and gives its result', () => {
    const one = param()
    const optimizer = optim.SGD([one], { lr: 0.5 })
    const closure = (): Tensor => {
      optimizer.zero_grad()
      const loss = one.pow(2).sum()
      loss.backward()
      return loss
    }
    expect(torch.no_grad(() => optimizer.step(closure))?.item()).toBe(2)
    expect(one.tolist()).toEqual([0, 0])
    const problem = new Error('mine')
    const fails = (): never => {
      throw problem
    }
    expect(() => optimizer.step(fails)).toThrow(problem)
    expect(torch.is_grad_enabled()).toBe(true)
  })

  it('goes on from a state dict as if nothing had happened', () => {
    for (const name of ['SGD', 'Adam'] as const) {
      const settings = name === 'SGD' ? { lr: 0.1, momentum: 0.9 } : { lr: 0.1, amsgrad: true }
      const first = nn.Parameter(torch.tensor([1, 2], { dtype: torch.float64 }))
      const step = (p: nn.Parameter, o: optim.Optimizer): void => {
        p.grad = p.detach().sin()
        o.step()
      }
      const optimizer = make(name, [first], settings) as optim.Optimizer
      step(first, optimizer)
      const second = nn.Parameter(first.detach().clone())
      const other = make(name, [second], { lr: 1 }) as optim.Optimizer
      const state_dict = optimizer.state_dict()
      // Plain objects will do for the states, too. As in Python, loading shares tensors that fit: these are copies.
      const entries = [...(state_dict.state as Map<number, Record<string, Tensor>>)].map(
        ([i, values]) => [
          i,
          Object.fromEntries(Object.entries(values).map(([key, one]) => [key, one.clone()])),
        ],
      )
      const state = Object.fromEntries(entries)
      other.load_state_dict({ ...state_dict, state })
      expect(`${other}`).toBe(`${optimizer}`)
      step(first, optimizer)
      step(second, other)
      expect(second.tolist()).toEqual(first.tolist())
      expect(other.param_groups[0]).not.toBe(optimizer.param_groups[0])
    }
  })

  it('casts a loaded state to the type of the parameters, but not the count of steps', () => {
    const one = param()
    const optimizer = optim.Adam([one])
    one.grad = torch.ones(2)
    optimizer.step()
    const double = nn.Parameter(torch.ones(2, { dtype: torch.float64 }))
    const other = optim.Adam([double])
    other.load_state_dict(optimizer.state_dict())
    const state = other.state.get(double)
    expect((state.exp_avg as Tensor).dtype).toBe(torch.float64)
    expect((state.step as Tensor).dtype).toBe(torch.float32)
    // Counts were numbers once.
    const { param_groups } = optimizer.state_dict()
    other.load_state_dict({ state: { 0: { ...state, step: 4 } }, param_groups })
    expect(`${String(other.state.get(double).step)}`).toBe('tensor(4.)')
  })

  it('gives all but its hooks as its state, and takes it', () => {
    const one = param()
    const optimizer = optim.NAdam([one], { lr: 0.5 })
    one.grad = torch.ones(2)
    optimizer.step()
    const other = optim.NAdam([one])
    const state = optimizer.__getstate__()
    expect(Object.keys(state)).toEqual(['defaults', 'state', 'param_groups'])
    other.__setstate__(state)
    expect(other.state).toBe(optimizer.state)
    expect(`${other}`).toBe(`${optimizer}`)
  })

  it('throws of a disposed parameter, and takes the gradient whose wrapper was disposed', () => {
    for (const name of ['Adagrad', 'ASGD', 'LBFGS', 'RMSprop'] as const) {
      const one = param()
      const optimizer = (optim[name] as unknown as Any)([one]) as optim.Optimizer
      one.grad = torch.ones(2)
      one.grad.dispose()
      const step = (): unknown => optimizer.step(name === 'LBFGS' ? (): number => 1 : null)
      expect(thrown(step)).toBe('nothing')
      expect(one.tolist()).not.toEqual([1, 1])
      one.dispose()
      expect(thrown(step)).toMatch(/^RuntimeError: .*disposed/)
    }
  })

  it('runs hooks around its step', () => {
    const log: string[] = []
    const optimizer = optim.SGD([param()])
    optimizer.register_step_pre_hook((self) => {
      expect(self).toBe(optimizer)
      log.push('pre')
    })
    const handle = optimizer.register_step_post_hook(() => log.push('post'))
    optimizer.step()
    handle.remove()
    optimizer.step()
    expect(log).toEqual(['pre', 'post', 'pre'])
    optimizer.register_state_dict_post_hook((_, state_dict) => ({ ...state_dict, mine: 1 }))
    expect(optimizer.state_dict()).toHaveProperty('mine', 1)
    optimizer.register_load_state_dict_post_hook(() => log.push('loaded'))
    optimizer.load_state_dict(optimizer.state_dict())
    expect(log.at(-1)).toBe('loaded')
  })

  it('is extended by a class with a step of its own', () => {
    class SignSGD extends optim.Optimizer {
      constructor(params: Iterable<Tensor>, lr = 0.1) {
        super(params, { lr })
      }
      override step(): null {
        for (const { params, lr } of this.param_groups) {
          for (const p of params) {
            this.state.get(p).seen = true
            torch.no_grad(() => p.grad && p.sub_(p.grad.sign(), { alpha: lr as number }))
          }
        }
        return null
      }
    }
    const one = param()
    const optimizer = new SignSGD([one], 0.5)
    one.grad = torch.tensor([3, -7.5])
    optimizer.step()
    expect(one.tolist()).toEqual([0.5, 1.5])
    expect(optimizer.state.get(one)).toEqual({ seen: true })
    expect(`${optimizer}`).toBe('SignSGD (\nParameter Group 0\n    lr: 0.5\n)')
  })
})

describe('torch.optim on many parameters', () => {
  const train = (name: 'SGD' | 'Adam', settings: object): number[] => {
    torch.manual_seed(1)
    const params = Array.from({ length: 20 }, (_, i) => nn.Parameter(torch.randn(i + 1)))
    const optimizer = make(name, params, settings) as optim.Optimizer
    for (let step = 0; step < 5; step++) {
      for (const one of params) one.grad = torch.randn_like(one)
      optimizer.step()
    }
    return params.flatMap((one) => one.tolist() as number[])
  }

  it('takes lists by default, with the bits of one after the other', () => {
    for (const settings of [
      { lr: 0.1, momentum: 0.9, nesterov: true, weight_decay: 0.1 },
      { lr: 0.1, maximize: true, weight_decay: 0.1 },
    ]) {
      expect(train('SGD', settings)).toEqual(train('SGD', { ...settings, foreach: false }))
    }
    for (const settings of [{ lr: 0.1, amsgrad: true, weight_decay: 0.1 }, { maximize: true }]) {
      expect(train('Adam', settings)).toEqual(train('Adam', { ...settings, foreach: false }))
    }
  })

  it('counts steps on the CPU, whatever the default device', () => {
    torch.set_default_device('meta')
    try {
      const param = nn.Parameter(torch.ones(2, { device: 'cpu' }))
      const optimizer = torch.optim.Adam([param], { foreach: true })
      param.grad = torch.ones(2, { device: 'cpu' })
      optimizer.step()
      const { step } = optimizer.state.get(param) as { step: Tensor }
      expect([step.device.type, step.item()]).toEqual(['cpu', 1])
    } finally {
      torch.set_default_device(null)
    }
  })

  it('leaves the gradients as they are', () => {
    const params = Array.from({ length: 20 }, () => param())
    for (const one of params) one.grad = torch.ones(2)
    const settings = { lr: 0.1, momentum: 0.9, nesterov: true, weight_decay: 0.1 }
    const optimizer = optim.SGD(params, settings)
    optimizer.step()
    optimizer.step()
    expect(params.map(({ grad }) => grad?.tolist())).toEqual(Array(20).fill([1, 1]))
  })
})

describe('torch.optim with tensors for numbers', () => {
  it('reads a learning rate from a tensor', () => {
    const [a, b] = [param(), param()]
    const lr = torch.tensor(0.25)
    const [first, second] = [optim.SGD([a], { lr }), optim.Adam([b], { lr })]
    for (const one of [a, b]) one.grad = torch.ones(2)
    first.step()
    second.step()
    expect(a.tolist()).toEqual([0.75, 0.75])
    expect(b[0]?.item()).toBeCloseTo(0.75, 5)
  })

  it('is differentiable through its step', () => {
    const lr = torch.tensor(0.1, { requires_grad: true })
    const start = torch.ones(1, { requires_grad: true })
    const p = start.clone()
    p.grad = torch.full([1], 3, { dtype: torch.float32 })
    optim.SGD([p], { lr, differentiable: true }).step()
    p.sum().backward()
    expect(lr.grad?.item()).toBe(-3)
    expect(start.grad?.item()).toBe(1)
  })

  it('steps differentiably with the numbers of Python', () => {
    const float64 = { dtype: torch.float64 }
    const cases: [settings: object, expected: number[]][] = [
      [{}, [-0.4864222352463749, -0.6000469920671458, -0.5616349725362983]],
      [
        { amsgrad: true, weight_decay: 0.1, lr: 0.1 },
        [-0.43908119921299266, -0.22165797111396326, -0.9067755075539644],
      ],
    ]
    for (const [settings, expected] of cases) {
      torch.manual_seed(5)
      const p = torch.randn(3, float64)
      const optimizer = optim.Adam([p], { differentiable: true, ...settings })
      for (let step = 0; step < 4; step++) {
        p.grad = torch.randn(3, float64)
        optimizer.step()
      }
      expect(p.tolist()).toEqual(expected)
    }
    const lr = torch.tensor(0.1, { requires_grad: true, ...float64 })
    const p = torch.ones(2, float64)
    p.grad = torch.tensor([3, -1.5], float64)
    optim.Adam([p], { lr, differentiable: true }).step()
    p.sum().backward()
    expect(lr.grad?.item()).toBe(-3.3332895897625113e-9)
  })
})
