// Tensors and strided arrays on the same memory.

import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import ndarray from 'ndarray'
import torch from 'torch-node'

const { from_numpy } = torch

function thrown(f: () => unknown): [string, string] {
  try {
    f()
  } catch (error) {
    const { name, message } = error as Error
    return [name, message.split('\n')[0] as string]
  }
  throw new Error('nothing was thrown')
}

describe('torch.Tensor.numpy', () => {
  it('is a strided array on the same memory', () => {
    const x = torch.arange(6, { dtype: torch.float32 }).view(2, 3)
    const a = x.t().numpy<Float32Array>()
    expect([a.shape, a.stride, a.offset]).toEqual([[3, 2], [1, 3], 0])
    expect(a.get(2, 1)).toBe(5)
    a.set(2, 1, 50)
    expect(x.tolist()).toEqual([
      [0, 1, 2],
      [3, 4, 50],
    ])
    x.fill_(7)
    expect([...a.data]).toEqual([7, 7, 7, 7, 7, 7])
  })

  it('begins where the view begins', () => {
    const row = torch.arange(6).view(2, 3).select(0, 1).numpy<BigInt64Array>()
    expect([row.shape, row.offset, row.get(0)]).toEqual([[3], 3, 3n])
    const one = torch.tensor(3.5).numpy()
    expect([one.shape, one.dimension, one.get()]).toEqual([[], 0, 3.5])
    expect(torch.empty(2, 0).numpy().shape).toEqual([2, 0])
  })

  it('gives one buffer for one memory', () => {
    const x = torch.ones(4)
    expect(x.numpy().data.buffer).toBe(x.view(2, 2).detach().numpy().data.buffer)
    expect(x.numpy().data.buffer).not.toBe(x.clone().numpy().data.buffer)
  })

  it('outlives the tensor', () => {
    const arrays = Array.from({ length: 100 }, (_, i) => torch.full([1000], i).numpy())
    const x = torch.ones(1000)
    const a = x.numpy()
    x.dispose()
    for (let i = 0; i < 200; i++) torch.zeros(1000).fill_(9)
    expect(a.get(999)).toBe(1)
    expect(arrays.every((array, i) => array.get(999) === BigInt(i))).toBe(true)
  })

  it.each<[keyof typeof torch, string, string]>([
    ['bool', 'Uint8Array', 'bool'],
    ['uint8', 'Uint8Array', 'uint8'],
    ['int8', 'Int8Array', 'int8'],
    ['int16', 'Int16Array', 'int16'],
    ['int32', 'Int32Array', 'int32'],
    ['int64', 'BigInt64Array', 'bigint64'],
    ['uint16', 'Uint16Array', 'uint16'],
    ['uint32', 'Uint32Array', 'uint32'],
    ['uint64', 'BigUint64Array', 'biguint64'],
    ['float16', 'Uint16Array', 'float16'],
    ['float32', 'Float32Array', 'float32'],
    ['float64', 'Float64Array', 'float64'],
    ['complex64', 'Float32Array', 'complex64'],
    ['complex128', 'Float64Array', 'complex128'],
  ])('of %s goes there and back', (name, array, dtype) => {
    const x = torch.tensor(
      [
        [1, 0],
        [1, 1],
      ],
      { dtype: torch[name] as never },
    )
    const a = x.t().numpy()
    expect([a.data.constructor.name, a.dtype]).toEqual([array, dtype])
    const y = from_numpy(a)
    expect(y.dtype).toBe(x.dtype)
    expect(y.tolist()).toEqual(x.t().tolist())
    expect(y.stride()).toEqual([1, 2])
    expect(y.data_ptr()).toBe(x.data_ptr())
  })

  it('writes complex elements as pairs', () => {
    const a = torch
      .tensor([
        { re: 1, im: 2 },
        { re: 3, im: 4 },
      ])
      .numpy()
    expect([[...a.data], a.shape, a.stride]).toEqual([
      [1, 2, 3, 4],
      [2, 2],
      [2, 1],
    ])
  })

  it('keeps the memory from moving', () => {
    const x = torch.ones(2)
    x.numpy()
    expect(thrown(() => x.resize_(100))).toEqual([
      'RuntimeError',
      'Trying to resize storage that is not resizable',
    ])
  })

  it('cannot lose its memory to a transfer', () => {
    const x = torch.ones(2)
    const a = x.numpy()
    try {
      structuredClone(a.data.buffer, { transfer: [a.data.buffer as ArrayBuffer] })
    } catch (error) {
      expect((error as Error).name).toBe('DataCloneError')
    }
    const { transfer } = a.data.buffer as { transfer?: () => void }
    if (transfer) expect(() => transfer.call(a.data.buffer)).toThrow(TypeError)
    expect(a.data.length).toBe(2)
  })

  const grad = torch.ones(2, { requires_grad: true })
  const complex = torch.ones(2, { dtype: torch.cfloat }).conj()
  it.each<[string, () => unknown, string, string]>([
    [
      'gradients',
      () => grad.numpy(),
      'RuntimeError',
      "Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead.",
    ],
    [
      'conjugates',
      () => complex.numpy(),
      'RuntimeError',
      "Can't call numpy() on Tensor that has conjugate bit set. Use tensor.resolve_conj().numpy() instead.",
    ],
    [
      'negatives',
      () => complex.imag.numpy(),
      'RuntimeError',
      "Can't call numpy() on Tensor that has negative bit set. Use tensor.resolve_neg().numpy() instead.",
    ],
    [
      'devices',
      () => torch.empty(2, { device: 'meta' }).numpy(),
      'TypeError',
      "can't convert meta device type tensor to numpy. Use Tensor.cpu() to copy the tensor to host memory first.",
    ],
    [
      'sparse',
      () => torch.ones(2).to_sparse().numpy(),
      'TypeError',
      "can't convert Sparse layout tensor to numpy. Use Tensor.to_dense() first.",
    ],
    [
      'sparse rows',
      () => torch.eye(2).to_sparse_csr().numpy(),
      'TypeError',
      "can't convert SparseCsr layout tensor to numpy. Use Tensor.to_dense() first.",
    ],
    [
      'bfloat16',
      () => torch.ones(2, { dtype: torch.bfloat16 }).numpy(),
      'TypeError',
      'Got unsupported ScalarType BFloat16',
    ],
    [
      'complex32',
      () => torch.ones(2).to(torch.complex32).numpy(),
      'TypeError',
      'Got unsupported ScalarType ComplexHalf',
    ],
    [
      'quantized',
      () => torch.quantize_per_tensor(torch.ones(2), 0.1, 3, torch.qint8).numpy(),
      'TypeError',
      'Got unsupported ScalarType QInt8',
    ],
    [
      'a wrong force',
      () => torch.ones(2).numpy({ force: 2 as never }),
      'TypeError',
      "numpy(): argument 'force' must be bool, not int",
    ],
    [
      'an argument',
      () => torch.ones(2).numpy(1 as never),
      'TypeError',
      'numpy() takes 0 positional arguments but 1 was given',
    ],
  ])('%s', (_, f, name, message) => {
    expect(thrown(f)).toEqual([name, message])
  })

  it('with force takes what needs a copy', () => {
    expect(grad.numpy({ force: true }).get(0)).toBe(1)
    expect([
      ...torch
        .tensor([{ re: 1, im: 2 }])
        .conj()
        .numpy({ force: true }).data,
    ]).toEqual([1, -2])
    torch.no_grad(() => expect(grad.numpy().get(1)).toBe(1))
  })
})

