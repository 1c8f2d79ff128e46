// torch.tensor and back, against what PyTorch 2.13 gives.
import torch from 'torch-node'

const { tensor } = torch

/** Class and text of what a function throws. */
function thrown(f: () => unknown): [string, string] {
  try {
    f()
  } catch (error) {
    const { name, message } = error as Error
    return [name, message.split('\n')[0] as string]
  }
  throw new Error('nothing was thrown')
}

const cyclic: unknown[] = []
cyclic.push(cyclic)
const chicken: unknown[] = [1]
const egg = [1, chicken]
chicken.push(egg)
const selfish: unknown[] = [1]
selfish.push(selfish)

class Sequence {
  readonly length = 2;
  *[Symbol.iterator]() {
    yield 1
    yield 2
  }
}

describe('torch.tensor: what it makes', () => {
  it.each<[string, unknown, string, number[], unknown]>([
    ['ints', [1, 2], 'int64', [2], [1, 2]],
    ['a float among ints', [5.5, 3], 'float32', [2], [5.5, 3]],
    [
      'nested lists',
      [
        [1, 2],
        [3, 4.5],
      ],
      'float32',
      [2, 2],
      [
        [1, 2],
        [3, 4.5],
      ],
    ],
    ['an int', 3, 'int64', [], 3],
    ['a float', 2.5, 'float32', [], 2.5],
    ['a bool', true, 'bool', [], true],
    ['bools', [true, false], 'bool', [2], [true, false]],
    ['bools among ints', [true, 2], 'int64', [2], [1, 2]],
    ['bools among floats', [true, 2.5], 'float32', [2], [1, 2.5]],
    ['nan and infinities', [Number.NaN, -Infinity], 'float32', [2], [Number.NaN, -Infinity]],
    ['an integral number beyond 2^63', 2 ** 70, 'float32', [], 2 ** 70],
    ['a bigint', 10n, 'int64', [], 10],
    ['a bigint beyond 2^53', [2n ** 62n], 'int64', [1], [2n ** 62n]],
    ['a complex', { re: 1, im: 2 }, 'complex64', [], { re: 1, im: 2 }],
    [
      'complexes among ints',
      [1, { re: 0, im: 1 }],
      'complex64',
      [2],
      [
        { re: 1, im: 0 },
        { re: 0, im: 1 },
      ],
    ],
    ['nothing', [], 'float32', [0], []],
    ['an empty row', [[]], 'float32', [1, 0], [[]]],
    ['empty rows', [[[]], [[]]], 'float32', [2, 1, 0], [[[]], [[]]]],
    ['rows after an empty one', [[], [1]], 'float32', [2, 0], [[], []]],
    ['Float32Array', new Float32Array([1, 2]), 'float32', [2], [1, 2]],
    ['Float64Array', new Float64Array([1, 2]), 'float64', [2], [1, 2]],
    ['Int8Array', new Int8Array([-1]), 'int8', [1], [-1]],
    ['Int16Array', new Int16Array([-1]), 'int16', [1], [-1]],
    ['Int32Array', new Int32Array([-1]), 'int32', [1], [-1]],
    ['Uint8Array', new Uint8Array([255]), 'uint8', [1], [255]],
    ['Uint8ClampedArray', new Uint8ClampedArray([300]), 'uint8', [1], [255]],
    ['Uint16Array', new Uint16Array([65535]), 'uint16', [1], [65535]],
    ['Uint32Array', new Uint32Array([4294967295]), 'uint32', [1], [4294967295]],
    ['BigInt64Array', new BigInt64Array([1n, 2n ** 62n]), 'int64', [2], [1, 2n ** 62n]],
    ['BigUint64Array', new BigUint64Array([2n ** 63n]), 'uint64', [1], [2n ** 63n]],
    [
      'typed rows',
      [new Float64Array([1, 2]), new Float64Array([3, 4])],
      'float64',
      [2, 2],
      [
        [1, 2],
        [3, 4],
      ],
    ],
    [
      'typed and plain rows',
      [new Int8Array(2), [1, 2]],
      'int64',
      [2, 2],
      [
        [0, 0],
        [1, 2],
      ],
    ],
    [
      'a strided array',
      { data: new Float32Array([0, 1, 2, 3, 4, 5]), shape: [3, 2], stride: [1, 3], offset: 0 },
      'float32',
      [3, 2],
      [
        [0, 3],
        [1, 4],
        [2, 5],
      ],
    ],
    [
      'one that runs backwards',
      { data: new Float32Array([0, 1, 2, 3]), shape: [3], stride: [-1], offset: 3 },
      'float32',
      [3],
      [3, 2, 1],
    ],
    ['torch.Size', torch.Size([2, 3]), 'int64', [2], [2, 3]],
    ['other sequences', new Sequence(), 'int64', [2], [1, 2]],
  ])('%s', (_, data, dtype, shape, list) => {
    const made = tensor(data as never)
    expect(String(made.dtype)).toBe(`torch.${dtype}`)
    expect([...made.shape]).toEqual(shape)
    expect(made.tolist()).toEqual(list)
    expect(made.requires_grad).toBe(false)
    expect(made.is_leaf).toBe(true)
  })

  it('takes tensors among numbers, by their one element', () => {
    expect(tensor([tensor(2), 1.5]).tolist()).toEqual([2, 1.5])
    expect(tensor([1, tensor([2])]).tolist()).toEqual([1, 2])
    expect(tensor([tensor(2.5, { dtype: torch.double })]).dtype).toBe(torch.float64)
    expect(tensor([tensor(2.5, { dtype: torch.half }), tensor(1)]).dtype).toBe(torch.float16)
    expect(tensor([tensor(1.5, { requires_grad: true })]).requires_grad).toBe(false)
    expect(tensor([tensor({ re: 0, im: 1 })]).tolist()).toEqual([{ re: 0, im: 1 }])
  })

  it('takes a tensor as a later row', () => {
    expect(tensor([[1, 2], tensor([3, 4])]).tolist()).toEqual([
      [1, 2],
      [3, 4],
    ])
  })

  it('keeps the sign of zero', () => {
    expect(tensor([-0, 1.5]).tolist()).toEqual([-0, 1.5])
    expect(tensor([-0], { dtype: torch.float64 }).tolist()).toEqual([-0])
    expect(tensor([-0, 'x'.length], { dtype: torch.half }).tolist()).toEqual([-0, 1])
  })

  it('follows the default dtype', () => {
    torch.set_default_dtype(torch.float64)
    try {
      expect(tensor([1.5]).dtype).toBe(torch.float64)
      expect(tensor([]).dtype).toBe(torch.float64)
      expect(tensor({ re: 1, im: 1 }).dtype).toBe(torch.complex128)
    } finally {
      torch.set_default_dtype(torch.float32)
    }
  })

  it('reads getters once an element', () => {
    let reads = 0
    const list = [1, 2]
    Object.defineProperty(list, 1, { get: () => ++reads && 7 })
    expect(tensor(list).tolist()).toEqual([1, 7])
    expect(reads).toBe(1)
  })

  it('is not fooled by a getter that changes the list', () => {
    const list = [1, 2, 3]
    Object.defineProperty(list, 1, {
      get() {
        list.length = 1
        return 1
      },
    })
    expect(() => tensor(list)).toThrow('expected sequence of length 3 at dim 0 (got 1)')
  })

  it('copies', () => {
    const data = new Float32Array([1])
    const made = tensor(data)
    data[0] = 5
    expect(made.item()).toBe(1)
    const again = tensor(made)
    made.fill_(3)
    expect(again.item()).toBe(1)
  })

  it('sets requires_grad and device', () => {
    expect(tensor([1.5], { requires_grad: true }).requires_grad).toBe(true)
    const meta = tensor([[1, 2]], { device: 'meta' })
    expect([meta.device.type, ...meta.shape]).toEqual(['meta', 1, 2])
  })

  it('reads long lists as short ones', () => {
    const list = Array.from({ length: 40 }, (_, i) => i)
    expect(tensor(list).tolist()).toEqual(list)
    expect(tensor([list, list]).shape).toEqual(torch.Size([2, 40]))
    expect(tensor([...list, 2 ** 63]).dtype).toBe(torch.float32)
    expect(tensor([...list, true]).dtype).toBe(torch.int64)
    expect(tensor([...list, 2n ** 60n]).tolist()).toEqual([...list, 2n ** 60n])
    expect(tensor(list, { dtype: torch.half }).tolist()).toEqual(list)
    expect(tensor(list, { dtype: torch.cfloat }).dtype).toBe(torch.complex64)
    expect(tensor([list], { device: 'meta' }).shape).toEqual(torch.Size([1, 40]))
    expect(thrown(() => tensor([list, [1]]))).toEqual([
      'ValueError',
      'expected sequence of length 40 at dim 1 (got 1)',
    ])
    expect(thrown(() => tensor([...list, 256], { dtype: torch.uint8 }))).toEqual([
      'RuntimeError',
      'value cannot be converted to type uint8 without overflow',
    ])
    expect(thrown(() => tensor([...list, 0.5], { dtype: torch.uint64 }))).toEqual([
      'TypeError',
      'an integer is required',
    ])
  })

  it('is quick with many numbers', () => {
    const flat = Array.from({ length: 1e6 }, (_, i) => i / 2)
    const started = performance.now()
    expect(tensor(flat).numel()).toBe(1e6)
    expect(performance.now() - started).toBeLessThan(400)
  })
})

