import torch, { nn, type Tensor } from 'torch-node'
import { makeOptimizer } from '../golden/support/optim.js'

// As lists: by their handles up to 128 tensors, element by element beyond.
const counts = [16, 128, 129, 300]
const names = ['Adadelta', 'Adam', 'Adamax', 'RMSprop', 'Rprop', 'SGD'] as const

function train(name: (typeof names)[number], count: number, settings: object): number[] {
  torch.manual_seed(1)
  const params = Array.from({ length: count }, (_, i) => nn.Parameter(torch.randn((i % 3) + 1)))
  const optimizer = makeOptimizer(name, params, settings)
  for (let step = 0; step < 3; step++) {
    for (const param of params) param.grad = torch.randn_like(param)
    optimizer.step()
  }
  return params.flatMap((param: Tensor) => param.tolist() as number[])
}

describe.each(counts)('with %d parameters', (count) => {
  test.each(names)('torch.optim.%s has the same bits by any way', (name) => {
    const expected = train(name, count, { foreach: false })
    expect(train(name, count, {})).toEqual(expected)
    expect(train(name, count, { foreach: true })).toEqual(expected)
  })

  it('takes six lists to a fused kernel', () => {
    const fused = train('Adam', count, { fused: true, amsgrad: true })
    const single = train('Adam', count, { foreach: false, amsgrad: true })
    expect(fused).toHaveLength(single.length)
    for (const [i, value] of fused.entries()) expect(value).toBeCloseTo(single[i] as number, 5)
  })
})
