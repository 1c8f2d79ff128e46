// torch.__future__ and torch.utils.swap_tensors; texts are Python's.
import torch, { nn } from 'torch-node'

const future = torch.__future__
const { swap_tensors } = torch.utils

afterEach(() => {
  future.set_overwrite_module_params_on_conversion(false)
  future.set_swap_module_params_on_conversion(false)
})

describe('torch.utils.swap_tensors', () => {
  it('exchanges values, classes and fields', () => {
    const p = Object.assign(nn.Parameter(torch.ones(2)), { note: 1 })
    const q = torch.zeros(3)
    swap_tensors(p, q)
    expect(`${p}`).toBe('tensor([0., 0., 0.])')
    expect(`${q}`).toBe('Parameter containing:\ntensor([1., 1.], requires_grad=True)')
    expect([p instanceof nn.Parameter, q instanceof nn.Parameter]).toEqual([false, true])
    expect([p.note, (q as { note?: number }).note]).toEqual([undefined, 1])
    expect(p.add_(1)).toBe(p)
    q.sum().backward()
    expect(q.grad?.tolist()).toEqual([1, 1])
  })

  it('throws where others hold on to one of them', () => {
    const base = torch.ones(2)
    const view = base['0:1']
    expect(() => swap_tensors(base, torch.ones(3))).toThrow(
      'It is not possible to get the gradient edge for a Tensor that does not require gradients',
    )
    const weight = nn.Parameter(torch.ones(2))
    const row = weight[0]
    expect(() => swap_tensors(torch.ones(1), weight)).toThrow(
      'Expected use_count of t2 to be 1 or 2 with an AccumulateGrad node but got 3 make sure you are not holding ' +
        'references to the tensor in other places.',
    )
    expect([view.item(), row.item()]).toEqual([1, 1])
    expect(() => swap_tensors(torch.ones(1), 3 as never)).toThrow(TypeError)
  })

  it('poisons the graphs made before', () => {
    const p = nn.Parameter(torch.ones(2))
    const loss = p.mul(2).sum()
    swap_tensors(p, nn.Parameter(torch.zeros(3)))
    expect(() => loss.backward()).toThrow(
      /^Trying to execute AccumulateGrad node that was poisoned by swap_tensors/,
    )
  })

  it('leaves nothing behind', () => {
    const p = torch.ones(1000)
    for (let i = 0; i < 10_000; i++) swap_tensors(p, torch.zeros(1000))
    expect(p.sum().item()).toBe(0)
  })
})

describe('converting a module', () => {
  it('sets data by default', () => {
    const linear = nn.Linear(2, 2)
    const { weight } = linear
    linear.double()
    expect([linear.weight === weight, weight.dtype]).toEqual([true, torch.float64])
    linear.to('meta')
    expect(linear.weight).not.toBe(weight)
    expect(linear.share_memory()).toBe(linear)
  })

  it('makes new parameters when they are to be overwritten', () => {
    future.set_overwrite_module_params_on_conversion(true)
    expect(future.get_overwrite_module_params_on_conversion()).toBe(true)
    const linear = nn.Linear(2, 2)
    const { weight } = linear
    weight.grad = torch.ones(2, 2)
    linear.double()
    expect([linear.weight === weight, weight.dtype]).toEqual([false, torch.float32])
    expect(linear.weight.grad?.dtype).toBe(torch.float64)
  })

  it('keeps the objects when they are to be swapped', () => {
    future.set_swap_module_params_on_conversion(true)
    expect(future.get_swap_module_params_on_conversion()).toBe(true)
    const linear = nn.Linear(2, 2)
    const other = nn.Linear(2, 2)
    const { weight } = linear
    weight.grad = torch.ones(2, 2)
    const { grad } = weight
    linear.double()
    expect(grad?.dtype).toBe(torch.float64)
    expect(weight.grad).toBe(grad)
    linear.load_state_dict(other.state_dict())
    expect([linear.weight === weight, weight.dtype]).toEqual([true, torch.float64])
    expect(weight.float().equal(other.weight)).toBe(true)
    linear.load_state_dict(other.state_dict(), { assign: true })
    expect([linear.weight === weight, weight.dtype]).toEqual([true, torch.float32])
    linear.to('meta')
    expect([linear.weight === weight, String(weight.device)]).toEqual([true, 'meta'])
    expect(weight).toBeInstanceOf(nn.Parameter)
  })

  it('says what could not be swapped', () => {
    future.set_swap_module_params_on_conversion(true)
    const linear = nn.Linear(2, 2)
    const row = linear.weight[0]
    expect(() => linear.double()).toThrow("_apply(): Couldn't swap Linear.weight")
    expect(() => linear.load_state_dict(nn.Linear(2, 2).state_dict())).toThrow(
      'Error(s) in loading state_dict for Linear:\n\tWhile swapping the parameter named "weight", whose dimensions in ' +
        'the model are torch.Size([2, 2]) and whose dimensions in the checkpoint are torch.Size([2, 2]), an exception ' +
        "occurred : ('Expected use_count of t1 to be 1 or 2 with an AccumulateGrad node but got 3 make sure you are " +
        "not holding references to the tensor in other places.',).",
    )
    expect([...row.shape]).toEqual([2])
  })
})

describe('hooks of states', () => {
  it('run in the order and with the arguments of Python', () => {
    const calls: unknown[] = []
    const linear = nn.Linear(1, 1, false)
    linear.register_state_dict_pre_hook((_, prefix, keep) => void calls.push(['pre', prefix, keep]))
    linear.register_state_dict_post_hook(
      (_, state) => void calls.push(['post', ...Object.keys(state)]),
    )
    linear._register_state_dict_hook((_, state) => ({ other: state.weight }))
    const state = linear.state_dict({ prefix: 'a.' })
    expect(calls).toEqual([
      ['pre', 'a.', false],
      ['post', 'a.weight'],
    ])
    expect(Object.keys(state)).toEqual(['other'])
    const got: unknown[][] = []
    linear._register_load_state_dict_pre_hook((...args) => void got.push(args))
    linear.register_load_state_dict_pre_hook((module, _, prefix) => void got.push([module, prefix]))
    linear.register_load_state_dict_post_hook((_, keys) => void keys.missing_keys.splice(0))
    linear.load_state_dict({})
    expect(got[0]?.slice(1)).toEqual(['', {}, true, [], [], []])
    expect(got[1]).toEqual([linear, ''])
  })
})

test('methods of modules take keywords', () => {
  const net = nn.Sequential(nn.Linear(1, 1))
  net.add_module({ name: 'last', module: nn.ReLU() })
  net.register_module({ name: 'none', module: null })
  net.register_parameter({ name: 'scale', param: nn.Parameter(torch.ones(1)) })
  expect(Object.keys(net._modules)).toEqual(['0', 'last', 'none'])
  expect(net.get_submodule({ target: 'last' })).toBeInstanceOf(nn.ReLU)
  expect(net.get_parameter({ target: '0.bias' })).toBe((net[0] as nn.Linear).bias)
  expect(net.train({ mode: false }).training).toBe(false)
  expect(net.requires_grad_({ requires_grad: false }).get_parameter('scale').requires_grad).toBe(
    false,
  )
  expect(net.type({ dst_type: torch.float64 }).get_parameter('scale').dtype).toBe(torch.float64)
  expect(() => Reflect.apply(net.add_module, net, ['x'])).toThrow(
    "Module.add_module() missing 1 required positional argument: 'module'",
  )
})
