import torch, { nn, type Tensor } from 'torch-node'
import {
  register_module_buffer_registration_hook,
  register_module_forward_hook,
  register_module_module_registration_hook,
  register_module_parameter_registration_hook,
} from 'torch-node/nn/modules/module'

const { Parameter } = nn

class Net extends nn.Module {
  declare scale: nn.Parameter
  // A declared field, as TypeScript emits it: it must not hide what is assigned later.
  second: nn.Linear
  first = nn.Linear(3, 4)
  note = 'plain'

  constructor() {
    super()
    this.second = nn.Linear(4, 2)
    this.scale = Parameter(torch.ones(2))
    this.register_buffer('mean', torch.zeros(2))
    this.register_buffer('tmp', torch.zeros(1), false)
  }

  override forward(x: Tensor): Tensor {
    return this.second(this.first(x).relu()).mul(this.scale)
  }
}

const thrown = (run: () => unknown): string => {
  try {
    run()
  } catch (error) {
    const { name, message } = error as Error
    return `${name}: ${message}`
  }
  return 'nothing'
}

describe('torch.nn.Module registration', () => {
  it('registers what is assigned, in that order', () => {
    const net = new Net()
    expect(Object.keys(net.state_dict())).toEqual([
      'scale',
      'mean',
      'first.weight',
      'first.bias',
      'second.weight',
      'second.bias',
    ])
    expect(Array.from(net.named_parameters(), ([name]) => name)).toEqual([
      'scale',
      'first.weight',
      'first.bias',
      'second.weight',
      'second.bias',
    ])
    expect(Array.from(net.named_buffers(), ([name]) => name)).toEqual(['mean', 'tmp'])
    expect(Array.from(net.named_modules(), ([name]) => name)).toEqual(['', 'first', 'second'])
    expect(Array.from(net.named_children(), ([name]) => name)).toEqual(['first', 'second'])
    expect([...net.children()]).toEqual([net.first, net.second])
    expect([...net.modules()][0]).toBe(net)
  })

  it('prints what Python prints', () => {
    expect(`${new Net()}`).toBe(
      'Net(\n  (first): Linear(in_features=3, out_features=4, bias=True)\n' +
        '  (second): Linear(in_features=4, out_features=2, bias=True)\n)',
    )
  })

  it('keeps plain values plain and reads them back', () => {
    const net = new Net()
    expect(net.note).toBe('plain')
    const fields = net as unknown as Record<string, unknown>
    fields.cache = torch.ones(2)
    expect(net.state_dict()).not.toHaveProperty('cache')
    fields.cache = Parameter(torch.ones(2))
    expect(net.state_dict()).toHaveProperty('cache')
    fields.name = 'a name'
    expect(fields.name).toBe('a name')
  })

  it('replaces, empties and forgets', () => {
    const net = new Net()
    const other = nn.Linear(3, 4)
    net.first = other
    expect([...net.children()][0]).toBe(other)
    other.bias = null
    expect(other.bias).toBeNull()
    expect(`${other}`).toBe('Linear(in_features=3, out_features=4, bias=False)')
    expect(Object.keys(other.state_dict())).toEqual(['weight'])
    delete (net as Partial<Net>).second
    expect(net.second).toBeUndefined()
    expect([...net.named_children()].map(([name]) => name)).toEqual(['first'])
  })

  it('does not let a field take what the class itself has', () => {
    const net = new Net() as unknown as Record<string, unknown> & Net
    net.type = nn.Identity() as never
    expect(typeof net.type).toBe('function')
    expect([...net.named_children()].map(([name]) => name)).toContain('type')
    expect(net.double().first.weight.dtype).toBe(torch.float64)
  })

  it('keeps dicts in step with fields', () => {
    const net = new Net()
    const replacement = nn.Linear(3, 4)
    net._modules.first = replacement
    expect(net.first).toBe(replacement)
    delete net._modules.first
    expect(net.first).toBeUndefined()
    net.add_module('10', nn.Identity())
    net.add_module('2', nn.Identity())
    expect(Object.keys(net._modules)).toEqual(['second', '10', '2'])
  })

  it('names shared parameters once', () => {
    const net = new Net()
    net.second.weight = Parameter(torch.ones(2, 4))
    const tied = nn.Linear(4, 2)
    tied.weight = net.second.weight
    net.add_module('tied', tied)
    expect(Array.from(net.parameters())).toHaveLength(6)
    expect(Array.from(net.named_parameters('', true, false))).toHaveLength(7)
    expect(Array.from(net.named_parameters({ prefix: 'x', recurse: false }))[0]?.[0]).toBe(
      'x.scale',
    )
  })

  it('throws what Python throws', () => {
    const net = new Net()
    const set = (name: string, value: unknown) => () => Reflect.set(net, name, value)
    expect(thrown(set('scale', torch.ones(2)))).toBe(
      "TypeError: cannot assign 'torch.FloatTensor' as parameter 'scale' (torch.nn.Parameter or None expected)",
    )
    expect(thrown(set('scale', 3))).toBe(
      "TypeError: cannot assign 'int' as parameter 'scale' (torch.nn.Parameter or None expected)",
    )
    expect(thrown(set('first', 3))).toBe(
      "TypeError: cannot assign 'int' as child module 'first' (torch.nn.Module or None expected)",
    )
    expect(thrown(set('mean', 'x'))).toBe(
      "TypeError: cannot assign 'str' as buffer 'mean' (torch.nn.Buffer, torch.Tensor or None expected)",
    )
    expect(thrown(set('float', Parameter(torch.ones(1))))).toBe(
      `KeyError: "attribute 'float' already exists"`,
    )
    expect(thrown(() => net.register_parameter('x', torch.ones(1) as never))).toBe(
      "TypeError: cannot assign 'torch.FloatTensor' object to parameter 'x' (torch.nn.Parameter or None required)",
    )
    expect(thrown(() => net.register_parameter('note', null))).toBe(
      `KeyError: "attribute 'note' already exists"`,
    )
    expect(thrown(() => net.register_buffer('a.b', null))).toBe(
      `KeyError: 'buffer name can\\'t contain "."'`,
    )
    expect(thrown(() => net.add_module('', null))).toBe(
      `KeyError: 'module name can\\'t be empty string ""'`,
    )
    expect(thrown(() => net.add_module('x', 3 as never))).toBe(
      'TypeError: int is not a Module subclass',
    )
    expect(thrown(() => net.get_submodule('first.foo'))).toBe(
      'AttributeError: Linear has no attribute `foo`',
    )
    expect(thrown(() => net.get_parameter('mean'))).toBe(
      'AttributeError: `mean` is not an nn.Parameter',
    )
    expect(thrown(() => delete (net as Partial<Net> & { foo?: 1 }).foo)).toBe(
      "AttributeError: 'Net' object has no attribute 'foo'",
    )
    expect(thrown(() => net.train(1 as never))).toBe(
      'ValueError: training mode is expected to be boolean',
    )
    expect(thrown(() => nn.Module()(3))).toBe(
      'NotImplementedError: Module [Module] is missing the required "forward" function',
    )
    expect(thrown(() => new (Net as unknown as new (x: number) => Net)(3))).toBe('nothing')
    expect(thrown(() => new (nn.Module as unknown as new (x: number) => Net)(3))).toBe(
      'TypeError: Module.__init__() takes 1 positional argument but 2 were given',
    )
    expect(thrown(() => (nn.Tanh as unknown as (x: object) => Net)({ a: 3 }))).toBe(
      "TypeError: Tanh.__init__() got an unexpected keyword argument 'a'",
    )
    expect(thrown(() => (nn.Linear as unknown as (x: number) => Net)(3))).toBe(
      "TypeError: Linear.__init__() missing 1 required positional argument: 'out_features'",
    )
    expect(thrown(() => net.to(torch.int32))).toBe(
      'TypeError: nn.Module.to only accepts floating point or complex dtypes, but got desired dtype=torch.int32',
    )
    // A parameter that is computed is no leaf.
    const computed = Parameter(torch.ones(2))
    const made = Object.setPrototypeOf(computed.mul(2), Parameter.prototype) as nn.Parameter
    expect(thrown(() => net.register_parameter('w', made))).toMatch(
      /^ValueError: Cannot assign non-leaf Tensor to parameter 'w'/,
    )
  })

  it('tells hooks of what is registered, which may replace it', () => {
    const seen: string[] = []
    const replaced = nn.Identity()
    const handles = [
      register_module_buffer_registration_hook((module, name) => {
        seen.push(`${module._get_name()}.${name}`)
        return null
      }),
      register_module_parameter_registration_hook((_, name) => {
        seen.push(name)
        return undefined
      }),
      register_module_module_registration_hook((_, name, module) =>
        name === 'first' ? replaced : module,
      ),
    ]
    const net = new Net()
    for (const handle of handles) handle.remove()
    expect(net.first).toBe(replaced)
    expect(seen).toEqual(['weight', 'bias', 'weight', 'bias', 'scale', 'Net.mean', 'Net.tmp'])
  })

  it('finds modules, parameters and buffers by their paths', () => {
    const net = new Net()
    expect(net.get_buffer('mean')).toBe(net._buffers.mean)
    expect(net.get_parameter('first.bias')).toBe(net.first.bias)
    net.set_submodule('first', nn.Identity())
    expect(net.get_submodule('first')).toBeInstanceOf(nn.Identity)
    expect(net.get_submodule('')).toBe(net)
  })
})