describe('torch.tensor: conversion', () => {
  it.each<[unknown, keyof typeof torch, unknown]>([
    [[-1], 'uint8', [255]],
    [[-1], 'uint16', [65535]],
    [[1.9, -1.9], 'int32', [1, -1]],
    [[1e40, 70000], 'float16', [Infinity, Infinity]],
    [[1.5, Number.NaN, 0], 'bool', [true, true, false]],
    [[2n ** 64n], 'bool', [true]],
    [[2n ** 64n], 'float32', [2 ** 64]],
    [[2n ** 63n, 1.5], 'float64', [2 ** 63, 1.5]],
    [[2n ** 63n], 'uint64', [2n ** 63n]],
    [[true], 'uint64', [1]],
    [[1.5, 1e9], 'float8_e4m3fn', [1.5, 448]],
    [[1.5], 'float8_e8m0fnu', [2]],
    [[1.5], 'bfloat16', [1.5]],
    [[1], 'complex32', [{ re: 1, im: 0 }]],
    [[1e39], 'complex64', [{ re: Infinity, im: 0 }]],
    [[{ re: 0, im: 1 }, 0], 'bool', [true, false]],
    [new Float32Array([1.7]), 'int32', [1]],
  ])('%p as %s', (data, dtype, list) => {
    expect(tensor(data as never, { dtype: torch[dtype] as never }).tolist()).toEqual(list)
  })
})

