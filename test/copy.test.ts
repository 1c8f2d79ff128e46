import torch, { nn, optim, type Tensor } from 'torch-node'
import copy, { deepcopy, type Memo } from 'torch-node/copy'

describe('copy.deepcopy of tensors', () => {
  it('gives memory of its own, with strides, gradient and flags', () => {
    const x = torch.arange(6, { dtype: torch.float32 }).view(2, 3).t()
    const twin = deepcopy(x)
    expect(twin.stride()).toEqual([1, 3])
    expect(twin.data_ptr()).not.toBe(x.data_ptr())
    const leaf = torch.ones(2, { requires_grad: true })
    leaf.mul(3).sum().backward()
    const other = deepcopy(leaf)
    expect(other.requires_grad).toBe(true)
    expect(other.grad?.tolist()).toEqual([3, 3])
    expect(other.grad).not.toBe(leaf.grad)
    torch.no_grad(() => other.add_(1))
    expect(leaf.tolist()).toEqual([1, 1])
  })

  it('keeps what shares memory together', () => {
    const whole = torch.zeros(4)
    const [copied, part] = deepcopy([whole, whole['1:3']]) as [Tensor, Tensor]
    part.fill_(7)
    expect(copied.tolist()).toEqual([0, 7, 7, 0])
    expect(whole.tolist()).toEqual([0, 0, 0, 0])
    const twice = deepcopy([whole, whole])
    expect(twice[0]).toBe(twice[1])
  })

  it.each([
    ['0-d', () => torch.tensor(3)],
    ['empty', () => torch.empty(0, 2)],
    ['conjugated', () => torch.tensor([{ re: 1, im: 2 }]).conj()],
    ['negated', () => torch.tensor([{ re: 1, im: 2 }]).conj().imag],
    ['sparse', () => torch.eye(2).to_sparse()],
    ['compressed', () => torch.eye(2).to_sparse_csr()],
    ['quantized', () => torch.quantize_per_tensor(torch.ones(2), 0.1, 0, torch.qint8)],
    ['meta', () => torch.ones(2, { device: 'meta' })],
    ['bfloat16', () => torch.ones(2, { dtype: torch.bfloat16 })],
    ['expanded', () => torch.ones(1).expand(3)],
  ] as [string, () => Tensor][])('takes a tensor that is %s', (_, make) => {
    const x = make()
    expect(`${deepcopy(x)}`).toBe(`${x}`)
    expect(`${copy.copy(x)}`).toBe(`${x}`)
  })

  it('refuses results, as Python does', () => {
    const result = torch.ones(2, { requires_grad: true }).mul(2)
    expect(() => deepcopy({ result })).toThrow(
      expect.objectContaining({
        name: 'RuntimeError',
        message:
          'Only Tensors created explicitly by the user (graph leaves) support the deepcopy protocol at the moment.  If you were attempting to deepcopy a module, this may be because of a torch.nn.utils.weight_norm usage, see https://github.com/pytorch/pytorch/pull/103001',
      }),
    )
    const gone = torch.ones(2)
    gone.dispose()
    expect(() => deepcopy(gone)).toThrow()
  })

  it('copies parameters without their gradient, and buffers', () => {
    const param = nn.Parameter(torch.ones(2), { requires_grad: false })
    param.grad = torch.ones(2)
    const twin = deepcopy(param)
    expect(twin).toBeInstanceOf(nn.Parameter)
    expect([twin.requires_grad, twin.grad]).toEqual([false, null])
    const buffer = deepcopy(nn.Buffer(torch.ones(2), { persistent: false }))
    expect(buffer).toBeInstanceOf(nn.Buffer)
    expect((buffer as unknown as { persistent: boolean }).persistent).toBe(false)
  })

  it('copies shallowly', () => {
    const x = torch.ones(2, { requires_grad: true })
    const twin = copy.copy(x)
    expect(twin).not.toBe(x)
    expect(twin.data_ptr()).toBe(x.data_ptr())
    expect([twin.requires_grad, twin.is_leaf]).toEqual([true, true])
    const param = copy.copy(nn.Parameter(torch.ones(2)))
    expect(param).toBeInstanceOf(nn.Parameter)
  })
})

