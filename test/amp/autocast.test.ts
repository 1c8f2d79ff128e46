import torch, { nn, type Tensor } from 'torch-node'
import amp from 'torch-node/amp'
import { catch_warnings } from 'torch-node/warnings'

const thrown = (run: () => unknown): string => {
  try {
    run()
  } catch (error) {
    const { name, message } = error as Error
    return `${name}: ${message}`
  }
  return 'nothing'
}
const warned = (run: () => unknown): string[] =>
  catch_warnings((caught) => {
    run()
    return caught.map(({ name, message }) => `${name}: ${message}`)
  })
// Calls that types forbid.
const call = (path: string, ...args: unknown[]): unknown => {
  const owner = path.split('.').reduce<object>((at, name) => Reflect.get(at, name) as object, torch)
  return (owner as unknown as (...args: unknown[]) => unknown)(...args)
}
const on = (): boolean => torch.is_autocast_enabled('cpu')
const x = torch.ones(2, 2)
const product = (): string => `${x.mm(x).dtype}`

afterEach(() => {
  expect(on()).toBe(false)
  expect(torch.get_autocast_dtype('cpu')).toBe(torch.bfloat16)
  expect(torch.is_autocast_cache_enabled()).toBe(true)
})

describe('torch.autocast', () => {
  it('is one with torch.amp.autocast', () => {
    expect(amp.autocast).toBe(torch.autocast)
    expect(torch.amp.autocast_mode.autocast).toBe(torch.autocast)
    expect(torch.amp.is_autocast_available('cpu')).toBe(true)
    expect(torch.amp.is_autocast_available('meta')).toBe(false)
  })

  it('runs a function and gives its result', () => {
    expect(torch.autocast('cpu', product)).toBe('torch.bfloat16')
    expect(torch.autocast('cpu', torch.float16, product)).toBe('torch.float16')
    expect(torch.autocast('cpu', { dtype: torch.float16 }, product)).toBe('torch.float16')
    expect(torch.autocast({ device_type: 'cpu', enabled: false }, product)).toBe('torch.float32')
    expect(torch.autocast('cpu', null, false, product)).toBe('torch.float32')
  })

  it('lasts to the end of a block', () => {
    {
      using _ = torch.autocast('cpu')
      expect(product()).toBe('torch.bfloat16')
    }
    expect(product()).toBe('torch.float32')
  })

  it('is entered by nothing but a block, and again and again', () => {
    const block = torch.autocast('cpu')
    expect(block).toBeInstanceOf(torch.autocast)
    expect([on(), block.device, block.fast_dtype, block._enabled]).toEqual([
      false,
      'cpu',
      torch.bfloat16,
      true,
    ])
    for (let round = 0; round < 2; round++) {
      using _ = block
      expect(on()).toBe(true)
    }
    block.__enter__()
    block.__enter__()
    block.__exit__()
    expect(on()).toBe(true)
    block.__exit__()
    block.__exit__()
  })

  it('is a decorator', () => {
    class Net extends nn.Module {
      scale = 2
      override forward(input: Tensor): Tensor {
        return input.mm(x).mul(this.scale)
      }
    }
    const forward = torch.autocast('cpu')(Net.prototype.forward)
    expect(forward.name).toBe('forward')
    expect(forward.call(new Net(), x).dtype).toBe(torch.bfloat16)
    // As a decorator of methods it gets a second argument.
    const decorated = torch.autocast('cpu')(product, { kind: 'method' })
    expect(decorated()).toBe('torch.bfloat16')
    const recursive = torch.autocast('cpu')((depth: number): boolean =>
      depth === 0 ? on() : recursive(depth - 1),
    )
    expect(recursive(3)).toBe(true)
  })

  it('nests', () => {
    torch.autocast('cpu', () => {
      expect(torch.autocast('cpu', { enabled: false }, product)).toBe('torch.float32')
      expect(torch.autocast('cpu', torch.float16, product)).toBe('torch.float16')
      expect(product()).toBe('torch.bfloat16')
      expect(torch.autocast('cuda', { enabled: false }, product)).toBe('torch.bfloat16')
    })
  })

  it('leaves the block whatever is thrown, null too', () => {
    for (const problem of [new Error('mine'), null]) {
      let caught: unknown
      try {
        torch.autocast('cpu', () => {
          throw problem
        })
      } catch (error) {
        caught = error
      }
      expect(caught).toBe(problem)
      expect(on()).toBe(false)
    }
    expect(thrown(() => torch.autocast('cpu', async () => {}))).toMatch(
      /^TypeError: the block is over before the promise is settled/,
    )
  })

  it('casts a parameter once for the whole block', () => {
    const weight = nn.Parameter(torch.ones(2, 2))
    const sameCast = (options: amp.AutocastOptions): boolean =>
      torch.autocast('cpu', options, () => {
        const nodes = [x.mm(weight), x.mm(weight)].map((y) => y.grad_fn?.next_functions[1]?.[0])
        return nodes[0] === nodes[1]
      })
    expect(sameCast({})).toBe(true)
    expect(sameCast({ cache_enabled: false })).toBe(false)
    torch.autocast('cpu', () => {
      const before = x.mm(weight)
      torch.no_grad(() => weight.fill_(2))
      expect(x.mm(weight).equal(before)).toBe(true)
      torch.clear_autocast_cache()
      expect(x.mm(weight).equal(before)).toBe(false)
    })
  })

  it('gives gradients of the type of the parameters', () => {
    const net = nn.Linear(2, 2)
    const out = torch.autocast('cpu', () => net(x))
    out.sum().backward()
    expect(out.dtype).toBe(torch.bfloat16)
    expect(net.weight.grad?.dtype).toBe(torch.float32)
  })

  it('keeps its memory, entered 10,000 times', () => {
    // Threads that wait for each other would take most of the time.
    torch.set_num_threads(1)
    const weight = nn.Parameter(torch.ones(128, 128))
    const before = process.memoryUsage().rss
    for (let i = 0; i < 10_000; i++) torch.autocast('cpu', () => weight.mul(2).matmul(weight[0]))
    // All that is made has 1.3 GB.
    expect(process.memoryUsage().rss - before).toBeLessThan(6e8)
  })

  it.each([
    ["ValueError: Expected `device_type` of type `str`, got: `<class 'int'>`", 3],
    [
      'RuntimeError: Expected one of cpu, cuda, ipu, xpu, mkldnn, opengl, opencl, ideep, hip, ve, fpga, maia, xla, lazy, vulkan, mps, meta, hpu, mtia, privateuseone device type at start of device string: foo',
      'foo',
    ],
    ['RuntimeError: unsupported scalarType', 'meta'],
    [
      "RuntimeError: User specified an unsupported autocast device_type 'meta'",
      'meta',
      torch.bfloat16,
    ],
    ["TypeError: autocast.__init__() missing 1 required positional argument: 'device_type'"],
    ["TypeError: autocast.__init__() got an unexpected keyword argument 'foo'", 'cpu', { foo: 3 }],
  ] as unknown[][])('%s', (text, ...args) => {
    expect(thrown(() => call('autocast', ...args))).toBe(text)
  })

  it('warns where it cannot', () => {
    expect(warned(() => torch.autocast('cpu', torch.float32, product))).toEqual([
      'UserWarning: In CPU autocast, but the target dtype is not supported. Disabling autocast.\nCPU Autocast only supports dtypes of torch.bfloat16, torch.float16 currently.',
    ])
    if (!torch.cuda.is_available()) {
      expect(warned(() => torch.autocast('cuda', product))).toEqual([
        'UserWarning: CUDA is not available or torch_xla is imported. Disabling autocast.',
      ])
    }
    expect(thrown(() => torch.autocast('cpu')(3 as never))).toBe(
      'TypeError: autocast()(func) requires a callable, but got int. Did you mean to use autocast as a context manager? For example:\n    with torch.autocast(device_type=...):\n        output = model(input)',
    )
  })

  it('has its old names', () => {
    let dtype = ''
    expect(
      warned(() => {
        dtype = torch.cpu.amp.autocast(product)
      }),
    ).toEqual([
      "FutureWarning: `torch.cpu.amp.autocast(args...)` is deprecated. Please use `torch.amp.autocast('cpu', args...)` instead.",
    ])
    expect(dtype).toBe('torch.bfloat16')
    warned(() => {
      expect(torch.cpu.amp.autocast(false)._enabled).toBe(false)
      expect(torch.cuda.amp.autocast({ enabled: false }).fast_dtype).toBe(torch.float16)
      expect(torch.cuda.amp.autocast({ enabled: false })).toBeInstanceOf(torch.autocast)
    })
    expect(warned(() => torch.cpu.amp.GradScaler({ enabled: false }))).toEqual([
      "FutureWarning: `torch.cpu.amp.GradScaler(args...)` is deprecated. Please use `torch.amp.GradScaler('cpu', args...)` instead.",
    ])
    expect(torch.cuda.amp.amp_definitely_not_available()).toBe(!torch.cuda.is_available())
  })
})

