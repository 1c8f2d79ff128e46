// torch-node/numpy: what the tutorials write with NumPy.

import torch, { type Tensor } from 'torch-node'
import { len, list, range, zip } from 'torch-node/builtins'
import { OverflowError, RuntimeError, ValueError } from 'torch-node/errors'
import np from 'torch-node/numpy'
import { thrown } from '../support/thrown.js'

const texts = (...values: unknown[]): string[] => values.map(String)

describe('the bridge, both ways', () => {
  test('a tensor and its array', () => {
    const t = torch.ones(5)
    const n = t.numpy()
    t.add_(1)
    expect(texts(t, n)).toEqual(['tensor([2., 2., 2., 2., 2.])', '[2. 2. 2. 2. 2.]'])
    n.set(0, 7)
    expect(t[0]?.item()).toBe(7)
  })

  test('an array and its tensor', () => {
    const n = np.ones(5)
    const t = torch.from_numpy(n)
    expect(np.add(n, 1, { out: n })).toBe(n)
    expect(texts(t, n)).toEqual([
      'tensor([2., 2., 2., 2., 2.], dtype=torch.float64)',
      '[2. 2. 2. 2. 2.]',
    ])
    t.mul_(3)
    expect(n.get(4)).toBe(6)
  })

  test('out may be what x.numpy() gave', () => {
    const t = torch.zeros(2)
    const n = t.numpy()
    np.add(n, 1.5, { out: n })
    expect(String(t)).toBe('tensor([1.5000, 1.5000])')
  })

  test('np.array copies, np.asarray and from_numpy share', () => {
    const data = [
      [1, 2],
      [3, 4],
    ]
    const a = np.array(data)
    const t = torch.from_numpy(a)
    expect(String(t)).toBe('tensor([[1, 2],\n        [3, 4]])')
    const copy = np.array(a)
    const same = np.asarray(t)
    a.__setitem__([0, 0], 9)
    expect([copy.__getitem__([0, 0]), same.__getitem__([0, 0]), t[0]?.[0]?.item()]).toEqual([
      1, 9, 9,
    ])
    expect(np.asarray(a)).toBe(a)
  })
})

describe('np.array', () => {
  test.each<[unknown, string, string]>([
    [[1, 2], 'int64', '[1 2]'],
    [[1, 2.5], 'float64', '[1.  2.5]'],
    [[true, false], 'bool', '[ True False]'],
    [[], 'float64', '[]'],
    [3, 'int64', '3'],
    [2.5, 'float64', '2.5'],
    [range(3), 'int64', '[0 1 2]'],
    [new Float32Array([1, 2]), 'float32', '[1. 2.]'],
    [[torch.tensor(1.5), 2], 'float64', '[1.5 2. ]'],
    [torch.tensor([[1]], { dtype: torch.int32 }), 'int32', '[[1]]'],
  ])('%p', (object, dtype, text) => {
    const a = np.array(object as number[])
    expect([a.dtype, String(a)]).toEqual([dtype, text])
  })

  test('with a dtype', () => {
    expect(np.array([1, 2], { dtype: 'float32' }).dtype).toBe('float32')
    expect(String(np.ones([2, 1], 'int'))).toBe('[[1]\n [1]]')
    expect(np.zeros(2, { dtype: 'bool' }).dtype).toBe('bool')
  })

  test('errors', () => {
    expect(thrown(() => np.array([[1, 2], [3]]))).toEqual(
      new ValueError(
        'setting an array element with a sequence. The requested array has an inhomogeneous shape after 1 dimensions. The detected shape was (2,) + inhomogeneous part.',
      ),
    )
    expect(thrown(() => np.ones(2, 'complex256'))).toEqual(
      new TypeError("data type 'complex256' not understood"),
    )
    expect(thrown(() => np.array(torch.ones(1, { requires_grad: true })))).toEqual(
      new RuntimeError(
        "Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead.",
      ),
    )
    expect(thrown(() => len(np.array(3)))).toEqual(new TypeError('len() of unsized object'))
  })
})

