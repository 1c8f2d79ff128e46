import { tuple as plainTuple } from 'torch-node/_tuple'
import {
  abs,
  all,
  any,
  bool,
  dict,
  enumerate,
  filter,
  float,
  int,
  isinstance,
  iter,
  len,
  list,
  map,
  max,
  min,
  next,
  print,
  range,
  repr,
  reversed,
  round,
  StopIteration,
  sorted,
  str,
  sum,
  tuple,
  zip,
} from 'torch-node/builtins'
import { IndexError, KeyError, OverflowError, ValueError } from 'torch-node/errors'

class Squares {
  __len__() {
    return 3
  }
  __getitem__(i: number) {
    if (i >= 3) throw new IndexError('no more')
    return i * i
  }
}

describe('range', () => {
  test.each([
    [[3], [0, 1, 2]],
    [
      [2, 5],
      [2, 3, 4],
    ],
    [
      [2, 9, 3],
      [2, 5, 8],
    ],
    [
      [5, 0, -2],
      [5, 3, 1],
    ],
    [[0], []],
    [[1], [0]],
    [[3, 1], []],
  ])('%j', (args, items) => {
    const made = range(...(args as [number, number, number]))
    expect([...made]).toEqual(items)
    expect(Array.from({ length: made.length }, (_, i) => made[i])).toEqual(items)
    expect(Array.isArray(made)).toBe(true)
  })

  test('a long one is computed, and behaves as a short one', () => {
    const long = range(10, 2_000_000_000, 3)
    expect(long).toHaveLength(666_666_664)
    expect([long[0], long[5], long[666_666_663]]).toEqual([10, 25, 1_999_999_999])
    expect(long[-1]).toBe(1_999_999_999)
    const some = range(5000)
    expect(some.map((i) => i * 2)[4999]).toBe(9998)
    expect(some.reduce((a, b) => a + b)).toBe(12_497_500)
    expect(Array.from(some).slice(-2)).toEqual([4998, 4999])
  })

  test('indices and slices', () => {
    expect(range(10)[-2]).toBe(8)
    expect(() => range(3)[3]).toThrow(IndexError)
    expect(() => range(3)[-4]).toThrow('range object index out of range')
    const part = (range(20) as unknown as Record<string, unknown>)['2:11:3']
    expect(String(part)).toBe('range(2, 11, 3)')
  })

  test('attributes, index and count', () => {
    const one = range(2, 20, 3)
    expect([one.start, one.stop, one.step]).toEqual([2, 20, 3])
    expect([one.index(8), one.count(8), one.count(9)]).toEqual([2, 1, 0])
    expect(() => one.index(9)).toThrow('9 is not in range')
  })

  test('prints', () => {
    expect(`${range(3)} ${range(1, 3)} ${range(1, 9, 2)}`).toBe(
      'range(0, 3) range(1, 3) range(1, 9, 2)',
    )
    expect(repr([range(2)])).toBe('[range(0, 2)]')
  })

  test('errors', () => {
    const any = range as unknown as (...args: unknown[]) => unknown
    expect(() => any()).toThrow(new TypeError('range expected at least 1 argument, got 0'))
    expect(() => any(1, 2, 3, 4)).toThrow('range expected at most 3 arguments, got 4')
    expect(() => any(1.5)).toThrow("'float' object cannot be interpreted as an integer")
    expect(() => any('3')).toThrow("'str' object cannot be interpreted as an integer")
    expect(() => range(1, 2, 0)).toThrow(new ValueError('range() arg 3 must not be zero'))
  })
})