describe('copy.deepcopy of modules', () => {
  class Net extends nn.Module {
    first = nn.Linear(2, 2)
    second = this.first
    layers = nn.ModuleList([nn.Linear(2, 2), nn.ReLU()])
    extras = nn.ParameterList([torch.ones(2)])
    sizes = { hidden: [2, 2] }
    weights: Tensor[]
    constructor() {
      super()
      this.register_buffer('steps', torch.zeros(1))
      this.register_buffer('cache', torch.zeros(1), { persistent: false })
      this.second.weight = this.first.weight
      this.weights = [this.first.weight]
    }
    override forward(x: Tensor): Tensor {
      return this.layers.forward === undefined ? x : this.second(x)
    }
  }

  it('copies all fields, once each', () => {
    const net = new Net()
    const twin = deepcopy(net)
    expect(twin).toBeInstanceOf(Net)
    expect(`${twin}`).toBe(`${net}`)
    expect(twin.first).toBe(twin.second)
    expect(twin.first).not.toBe(net.first)
    expect(twin.weights[0]).toBe(twin.first.weight)
    expect(twin.sizes).toEqual(net.sizes)
    expect(twin.sizes.hidden).not.toBe(net.sizes.hidden)
    expect(Object.keys(twin.state_dict())).toEqual(Object.keys(net.state_dict()))
    expect(Object.keys(twin.state_dict())).not.toContain('cache')
    expect([...twin.named_buffers()].map(([name]) => name)).toEqual(['steps', 'cache'])
    twin.extras[0] = torch.zeros(2)
    expect(net.extras[0]?.tolist()).toEqual([1, 1])
  })

  it('makes a network that lives on its own', () => {
    const net = new Net()
    const twin = deepcopy(net)
    const x = torch.ones(1, 2)
    const before = net(x).tolist()
    expect(twin(x).tolist()).toEqual(before)
    twin(x).sum().backward()
    expect(net.first.weight.grad).toBeNull()
    torch.no_grad(() => twin.first.weight.add_(1))
    expect(net(x).tolist()).toEqual(before)
    twin.first = nn.Linear(2, 5)
    twin.eval()
    expect([net.training, net.first.out_features]).toEqual([true, 2])
  })

  it('takes hooks along', () => {
    const net = nn.Linear(1, 1)
    const seen: unknown[] = []
    const handle = net.register_forward_hook((module) => {
      seen.push(module)
    })
    const twin = deepcopy(net)
    handle.remove()
    net(torch.ones(1))
    twin(torch.ones(1))
    expect(seen).toEqual([twin])
  })

  it('shares everything in a shallow copy', () => {
    const net = nn.Sequential(nn.Linear(1, 1))
    const twin = copy.copy(net)
    expect(twin).not.toBe(net)
    expect(twin[0]).toBe(net[0])
    expect([...twin.parameters()].map((p) => p.data_ptr())).toEqual(
      [...net.parameters()].map((p) => p.data_ptr()),
    )
  })

  it('asks __deepcopy__ and __copy__', () => {
    class Single extends nn.Module {
      override __deepcopy__(memo: Memo): this {
        expect(memo).toBeInstanceOf(Map)
        return this
      }
      override __copy__(): this {
        return this
      }
    }
    const single = new Single()
    expect(deepcopy([single])[0]).toBe(single)
    expect(copy.copy(single)).toBe(single)
  })
})

describe('copy.deepcopy of anything else', () => {
  it('copies lists, dicts, Maps, Sets and instances, with what they share', () => {
    class Point {
      constructor(
        public x: number,
        public tags: Set<string>,
      ) {}
    }
    const shared = [1]
    const date = new Date(3)
    const value = {
      shared,
      map: new Map<unknown, unknown>([[shared, { shared }]]),
      point: new Point(1, new Set(['a'])),
      data: Float32Array.of(1, 2),
      date,
      dtype: torch.float32,
      size: torch.ones(2, 3).shape,
      device: torch.device('cpu'),
      call: Math.cos,
      nothing: null,
    }
    const twin = deepcopy(value)
    expect(twin).toEqual(value)
    expect(twin.shared).not.toBe(shared)
    expect([...twin.map.keys()]).toEqual([twin.shared])
    expect((twin.map.get(twin.shared) as { shared: unknown }).shared).toBe(twin.shared)
    expect(twin.point).toBeInstanceOf(Point)
    expect(twin.point.tags).not.toBe(value.point.tags)
    expect(twin.data).not.toBe(value.data)
    expect([twin.dtype, twin.call]).toEqual([torch.float32, Math.cos])
    expect(`${twin.size}`).toBe('torch.Size([2, 3])')
    const shallow = copy.copy(value)
    expect([shallow.shared, shallow.map]).toEqual([shared, value.map])
  })

  it('follows cycles', () => {
    const loop: { self?: unknown } = {}
    loop.self = loop
    const twin = deepcopy(loop)
    expect(twin.self).toBe(twin)
    expect(twin).not.toBe(loop)
  })

  it('copies optimizers with their state, tied to copied parameters', () => {
    const net = nn.Linear(2, 1)
    const optimizer = optim.Adam(net.parameters(), { lr: 0.1, amsgrad: true })
    const train = (model: nn.Module, o: optim.Optimizer): unknown => {
      o.zero_grad()
      model(torch.ones(1, 2)).sum().backward()
      o.step()
      return [...model.parameters()].map((p) => p.tolist())
    }
    train(net, optimizer)
    const [twin, other] = deepcopy([net, optimizer] as const)
    expect(`${other}`).toBe(`${optimizer}`)
    expect(train(twin, other)).not.toEqual([...net.parameters()].map((p) => p.tolist()))
    expect(train(net, optimizer)).toEqual([...twin.parameters()].map((p) => p.tolist()))
  })

  it('passes on what a class throws', () => {
    const problem = { mine: true }
    const fails = {
      __deepcopy__(): never {
        throw problem
      },
    }
    expect(() => deepcopy([fails])).toThrow(expect.objectContaining(problem))
  })

  it('keeps no memory', () => {
    const net = nn.Linear(512, 512)
    const before = process.memoryUsage().rss
    for (let i = 0; i < 800; i++) deepcopy(net)
    // All copies together have 840 MB.
    expect(process.memoryUsage().rss - before).toBeLessThan(6e8)
  })
})
