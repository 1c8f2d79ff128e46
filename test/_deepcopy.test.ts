// Python's copy.deepcopy of tensors and containers.
import torch, { nn, type Tensor } from 'torch-node'
import { deepcopy } from '../lib/_deepcopy.js'

describe('copy.deepcopy', () => {
  it('copies a tensor with its gradient, strides and memory', () => {
    const x = torch.arange(6, { dtype: torch.float32 }).view(2, 3).t().requires_grad_()
    x.grad = torch.ones(3, 2)
    const copy = deepcopy(x)
    expect(copy.equal(x)).toBe(true)
    expect([...copy.stride()]).toEqual([1, 3])
    expect(copy.requires_grad).toBe(true)
    expect(copy.is_leaf).toBe(true)
    expect(copy.grad?.tolist()).toEqual(torch.ones(3, 2).tolist())
    expect(copy.grad).not.toBe(x.grad)
    torch.no_grad(() => copy.zero_())
    expect(x.sum().item()).toBe(15)
  })

  it('keeps what is shared shared', () => {
    const base = torch.arange(4)
    const given = { base, part: base['1:3'], again: base, list: [base] }
    const copy = deepcopy(given)
    expect(copy.again).toBe(copy.base)
    expect(copy.list[0]).toBe(copy.base)
    copy.base.fill_(7)
    expect(copy.part.tolist()).toEqual([7, 7])
    expect(base.tolist()).toEqual([0, 1, 2, 3])
  })

  it('shares memory between dtypes, and keeps lazy conjugation', () => {
    const floats = torch.ones(2)
    const [bytes, values] = deepcopy([floats.view(torch.uint8), floats]) as [Tensor, Tensor]
    bytes.zero_()
    expect(values.tolist()).toEqual([0, 0])
    const z = torch.tensor([{ re: 1, im: 2 }]).conj()
    expect(deepcopy(z).tolist()).toEqual(z.tolist())
    const imaginary = z.imag
    expect(deepcopy(imaginary).tolist()).toEqual(imaginary.tolist())
  })

  it('copies sparse, empty and meta tensors', () => {
    const sparse = torch.eye(2).to_sparse()
    expect(deepcopy(sparse).to_dense().tolist()).toEqual([
      [1, 0],
      [0, 1],
    ])
    expect([...deepcopy(torch.empty(0, 3)).shape]).toEqual([0, 3])
    expect(String(deepcopy(torch.empty(2, { device: 'meta' })).device)).toBe('meta')
  })

  it('refuses what has a history', () => {
    const x = torch.ones(2).requires_grad_().mul(2)
    expect(() => deepcopy({ x })).toThrow(
      'Only Tensors created explicitly by the user (graph leaves) support the deepcopy protocol at the moment.  ' +
        'If you were attempting to deepcopy a module, this may be because of a torch.nn.utils.weight_norm usage, ' +
        'see https://github.com/pytorch/pytorch/pull/103001',
    )
  })

  it('copies containers of all kinds, in circles too', () => {
    const circle: { self?: unknown; map: Map<string, number[]>; set: Set<number> } = {
      map: new Map([['a', [1]]]),
      set: new Set([1]),
    }
    circle.self = circle
    const copy = deepcopy(circle)
    expect(copy.self).toBe(copy)
    expect(copy.map).toEqual(circle.map)
    expect(copy.map.get('a')).not.toBe(circle.map.get('a'))
    expect(copy.set).toEqual(circle.set)
    const typed = deepcopy(new Float32Array([1, 2]))
    expect([...typed]).toEqual([1, 2])
    const f = (): void => {}
    expect(deepcopy([f, null, 1, 'a', torch.float32])).toEqual([f, null, 1, 'a', torch.float32])
    expect(String(deepcopy(torch.ones(2, 3).size()))).toBe('torch.Size([2, 3])')
  })

  it('copies state dicts with their metadata', () => {
    const net = nn.Linear(1, 1)
    const state = net.state_dict()
    const copy = deepcopy(state)
    expect(Object.getOwnPropertyNames(copy)).toEqual(Object.getOwnPropertyNames(state))
    torch.no_grad(() => net.weight.fill_(7))
    expect(copy.weight?.item()).not.toBe(7)
    net.load_state_dict(copy)
    expect(net.weight.item()).not.toBe(7)
    const hostile = deepcopy(JSON.parse('{"__proto__": {"bad": 1}}') as object)
    expect(Object.keys(hostile)).toEqual(['__proto__'])
    expect('bad' in hostile).toBe(false)
  })

  it('asks what has a copy of its own making', () => {
    const made = { __deepcopy__: () => 'made' }
    expect(deepcopy([made])).toEqual(['made'])
  })
})

describe('copy.deepcopy of a module', () => {
  class Net extends nn.Module {
    made: number
    config = { sizes: [1, 2] }
    first = nn.Linear(2, 2)
    norm = nn.BatchNorm1d(2)
    constructor(made: number) {
      super()
      this.made = made
      this.register_buffer('extra', torch.ones(1), { persistent: false })
    }
    override forward(x: Tensor): Tensor {
      return this.norm(this.first(x))
    }
  }

  it('gives the same values in memory of its own', () => {
    const net = new Net(3).eval()
    const copy = deepcopy(net)
    expect(copy).toBeInstanceOf(Net)
    expect(copy.made).toBe(3)
    expect(copy.training).toBe(false)
    expect(String(copy)).toBe(String(net))
    expect(Object.keys(copy.state_dict())).toEqual(Object.keys(net.state_dict()))
    expect([...copy.named_buffers()].map(([name]) => name)).toContain('extra')
    const x = torch.randn(3, 2)
    expect(copy(x).equal(net(x))).toBe(true)
    torch.no_grad(() => copy.first.weight.zero_())
    expect(net.first.weight.abs().sum().item()).toBeGreaterThan(0)
    copy.config.sizes.push(3)
    expect(net.config.sizes).toEqual([1, 2])
    expect(copy.first.weight).toBeInstanceOf(nn.Parameter)
  })

  it('keeps tied weights tied, and drops gradients', () => {
    const net = nn.ModuleList([nn.Linear(2, 2), nn.Linear(2, 2)])
    net[1].weight = net[0].weight
    net[1](net[0](torch.ones(1, 2)))
      .sum()
      .backward()
    const copy = deepcopy(net)
    expect(copy[1].weight).toBe(copy[0].weight)
    expect(copy[0].weight.grad).toBeNull()
    expect(copy[0].weight.requires_grad).toBe(true)
  })

  it('takes hooks along', () => {
    const net = nn.Linear(1, 1)
    let calls = 0
    net.register_forward_hook(() => {
      calls++
    })
    const copy = deepcopy(net)
    copy(torch.ones(1))
    expect(calls).toBe(1)
    copy.register_forward_hook(() => null)
    net(torch.ones(1))
    expect(calls).toBe(2)
  })
})
