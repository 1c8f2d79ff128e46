import torch from 'torch-node'
import { def, method } from '../lib/_def.js'
import { boolean_dispatch } from '../lib/_jit_internal.js'

const f = def(
  'f(a, b=0.5, *, c=None)',
  (a: unknown, b: number, c: unknown) => [a, b, c] as [unknown, number, unknown],
)

describe('def', () => {
  test('fills in defaults, by position and by keyword', () => {
    expect(f(1)).toEqual([1, 0.5, null])
    expect(f(1, 2)).toEqual([1, 2, null])
    expect(f(1, { c: 3 })).toEqual([1, 0.5, 3])
    expect(f({ a: 1, b: 2 })).toEqual([1, 2, null])
  })

  test('takes undefined for not given, and null as a value', () => {
    expect(f(1, undefined)).toEqual([1, 0.5, null])
    expect(f(1, { b: undefined, c: 4 })).toEqual([1, 0.5, 4])
    expect(f(null)).toEqual([null, 0.5, null])
    expect(() => f(undefined, 2)).toThrow("f() missing 1 required positional argument: 'a'")
  })

  test('tells complex numbers, tensors and arrays from keywords', () => {
    const complex = { re: 1, im: 2 }
    expect(f(complex)).toEqual([complex, 0.5, null])
    const x = torch.ones(1)
    expect(f(x)[0]).toBe(x)
    expect(f([1])).toEqual([[1], 0.5, null])
  })

  test("throws Python's TypeErrors", () => {
    const call = f as (...args: unknown[]) => unknown
    expect(() => call()).toThrow(TypeError)
    expect(() => call(1, 2, 3)).toThrow(
      'f() takes from 1 to 2 positional arguments but 3 were given',
    )
    expect(() => call(1, { d: 1 })).toThrow("f() got an unexpected keyword argument 'd'")
    expect(() => call(1, { a: 1 })).toThrow("f() got multiple values for argument 'a'")
  })

  test('leaves the arguments of the caller alone', () => {
    const args: [number] = [1]
    f(...args)
    expect(args).toEqual([1])
  })

  test('is named as its line says', () => {
    expect(f.name).toBe('f')
  })
})

describe('method', () => {
  const owner = { m: method('Owner.m(self, a, b=2)', (self, a: number, b: number) => [self, a, b]) }

  test('gives the body what it is called on', () => {
    expect(owner.m(1)).toEqual([owner, 1, 2])
    expect(owner.m({ b: 3, a: 1 })).toEqual([owner, 1, 3])
  })

  test('counts self in error texts', () => {
    expect(() => owner.m()).toThrow("Owner.m() missing 1 required positional argument: 'a'")
    expect(() => owner.m(1, 2, 3)).toThrow(
      'Owner.m() takes from 2 to 3 positional arguments but 4 were given',
    )
    expect(owner.m.name).toBe('m')
  })
})

describe('boolean_dispatch', () => {
  const g = boolean_dispatch(
    'flag',
    1,
    false,
    () => 'yes',
    () => 'no',
    'g',
  )

  test('looks for the flag by keyword and by position', () => {
    expect([
      g(1),
      g(1, true),
      g(1, false),
      g(1, { flag: true }),
      g(1, { flag: undefined }),
    ]).toEqual(['no', 'yes', 'no', 'yes', 'no'])
    expect(g.name).toBe('g')
  })
})
