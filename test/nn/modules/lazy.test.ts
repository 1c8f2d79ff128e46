// Modules and tensors whose shapes come later; texts are Python's.
import torch, { nn, type Tensor } from 'torch-node'
import { LazyModuleMixin } from 'torch-node/nn/modules/lazy'

type Any = Record<string, (...args: unknown[]) => unknown>

const thrown = (run: () => unknown): string => {
  try {
    run()
  } catch (error) {
    const { name, message } = error as Error
    return `${name}: ${message}`
  }
  return 'nothing'
}

const refused = (what: string, type = 'UninitializedParameter'): string =>
  `ValueError: Attempted to use an uninitialized parameter in ${what}. This error happens when you are using a ` +
  '`LazyModule` or explicitly manipulating ' +
  `\`torch.nn.parameter.${type}\` objects. When using LazyModules Call \`forward\` with a dummy batch to initialize ` +
  'the parameters before calling torch functions'
const method = (name: string): string => `<method '${name}' of 'torch._C.TensorBase' objects>`

describe('torch.nn.UninitializedParameter', () => {
  it('has a dtype and a device, and can be told apart', () => {
    const p = nn.UninitializedParameter({ dtype: torch.float64 })
    expect(p.dtype).toBe(torch.float64)
    expect(String(p.device)).toBe('cpu')
    expect([p.requires_grad, p.is_leaf, p.grad]).toEqual([true, true, null])
    expect(p).toBeInstanceOf(nn.Parameter)
    expect(p).toBeInstanceOf(nn.UninitializedParameter)
    expect([nn.parameter.is_lazy(p), nn.parameter.is_lazy(nn.Parameter())]).toEqual([true, false])
    expect(`${p}`).toBe('<UninitializedParameter>')
    expect(torch.nn.UninitializedParameter(false).requires_grad).toBe(false)
  })

  it('refuses methods, functions and brackets', () => {
    const p = nn.UninitializedParameter()
    for (const name of [
      'add',
      'dim',
      'sum',
      'detach',
      'requires_grad_',
      'bfloat16',
      'item',
      'zero_',
    ]) {
      expect(thrown(() => (p as unknown as Any)[name]?.(1))).toBe(refused(method(name)))
    }
    const builtin = refused('<built-in function>')
    expect(thrown(() => torch.add(p, 1))).toBe(builtin)
    expect(thrown(() => torch.add(1, p))).toBe(builtin)
    expect(thrown(() => torch.cat([torch.ones(1), p]))).toBe(builtin)
    expect(thrown(() => nn.functional.linear(torch.ones(2), p))).toBe(builtin)
    expect(thrown(() => torch.ones(2).copy_(p))).toBe(builtin)
    expect(thrown(() => torch.ones(2).index([p]))).toBe(builtin)
    expect(thrown(() => p[0])).toBe(builtin)
    expect(thrown(() => p['0:1'])).toBe(builtin)
    expect(thrown(() => [...p])).toBe(refused(method('__iter__')))
    expect(thrown(() => p.shape)).toMatch(
      /^RuntimeError: Can't access the shape of an uninitialized parameter or buffer\. This error usually/,
    )
    expect(thrown(() => p.share_memory_())).toMatch(
      /^RuntimeError: Can't share memory on an uninitialized parameter or buffer\./,
    )
  })

  it('can be converted, and takes its shape and class', () => {
    const p = nn.UninitializedParameter()
    expect(p.double().dtype).toBe(torch.float64)
    expect(p.size()).toHaveLength(1)
    p.materialize([2, 3], { dtype: torch.float64 })
    expect([...p.shape]).toEqual([2, 3])
    expect(p.dtype).toBe(torch.float64)
    expect(p).not.toBeInstanceOf(nn.UninitializedParameter)
    expect(p).toBeInstanceOf(nn.Parameter)
    nn.init.ones_(p)
    p.mul(2).sum().backward()
    expect(p.grad?.tolist()).toEqual(torch.full([2, 3], 2).tolist())
    expect(thrown(() => (nn.UninitializedParameter as unknown as Any['x'])?.(1, 2, 3, 4))).toBe(
      'TypeError: UninitializedParameter.__new__() takes from 1 to 4 positional arguments but 5 were given',
    )
    expect(thrown(() => (nn.UninitializedParameter() as unknown as Any).materialize?.())).toBe(
      "TypeError: UninitializedTensorMixin.materialize() missing 1 required positional argument: 'shape'",
    )
  })

  it('costs nothing when it is dropped', () => {
    for (let i = 0; i < 10_000; i++) nn.UninitializedParameter().materialize([100])
  })
})

test('torch.nn.UninitializedBuffer is a buffer and no parameter', () => {
  const b = nn.UninitializedBuffer({ persistent: false })
  expect([b instanceof nn.Buffer, b instanceof nn.Parameter, b.persistent]).toEqual([
    true,
    false,
    false,
  ])
  expect(`${b}`).toBe('<UninitializedBuffer>')
  expect(thrown(() => b.add(1))).toBe(refused(method('add'), 'UninitializedBuffer'))
  b.materialize([2])
  expect([b instanceof nn.UninitializedBuffer, b instanceof nn.Buffer]).toEqual([false, true])
})

