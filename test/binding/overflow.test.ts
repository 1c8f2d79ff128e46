// Integers that no 64 bits hold, where an operator wants an int or a number.
import torch from 'torch-node'

const huge = 2n ** 64n

test.each([
  ['torch.randint', () => torch.randint(huge, [2])],
  ['torch.eye', () => torch.eye(huge as never)],
  ['torch.Tensor.narrow', () => torch.zeros(2).narrow(0, 0, huge as never)],
  ['torch.manual_seed', () => torch.manual_seed(2n ** 65n)],
])('%s', (_, call) => {
  expect(call).toThrow(
    expect.objectContaining({ name: 'ValueError', message: 'Overflow when unpacking long long' }),
  )
})

test.each([
  ['torch.Tensor.add', () => torch.zeros(2).add(huge)],
  ['torch.full', () => torch.full([2], huge)],
])('%s', (_, call) => {
  expect(call).toThrow(
    expect.objectContaining({ name: 'OverflowError', message: 'int too big to convert' }),
  )
})
