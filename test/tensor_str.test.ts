// What test/golden/text.test.ts cannot hold: tensors that are made in unusual ways. Texts are Python's.

import torch from 'torch-node'

const bytes = torch.tensor([1, 2, 3, 4], { dtype: torch.uint8 })

describe('the text of a tensor', () => {
  test('float4: the bytes', () => {
    expect(String(bytes.view(torch.float4_e2m1fn_x2))).toBe(
      'tensor([1., 2., 3., 4.], dtype=torch.float4_e2m1fn_x2)',
    )
    expect(String(bytes.view(2, 2).view(torch.float4_e2m1fn_x2))).toBe(
      'tensor([[1., 2.],\n        [3., 4.]], dtype=torch.float4_e2m1fn_x2)',
    )
  })

  test.each(['bits8', 'uint4', 'int3'] as const)('%s has none', (name) => {
    const name_ = { bits8: 'Bits8', uint4: 'UInt4', int3: 'Int3' }[name]
    expect(() => String(bytes.view(torch[name]))).toThrow(
      `"_local_scalar_dense_cpu" not implemented for '${name_}'`,
    )
  })

  test('float8_e8m0fnu with a nan', () => {
    const x = torch.tensor([1, 2, 1e30, Number.NaN]).to(torch.float8_e8m0fnu)
    expect(String(x)).toBe(
      `tensor([                              1.0000,
                                      2.0000,
        1267650600228229401496703205376.0000,
                                         nan], dtype=torch.float8_e8m0fnu)`,
    )
  })

  test('nested', () => {
    const x = torch._nested_tensor_from_tensor_list([torch.ones(2), torch.ones(3)])
    expect(String(x)).toBe('nested_tensor([\n  tensor([1., 1.]),\n  tensor([1., 1., 1.])\n])')
    expect(String(x.requires_grad_())).toBe(
      'nested_tensor([\n  tensor([1., 1.], requires_grad=True),\n  tensor([1., 1., 1.], requires_grad=True)\n], requires_grad=True)',
    )
  })

  test('oneDNN', () => {
    expect(String(torch.ones(2, 3).to_mkldnn())).toBe(
      'tensor([[1., 1., 1.],\n        [1., 1., 1.]], layout=torch._mkldnn)',
    )
  })

  test('sparse, on meta', () => {
    const indices = torch.empty(2, 0, { dtype: torch.int64 })
    const x = torch.sparse_coo_tensor(indices, torch.empty(0), [2, 3]).to('meta')
    expect(String(x)).toBe(
      `tensor(indices=tensor(..., size=(2, 0)),
       values=tensor(..., size=(0,)),
       device='meta', size=(2, 3), layout=torch.sparse_coo)`,
    )
  })

  test('a zero tensor, and the lazy negation of a conjugate', () => {
    expect(String(torch._efficientzerotensor(3))).toBe('tensor([0., 0., 0.])')
    expect(String(torch.tensor([{ re: 1, im: 2 }]).conj().imag)).toBe('tensor([-2.])')
  })

  test('a view that autograd cannot name a function for', () => {
    const base = torch.ones(4, { requires_grad: true }).clone()
    const view = torch.no_grad(() => base.unbind()[0])
    base.mul_(2)
    expect(String(view)).toBe('tensor(2., grad_fn=<Invalid>)')
  })

  test('no elements at the edges', () => {
    torch.set_printoptions({ edgeitems: 0, threshold: 3 })
    try {
      expect(String(torch.ones(2, 3))).toBe('tensor([...], size=(2, 3))')
      expect(String(torch.ones(5))).toBe('tensor([...], size=(5,))')
      expect(String(torch.ones(2))).toBe('tensor([1., 1.], size=(2,))')
    } finally {
      torch.set_printoptions({ profile: 'default' })
    }
  })

  test('leaves the modes and the graph alone', () => {
    const x = torch.ones(2000, { requires_grad: true })
    expect(torch.is_grad_enabled()).toBe(true)
    String(x)
    expect(torch.is_grad_enabled()).toBe(true)
    expect(() => String(bytes.view(torch.bits8))).toThrow()
    expect(torch.is_grad_enabled()).toBe(true)
    expect(x.is_leaf).toBe(true)
  })

  test('of a disposed tensor throws', () => {
    const x = torch.ones(2)
    x.dispose()
    expect(() => String(x)).toThrow()
  })

  test('console.log and templates show the same', () => {
    const { inspect } = require('node:util') as typeof import('node:util')
    const x = torch.tensor([1.5])
    expect(inspect(x)).toBe('tensor([1.5000])')
    expect(`${x}`).toBe('tensor([1.5000])')
    expect(inspect({ x })).toBe('{ x: tensor([1.5000]) }')
  })
})