describe('types of results', () => {
  test.each<[unknown, string]>([
    [np.array([1]).add(1), 'int64'],
    [np.array([1]).add(1.5), 'float64'],
    [np.array([1]).div(2), 'float64'],
    [np.array([1], 'float32').mul(2.5), 'float32'],
    [np.array([1], 'float32').add(np.array([1])), 'float64'],
    [np.array([1]).sub(np.array([1], 'float32')), 'float64'],
    [np.array([1], 'uint8').add(np.array([1.5], 'float32')), 'float32'],
    [np.array([1]).lt(2), 'bool'],
    [np.array([1]).astype('float16'), 'float16'],
    [np.exp([1]), 'float64'],
    [np.sqrt(np.array([4], 'float32')), 'float32'],
  ])('%s: %s', (result, dtype) => {
    expect((result as InstanceType<typeof np.ndarray>).dtype).toBe(dtype)
  })

  test('numbers give numbers, tensors tensors', () => {
    expect([np.add(1, 2), np.maximum(1, 3), np.clip(5, 0, 1), np.square(3)]).toEqual([3, 3, 1, 9])
    const t: Tensor = np.clip(torch.tensor([-1, 0.25, 2]), 0, 1)
    expect(String(t)).toBe('tensor([0.0000, 0.2500, 1.0000])')
    expect(np.add(torch.ones(2), 1)).toBeInstanceOf(torch.Tensor)
    expect(np.squeeze(torch.ones(1, 2)).shape).toEqual([2])
    expect(np.transpose(torch.ones(2, 3)).shape).toEqual([3, 2])
    expect(np.squeeze(torch.ones(1, 2), { axis: 0 })).toBeInstanceOf(torch.Tensor)
  })
})

describe('functions', () => {
  test('transpose and squeeze give views', () => {
    const image = torch.arange(6).view(3, 1, 2).numpy()
    const shown = np.transpose(image, [1, 2, 0])
    expect([shown.shape, shown.stride]).toEqual([
      [1, 2, 3],
      [2, 1, 2],
    ])
    expect(np.squeeze(image).shape).toEqual([3, 2])
    expect(np.squeeze(image, 1).tolist()).toEqual([
      [0, 1],
      [2, 3],
      [4, 5],
    ])
    shown.__setitem__([0, 0, 0], 9)
    expect(image.get(0, 0, 0)).toBe(9n)
  })

  test('sum, mean, maximum, minimum, clip, multiply, divide, subtract, log, dot', () => {
    const losses = [0.5, 0.25]
    const nums = [64, 32]
    expect(np.sum(np.multiply(losses, nums)) / np.sum(nums)).toBe(40 / 96)
    expect(
      String(
        np.sum(
          [
            [1, 2],
            [3, 4],
          ],
          { axis: 0 },
        ),
      ),
    ).toBe('[4 6]')
    expect([
      np.mean([1, 2]),
      String(
        np.mean(
          [
            [1, 2],
            [3, 5],
          ],
          1,
        ),
      ),
    ]).toEqual([1.5, '[1.5 4. ]'])
    expect(texts(np.maximum([1, 5], 3), np.minimum([1, 5], 3), np.clip([1, 5, 9], 2, 6))).toEqual([
      '[3 5]',
      '[1 3]',
      '[2 5 6]',
    ])
    expect(texts(np.clip([1, 2], 1.5, null), np.divide([1, 2], 2), np.subtract(1, [0.5]))).toEqual([
      '[1.5 2. ]',
      '[0.5 1. ]',
      '[0.5]',
    ])
    expect([np.log(1), np.dot([1, 2], [3, 4])]).toEqual([0, 11])
  })

  test('clip: both bounds by position, either by keyword', () => {
    const a = np.array([-1, 0.5, 2])
    const results = [
      np.clip(a, 0, null),
      np.clip(a, null, null),
      np.clip(a, { min: 0 }),
      np.clip(a, { max: 1 }),
      np.clip(a, { a_min: 0, a_max: 1 }),
      np.clip(a, { min: null, max: null }),
      np.clip(a, 3, 1),
    ]
    expect(texts(...results)).toEqual([
      '[0.  0.5 2. ]',
      '[-1.   0.5  2. ]',
      '[0.  0.5 2. ]',
      '[-1.   0.5  1. ]',
      '[0.  0.5 1. ]',
      '[-1.   0.5  2. ]',
      '[1. 1. 1.]',
    ])
    expect(np.clip(a, { min: 0, out: a })).toBe(a)
    expect(String(a)).toBe('[0.  0.5 2. ]')

    const clip = np.clip as (...args: unknown[]) => unknown
    const noMax = new TypeError("clip() missing 1 required positional argument: 'a_max'")
    const noMin = new TypeError("clip() missing 1 required positional argument: 'a_min'")
    const both = new ValueError(
      'Passing `min` or `max` keyword argument when `a_min` and `a_max` are provided is forbidden.',
    )
    expect(String(clip(a))).toBe('[0.  0.5 2. ]')
    for (const args of [[0], [null], [{ a_min: 0 }], [0, { min: 1 }]]) {
      expect(thrown(() => clip(a, ...args))).toEqual(noMax)
    }
    expect(thrown(() => clip(a, { a_max: 1 }))).toEqual(noMin)
    expect(thrown(() => clip(a, 0, 1, { max: null }))).toEqual(both)
  })

  test('errors', () => {
    expect(thrown(() => np.add(np.ones(2), np.ones(3)))).toEqual(
      new ValueError('operands could not be broadcast together with shapes (2,) (3,) '),
    )
    const ints = np.ones(2, 'int')
    expect(thrown(() => np.add(ints, 1.5, { out: ints }))).toEqual(
      new TypeError(
        "Cannot cast ufunc 'add' output from dtype('float64') to dtype('int64') with casting rule 'same_kind'",
      ),
    )
    expect(thrown(() => ints.div_(2))).toBeInstanceOf(TypeError)
    expect(thrown(() => np.add(np.ones(2), 1, { out: np.ones(3) }))).toBeInstanceOf(ValueError)
    expect(thrown(() => np.ones(3).dot(np.ones(4)))).toEqual(
      new ValueError('shapes (3,) and (4,) not aligned: 3 (dim 0) != 4 (dim 0)'),
    )
    expect(thrown(() => np.ones([2, 3]).dot(np.ones([2, 3])))).toEqual(
      new ValueError('shapes (2,3) and (2,3) not aligned: 3 (dim 1) != 2 (dim 0)'),
    )
    expect(thrown(() => np.transpose(np.ones([2, 3]), [0]))).toEqual(
      new ValueError("axes don't match array"),
    )
    expect(thrown(() => np.transpose(np.ones([2, 3]), [0, -2]))).toEqual(
      new ValueError('repeated axis in transpose'),
    )
    expect(thrown(() => np.squeeze(np.ones([2, 3]), 0))).toEqual(
      new ValueError('cannot select an axis to squeeze out which has size not equal to one'),
    )
  })
})

