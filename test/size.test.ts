import { inspect } from 'node:util'
import torch from 'torch-node'
import { IndexError, ValueError } from 'torch-node/errors'
import { Size, sizeOf } from 'torch-node/size'

describe('torch.Size', () => {
  const size = new Size([2, 3, 4])

  test('is a list that prints as in Python', () => {
    expect(Array.isArray(size)).toBe(true)
    expect(size).toHaveLength(3)
    expect([...size]).toEqual([2, 3, 4])
    expect(`${size}`).toBe('torch.Size([2, 3, 4])')
    expect(inspect(size)).toBe('torch.Size([2, 3, 4])')
    expect(String(Size())).toBe('torch.Size([])')
    expect(JSON.stringify(size)).toBe('[2,3,4]')
  })

  test('needs no new', () => {
    expect(Size([2, 3])).toEqual(new Size([2, 3]))
    expect(Size([2])).toBeInstanceOf(Size)
  })

  test('takes any iterable of ints', () => {
    expect([...Size(new Set([1, 2]))]).toEqual([1, 2])
    expect([...Size([5n, true] as unknown as number[])]).toEqual([5, 1])
    expect([...Size([2 ** 40])]).toEqual([2 ** 40])
    expect([...Size(Size([7]))]).toEqual([7])
  })

  test.each<[unknown[], string]>([
    [[[1.5]], "torch.Size() takes an iterable of 'int' (item 0 is 'float')"],
    [[[1, 'a']], "torch.Size() takes an iterable of 'int' (item 1 is 'str')"],
    [[[null]], "torch.Size() takes an iterable of 'int' (item 0 is 'NoneType')"],
    [[3], "'int' object is not iterable"],
    [[null], "'NoneType' object is not iterable"],
    [[[1], 2], 'tuple expected at most 1 argument, got 2'],
    [[{ a: 1 }], 'tuple() takes no keyword arguments'],
  ])('of %j throws', (args, message) => {
    const make = Size as unknown as (...args: unknown[]) => Size
    expect(() => make(...args)).toThrow(TypeError)
    expect(() => make(...args)).toThrow(message)
  })

  test('numel', () => {
    expect(size.numel()).toBe(24)
    expect(Size([]).numel()).toBe(1)
    expect(Size([3, 0]).numel()).toBe(0)
  })

  test('indices count from the end too, and are checked', () => {
    expect([size[0], size[2], size[-1], size[-3]]).toEqual([2, 4, 4, 2])
    expect(() => size[3]).toThrow(IndexError)
    expect(() => size[-4]).toThrow('tuple index out of range')
  })

  test('slices and sums are Sizes', () => {
    expect(String(size['1:'])).toBe('torch.Size([3, 4])')
    expect(String(size[':-1'])).toBe('torch.Size([2, 3])')
    expect(String(size['::-1'])).toBe('torch.Size([4, 3, 2])')
    expect(String(size.slice(-2))).toBe('torch.Size([3, 4])')
    expect(String(size.concat([5], 6))).toBe('torch.Size([2, 3, 4, 5, 6])')
    expect(() => size['::0']).toThrow(ValueError)
  })

  test('map and filter give lists', () => {
    expect(size.map((n) => n * 2)).not.toBeInstanceOf(Size)
    expect(size.map((n) => n * 2)).toEqual([4, 6, 8])
    expect(size.filter((n) => n > 2)).toEqual([3, 4])
  })

  test('index and count', () => {
    expect(size.index(3)).toBe(1)
    expect(Size([1, 1]).count(1)).toBe(2)
    expect(() => size.index(9)).toThrow('tuple.index(x): x not in tuple')
  })

  test('what an array has nothing of stays undefined', () => {
    const any = size as unknown as Record<string, unknown>
    expect([any.nothing, any['1.5'], any.then]).toEqual([undefined, undefined, undefined])
  })
})

test.each([[[]], [[7]], [[2, 3]], [[2, 3, 4]]])('sizeOf(%j) is a Size of them', (sizes) => {
  const size = sizeOf(sizes)
  expect([...size]).toEqual(sizes)
  expect(size).toBeInstanceOf(Size)
  expect(size.constructor).toBe(Size)
  expect(size).toStrictEqual(new Size(sizes))
  expect(size.concat([5]).numel()).toBe(5 * size.numel())
  expect(size.map((n) => n).constructor).toBe(Array)
})

test('sizes beyond 32 bits are exact', () => {
  const x = torch.empty([2, 2 ** 33 + 1], { device: 'meta' })
  expect([...x.shape]).toEqual([2, 2 ** 33 + 1])
  expect([x.size(0), x.size(-1), x.stride(0)]).toEqual([2, 2 ** 33 + 1, 2 ** 33 + 1])
})
