// Values and texts are Python's, from torch.signal.windows of 2.13.

import torch from 'torch-node'
import { ValueError } from 'torch-node/errors'

const windows = torch.signal.windows
type Window = (M: number, options?: object) => typeof torch.Tensor.prototype

const values: [name: keyof typeof windows, options: object, values: number[]][] = [
  [
    'exponential',
    { sym: false, tau: 0.5 },
    [
      0.0009118819655545162, 0.006737946999085467, 0.049787068367863944, 0.36787944117144233,
      0.36787944117144233, 0.049787068367863944, 0.006737946999085467,
    ],
  ],
  [
    'cosine',
    {},
    [
      0.2225209339563144, 0.6234898018587335, 0.9009688679024191, 1.0, 0.9009688679024191,
      0.6234898018587336, 0.2225209339563145,
    ],
  ],
  [
    'gaussian',
    { std: 0.7 },
    [
      0.00010270256461965559, 0.016879884148789926, 0.3604477885978211, 1.0, 0.3604477885978211,
      0.016879884148789926, 0.00010270256461965559,
    ],
  ],
  [
    'kaiser',
    { beta: 3.5, sym: false },
    [
      0.13553434913875384, 0.4290460539178907, 0.7551461951304805, 0.970289936102375,
      0.970289936102375, 0.7551461951304805, 0.4290460539178907,
    ],
  ],
  [
    'bartlett',
    {},
    [
      0.0, 0.33333333333333326, 0.6666666666666666, 1.0, 0.6666666666666666, 0.33333333333333326,
      0.0,
    ],
  ],
  [
    'hamming',
    {},
    [
      0.08000000000000007, 0.31, 0.7699999999999999, 1.0, 0.7699999999999998, 0.31,
      0.08000000000000007,
    ],
  ],
  [
    'hann',
    { sym: false },
    [
      0.0, 0.1882550990706332, 0.6112604669781572, 0.9504844339512095, 0.9504844339512095,
      0.6112604669781573, 0.1882550990706333,
    ],
  ],
  [
    'blackman',
    {},
    [
      -1.3877787807814457e-17, 0.12999999999999995, 0.6299999999999999, 0.9999999999999999,
      0.6299999999999998, 0.12999999999999995, -1.3877787807814457e-17,
    ],
  ],
  [
    'nuttall',
    {},
    [
      0.0003628000000000381, 0.061334499999999986, 0.5292297999999999, 1.0, 0.5292297999999998,
      0.061334499999999986, 0.0003628000000000381,
    ],
  ],
  [
    'general_hamming',
    { alpha: 0.3 },
    [
      -0.39999999999999997, -0.050000000000000044, 0.6499999999999998, 1.0, 0.6499999999999997,
      -0.050000000000000044, -0.39999999999999997,
    ],
  ],
  [
    'general_cosine',
    { a: [0.46, 0.23, 0.31] },
    [
      0.54, 0.19000000000000003, 0.4199999999999998, 1.0, 0.4199999999999997, 0.19000000000000003,
      0.54,
    ],
  ],
]

describe('torch.signal.windows', () => {
  test.each(values)('%s %j', (name, options, expected) => {
    const window = windows[name] as Window
    expect(window(7, { dtype: torch.float64, ...options }).tolist()).toEqual(expected)
  })

  test('of no and of one point', () => {
    expect(String(windows.hann(0))).toBe('tensor([])')
    expect(String(windows.hann(1))).toBe('tensor([1.])')
  })

  test.each<[string, () => unknown]>([
    ['general_cosine requires non-negative window length, got M=-1', () => windows.hann(-1)],
    ['blackman requires non-negative window length, got M=-2', () => windows.blackman(-2)],
    ['Standard deviation must be positive, got: 0 instead.', () => windows.gaussian(3, { std: 0 })],
    ['Center must be None for symmetric windows', () => windows.exponential(3, { center: 1 })],
    ['beta must be non-negative, got: -1 instead.', () => windows.kaiser(3, { beta: -1 })],
    ['Coefficients cannot be empty', () => windows.general_cosine(3, { a: [] })],
    [
      'cosine expects float32 or float64 dtypes, got: torch.int64',
      () => windows.cosine(3, { dtype: torch.long }),
    ],
    [
      'bartlett is implemented for strided tensors only, got: torch.sparse_coo',
      () => windows.bartlett(3, { layout: torch.sparse_coo }),
    ],
  ])('%s', (text, call) => {
    expect(call).toThrow(new ValueError(text))
  })

  test('arguments as in Python', () => {
    // @ts-expect-error M is missing
    expect(() => windows.hann()).toThrow("hann() missing 1 required positional argument: 'M'")
    // @ts-expect-error sym is a keyword
    expect(() => windows.hann(3, true)).toThrow(
      'hann() takes 1 positional argument but 2 were given',
    )
  })
})
