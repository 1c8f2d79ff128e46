import { join } from 'node:path'
import torch, { nn, type Tensor } from 'torch-node'
import { BytesIO } from 'torch-node/io'
import { errorOf, fileOf, folder } from './support.js'

const { serialization } = torch
const dir = folder()
const ones = fileOf(torch.ones(3))

describe('torch.save', () => {
  test('refuses one memory as two types', () => {
    const x = torch.ones(2)
    expect(errorOf(() => fileOf([x, x.view(torch.int32)]))).toEqual([
      'RuntimeError',
      'Cannot save multiple tensors or storages that view the same data as different types',
    ])
  })

  test.each([
    ['a function', () => 1],
    ['a module', nn.Linear(1, 1)],
    ['a symbol', Symbol('x')],
    ['an array of floats', new Float32Array(2)],
    ['an instance', new (class Foo {})()],
  ])('refuses %s', (_, value) => {
    expect(errorOf(() => fileOf([value]))[0]).toBe('PicklingError')
  })

  test('refuses a subclass of Tensor without a name', () => {
    class Special extends torch.Tensor {}
    const x = Object.setPrototypeOf(torch.ones(1), Special.prototype) as Tensor
    expect(errorOf(() => fileOf(x))[0]).toBe('PicklingError')
  })

  test('keeps the file of an earlier save when the value cannot be saved', () => {
    const path = join(dir, 'kept.pt')
    torch.save(1, path)
    expect(() => torch.save([() => 1], path)).toThrow()
    expect(torch.load(path)).toBe(1)
  })

  test('keyword arguments, and dicts that look like some', () => {
    const buffer = new BytesIO()
    torch.save({ obj: { f: 1 }, f: buffer })
    buffer.seek(0)
    expect(torch.load({ f: buffer })).toEqual({ f: 1 })
    expect(errorOf(() => torch.save(1, buffer, { nothing: 1 } as never))).toEqual([
      'TypeError',
      "save() got an unexpected keyword argument 'nothing'",
    ])
  })

  test('whole numbers are ints, others floats', () => {
    const [big, small] = torch.load<unknown[]>(fileOf([2 ** 60, 1e20]))
    expect([big, small]).toEqual([2 ** 60, 1e20])
    expect(torch.load(fileOf([2n ** 60n, 3n]))).toEqual([2n ** 60n, 3])
  })

  test('without checksums', () => {
    const { set_crc32_options, get_crc32_options } = serialization
    set_crc32_options(false)
    try {
      expect(get_crc32_options()).toBe(false)
      expect(String(torch.load(fileOf(torch.ones(3))))).toBe('tensor([1., 1., 1.])')
    } finally {
      set_crc32_options(true)
    }
  })

  test('skip_data', () => {
    const file = serialization.skip_data(() => fileOf(torch.ones(3)))
    expect(file.length).toBe(ones.length)
    expect(String(torch.load(file))).toBe('tensor([0., 0., 0.])')
    const shape = serialization.skip_data(() => torch.load<Tensor>(ones).shape)
    expect(String(shape)).toBe('torch.Size([3])')
    const legacy = { _use_new_zipfile_serialization: false }
    expect(errorOf(() => serialization.skip_data(() => fileOf(1, legacy)))).toEqual([
      'RuntimeError',
      'Cannot use skip_data=True with _use_new_zipfile_serialization=False',
    ])
  })

  test('views keep sharing, and all of their memory is saved', () => {
    const base = torch.zeros(1000)
    const [a, b] = torch.load<Tensor[]>(fileOf([base['0:2'], base['1:3']])) as [Tensor, Tensor]
    a.fill_(7)
    expect(b.tolist()).toEqual([7, 0])
    expect(a.untyped_storage().nbytes()).toBe(4000)
  })
})