describe('iter and next', () => {
  test('a loop goes on where the last one was left', () => {
    const it = iter([1, 2, 3, 4])
    const seen: number[] = []
    for (const x of it) {
      seen.push(x)
      break
    }
    for (const x of it) seen.push(x)
    expect(seen).toEqual([1, 2, 3, 4])
  })

  test('the end is StopIteration, or what was given for it', () => {
    const it = iter('a')
    expect(next(it)).toBe('a')
    expect(() => next(it)).toThrow(StopIteration)
    expect(next(it, null)).toBeNull()
    expect(() => next([1] as never)).toThrow("'list' object is not an iterator")
  })

  test('dicts give keys, strings characters, sequences items', () => {
    expect(list({ a: 1, b: 2 })).toEqual(['a', 'b'])
    expect(list(new Map([[1, 2]]))).toEqual([1])
    expect(list('a😀')).toEqual(['a', '😀'])
    expect(list(new Squares())).toEqual([0, 1, 4])
    expect(list({ __iter__: () => [5][Symbol.iterator]() })).toEqual([5])
    expect(list()).toEqual([])
    expect(() => iter(3)).toThrow(new TypeError("'int' object is not iterable"))
    expect(() => iter(null)).toThrow("'NoneType' object is not iterable")
  })

  test('what a sequence throws arrives', () => {
    const broken = {
      __len__: () => 1,
      __getitem__(): number {
        throw new RangeError('broken')
      },
    }
    expect(() => list(broken)).toThrow(RangeError)
  })
})

describe('enumerate, zip, map, filter, reversed', () => {
  test('enumerate', () => {
    expect([...enumerate(['a', 'b'])]).toEqual([
      [0, 'a'],
      [1, 'b'],
    ])
    expect([...enumerate('x', 5)]).toEqual([[5, 'x']])
    expect([...enumerate('x', { start: 1 })]).toEqual([[1, 'x']])
    expect([...enumerate({ key: 1 })]).toEqual([[0, 'key']])
  })

  test('zip ends with the shortest', () => {
    expect([...zip([1, 2, 3], 'ab')]).toEqual([
      [1, 'a'],
      [2, 'b'],
    ])
    expect([...zip()]).toEqual([])
    expect([...zip([1])]).toEqual([[1]])
  })

  test('strict zip', () => {
    expect([...zip([1], [2], { strict: true })]).toEqual([[1, 2]])
    const error = (...lists: number[][]) => {
      try {
        list(zip(...lists, { strict: true }))
      } catch (caught) {
        return String(caught)
      }
      return 'none'
    }
    expect(error([1], [1, 2])).toBe('ValueError: zip() argument 2 is longer than argument 1')
    expect(error([1, 2], [1])).toBe('ValueError: zip() argument 2 is shorter than argument 1')
    expect(error([1], [1], [])).toBe('ValueError: zip() argument 3 is shorter than arguments 1-2')
  })

  test('map and filter are lazy', () => {
    const calls: number[] = []
    const mapped = map((x) => calls.push(x), [1, 2])
    expect(calls).toEqual([])
    next(mapped)
    expect(calls).toEqual([1])
    expect([...map((a, b) => a * b, [1, 2], [3, 4, 5])]).toEqual([3, 8])
    expect([...filter((x) => x > 1, [1, 2, 3])]).toEqual([2, 3])
    expect([...filter(null, [0, 1, '', 'a', null, []])]).toEqual([1, 'a'])
  })

  test('reversed', () => {
    expect([...reversed([1, 2, 3])]).toEqual([3, 2, 1])
    expect([...reversed(range(3))]).toEqual([2, 1, 0])
    expect([...reversed(new Squares())]).toEqual([4, 1, 0])
    expect([...reversed('ab')]).toEqual(['b', 'a'])
    expect(() => reversed(new Set([1]))).toThrow("'set' object is not reversible")
  })
})

test.each<[unknown, number]>([
  ['a😀', 2],
  [[1, 2], 2],
  [range(7), 7],
  [{ a: 1 }, 1],
  [new Map([[1, 2]]), 1],
  [new Set([1, 2]), 2],
  [new Float32Array(4), 4],
  [new Squares(), 3],
])('len(%p)', (value, length) => {
  expect(len(value)).toBe(length)
})

test.each<[unknown, string]>([
  [3, 'int'],
  [2.5, 'float'],
  [null, 'NoneType'],
  [() => 1, 'function'],
])('len(%p) throws', (value, name) => {
  expect(() => len(value)).toThrow(new TypeError(`object of type '${name}' has no len()`))
})

