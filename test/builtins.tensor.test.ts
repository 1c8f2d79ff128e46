// Python's builtins on tensors; texts are Python's.

import torch from 'torch-node'
import {
  abs,
  all,
  any,
  bool,
  enumerate,
  float,
  int,
  iter,
  len,
  list,
  max,
  min,
  range,
  reversed,
  sorted,
  str,
  sum,
  repr as text,
  tuple,
  zip,
} from 'torch-node/builtins'

const x = torch.arange(6).float().reshape(2, 3)
const t = (...values: number[]) => torch.tensor(values)

test('sum adds tensors, and stays on the tape', () => {
  expect(str(sum([t(1, 2), t(3, 4)]))).toBe('tensor([4, 6])')
  const y = torch.ones(2, { requires_grad: true })
  expect(str(sum([y, y]))).toBe('tensor([2., 2.], grad_fn=<AddBackward0>)')
})

test('min, max and sorted compare items', () => {
  expect(str(max(t(3, 1, 2)))).toBe('tensor(3)')
  expect(str(min([torch.tensor(2.5), torch.tensor(1.5)]))).toBe('tensor(1.5000)')
  expect(str(sorted([torch.tensor(2), torch.tensor(1)]))).toBe('[tensor(1), tensor(2)]')
  expect([all(t(1, 1)), any(t(0, 0))]).toEqual([true, false])
})

test('len, iter, reversed, enumerate, zip', () => {
  expect(len(x)).toBe(2)
  expect(text(list(iter(t(5, 6))))).toBe('[tensor(5), tensor(6)]')
  expect(text(list(reversed(t(1, 2))))).toBe('[tensor(2), tensor(1)]')
  expect(text(list(enumerate(t(5, 6))))).toBe('[(0, tensor(5)), (1, tensor(6))]')
  expect(text(list(zip(t(1, 2), 'ab')))).toBe("[(tensor(1), 'a'), (tensor(2), 'b')]")
})

test('conversions', () => {
  expect([int(torch.tensor(3.9)), float(torch.tensor(2)), bool(torch.tensor(0))]).toEqual([
    3,
    2,
    false,
  ])
  expect(int(torch.tensor(2n ** 62n))).toBe(2n ** 62n)
  expect(str(abs(t(-1, 2)))).toBe('tensor([1, 2])')
})

test.each<[string, () => unknown, string]>([
  ['len', () => len(torch.tensor(1)), 'len() of a 0-d tensor'],
  ['list', () => list(torch.tensor(1)), 'iteration over a 0-d tensor'],
  ['iter', () => iter(torch.tensor(1)), 'iteration over a 0-d tensor'],
  ['bool', () => bool(x), 'Boolean value of Tensor with more than one value is ambiguous'],
  ['bool', () => bool(torch.empty(0)), 'Boolean value of Tensor with no values is ambiguous'],
  ['float', () => float(x), 'only one element tensors can be converted to Python scalars'],
  ['int', () => int(torch.empty(0)), 'only one element tensors can be converted to Python scalars'],
])('%s throws', (_name, call, message) => {
  expect(call).toThrow(message)
})

test('a range goes wherever a list of ints goes', () => {
  expect(str(x.index([range(2), range(1, 3)]))).toBe('tensor([1., 5.])')
  expect(str(x.permute(range(1, -1, -1)).shape)).toBe('torch.Size([3, 2])')
  expect(torch.tensor(range(3000)).sum().item()).toBe(4498500)
  expect(str(torch.tensor(range(3)))).toBe('tensor([0, 1, 2])')
})

test('containers of tensors print', () => {
  expect(text({ a: [x[0]], b: tuple([x[0]?.[0]]) })).toBe(
    "{'a': [tensor([0., 1., 2.])], 'b': (tensor(0.),)}",
  )
})