describe('torch.nn.Module as a function', () => {
  it('has nothing of Function.prototype', () => {
    const net = new Net() as unknown as Record<string, unknown>
    for (const name of ['name', 'length', 'call', 'bind', 'arguments', 'caller', 'prototype']) {
      expect(net[name]).toBeUndefined()
    }
    expect(net.apply).toBe(nn.Module.prototype.apply)
  })

  it('is an instance of its classes, made with and without new', () => {
    const layer = nn.Linear(2, 3)
    expect(layer).toBeInstanceOf(nn.Linear)
    expect(layer).toBeInstanceOf(nn.Module)
    expect(layer.constructor).toBe(nn.Linear)
    expect(new nn.Linear(2, 3).constructor).toBe(nn.Linear)
    expect(new Net()).toBeInstanceOf(nn.Module)
    expect(new Net().constructor).toBe(Net)
    expect(new Net()).not.toBeInstanceOf(nn.Linear)
  })

  it('applies a function to every module, itself last', () => {
    const seen: string[] = []
    const net = new Net()
    expect(net.apply((module) => seen.push(module._get_name()))).toBe(net)
    expect(seen).toEqual(['Linear', 'Linear', 'Net'])
  })

  it('keeps private fields and accessors working', () => {
    class Counter extends nn.Module {
      #count = 0
      stored = 0
      get doubled(): number {
        return this.stored * 2
      }
      set doubled(value: number) {
        this.stored = value / 2
      }
      override forward(x: Tensor): Tensor {
        this.#count += 1
        return x.mul(this.#count)
      }
    }
    const counter = new Counter()
    counter(torch.ones(1))
    expect(counter(torch.ones(1)).item()).toBe(2)
    counter.doubled = 8
    expect(counter.stored).toBe(4)
    expect(counter.doubled).toBe(8)
  })
})

describe('torch.nn.Module hooks', () => {
  it('run around forward, by call only', () => {
    const layer = nn.Identity()
    const log: string[] = []
    layer.register_forward_pre_hook((_, [x]) => {
      log.push('pre')
      return x.add(1)
    })
    const handle = layer.register_forward_hook((module, _, output) => {
      expect(module).toBe(layer)
      log.push('post')
      return output.mul(10)
    })
    expect(layer(torch.ones(1)).item()).toBe(20)
    expect(layer.forward(torch.ones(1)).item()).toBe(1)
    expect(log).toEqual(['pre', 'post'])
    handle.remove()
    expect(layer(torch.ones(1)).item()).toBe(2)
  })

  it('go in order, prepended ones first, global ones before', () => {
    const layer = nn.Identity()
    const log: string[] = []
    layer.register_forward_hook(() => log.push('a') && null)
    layer.register_forward_hook(() => log.push('b') && null, { prepend: true })
    const everywhere = register_module_forward_hook(() => log.push('global') && null)
    layer(torch.ones(1))
    everywhere.remove()
    layer(torch.ones(1))
    expect(log).toEqual(['global', 'b', 'a', 'b', 'a'])
  })

  it('see and change keyword arguments', () => {
    class Scaled extends nn.Module {
      override forward(x: Tensor, { by = 1 }: { by?: number } = {}): Tensor {
        return x.mul(by)
      }
    }
    const scaled = new Scaled()
    scaled.register_forward_pre_hook((_, args, kwargs) => [args, { ...kwargs, by: 5 }], {
      with_kwargs: true,
    })
    let seen: unknown
    scaled.register_forward_hook(
      (_, __, kwargs) => {
        seen = kwargs
      },
      { with_kwargs: true },
    )
    expect(scaled(torch.ones(1), { by: 2 }).item()).toBe(5)
    expect(seen).toEqual({ by: 5 })
  })

  it('that are always called run after an error too, which arrives unchanged', () => {
    const problem = new Error('mine')
    class Broken extends nn.Module {
      override forward(): Tensor {
        throw problem
      }
    }
    const broken = new Broken()
    const log: string[] = []
    broken.register_forward_hook(() => log.push('always'), { always_call: true })
    broken.register_forward_hook(() => log.push('never'))
    expect(() => broken()).toThrow(problem)
    expect(log).toEqual(['always'])
  })
})

describe('torch.nn.Module state', () => {
  it('goes from one module to another', () => {
    const from = new Net()
    const to = new Net()
    expect(`${to.load_state_dict(from.state_dict())}`).toBe('<All keys matched successfully>')
    expect(to.first.weight.equal(from.first.weight)).toBe(true)
    expect(to.first.weight).not.toBe(from.first.weight)
    expect(`${to.load_state_dict(new Map(Object.entries(from.state_dict())))}`).toMatch(/^<All/)
  })

  it('is detached, and has metadata that nobody trips over', () => {
    const net = new Net()
    const state = net.state_dict()
    expect(state.scale?.requires_grad).toBe(false)
    expect(net.state_dict({ keep_vars: true }).scale).toBe(net.scale)
    expect((state as { _metadata?: unknown })._metadata).toEqual({
      '': { version: 1 },
      first: { version: 1 },
      second: { version: 1 },
    })
    expect(Object.keys(net.state_dict({ prefix: 'net.' }))[0]).toBe('net.scale')
  })

  it('reports what does not fit', () => {
    const layer = nn.Linear(2, 2)
    const wrong = { weight: torch.ones(3, 3), x: torch.ones(1) }
    expect(thrown(() => layer.load_state_dict(wrong))).toBe(
      'RuntimeError: Error(s) in loading state_dict for Linear:\n\tMissing key(s) in state_dict: "bias". ' +
        '\n\tUnexpected key(s) in state_dict: "x". ' +
        '\n\tsize mismatch for weight: copying a param with shape torch.Size([3, 3]) from checkpoint, ' +
        'the shape in current model is torch.Size([2, 2]).',
    )
    const result = layer.load_state_dict({ a: torch.ones(1) }, { strict: false })
    expect(`${result}`).toBe(
      "_IncompatibleKeys(missing_keys=['weight', 'bias'], unexpected_keys=['a'])",
    )
    expect(result.missing_keys).toEqual(['weight', 'bias'])
    expect(thrown(() => layer.load_state_dict([] as never))).toBe(
      "TypeError: Expected state_dict to be dict-like, got <class 'list'>.",
    )
    expect(thrown(() => layer.load_state_dict({ weight: 3, bias: torch.ones(2) }))).toBe(
      'RuntimeError: Error(s) in loading state_dict for Linear:\n\tWhile copying the parameter named "weight", ' +
        "expected torch.Tensor or Tensor-like object from checkpoint but received <class 'int'>",
    )
  })

  it('can be assigned instead of copied', () => {
    const layer = nn.Linear(2, 2)
    const weight = torch.zeros(2, 2)
    layer.load_state_dict({ weight, bias: torch.zeros(2) }, { assign: true })
    weight.fill_(3)
    expect(layer.weight).toBeInstanceOf(Parameter)
    expect(layer.weight.sum().item()).toBe(12)
  })

  it('passes by the hooks', () => {
    const layer = nn.Linear(1, 1)
    layer.register_state_dict_post_hook((_, state, prefix) => {
      state[`${prefix}extra`] = 1
    })
    layer.register_load_state_dict_pre_hook((module, state, prefix) => {
      expect(module).toBe(layer)
      delete state[`${prefix}extra`]
    })
    const state = nn.Sequential(layer).state_dict()
    expect(Object.keys(state)).toEqual(['0.weight', '0.bias', '0.extra'])
    expect(`${nn.Sequential(layer).load_state_dict(state)}`).toMatch(/^<All/)
  })

  it('holds extra state of a subclass', () => {
    class Extra extends nn.Module {
      count = 3
      override get_extra_state(): unknown {
        return { count: this.count }
      }
      override set_extra_state(state: unknown): void {
        this.count = (state as { count: number }).count
      }
    }
    const state = new Extra().state_dict<Record<string, unknown>>()
    expect(state).toEqual({ _extra_state: { count: 3 } })
    const other = new Extra()
    other.load_state_dict({ _extra_state: { count: 8 } })
    expect(other.count).toBe(8)
  })
})

describe('torch.nn.Module conversions and modes', () => {
  it('keep the parameters and their identity', () => {
    const net = new Net()
    const { weight } = net.first
    net.first(torch.ones(1, 3)).sum().backward()
    expect(net.double()).toBe(net)
    expect(net.first.weight).toBe(weight)
    expect(weight.dtype).toBe(torch.float64)
    expect(weight.grad?.dtype).toBe(torch.float64)
    expect(weight).toBeInstanceOf(Parameter)
    expect(net.to(torch.float32).first.weight.dtype).toBe(torch.float32)
    expect(net.to({ dtype: torch.bfloat16 })._buffers.mean?.dtype).toBe(torch.bfloat16)
    expect(net.to('cpu', torch.float64).scale.dtype).toBe(torch.float64)
    expect(net.to(torch.ones(1)).scale.dtype).toBe(torch.float32)
    expect(net.half().scale.dtype).toBe(torch.float16)
    expect(net.type(torch.float32).scale.dtype).toBe(torch.float32)
    const conv = nn.Conv2d(2, 4, 3).to({ memory_format: torch.channels_last })
    expect(conv.weight.is_contiguous({ memory_format: torch.channels_last })).toBe(true)
  })

  it('go through all modules', () => {
    const net = nn.Sequential(nn.Dropout(), nn.Sequential(nn.Dropout()))
    expect(net.eval()).toBe(net)
    expect([...net.modules()].map(({ training }) => training)).toEqual([false, false, false, false])
    net.train()
    expect([...net.modules()].every(({ training }) => training)).toBe(true)
    const layer = nn.Linear(1, 1)
    layer(torch.ones(1)).backward()
    layer.zero_grad(false)
    expect(layer.weight.grad?.item()).toBe(0)
    layer.zero_grad()
    expect(layer.weight.grad).toBeNull()
    layer.requires_grad_(false)
    expect([...layer.parameters()].some(({ requires_grad }) => requires_grad)).toBe(false)
  })

  it('materialise a module that was made on meta', () => {
    const layer = nn.Linear(2, 3, { device: 'meta' })
    expect(thrown(() => layer.to('cpu'))).toBe(
      'NotImplementedError: Cannot copy out of meta tensor; no data! Please use torch.nn.Module.to_empty() ' +
        'instead of torch.nn.Module.to() when moving module from meta to a different device.',
    )
    expect(layer.to_empty({ device: 'cpu' }).weight.device.type).toBe('cpu')
    expect([...layer.parameters()]).toHaveLength(2)
  })
})

describe('torch.nn.Parameter', () => {
  it('is a tensor that trains, with and without new', () => {
    const data = torch.ones(2)
    const parameter = Parameter(data)
    expect(`${parameter}`).toBe('Parameter containing:\ntensor([1., 1.], requires_grad=True)')
    expect(parameter).toBeInstanceOf(torch.Tensor)
    expect(parameter).toBeInstanceOf(Parameter)
    expect(new Parameter(data, false).requires_grad).toBe(false)
    expect(Parameter(data, { requires_grad: false }).requires_grad).toBe(false)
    expect(Parameter({ data }).requires_grad).toBe(true)
    expect(`${Parameter()}`).toBe('Parameter containing:\ntensor([], requires_grad=True)')
    data.fill_(5)
    expect(parameter[0]?.item()).toBe(5)
    class Mine extends Parameter {
      twice(): Tensor {
        return this.mul(2)
      }
    }
    expect(new Mine(data)).toBeInstanceOf(Mine)
    expect(new Mine(data).twice()[0]?.item()).toBe(10)
  })

  it('throws what Python throws', () => {
    expect(thrown(() => Parameter(torch.tensor([1])))).toBe(
      'RuntimeError: Only Tensors of floating point and complex dtype can require gradients',
    )
    expect(thrown(() => Parameter([1, 2] as never))).toBe(
      "AttributeError: 'list' object has no attribute 'detach'",
    )
    expect(thrown(() => Reflect.apply(Parameter, null, [1, 2, 3]))).toBe(
      'TypeError: Parameter.__new__() takes from 1 to 3 positional arguments but 4 were given',
    )
  })
})

test('torch.nn.Buffer marks an ordinary tensor', () => {
  class Holder extends nn.Module {
    kept = nn.Buffer(torch.ones(2))
    lost = nn.Buffer(torch.ones(1), { persistent: false })
    override forward(): Tensor {
      return this.kept
    }
  }
  const holder = new Holder()
  expect(Object.keys(holder.state_dict())).toEqual(['kept'])
  expect(holder.kept).toBeInstanceOf(nn.Buffer)
  expect(torch.ones(1)).not.toBeInstanceOf(nn.Buffer)
  holder.kept = torch.zeros(3)
  expect(holder._buffers.kept?.numel()).toBe(3)
})