// The two-layer network by hand, as the notes have it.
test('a network trains', () => {
  np.random.seed(0)
  const [N, D_in, H, D_out] = [16, 30, 10, 4]
  const x = np.random.randn(N, D_in)
  const y = np.random.randn(N, D_out)
  let w1 = np.random.randn(D_in, H)
  const w2 = np.random.randn(H, D_out)
  const losses: number[] = []
  for (const _ of range(40)) {
    const h = x.dot(w1)
    const h_relu = np.maximum(h, 0)
    const y_pred = h_relu.dot(w2)
    losses.push(np.square(y_pred.sub(y)).sum())
    const grad_y_pred = np.multiply(2, y_pred.sub(y))
    const grad_w2 = h_relu.T.dot(grad_y_pred)
    const grad_h = grad_y_pred.dot(w2.T).copy()
    grad_h.__setitem__(h.lt(0), 0)
    w1 = w1.sub(x.T.dot(grad_h).mul(1e-4))
    w2.sub_(grad_w2.mul(1e-4))
  }
  expect(losses[0]).toBeCloseTo(9737.604334841604, 8)
  expect(losses.at(-1)).toBeCloseTo(243.90428385201923, 8)
})

describe('ndarray', () => {
  const a = np.array([
    [1, 2, 3],
    [4, 5, 6],
  ])
  test('fields and methods', () => {
    expect([a.shape, a.ndim, a.size, a.length, a.stride, a.offset]).toEqual([
      [2, 3],
      2,
      6,
      2,
      [3, 1],
      0,
    ])
    expect([a.max(), a.min(), a.sum(), a.mean(), a.T.shape]).toEqual([6, 1, 21, 3.5, [3, 2]])
    expect(texts(a.reshape(3, -1), a.sum(1), a.sum([0, 1]))).toEqual([
      '[[1 2]\n [3 4]\n [5 6]]',
      '[ 6 15]',
      '21',
    ])
    expect([a.get(1, 2), a.index(1, 0), a.pick(1, null).get(0)]).toEqual([6n, 3, 4n])
    expect(texts(a.pow(2), a.neg(), a.neg().abs())[2]).toBe('[[1 2 3]\n [4 5 6]]')
    expect(texts(a.le(2), a.gt(2), a.ge(6), a.eq(1), a.ne(1)).map((text) => text.length)).toEqual(
      Array(5).fill(42),
    )
  })
  test('brackets', () => {
    expect([
      a.__getitem__([1, 1]),
      String(a.__getitem__(-1)),
      String(a.__getitem__([':', 1])),
    ]).toEqual([5, '[4 5 6]', '[2 5]'])
    expect(String(a.__getitem__(a.gt(4)))).toBe('[5 6]')
    expect([...zip(a, ['x', 'y'])].map(String)).toHaveLength(2)
    expect(list(np.array([1, 2]))).toEqual([1, 2])
  })
  test('index_put_ writes where a mask, a row or a slice is', () => {
    const b = a.copy()
    expect(b.index_put_([b.gt(4)], 0)).toBe(b)
    b.index_put_([':', 0], [7, 8])
    b.index_put_([0, np.array([1, 2])], 9.0)
    expect([String(b), String(a)]).toEqual(['[[7 9 9]\n [8 0 0]]', '[[1 2 3]\n [4 5 6]]'])
  })
})