describe('sum, min, max, sorted, any, all', () => {
  test('sum', () => {
    expect(sum([1, 2, 3.5])).toBe(6.5)
    expect(sum([])).toBe(0)
    expect(sum([1, 2], 10)).toBe(13)
    expect(sum([true, 2])).toBe(3)
    expect(sum([1n, 2])).toBe(3n)
    expect(sum([[1], [2]], [])).toEqual([1, 2])
    expect(() => sum(['a'])).toThrow("unsupported operand type(s) for +: 'int' and 'str'")
    expect(() => sum(['a'], '')).toThrow("sum() can't sum strings [use ''.join(seq) instead]")
  })

  test('min and max', () => {
    expect([min(3, 1, 2), max([1, 5, 2]), min('ba'), max([1, 2], [1, 3])]).toEqual([
      1,
      5,
      'a',
      [1, 3],
    ])
    expect(max(['aa', 'b', 'cc'], { key: len })).toBe('aa')
    expect(min({ b: 1, a: 2 })).toBe('a')
    expect(min([], { default: 7 })).toBe(7)
    expect(() => max([])).toThrow(new ValueError('max() arg is an empty sequence'))
    expect(() => max([1, 'a'])).toThrow("'<' not supported between instances of 'int' and 'str'")
  })

  test('sorted keeps the order of equals, reversed too', () => {
    const pairs = [
      [1, 'a'],
      [0, 'b'],
      [1, 'c'],
    ] as const
    const key = (pair: readonly [number, string]) => pair[0]
    expect(sorted(pairs, { key }).map((pair) => pair[1])).toEqual(['b', 'a', 'c'])
    expect(sorted(pairs, { key, reverse: true }).map((pair) => pair[1])).toEqual(['a', 'c', 'b'])
    expect(sorted([10, 9, 1])).toEqual([1, 9, 10])
    expect(sorted({ b: 1, a: 1 })).toEqual(['a', 'b'])
    expect(() => sorted(['a', 1])).toThrow("'<' not supported between instances of 'int' and 'str'")
  })

  test('any and all', () => {
    expect([any([0, 1]), any([]), all([1, 0]), all([])]).toEqual([true, false, false, true])
  })
})

describe('int, float, round, abs', () => {
  test.each<[unknown, number | bigint]>([
    [3.9, 3],
    [-3.9, -3],
    [-0.5, 0],
    ['12', 12],
    [' -1_000 ', -1000],
    [true, 1],
    [5n, 5],
    [2n ** 60n, 2n ** 60n],
    [1e20, 100000000000000000000n],
    ['123456789012345678901', 123456789012345678901n],
    [{ item: () => 2.5 }, 2],
  ])('int(%p)', (value, expected) => {
    expect(int(value)).toBe(expected)
  })

  test('int in other bases', () => {
    expect([int('ff', 16), int('0xff', 16), int('0b101', 0), int('z', 36)]).toEqual([
      255, 255, 5, 35,
    ])
    expect(() => int('2', 2)).toThrow("invalid literal for int() with base 2: '2'")
  })

  test('int throws', () => {
    expect(() => int('1.5')).toThrow(
      new ValueError("invalid literal for int() with base 10: '1.5'"),
    )
    expect(() => int('')).toThrow("invalid literal for int() with base 10: ''")
    expect(() => int(Number.NaN)).toThrow(ValueError)
    expect(() => int(Number.POSITIVE_INFINITY)).toThrow(OverflowError)
    expect(() => int([])).toThrow(
      "int() argument must be a string, a bytes-like object or a real number, not 'list'",
    )
  })

  test.each<[unknown, number]>([
    ['1e-3', 1e-3],
    ['-Inf', Number.NEGATIVE_INFINITY],
    ['infinity', Number.POSITIVE_INFINITY],
    [' nan ', Number.NaN],
    ['1_0.5', 10.5],
    ['.5', 0.5],
    [3n, 3],
    [true, 1],
    [{ item: () => 7 }, 7],
  ])('float(%p)', (value, expected) => {
    expect(float(value)).toBe(expected)
  })

  test('float throws', () => {
    expect(() => float('abc')).toThrow(new ValueError("could not convert string to float: 'abc'"))
    expect(() => float('')).toThrow("could not convert string to float: ''")
    expect(() => float('1e')).toThrow(ValueError)
    expect(() => float(null)).toThrow(
      "float() argument must be a string or a real number, not 'NoneType'",
    )
  })

  test.each([
    [2.5, null, 2],
    [3.5, null, 4],
    [-0.4, null, 0],
    [2.675, 2, 2.67],
    [0.125, 2, 0.12],
    [1234, -2, 1200],
    [1250, -2, 1200],
    [1350, -2, 1400],
  ])('round(%p, %p)', (value, digits, expected) => {
    expect(round(value, digits)).toBe(expected)
  })

  test('abs', () => {
    expect([abs(-3), abs(-3n), abs({ re: 3, im: 4 }), abs(true)]).toEqual([3, 3n, 5, 1])
    expect(() => abs('a' as never)).toThrow("bad operand type for abs(): 'str'")
  })
})