describe('torch.tensor: errors', () => {
  it.each<[unknown, keyof typeof torch | null, string, string]>([
    [
      [
        [1, 2],
        [1, 2, 3],
      ],
      null,
      'ValueError',
      'expected sequence of length 2 at dim 1 (got 3)',
    ],
    [
      [[1, 2], tensor([3, 4, 5])],
      null,
      'ValueError',
      'expected sequence of length 2 at dim 1 (got 3)',
    ],
    [[[1, 2], 3], null, 'TypeError', 'not a sequence'],
    [[[1, 2], tensor(3)], null, 'TypeError', 'not a sequence'],
    [[1, [2]], null, 'TypeError', "'list' object cannot be interpreted as an integer"],
    [[2, [1]], 'float32', 'TypeError', 'must be real number, not list'],
    [[2, null], 'float32', 'TypeError', 'must be real number, not NoneType'],
    [[2, 'a'], 'complex64', 'TypeError', 'must be real number, not str'],
    [[null], 'bool', 'TypeError', "'NoneType' object cannot be interpreted as an integer"],
    [[{ re: 0, im: 1 }], 'float32', 'TypeError', 'must be real number, not complex'],
    [
      [{ re: 0, im: 1 }],
      'int32',
      'TypeError',
      "'complex' object cannot be interpreted as an integer",
    ],
    [[1.5], 'uint64', 'TypeError', 'an integer is required'],
    ['a', null, 'TypeError', "new(): invalid data type 'str'"],
    [['a'], null, 'ValueError', "too many dimensions 'str'"],
    [[1, 'a'], null, 'TypeError', "new(): invalid data type 'str'"],
    [[1, null], null, 'RuntimeError', 'Could not infer dtype of NoneType'],
    [null, null, 'RuntimeError', 'Could not infer dtype of NoneType'],
    [[{}], null, 'RuntimeError', 'Could not infer dtype of dict'],
    [new Set([1]), null, 'RuntimeError', 'Could not infer dtype of set'],
    [[torch.float32], null, 'RuntimeError', 'Could not infer dtype of torch.dtype'],
    [cyclic, null, 'ValueError', "too many dimensions 'list'"],
    [chicken, null, 'ValueError', "too many dimensions 'list'"],
    [selfish, null, 'TypeError', 'new(): self-referential lists are incompatible'],
    [[300], 'uint8', 'RuntimeError', 'value cannot be converted to type uint8 without overflow'],
    [
      [Number.NaN],
      'int32',
      'RuntimeError',
      'value cannot be converted to type int32 without overflow',
    ],
    [
      [Infinity],
      'int64',
      'RuntimeError',
      'value cannot be converted to type int64 without overflow',
    ],
    [[2n ** 63n], null, 'ValueError', 'Overflow when unpacking long long'],
    [[2n ** 64n], 'uint64', 'OverflowError', 'int too big to convert'],
    [[-1], 'uint64', 'OverflowError', "can't convert negative int to unsigned"],
    [[2n ** 2000n], 'float32', 'OverflowError', 'int too large to convert to float'],
    [[1], 'qint8', 'RuntimeError', 'store_scalar: invalid type'],
    [
      [tensor([1, 2]), tensor([3, 4])],
      null,
      'TypeError',
      'only integer tensors of a single element can be converted to an index',
    ],
    [
      [tensor([1.5, 2])],
      null,
      'ValueError',
      'only one element tensors can be converted to Python scalars',
    ],
    [
      [tensor(1.5)],
      'int32',
      'TypeError',
      'only integer tensors of a single element can be converted to an index',
    ],
  ])('%p as %s', (data, dtype, name, message) => {
    const options = dtype === null ? {} : { dtype: torch[dtype] as never }
    expect(thrown(() => tensor(data as never, options))).toEqual([name, message])
  })

  it('refuses gradients for ints', () => {
    expect(thrown(() => tensor([1], { requires_grad: true }))).toEqual([
      'RuntimeError',
      'Only Tensors of floating point and complex dtype can require gradients',
    ])
  })

  it('hands on what a getter throws, null too', () => {
    for (const what of [null, new Error('mine')]) {
      const list = [1, 2]
      Object.defineProperty(list, 1, {
        get() {
          throw what
        },
      })
      let caught: unknown = 'nothing'
      try {
        tensor(list)
      } catch (error) {
        caught = error
      }
      expect(caught).toBe(what)
    }
  })

  it('refuses a hole, and does not believe a length', () => {
    // biome-ignore lint/suspicious/noSparseArray: the point of the test
    expect(() => tensor([1, , 2] as never)).toThrow('Could not infer dtype of')
    const many: number[] = []
    many.length = 4e9
    expect(() => tensor(many)).toThrow('Could not infer dtype of')
  })
})

