import torch from 'torch-node'
import { summary } from 'torch-node/utils/tensorboard'
import { countBetween } from '../../../lib/utils/tensorboard/_bin_search.js'

// The definition: from an edge on to below the next one, and the last edge.
function slowly(data: Float64Array, edges: Float64Array): number[] {
  const bins = edges.length - 1
  const counts = new Array<number>(bins).fill(0)
  for (const value of data) {
    let bin = edges.findLastIndex((edge) => edge <= value)
    if (bin === bins && value === edges[bin]) bin--
    // Of equal edges the last ones count, as in NumPy.
    if (bin >= 0 && bin < bins) counts[bin] = (counts[bin] as number) + 1
  }
  return counts
}

const special = [0, -0, Infinity, -Infinity, NaN, 1e-320, -1e-320, 1e300, -1e300, 1, -1]

describe('countBetween', () => {
  beforeEach(() => torch.manual_seed(0))
  const normal = (count: number, scale: number): number[] =>
    torch.randn(count, { dtype: torch.float64 }).mul(scale).tolist() as number[]

  test.each([
    ['around zero', [-3, -1, -0.1, 0, 1e-9, 0.5, 0.5, 2, 1e9]],
    ['many in one key', Array.from({ length: 300 }, (_, i) => 1e6 + i / 7)],
    ['all below zero', [-1e12, -1e6, -7, -6.999999, -1e-300]],
    ['of everything', [-Infinity, -1, -0, 0, 1e-310, 1, Infinity]],
    ['two', [1, 1]],
  ])('edges %s', (_, list) => {
    const edges = Float64Array.from(list)
    const near = list.flatMap((edge) => [edge, edge * (1 + 1e-15), edge * (1 - 1e-15)])
    const all = [...special, ...near, ...normal(500, 1), ...normal(200, 1e-9), ...normal(200, 1e6)]
    const data = Float64Array.from(all)
    expect([...countBetween(data, edges)]).toEqual(slowly(data, edges))
    // The second time with what the first one has kept.
    expect([...countBetween(data, edges)]).toEqual(slowly(data, edges))
  })

  test('part of a buffer', () => {
    const data = new Float64Array(Float64Array.from([9, 9, 0.5, 1.5]).buffer, 16)
    expect([...countBetween(data, new Float64Array([0, 1, 2]))]).toEqual([1, 1])
  })
})

describe('torch.utils.tensorboard.summary.make_histogram', () => {
  test('more bins than there is memory for are refused', () => {
    const far = torch.tensor([0, 1, 2, 3, 1e18], { dtype: torch.float64 })
    for (const bins of [1e9, 'fd']) {
      expect(() => summary.make_histogram(far, bins)).toThrow('Too many bins for data range.')
    }
  })
})
