// divmod, ord, chr, set, type, and the modules math, time and string.

import torch, { nn } from 'torch-node'
import {
  bool,
  chr,
  dict,
  divmod,
  float,
  int,
  len,
  list,
  math,
  ord,
  print,
  set,
  str,
  string,
  time,
  tuple,
  type,
} from 'torch-node/builtins'
import { OverflowError, ValueError, ZeroDivisionError } from 'torch-node/errors'
import { thrown } from '../support/thrown.js'

// As Python says.
test.each<[number, number, number[]]>([
  [7, 3, [2, 1]],
  [-7, 3, [-3, 2]],
  [7, -3, [-3, -2]],
  [-7, -3, [2, -1]],
  [6, 3, [2, 0]],
  [-6, 3, [-2, 0]],
  [7.5, 2, [3, 1.5]],
  [-1, 0.5, [-2, 0]],
  [0, 5, [0, 0]],
])('divmod(%d, %d)', (a, b, pair) => {
  expect(divmod(a, b)).toEqual(pair)
})

test('divmod by zero', () => {
  expect(thrown(() => divmod(1, 0))).toEqual(
    new ZeroDivisionError('integer division or modulo by zero'),
  )
  expect(thrown(() => divmod(1.5, 0))).toEqual(new ZeroDivisionError('float divmod()'))
})

test('ord and chr', () => {
  expect([ord('a'), ord('😀'), chr(97), chr(0x1f600)]).toEqual([97, 0x1f600, 'a', '😀'])
  expect(thrown(() => ord('ab'))).toEqual(
    new TypeError('ord() expected a character, but string of length 2 found'),
  )
  expect(thrown(() => ord(3 as never))).toEqual(
    new TypeError('ord() expected string of length 1, but int found'),
  )
  expect(thrown(() => chr(-1))).toEqual(new ValueError('chr() arg not in range(0x110000)'))
  expect(thrown(() => chr(1.5))).toEqual(
    new TypeError("'float' object cannot be interpreted as an integer"),
  )
})

test('set', () => {
  expect([...set('hello')]).toEqual(['h', 'e', 'l', 'o'])
  expect([set().size, set({ a: 1 }).has('a')]).toEqual([0, true])
})

test.each<[unknown, unknown]>([
  [3, int],
  [3n, int],
  [2.5, float],
  ['a', str],
  [true, bool],
  [[1], list],
  [tuple([1]), tuple],
  [{ a: 1 }, dict],
  [new Map(), dict],
  [nn.Linear(1, 1), nn.Linear],
  [torch.ones(1), torch.Tensor],
])('type(%p)', (value, kind) => {
  expect(type(value)).toBe(kind)
})

test('the class of None is no other', () => {
  expect(type(null)).toBe(type(undefined))
  expect(type(null).name).toBe('NoneType')
})

describe('math', () => {
  test('is Python’s to the last bit', () => {
    // math.exp(5.932036158560629) and so on of Python; V8 differs in these.
    expect(math.exp(5.932036158560629)).toBe(376.9212043450279)
    expect(math.log(3.146437453521167)).toBe(1.1462708456754618)
    expect(math.log(1000, 10)).toBe(2.9999999999999996)
    expect(math.cos(5.183523882832374)).toBe(0.45389783653486565)
    expect(math.sin(3.9707653273847106)).toBe(-0.7373727762267451)
    expect(math.acos(0.3905307536286418)).toBe(1.1695882680913503)
    expect(math.pow(0.9, 5.932036158560629)).toBe(0.5352601500128297)
    expect([math.pi, math.e, math.tau]).toEqual([Math.PI, Math.E, 2 * Math.PI])
    expect([math.sqrt(784), math.floor(-2.5), math.ceil(2.1)]).toEqual([28, -3, 3])
    expect([math.isnan(math.nan), math.isinf(-math.inf), math.isfinite(1)]).toEqual([
      true,
      true,
      true,
    ])
  })

  test('of tensors', () => {
    expect([math.exp(torch.tensor(0)), math.floor(torch.tensor(2.5))]).toEqual([1, 2])
  })

  test('errors', () => {
    expect(thrown(() => math.sqrt(-1))).toEqual(new ValueError('math domain error'))
    expect(thrown(() => math.log(0))).toEqual(new ValueError('math domain error'))
    expect(thrown(() => math.exp(1e4))).toEqual(new OverflowError('math range error'))
    expect(thrown(() => math.floor(math.inf))).toEqual(
      new OverflowError('cannot convert float infinity to integer'),
    )
    expect(thrown(() => math.ceil(math.nan))).toEqual(
      new ValueError('cannot convert float NaN to integer'),
    )
    expect(thrown(() => math.exp('a' as never))).toBeInstanceOf(ValueError)
  })
})

test('time', () => {
  const clock = jest.spyOn(Date, 'now').mockReturnValue(1_500_000_000_250)
  expect(time.time()).toBe(1_500_000_000.25)
  clock.mockRestore()
  const start = time.perf_counter()
  time.sleep(0.002)
  expect(time.perf_counter()).toBeGreaterThan(start)
  expect(thrown(() => time.sleep(-1))).toEqual(new ValueError('sleep length must be non-negative'))
})

test('string', () => {
  expect(string.ascii_letters).toBe('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ')
  expect([string.digits, string.punctuation.length, string.printable.length]).toEqual([
    '0123456789',
    32,
    100,
  ])
  expect(string.ascii_lowercase + string.ascii_uppercase).toBe(string.ascii_letters)
  expect(string.whitespace).toBe(' \t\n\r\v\f')
})

describe('arrays that x.numpy() gives', () => {
  function printed(value: unknown): string {
    let text = ''
    print(value, { file: { write: (part: string) => (text += part) } })
    return text
  }

  test('print as NumPy prints', () => {
    expect(printed(torch.ones(5).numpy())).toBe('[1. 1. 1. 1. 1.]\n')
    expect(printed(torch.tensor([true, false]).numpy())).toBe('[ True False]\n')
    expect(printed(torch.tensor([{ re: 1, im: -2 }]).numpy())).toBe('[1.-2.j]\n')
    expect(printed(torch.tensor(2.5).numpy())).toBe('2.5\n')
  })

  test('are gone through by rows', () => {
    const a = torch.tensor([[true], [false]]).numpy()
    expect([...a].map(String)).toEqual(['[ True]', '[False]'])
    expect([...torch.tensor([1.5, 2.5]).numpy()]).toEqual([1.5, 2.5])
    expect(
      [...torch.ones(2, 1, 2).numpy()].map((row) => [...(row as Iterable<unknown>)].map(String)),
    ).toEqual([['[1. 1.]'], ['[1. 1.]']])
    const scalar = torch.tensor(1).numpy() as Iterable<unknown>
    expect(thrown(() => [...scalar])).toEqual(new TypeError('iteration over a 0-d array'))
  })

  test('have a length', () => {
    expect(len(torch.ones(3, 2).numpy())).toBe(3)
    expect(thrown(() => len(torch.tensor(1).numpy()))).toEqual(
      new TypeError('len() of unsized object'),
    )
  })
})