describe('torch.Tensor.tolist', () => {
  it('reads views of any strides', () => {
    const x = torch.arange(6).view(2, 3)
    expect(x.t().tolist()).toEqual([
      [0, 3],
      [1, 4],
      [2, 5],
    ])
    expect(x.expand(2, 2, 3).tolist()).toEqual([x.tolist(), x.tolist()])
    expect(torch.empty(2, 0, 3).tolist()).toEqual([[], []])
  })

  it.each<keyof typeof torch>([
    'uint8',
    'int8',
    'int16',
    'int32',
    'int64',
    'uint16',
    'uint32',
    'uint64',
    'float16',
    'bfloat16',
    'float32',
    'float64',
    'bool',
    'complex64',
  ])('reads many elements of %s as it reads few', (name) => {
    const x = torch
      .arange(120)
      .to(torch[name] as never)
      .view(4, 30)
    const rows = x.unbind(0).map((row) => row.tolist<number[]>())
    expect(x.tolist()).toEqual(rows)
    expect(x.t().tolist()).toEqual(rows[0]?.map((_, i) => rows.map((row) => row[i])))
  })

  it('keeps what is odd among many', () => {
    const list = [Number.NaN, -0, Infinity, ...new Array(100).fill(0.5)]
    expect(tensor(list).tolist()).toEqual(list)
    const big = [2n ** 53n + 1n, ...new Array(100).fill(7)]
    expect(tensor(big).tolist()).toEqual(big)
    expect(torch.ones(100, { requires_grad: true }).mul(2).tolist()).toEqual(new Array(100).fill(2))
    expect(torch.empty(0, 100).tolist()).toEqual([])
  })

  it('resolves conjugates', () => {
    expect(
      tensor([{ re: 1, im: 2 }])
        .conj()
        .tolist(),
    ).toEqual([{ re: 1, im: -2 }])
  })

  it.each<[string, () => unknown, string, string]>([
    [
      'quantized',
      () => torch.quantize_per_tensor(torch.ones(2), 0.1, 3, torch.qint8).tolist(),
      'RuntimeError',
      'load_scalar: invalid type',
    ],
    [
      'meta',
      () => torch.empty(0, { device: 'meta' }).tolist(),
      'NotImplementedError',
      'Cannot copy out of meta tensor; no data!',
    ],
    [
      'sparse',
      () => torch.ones(2).to_sparse().tolist(),
      'RuntimeError',
      "Cannot access data pointer of Tensor that doesn't have storage",
    ],
  ])('%s', (_, f, name, message) => {
    expect(thrown(f)).toEqual([name, message])
  })
})