describe('what the thread has', () => {
  it('is read and set', () => {
    torch.set_autocast_enabled('cpu', true)
    torch.set_autocast_dtype('cpu', torch.float16)
    expect(product()).toBe('torch.float16')
    torch.set_autocast_enabled({ device_type: 'cpu', enabled: false })
    torch.set_autocast_dtype({ device_type: 'cpu', dtype: torch.bfloat16 })
    torch.set_autocast_enabled(true)
    expect([torch.is_autocast_enabled(), torch.is_autocast_enabled('cuda'), on()]).toEqual([
      true,
      true,
      false,
    ])
    torch.set_autocast_enabled(false)
    expect(torch.get_autocast_dtype({ device_type: 'cuda' })).toBe(torch.float16)
    torch.set_autocast_cache_enabled(false)
    expect(torch.is_autocast_cache_enabled()).toBe(false)
    torch.set_autocast_cache_enabled(true)
    expect(torch.autocast_increment_nesting()).toBe(1)
    expect(torch.autocast_decrement_nesting()).toBe(0)
  })

  it('has old names', () => {
    const texts = warned(() => {
      torch.set_autocast_cpu_enabled(false)
      torch.set_autocast_cpu_dtype(torch.bfloat16)
      torch.set_autocast_gpu_dtype(torch.float16)
      expect(torch.is_autocast_cpu_enabled()).toBe(false)
      expect(torch.get_autocast_cpu_dtype()).toBe(torch.bfloat16)
      expect(torch.get_autocast_gpu_dtype()).toBe(torch.float16)
    })
    expect(texts).toEqual([
      "DeprecationWarning: torch.set_autocast_cpu_enabled(enabled) is deprecated. Please use torch.set_autocast_enabled('cpu', enabled) instead.",
      "DeprecationWarning: torch.set_autocast_cpu_dtype(dtype) is deprecated. Please use torch.set_autocast_dtype('cpu', dtype) instead.",
      "DeprecationWarning: torch.set_autocast_gpu_dtype(dtype) is deprecated. Please use torch.set_autocast_dtype('cuda', dtype) instead.",
      "DeprecationWarning: torch.is_autocast_cpu_enabled() is deprecated. Please use torch.is_autocast_enabled('cpu') instead.",
      "DeprecationWarning: torch.get_autocast_cpu_dtype() is deprecated. Please use torch.get_autocast_dtype('cpu') instead.",
      "DeprecationWarning: torch.get_autocast_gpu_dtype() is deprecated. Please use torch.get_autocast_dtype('cuda') instead.",
    ])
  })

  it.each([
    [
      "TypeError: is_autocast_enabled(): argument 'device_type' (position 1) must be str, not int",
      'is_autocast_enabled',
      3,
    ],
    [
      "TypeError: set_autocast_enabled(): argument 'enabled' (position 1) must be bool, not str",
      'set_autocast_enabled',
      'cpu',
    ],
    [
      "TypeError: set_autocast_enabled(): argument 'enabled' (position 2) must be bool, not int",
      'set_autocast_enabled',
      'cpu',
      3,
    ],
    [
      'TypeError: get_autocast_dtype() missing 1 required positional arguments: "device_type"',
      'get_autocast_dtype',
    ],
    [
      "TypeError: set_autocast_dtype(): argument 'dtype' (position 2) must be torch.dtype, not int",
      'set_autocast_dtype',
      'cpu',
      3,
    ],
    ['RuntimeError: unsupported scalarType', 'get_autocast_dtype', 'meta'],
    [
      'RuntimeError: unknown device type for autocast in get_autocast_dispatch_key_from_device_type',
      'is_autocast_enabled',
      'meta',
    ],
    ['TypeError: enabled must be a bool (got int)', 'set_autocast_cache_enabled', 3],
    ['TypeError: enabled must be a bool (got int)', 'set_autocast_cpu_enabled', 3],
    ['TypeError: dtype must be a torch.dtype (got int)', 'set_autocast_cpu_dtype', 3],
    [
      'TypeError: torch.autocast_increment_nesting() takes no arguments (1 given)',
      'autocast_increment_nesting',
      3,
    ],
  ] as [string, string, ...unknown[]][])('%s', (text, name, ...args) => {
    expect(thrown(() => call(name, ...args))).toBe(text)
  })
})