describe('torch.from_numpy', () => {
  it('shares a typed array', () => {
    const data = new Float64Array([1, 2, 3])
    const x = from_numpy(data)
    expect([x.dtype, x.tolist()]).toEqual([torch.float64, [1, 2, 3]])
    data[0] = 10
    x.index_put_([1], 20)
    expect(x.tolist()).toEqual([10, 20, 3])
    expect([...data]).toEqual([10, 20, 3])
    expect(x.numpy().data.buffer).toBe(data.buffer)
  })

  it('shares part of a buffer', () => {
    const whole = new Float32Array([0, 1, 2, 3])
    const x = from_numpy(whole.subarray(1, 3))
    x.fill_(9)
    expect([...whole]).toEqual([0, 9, 9, 3])
    expect(x.numpy().data.byteOffset).toBe(4)
  })

  it('takes the ndarray of npm, and any object like it', () => {
    const a = ndarray(new Float32Array([0, 1, 2, 3, 4, 5]), [2, 3])
    expect(from_numpy(a as never).tolist()).toEqual([
      [0, 1, 2],
      [3, 4, 5],
    ])
    const part = from_numpy(a.lo(0, 1).step(1, 2) as never)
    expect([part.tolist(), part.stride()]).toEqual([
      [[1], [4]],
      [3, 2],
    ])
    const data = new Int16Array([1, 2, 3, 4])
    expect(from_numpy({ data, shape: [2, 2] }).tolist()).toEqual([
      [1, 2],
      [3, 4],
    ])
    expect(from_numpy({ data, shape: [], offset: 3 }).item()).toBe(4)
    expect(from_numpy({ data: new Int16Array(0), shape: [0, 3] }).shape).toEqual(torch.Size([0, 3]))
  })

  it('keeps the array alive', () => {
    const tensors = Array.from({ length: 200 }, (_, i) =>
      from_numpy(new Float64Array(5000).fill(i)),
    )
    for (let i = 0; i < 50; i++) new Float64Array(1e6).fill(7)
    expect(tensors.every((x, i) => x.sum().item() === 5000 * i)).toBe(true)
  })

  it('shares memory that threads share', () => {
    const data = new Uint8Array(new SharedArrayBuffer(4))
    const x = from_numpy(data)
    data[2] = 5
    expect(x.tolist()).toEqual([0, 0, 5, 0])
  })

  const memory = new Float32Array(6)
  const negative = { data: memory, shape: [3], stride: [-1], offset: 2 }
  it.each<[string, () => unknown, string, string | RegExp]>([
    ['a number', () => from_numpy(3 as never), 'TypeError', 'expected np.ndarray (got int)'],
    ['a list', () => from_numpy([1] as never), 'TypeError', 'expected np.ndarray (got list)'],
    [
      'a tensor',
      () => from_numpy(torch.ones(2) as never),
      'TypeError',
      'expected np.ndarray (got Tensor)',
    ],
    ['an object', () => from_numpy({} as never), 'TypeError', 'expected np.ndarray (got dict)'],
    [
      'nothing',
      () => (from_numpy as () => unknown)(),
      'TypeError',
      'torch._VariableFunctionsClass.from_numpy() takes exactly one argument (0 given)',
    ],
    [
      'objects',
      () => from_numpy({ data: [1, 'a'] as never, shape: [2] }),
      'TypeError',
      "can't convert np.ndarray of type numpy.object_. The only supported types are: float64, float32, float16, complex64, complex128, int64, int32, int16, int8, uint64, uint32, uint16, uint8, and bool.",
    ],
    [
      'negative strides',
      () => from_numpy(negative),
      'ValueError',
      /^At least one stride in the given numpy array is negative/,
    ],
    [
      'too many elements',
      () => from_numpy({ data: memory, shape: [2, 4] }),
      'ValueError',
      'the array reaches out of its memory of 6 elements',
    ],
    [
      'too large a stride',
      () => from_numpy({ data: memory, shape: [2, 3], stride: [4, 1] }),
      'ValueError',
      'the array reaches out of its memory of 6 elements',
    ],
    [
      'too large an offset',
      () => from_numpy({ data: memory, shape: [3], stride: [1], offset: 4 }),
      'ValueError',
      'the array reaches out of its memory of 6 elements',
    ],
    [
      'a negative offset',
      () => from_numpy({ data: memory, shape: [3], stride: [1], offset: -1 }),
      'ValueError',
      'the array reaches out of its memory of 6 elements',
    ],
    [
      'a stride that overflows',
      () => from_numpy({ data: memory, shape: [2 ** 40], stride: [2 ** 40] }),
      'ValueError',
      'the array reaches out of its memory of 6 elements',
    ],
    [
      'sizes that overflow',
      () => from_numpy({ data: memory, shape: [2 ** 40, 2 ** 40], stride: [0, 0] }),
      'RuntimeError',
      'numel: integer multiplication overflow',
    ],
    [
      'a negative size',
      () => from_numpy({ data: memory, shape: [-1], stride: [1] }),
      'ValueError',
      'negative dimensions are not allowed',
    ],
    [
      'too few strides',
      () => from_numpy({ data: memory, shape: [2, 3], stride: [1] }),
      'ValueError',
      'shape and stride must have the same length',
    ],
    [
      'a fractional size',
      () => from_numpy({ data: memory, shape: [1.5] }),
      'TypeError',
      'shape must be an array of ints',
    ],
  ])('%s', (_, f, name, message) => {
    const [class_, text] = thrown(f)
    expect(class_).toBe(name)
    if (typeof message === 'string') expect(text).toBe(message)
    else expect(text).toMatch(message)
  })

  it('refuses memory that can shrink or is gone', () => {
    const Resizable = ArrayBuffer as unknown as new (n: number, o: object) => ArrayBuffer
    const resizable = new Uint8Array(new Resizable(8, { maxByteLength: 16 }))
    expect(() => from_numpy(resizable)).toThrow(
      'the memory of a resizable ArrayBuffer cannot be shared',
    )
    const gone = new Uint8Array(8)
    structuredClone(gone.buffer, { transfer: [gone.buffer] })
    expect(() => from_numpy({ data: gone, shape: [8] })).toThrow(
      'reaches out of its memory of 0 elements',
    )
  })
})

describe('shared memory in a synchronous loop', () => {
  // In a child process: the peak of this one is not ours alone.
  it.each(['numpy', 'numpy_large', 'from_numpy'])('%s comes back', (name) => {
    const program = join(__dirname, 'support', 'shared_memory.mjs')
    const peak = Number(execFileSync(process.execPath, [program, name], { encoding: 'utf8' }))
    expect(peak).toBeLessThan(500e6)
  })
})