describe('torch.Tensor.item', () => {
  it.each<[keyof typeof torch, unknown]>([
    ['bool', true],
    ['uint8', 3],
    ['int8', 3],
    ['int16', 3],
    ['int32', 3],
    ['int64', 3],
    ['uint16', 3],
    ['uint32', 3],
    ['uint64', 3],
    ['float16', 3],
    ['bfloat16', 3],
    ['float32', 3],
    ['float64', 3],
    ['float8_e5m2', 3],
    ['float8_e4m3fn', 3],
    ['complex64', { re: 3, im: 0 }],
  ])('of %s', (dtype, value) => {
    expect(tensor(3, { dtype: torch[dtype] as never }).item()).toEqual(value)
  })

  it('gives a bigint where a number would be wrong', () => {
    expect(tensor(2n ** 53n - 1n).item()).toBe(2 ** 53 - 1)
    expect(tensor(2n ** 53n + 1n).item()).toBe(2n ** 53n + 1n)
    expect(tensor(-(2n ** 62n)).item()).toBe(-(2n ** 62n))
    expect(tensor(2n ** 64n - 1n, { dtype: torch.uint64 }).item()).toBe(2n ** 64n - 1n)
  })

  it('reads where a view begins', () => {
    expect(torch.arange(5).select(0, 3).item()).toBe(3)
  })

  it('reads quantized and sparse tensors', () => {
    const q = torch.quantize_per_tensor(tensor(1.23), 0.1, 3, torch.quint8)
    expect(q.item()).toBe(1.2000000476837158)
    expect(torch.ones(1).to_sparse().item()).toBe(1)
  })

  it.each<[string, () => unknown, string, string]>([
    [
      'two elements',
      () => tensor([1, 2]).item(),
      'RuntimeError',
      'a Tensor with 2 elements cannot be converted to Scalar',
    ],
    [
      'none',
      () => tensor([]).item(),
      'RuntimeError',
      'a Tensor with 0 elements cannot be converted to Scalar',
    ],
    [
      'meta',
      () => tensor([1], { device: 'meta' }).item(),
      'RuntimeError',
      'Tensor.item() cannot be called on meta tensors',
    ],
    [
      'two meta elements',
      () => torch.empty(2, { device: 'meta' }).item(),
      'RuntimeError',
      'a Tensor with 2 elements cannot be converted to Scalar',
    ],
  ])('%s', (_, f, name, message) => {
    expect(thrown(f)).toEqual([name, message])
  })
})