describe('torch.amp.custom_fwd and custom_bwd', () => {
  interface Ctx {
    saved?: Tensor[]
    _dtype?: torch.dtype
    _fwd_used_autocast?: boolean
  }
  const product = (ctx: Ctx, a: Tensor, b: Tensor): Tensor => {
    ctx.saved = [a, b]
    return a.mm(b)
  }
  const device_type = 'cpu'

  it('run backward in the precision of forward', () => {
    const forward = torch.amp.custom_fwd(product, { device_type })
    const backward = torch.amp.custom_bwd({ device_type })((ctx: Ctx, grad: Tensor) => [
      on(),
      grad.mm(ctx.saved?.[1] as Tensor).dtype,
    ])
    const ctx: Ctx = {}
    expect(torch.autocast('cpu', torch.float16, () => forward(ctx, x, x)).dtype).toBe(torch.float16)
    expect([ctx._dtype, ctx._fwd_used_autocast]).toEqual([torch.float16, true])
    expect(backward(ctx, x)).toEqual([true, torch.float16])
    forward(ctx, x, x)
    expect(backward(ctx, x)).toEqual([false, torch.float32])
  })

  it('cast inputs, and run without autocast then', () => {
    const seen: unknown[] = []
    const forward = torch.amp.custom_fwd(
      (_ctx: Ctx, a: Tensor, more: { list: [Tensor, number]; double: Tensor }) => {
        seen.push(on(), a.dtype, more.list[0].dtype, more.list[1], more.double.dtype)
      },
      { device_type, cast_inputs: torch.float16 },
    )
    const more = { list: [x, 3] as [Tensor, number], double: x.double() }
    const ctx: Ctx = {}
    torch.autocast('cpu', () => forward(ctx, x, more))
    expect(seen).toEqual([false, torch.float16, torch.float16, 3, torch.float64])
    expect(ctx._fwd_used_autocast).toBe(false)
    // Outside nothing is cast.
    forward(ctx, x, more)
    expect(seen.slice(5)).toEqual([false, torch.float32, torch.float32, 3, torch.float64])
  })

  // The numbers are Python's.
  it('make a custom function fit', () => {
    const seen: unknown[] = []
    type Saved = torch.autograd.function.FunctionCtx
    const compute = (ctx: Saved, a: Tensor, b: Tensor): Tensor => {
      seen.push(on(), a.dtype)
      ctx.save_for_backward(a, b)
      return a.mm(b)
    }
    const derive = (ctx: Saved, grad: Tensor): [Tensor, Tensor] => {
      const [a, b] = ctx.saved_tensors as [Tensor, Tensor]
      seen.push(on(), grad.dtype)
      return [grad.mm(b.t()), a.t().mm(grad)]
    }
    class Product extends torch.autograd.Function {
      static override forward = torch.amp.custom_fwd(compute, { device_type })
      static override backward = torch.amp.custom_bwd(derive, { device_type })
    }
    class InFull extends torch.autograd.Function {
      static override forward = torch.amp.custom_fwd(compute, {
        device_type,
        cast_inputs: torch.float32,
      })
      static override backward = torch.amp.custom_bwd(derive, { device_type })
    }
    const leaf = (data: number[][]): Tensor => torch.tensor(data, { requires_grad: true })
    const [a, b] = [
      leaf([
        [1, 2],
        [3, 4.1],
      ]),
      leaf([
        [0.5, 0.25],
        [1.3, 2],
      ]),
    ]
    const low = torch.autocast('cpu', () => Product.apply(a, b)) as Tensor
    const full = torch.autocast('cpu', () => InFull.apply(a.bfloat16(), b)) as Tensor
    expect(low.tolist()).toEqual([
      [3.09375, 4.25],
      [6.8125, 8.9375],
    ])
    expect(full.tolist()).toEqual([
      [3.0999999046325684, 4.25],
      [6.821874618530273, 8.9375],
    ])
    for (const out of [low, full]) {
      a.grad = null
      b.grad = null
      out.sum().backward()
      expect(a.grad).not.toBeNull()
      expect([
        (a.grad as unknown as Tensor).tolist(),
        (b.grad as unknown as Tensor).tolist(),
      ]).toEqual([
        [
          [0.75, 3.296875],
          [0.75, 3.296875],
        ],
        [
          [4, 4],
          [6.09375, 6.09375],
        ],
      ])
    }
    expect(seen).toEqual([
      ...[true, torch.float32, false, torch.float32],
      ...[true, torch.bfloat16, false, torch.float32],
    ])
  })

  it('fail as Python does', () => {
    expect(thrown(() => call('amp.custom_fwd', { device_type: 3 }))).toBe(
      "ValueError: Expected `device_type` of type `str`, got: `<class 'int'>`",
    )
    expect(thrown(() => call('amp.custom_bwd', product))).toBe(
      "TypeError: custom_bwd() missing 1 required keyword-only argument: 'device_type'",
    )
    expect(warned(() => torch.cuda.amp.custom_bwd(product))).toEqual([
      "FutureWarning: `torch.cuda.amp.custom_bwd(args...)` is deprecated. Please use `torch.amp.custom_bwd(args..., device_type='cuda')` instead.",
    ])
  })
})