describe('numpy.random', () => {
  test('functions share a generator, and work detached', () => {
    const { rand, seed } = np.random
    seed(0)
    expect([rand(), np.random.random()]).toEqual([0.5488135039273248, 0.7151893663724195])
    seed()
    expect(rand()).not.toBe(0.5488135039273248)
  })

  test('errors', () => {
    const r = np.random
    for (const seed of [-1, 2 ** 32, [-1]]) {
      expect(thrown(() => r.seed(seed))).toEqual(
        new ValueError('Seed must be between 0 and 2**32 - 1'),
      )
    }
    expect(thrown(() => r.seed([]))).toEqual(new ValueError('Seed must be non-empty'))
    expect(thrown(() => r.seed(1.5))).toEqual(
      new TypeError(
        "Cannot cast scalar from dtype('float64') to dtype('int64') according to the rule 'safe'",
      ),
    )
    expect(thrown(() => r.randint(0))).toEqual(new ValueError('high <= 0'))
    expect(thrown(() => r.randint(5, 3))).toEqual(new ValueError('low >= high'))
    expect(thrown(() => r.normal(0, -1))).toEqual(new ValueError('scale < 0'))
    expect(thrown(() => r.uniform(0, Number.POSITIVE_INFINITY))).toEqual(
      new OverflowError('Range exceeds valid bounds'),
    )
    expect(thrown(() => r.choice(0))).toEqual(
      new ValueError('a must be greater than 0 unless no samples are taken'),
    )
    expect(thrown(() => r.choice([]))).toEqual(
      new ValueError("'a' cannot be empty unless no samples are taken"),
    )
    expect(thrown(() => r.choice([[1]]))).toEqual(new ValueError('a must be 1-dimensional'))
    expect(thrown(() => r.choice(3, 5, false))).toEqual(
      new ValueError("Cannot take a larger sample than population when 'replace=False'"),
    )
    expect(thrown(() => r.choice(3, { size: 3, replace: false, p: [0.5, 0.5, 0] }))).toEqual(
      new ValueError('Fewer non-zero entries in p than size'),
    )
    expect(thrown(() => r.choice(2, { p: [0.5, 0.6] }))).toEqual(
      new ValueError('probabilities do not sum to 1'),
    )
    expect(thrown(() => r.choice(2, { p: [1] }))).toEqual(
      new ValueError("'a' and 'p' must have same size"),
    )
    expect(thrown(() => r.choice(2, { p: [-1, 2] }))).toEqual(
      new ValueError('probabilities are not non-negative'),
    )
    expect(thrown(() => r.shuffle(3 as never))).toEqual(
      new TypeError("object of type 'int' has no len()"),
    )
  })
})
