// Note [Wrappers] and Note [Batches] in binding/tensor_table.h: what lives keeps its tensor, and one tensor has one wrapper.

import torch, { type Tensor } from 'torch-node'
import { resetwarnings, simplefilter } from 'torch-node/warnings'

/** Enough results for several collections. */
const many = 20_000

function makeGarbage(count = many): void {
  for (let i = 0; i < count; i++) torch.zeros(4)
}

describe('a tensor that is kept', () => {
  test.each([1, 3, 64, 1000])('holds its values, one of %d', (step) => {
    const kept: [Tensor, number][] = []
    for (let i = 0; i < many; i++) {
      const made = torch.full([4], i)
      if (i % step === 0) kept.push([made, i])
    }
    makeGarbage()
    expect(kept.every(([tensor, i]) => tensor[3]?.item() === i)).toBe(true)
  })

  test('is used by calls whose other arguments are dead', () => {
    let sum = torch.zeros(4)
    for (let i = 0; i < many; i++) sum = sum.add(torch.ones(4).mul(2))
    expect(sum.tolist()).toEqual([2 * many, 2 * many, 2 * many, 2 * many])
  })

  test('is one of a list of any length', () => {
    // Short lists share a batch, with others before them; long ones have none.
    for (const count of [1, 2, 60, 63, 64, 65, 200]) {
      for (let round = 0; round < 3; round++) {
        const rows = torch.arange(count).unbind(0)
        const other = torch.full([2], -1)
        makeGarbage(5000)
        expect(rows.map((row) => row.item())).toEqual(Array.from({ length: count }, (_, i) => i))
        expect(other.tolist()).toEqual([-1, -1])
      }
    }
  })

  test('may be made while another call hands over its warning', () => {
    const made: Tensor[] = []
    const write = jest.spyOn(process.stderr, 'write').mockImplementation(() => {
      for (let i = 0; i < 100; i++) made.push(torch.full([2], i))
      return true
    })
    try {
      simplefilter('always')
      const results = Array.from({ length: 100 }, () => torch.ones(1).var())
      makeGarbage()
      expect(made).toHaveLength(10_000)
      expect(made.every((tensor, i) => tensor[0]?.item() === i % 100)).toBe(true)
      expect(results.every((tensor) => Number.isNaN(tensor.item()))).toBe(true)
    } finally {
      resetwarnings()
      write.mockRestore()
    }
  })
})

describe('one tensor has one wrapper', () => {
  test('as the result of an operator in place', () => {
    for (let i = 0; i < 5000; i++) {
      const x = torch.zeros(4)
      expect(x.add_(1)).toBe(x)
    }
  })

  test('as what a view was made of', () => {
    const pairs: [Tensor, Tensor][] = []
    for (let i = 0; i < 3000; i++) {
      const base = torch.zeros(4)
      pairs.push([base, base.view(2, 2)])
      if (i % 100 === 0) expect(pairs.every(([base, view]) => view._base === base)).toBe(true)
    }
    makeGarbage()
    expect(pairs.every(([base, view]) => view._base === base)).toBe(true)
  })

  test('as a gradient', () => {
    const w = torch.ones(4, { requires_grad: true })
    w.mul(2).sum().backward()
    const { grad } = w
    makeGarbage()
    expect(w.grad).toBe(grad)
    expect(grad?.tolist()).toEqual([2, 2, 2, 2])
  })

  test('even where the first one is gone', () => {
    const views = Array.from({ length: 5000 }, (_, i) => torch.full([4], i).view(2, 2))
    makeGarbage()
    const bases = views.map((view) => view._base as Tensor)
    makeGarbage()
    expect(bases.every((base, i) => base[3]?.item() === i)).toBe(true)
    expect(views.every((view, i) => view._base === bases[i])).toBe(true)
  })
})

test('a wrapper shows nothing but its handle', () => {
  expect(Object.keys(torch.zeros(2))).toEqual(['_h'])
})
