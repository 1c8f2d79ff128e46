// Generated operators whose binding takes more than names: what Python gives for the same calls.

import torch from 'torch-node'

const x = torch.ones(2, 3)
const y = torch.full([2, 3], 2.5)

describe('deprecated forms', () => {
  test('values go where the current form has them', () => {
    // They run, but the types do not have them.
    const add = torch.add as (...args: unknown[]) => typeof x
    const addmm = torch.addmm as (...args: unknown[]) => typeof x
    const square = torch.ones(2, 2)
    expect(add(x, 10, y).equal(torch.full([2, 3], 26))).toBe(true)
    // beta * input + alpha * (mat1 @ mat2)
    expect(addmm(2, square, 3, x, x.t()).tolist()).toEqual([
      [11, 11],
      [11, 11],
    ])
    expect(addmm(2, square, x, x.t()).tolist()).toEqual([
      [5, 5],
      [5, 5],
    ])
  })
})

describe('numbers for tensors', () => {
  test('are taken in arithmetic only', () => {
    expect(torch.sub(1, x).tolist()).toEqual(torch.zeros(2, 3).tolist())
    expect(torch.floor_divide(7, 2).item()).toBe(3)
    const logical_and = torch.logical_and as (...args: unknown[]) => unknown
    expect(() => logical_and(1, 2)).toThrow(
      "logical_and(): argument 'input' (position 1) must be Tensor, not int",
    )
  })
})

describe('foreach operators', () => {
  test('in place give the list back', () => {
    const list = [torch.zeros(2), torch.ones(1)]
    expect(torch._foreach_add_(list, 1)).toBe(list)
    expect(list.map((t) => t.tolist())).toEqual([[1, 1], [2]])
  })

  test('take one scalar for each tensor', () => {
    const [a, b] = torch._foreach_mul([torch.ones(2), torch.ones(1)], [2, 0.5])
    expect([a?.tolist(), b?.tolist()]).toEqual([[2, 2], [0.5]])
  })

  test('name a wrong element', () => {
    const list = [x, 1] as unknown as (typeof x)[]
    expect(() => torch._foreach_abs(list)).toThrow(
      'expected Tensor as element 1 in argument 0, but got int',
    )
  })
})

describe('out', () => {
  test('of several results is a list', () => {
    const out = [torch.empty(0), torch.empty([0], { dtype: torch.long })]
    const { values, indices } = torch.max(y, 1, { out })
    expect(values).toBe(out[0])
    expect(indices).toBe(out[1])
    expect(out[0]?.tolist()).toEqual([2.5, 2.5])
  })

  test('may be a list of any length', () => {
    const out = [torch.empty(0), torch.empty(0)]
    torch.unbind_copy(x, { out })
    expect(out.map((t) => t.tolist())).toEqual([
      [1, 1, 1],
      [1, 1, 1],
    ])
  })
})

describe('bindings that PyTorch writes by hand', () => {
  test('to', () => {
    expect(x.to('cpu', torch.float64).dtype).toBe(torch.float64)
    expect(x.to({ dtype: torch.float16 }).dtype).toBe(torch.float16)
    expect(x.to(torch.zeros(1, { dtype: torch.int32 })).dtype).toBe(torch.int32)
    expect(x.to(y)).toBe(x)
    expect(x.to(y, { copy: true })).not.toBe(x)
  })

  test('contiguous, copy_ and set_', () => {
    expect(x.contiguous()).toBe(x)
    expect(x.t().contiguous().is_contiguous()).toBe(true)
    expect(x.clone().copy_(y, { non_blocking: true }).equal(y)).toBe(true)
    expect(torch.zeros(1).set_(y).data_ptr()).toBe(y.data_ptr())
  })

  test('names of another binding', () => {
    expect(torch.spmm(x, x.t()).equal(torch.mm(x, x.t()))).toBe(true)
    const call = torch.spmm as (...args: unknown[]) => unknown
    expect(() => call(1)).toThrow('mm() received an invalid combination of arguments - got (int)')
  })
})

describe('the default device', () => {
  afterEach(() => torch.set_default_device(null))

  test('is for factories only', () => {
    torch.set_default_device('meta')
    expect(torch.zeros(2).device.type).toBe('meta')
    expect(torch.linspace(0, 1, 3).device.type).toBe('meta')
    expect(torch.zeros_like(x).device.type).toBe('cpu')
    expect(x.new_zeros(2).device.type).toBe('cpu')
    expect(x.to(torch.float64).device.type).toBe('cpu')
    expect(x.to({ dtype: torch.float64 }).device.type).toBe('cpu')
  })
})
