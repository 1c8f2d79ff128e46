// The comparisons themselves: each must be able to fail.
import { join } from 'node:path'
import torch, { type Tensor } from 'torch-node'
import { compare, compareTensor, Mismatch } from './compare.js'
import { Container, isSparse } from './container.js'

const box = new Container<object>(join(__dirname, '../op_db/00.gz'))
const at = box.header.tensors.findIndex((row) => {
  return (
    !isSparse(row) &&
    row[0] === 'float32' &&
    row[1].length === 2 &&
    row[1].every((n) => n > 1) &&
    !row[2]
  )
})
const check = (change: (x: Tensor) => Tensor) => compareTensor(change(box.make(at)), box, at, 'x')

describe('golden comparison', () => {
  test('of equal tensors', () => expect(check((x) => x)).toBe('bits'))

  test('of the last bit of one element', () => {
    const change = (x: Tensor) => {
      const bits = x.view(torch.int32).clone()
      bits.view(-1).index_put_([0], bits.view(-1).index([0]).bitwise_xor(1))
      return bits.view(torch.float32)
    }
    expect(check(change)).toBe('close')
  })

  test.each<[string, (x: Tensor) => Tensor]>([
    ['an element', (x) => x.index_put_([0, 0], 1234)],
    ['a NaN', (x) => x.index_put_([0, 0], NaN)],
    ['the dtype', (x) => x.double()],
    ['the shape', (x) => x.unsqueeze(0)],
    ['the strides', (x) => x.t().contiguous().t()],
    ['the layout', (x) => x.to_sparse()],
  ])('of %s fails', (_, change) => {
    expect(() => check(change)).toThrow(Mismatch)
  })

  test.each([
    [[1, 2], [1]],
    [3, 4],
    [true, false],
    [null, { t: at }],
    ['torch.float32', { dtype: 'float64' }],
    [{ re: 1, im: 2 }, { c: [1, 3] }],
    [1n, { i: '2' }],
    [NaN, { f: 'inf' }],
  ])('of %p with %p fails', (actual, wanted) => {
    expect(() => compare(actual, wanted, box)).toThrow(Mismatch)
  })
})