describe('torch.nn.LazyLinear', () => {
  it('becomes a Linear', () => {
    const lazy: nn.Linear = nn.LazyLinear(3)
    expect(`${lazy}`).toBe('LazyLinear(in_features=0, out_features=3, bias=True)')
    expect(lazy).toBeInstanceOf(LazyModuleMixin)
    expect([...lazy(torch.ones(4, 2)).shape]).toEqual([4, 3])
    expect(`${lazy}`).toBe('Linear(in_features=2, out_features=3, bias=True)')
    expect(lazy).toBeInstanceOf(nn.Linear)
    expect([lazy instanceof nn.LazyLinear, lazy instanceof LazyModuleMixin]).toEqual([false, false])
    expect([lazy._forward_pre_hooks.size, lazy._load_state_dict_pre_hooks.size]).toEqual([0, 0])
    expect(thrown(() => lazy(torch.ones(3)))).toBe(
      'RuntimeError: mat1 and mat2 shapes cannot be multiplied (1x3 and 2x3)',
    )
  })

  it('is converted before its first call', () => {
    const lazy = nn.LazyLinear(3).double()
    expect(lazy(torch.ones(2, { dtype: torch.float64 })).dtype).toBe(torch.float64)
    expect(thrown(() => nn.LazyLinear(2).bfloat16())).toBe(refused(method('bfloat16')))
    expect(thrown(() => nn.LazyLinear(2).to_empty({ device: 'cpu' }))).toBe(
      refused('<built-in function>'),
    )
    expect(() => nn.LazyLinear(2).zero_grad()).not.toThrow()
    expect(() => torch.optim.SGD(nn.LazyLinear(2).parameters(), { lr: 0.1 })).not.toThrow()
  })

  it('loads states with and without shapes', () => {
    const full = nn.Linear(2, 3)
    const lazy = nn.LazyLinear(3)
    expect(`${lazy.load_state_dict(nn.LazyLinear(3).state_dict())}`).toBe(
      '<All keys matched successfully>',
    )
    expect(nn.parameter.is_lazy(lazy.weight)).toBe(true)
    lazy.load_state_dict(full.state_dict())
    expect(lazy.weight.equal(full.weight)).toBe(true)
    expect(`${lazy}`).toBe('LazyLinear(in_features=0, out_features=3, bias=True)')
    expect(lazy(torch.ones(2)).equal(full(torch.ones(2)))).toBe(true)
    expect(`${lazy}`).toBe('Linear(in_features=2, out_features=3, bias=True)')
    expect(thrown(() => full.load_state_dict(nn.LazyLinear(3).state_dict()))).toMatch(
      /^RuntimeError: Can't access the shape/,
    )
  })

  it('names its arguments', () => {
    const make = nn.LazyLinear as unknown as (...args: unknown[]) => (...args: unknown[]) => unknown
    expect(thrown(() => make())).toBe(
      "TypeError: LazyLinear.__init__() missing 1 required positional argument: 'out_features'",
    )
    expect(thrown(() => make(3)(torch.ones(2), 3))).toBe(
      'TypeError: LazyLinear.initialize_parameters() takes 2 positional arguments but 3 were given',
    )
    expect([...(make(3)({ input: torch.ones(2) }) as Tensor).shape]).toEqual([3])
  })
})

test('lazy layers check their first input', () => {
  expect(thrown(() => nn.LazyConv2d(4, 3)(torch.ones(3, 3)))).toBe(
    'RuntimeError: Expected 3D (unbatched) or 4D (batched) input to LazyConv2d, but got input of size: torch.Size([3, 3])',
  )
  expect(thrown(() => nn.LazyConv2d(4, 3, { groups: 2 })(torch.ones(1, 3, 5, 5)))).toBe(
    'ValueError: in_channels must be divisible by groups',
  )
  expect(thrown(() => nn.LazyBatchNorm2d()(torch.ones(3, 3)))).toBe(
    'ValueError: expected 4D input (got 2D input)',
  )
  expect(`${nn.LazyInstanceNorm1d()} ${nn.LazyConvTranspose1d(3, 2)}`).toBe(
    'LazyInstanceNorm1d(0, eps=1e-05, momentum=0.1, affine=True, bias=True, track_running_stats=True) ' +
      'LazyConvTranspose1d(0, 3, kernel_size=(2,), stride=(1,))',
  )
  const norm: nn.BatchNorm2d = nn.LazyBatchNorm2d()
  expect(norm).not.toBeInstanceOf(nn.BatchNorm2d)
  norm(torch.ones(2, 3, 4, 4))
  expect(norm).toBeInstanceOf(nn.BatchNorm2d)
  expect(Object.keys(norm.state_dict())).toEqual([
    'weight',
    'bias',
    'running_mean',
    'running_var',
    'num_batches_tracked',
  ])
})

describe('torch.nn.modules.lazy.LazyModuleMixin', () => {
  class Scale extends LazyModuleMixin(nn.Module) {
    weight = nn.UninitializedParameter()

    override forward(input: Tensor): Tensor {
      return input.mul(this.weight)
    }
  }
  class Forgetful extends Scale {
    override initialize_parameters(): void {}
  }
  class Complete extends Scale {
    override initialize_parameters(input: Tensor): void {
      this.weight.materialize([input.size(-1)])
      nn.init.ones_(this.weight)
    }
  }

  it('asks for the shapes at the first call', () => {
    expect(thrown(() => new Scale()(torch.ones(2)))).toBe(
      'NotImplementedError: initialize_parameters is not implemented for Scale',
    )
    expect(thrown(() => new Forgetful()(torch.ones(2)))).toBe(
      'RuntimeError: module Forgetful has not been fully initialized',
    )
    const scale = new Complete()
    expect(scale(torch.ones(2)).tolist()).toEqual([1, 1])
    expect(scale).toBeInstanceOf(Complete)
    expect(scale._load_hook).toBeUndefined()
    expect(scale(torch.ones(2)).tolist()).toEqual([1, 1])
  })
})