describe('bool', () => {
  test.each([0, -0, '', null, undefined, false, 0n, [], {}, new Map(), new Set(), range(0)])(
    '%p is false',
    (value) => expect(bool(value)).toBe(false),
  )
  test.each([
    1,
    Number.NaN,
    'a',
    true,
    [0],
    { a: 0 },
    () => 1,
    new Squares(),
    { re: 0, im: 1 },
    Object(1),
  ])('%p is true', (value) => expect(bool(value)).toBe(true))
  test.each([
    { re: 0, im: 0 },
    { __bool__: () => false },
    { __len__: (): number => 0 },
    { is_nonzero: () => false, __len__: (): number => 1 },
  ])('%p says itself that it is false', (value) => expect(bool(value)).toBe(false))
})

describe('isinstance', () => {
  class Mine {}
  test.each<[unknown, unknown, boolean]>([
    [3, int, true],
    [true, int, true],
    [3n, int, true],
    [3.5, int, false],
    [3.5, float, true],
    ['a', str, true],
    [true, bool, true],
    [1, bool, false],
    [[1], list, true],
    [[1], tuple, true],
    [plainTuple([1]), list, false],
    [plainTuple([1]), tuple, true],
    [{ a: 1 }, dict, true],
    [new Map(), dict, true],
    [[], dict, false],
    [new Mine(), Mine, true],
    [3, [str, int], true],
    [new Mine(), [str, int], false],
  ])('%p, %p: %p', (value, classes, expected) => {
    expect(isinstance(value, classes as never)).toBe(expected)
  })

  test('of something that is no class', () => {
    expect(() => isinstance(1, 2 as never)).toThrow(
      'isinstance() arg 2 must be a type, a tuple of types, or a union',
    )
  })
})

test('dict', () => {
  expect(dict()).toEqual({})
  expect(dict([['a', 1]])).toEqual({ a: 1 })
  expect(dict(zip(['a', 'b'], [1, 2]) as Iterable<[string, number]>)).toEqual({ a: 1, b: 2 })
  expect(dict([[1, 'a']])).toEqual(new Map([[1, 'a']]))
  const source = { a: 1 }
  expect(dict(source)).toEqual(source)
  expect(dict(source)).not.toBe(source)
})

describe('print', () => {
  function printed(...values: unknown[]): string {
    let text = ''
    const write = jest.spyOn(process.stdout, 'write').mockImplementation((part) => {
      text += String(part)
      return true
    })
    try {
      print(...values)
    } finally {
      write.mockRestore()
    }
    return text
  }

  test.each<[unknown[], string]>([
    [[], '\n'],
    [[true, null, 1.5, 'a', ['a', 1e-5]], "True None 1.5 a ['a', 1e-05]\n"],
    [['a', 'b', { sep: '-', end: '!' }], 'a-b!'],
    [[{ a: 1 }], "{'a': 1}\n"],
    [[{}], '{}\n'],
    [[{ end: '' }], ''],
    [[tuple([1, 2])], '(1, 2)\n'],
    [[new ValueError('x'), KeyError('k')], "x 'k'\n"],
    [
      [[new ValueError('x'), KeyError('k'), StopIteration()]],
      "[ValueError('x'), KeyError('k'), StopIteration()]\n",
    ],
  ])('%p', (values, text) => {
    expect(printed(...values)).toBe(text)
  })

  test('into a file', () => {
    const parts: string[] = []
    expect(printed('a', { file: { write: (text: string) => parts.push(text) } })).toBe('')
    expect(parts.join('')).toBe('a\n')
  })
})

test('str and repr', () => {
  expect([str('a'), repr('a'), str(), str([1])]).toEqual(['a', "'a'", '', '[1]'])
})
