// A program of arrays alone, which imports nothing else of the package.

import np from 'torch-node/numpy'

test('arrays need no torch', () => {
  const a = np.random.randn(2, 3)
  a.index_put_([a.lt(0)], 0)
  expect([a.shape, a.min() >= 0]).toEqual([[2, 3], true])
})
