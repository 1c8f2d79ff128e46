// Python's module random, to the bit. Made by scripts/golden/python_random.py.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import torch from 'torch-node'
import { type Random as Generator, list, random, range, tuple } from 'torch-node/builtins'
import { IndexError, KeyError, ValueError, ZeroDivisionError } from 'torch-node/errors'
import { catch_warnings } from 'torch-node/warnings'

const { Random } = random

interface Program {
  seed: unknown
  version: number
  calls: [name: string, ...args: unknown[]][]
  results: unknown[]
  next: number
}

interface Golden {
  programs: Program[]
  samples: [n: number, k: number, drawn: number[]][]
  shuffles: [seed: number, items: number[]][]
  state: [version: number, words: number[], gauss_next: number]
}

const golden = JSON.parse(
  readFileSync(join(__dirname, '../golden/python_random.json'), 'utf8'),
) as Golden

// Of the golden's encoding.
function decode(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(decode)
  if (typeof value !== 'object' || value === null) return value
  const { int, float, bytes } = value as Record<string, string | undefined>
  if (int !== undefined) return BigInt(int)
  if (float !== undefined) return float === 'inf' ? Infinity : -Infinity
  if (bytes !== undefined) return new Uint8Array(Buffer.from(bytes, 'hex'))
  return value
}

// A bigint is right where it is the number of the golden.
const plain = (value: unknown): unknown =>
  typeof value === 'bigint' && BigInt(Number(value)) === value && Math.abs(Number(value)) < 2 ** 53
    ? Number(value)
    : value

test.each(golden.programs.map((one, i) => [i, one] as const))('%d: %j', (_, program) => {
  const rng = new Random()
  rng.seed(decode(program.seed) as number, program.version)
  const methods = rng as unknown as Record<string, (...args: unknown[]) => unknown>
  const results = program.calls.map(([name, ...args]) =>
    plain(methods[name]?.(...(decode(args) as unknown[]))),
  )
  expect(results).toEqual(decode(program.results))
  expect(rng.random()).toBe(program.next)
})

test.each(golden.samples)('sample(range(%d), %d)', (n, k, drawn) => {
  expect(Random(n + k).sample(range(n), k)).toEqual(drawn)
})

test.each(golden.shuffles)('shuffle under seed %d', (seed, wanted) => {
  const size = wanted.length > 10 ? 1000 : wanted.length
  const items = list(range(size))
  Random(seed).shuffle(items)
  expect(size > 10 ? [...items.slice(0, 20), ...items.slice(-20)] : items).toEqual(wanted)
})

describe('state', () => {
  test('is Python’s', () => {
    const rng = Random(5)
    rng.gauss()
    const [version, words, kept] = rng.getstate()
    expect([version, [...words.slice(0, 3), words.at(-1)], kept]).toEqual(golden.state)
  })

  test('comes back, with the number that gauss keeps', () => {
    const rng = Random(5)
    rng.gauss()
    const state = rng.getstate()
    const drawn = [rng.gauss(), rng.random(), rng.gauss()]
    rng.seed(9)
    rng.setstate(state)
    expect([rng.gauss(), rng.random(), rng.gauss()]).toEqual(drawn)
  })

  test('a new generator is seeded by the system', () => {
    expect(Random().random()).not.toBe(Random().random())
    const rng = Random(3)
    rng.seed(null)
    expect(rng.random()).not.toBe(Random(3).random())
  })

  test('torch draws from another generator', () => {
    random.seed(1)
    torch.manual_seed(0)
    expect(random.random()).toBe(0.13436424411240122)
    const state = random.getstate()
    torch.rand(5)
    expect(random.getstate()).toEqual(state)
  })
})

test('functions of the module work detached', () => {
  const { seed, randint, choice, shuffle } = random
  seed(0)
  const items = [1, 2, 3]
  expect([randint(0, 100), choice('abc')]).toEqual([49, 'b'])
  shuffle(items)
  expect(items).toHaveLength(3)
  expect(randint.name).toBe('randint')
})

test('keywords and one-element tensors', () => {
  const by = (run: (rng: Generator) => unknown) => run(Random(0))
  expect(by((r) => r.randint({ a: 1, b: 6 }))).toBe(by((r) => r.randint(1, 6)))
  expect(by((r) => r.randrange(5, { stop: 50, step: 5 }))).toBe(by((r) => r.randrange(5, 50, 5)))
  expect(by((r) => r.uniform({ a: 1, b: 6 }))).toBe(by((r) => r.uniform(1, 6)))
  expect(by((r) => r.randrange(torch.tensor(9) as never))).toBe(by((r) => r.randrange(9)))
  expect(Random({ x: 3 }).random()).toBe(Random(3).random())
  expect(by((r) => r.randrange(10n ** 3n))).toBe(BigInt(by((r) => r.randrange(1000)) as number))
})

test('sequences of all kinds', () => {
  expect(
    Random(0).choice(
      new Map([
        [1, 'b'],
        [0, 'a'],
      ]),
    ),
  ).toBe('b')
  expect(
    Random(0)
      .choice(torch.tensor([5, 6, 7]))
      .item(),
  ).toBe(6)
  expect(Random(0).choice(range(10, 20))).toBe(16)
  expect(Random(0).choice({ __len__: () => 4, __getitem__: (i: number) => i * i })).toBe(9)
  expect(Random(0).sample(new Uint8Array([4, 5]), 1)).toEqual([5])
  const numbers = new Float32Array([1, 2, 3])
  Random(0).shuffle(numbers)
  expect([...numbers]).toEqual([1, 3, 2])
})

describe('subclasses', () => {
  class Halves extends Random {
    calls = 0
    override random() {
      this.calls++
      return 0.5
    }
  }
  class Ones extends Random {
    override getrandbits() {
      return 1
    }
  }
  test('bring their own numbers', () => {
    expect(new Halves().randrange(10)).toBe(6)
    expect(new Halves().uniform(0, 4)).toBe(2)
    expect(new Ones().choice(['a', 'b', 'c'])).toBe('b')
    expect(new Ones().randrange(2 ** 40)).toBe(1)
    expect(new Ones().randrange(2n ** 80n)).toBe(1n)
  })

  test('with few bits are warned of in large ranges', () => {
    const warnings = catch_warnings((caught) => {
      expect(new Halves().randrange(2n ** 60n)).toBe(2n ** 59n)
      return caught.map(String)
    })
    expect(warnings).toEqual([
      expect.stringMatching(/^UserWarning: Underlying random\(\) generator does not supply/),
    ])
  })
})

describe('errors', () => {
  const any = random as unknown as Record<string, (...args: unknown[]) => unknown>
  const choosing = (seq: unknown) => () => random.choice(seq)
  test.each<[string, () => unknown, Error]>([
    ['choice of nothing', choosing([]), new IndexError('Cannot choose from an empty sequence')],
    ['choice of a set', choosing(new Set([1])), new TypeError("'set' object is not subscriptable")],
    ['choice of a number', choosing(3), new TypeError("object of type 'int' has no len()")],
    ['choice of a dict', choosing({ a: 1 }), new KeyError(0)],
    ['choice of a Map', choosing(new Map([['a', 1]])), new KeyError(0)],
    [
      'choice()',
      () => any.choice?.(),
      new TypeError("Random.choice() missing 1 required positional argument: 'seq'"),
    ],
    [
      'choice(a, b)',
      () => any.choice?.([1], 2),
      new TypeError('Random.choice() takes 2 positional arguments but 3 were given'),
    ],
    [
      'random(1)',
      () => any.random?.(1),
      new TypeError('Random.random() takes no arguments (1 given)'),
    ],
    [
      'getrandbits()',
      () => any.getrandbits?.(),
      new TypeError('Random.getrandbits() takes exactly one argument (0 given)'),
    ],
    [
      'getrandbits(-1)',
      () => any.getrandbits?.(-1),
      new ValueError('number of bits must be non-negative'),
    ],
    [
      'getrandbits(1.5)',
      () => any.getrandbits?.(1.5),
      new TypeError("'float' object cannot be interpreted as an integer"),
    ],
    [
      'randbytes(-1)',
      () => any.randbytes?.(-1),
      new ValueError('number of bits must be non-negative'),
    ],
    [
      'randint(1)',
      () => any.randint?.(1),
      new TypeError("Random.randint() missing 1 required positional argument: 'b'"),
    ],
    [
      'randint(3, 1)',
      () => any.randint?.(3, 1),
      new ValueError('empty range for randrange() (3, 2, -1)'),
    ],
    [
      'randint(3n, 1n)',
      () => any.randint?.(3n, 1n),
      new ValueError('empty range for randrange() (3, 2, -1)'),
    ],
    ['randrange(0)', () => any.randrange?.(0), new ValueError('empty range for randrange()')],
    [
      'randrange(1, 5, 0)',
      () => any.randrange?.(1, 5, 0),
      new ValueError('zero step for randrange()'),
    ],
    [
      'randrange(1n, 5, 0)',
      () => any.randrange?.(1n, 5, 0),
      new ValueError('zero step for randrange()'),
    ],
    [
      'randrange(1, 5, -1)',
      () => any.randrange?.(1, 5, -1),
      new ValueError('empty range for randrange()'),
    ],
    [
      'randrange(1, null, 2)',
      () => any.randrange?.(1, null, 2),
      new TypeError('Missing a non-None stop argument'),
    ],
    [
      'randrange("a")',
      () => any.randrange?.('a'),
      new ValueError("invalid literal for int() with base 10: 'a'"),
    ],
    [
      'randrange(null)',
      () => any.randrange?.(null),
      new TypeError(
        "int() argument must be a string, a bytes-like object or a real number, not 'NoneType'",
      ),
    ],
    [
      'sample of a set',
      () => any.sample?.(new Set([1]), 1),
      new TypeError('Population must be a sequence.  For dicts or sets, use sorted(d).'),
    ],
    [
      'sample of a dict',
      () => any.sample?.({ a: 1 }, 1),
      new TypeError('Population must be a sequence.  For dicts or sets, use sorted(d).'),
    ],
    [
      'sample([1])',
      () => any.sample?.([1]),
      new TypeError("Random.sample() missing 1 required positional argument: 'k'"),
    ],
    [
      'sample([1], 2)',
      () => any.sample?.([1], 2),
      new ValueError('Sample larger than population or is negative'),
    ],
    [
      'sample([1], -1)',
      () => any.sample?.([1], -1),
      new ValueError('Sample larger than population or is negative'),
    ],
    [
      'sample with few counts',
      () => any.sample?.('abc', 2, { counts: [1] }),
      new ValueError('The number of counts does not match the population'),
    ],
    [
      'sample with halves',
      () => any.sample?.('ab', 2, { counts: [1, 1.5] }),
      new TypeError('Counts must be integers'),
    ],
    [
      'sample with zeros',
      () => any.sample?.('ab', 2, { counts: [0, 0] }),
      new ValueError('Total of counts must be greater than zero'),
    ],
    ['choices of nothing', () => any.choices?.([]), new IndexError('list index out of range')],
    ['choices([], [])', () => any.choices?.([], []), new IndexError('list index out of range')],
    [
      'choices with few weights',
      () => any.choices?.('ab', [1]),
      new ValueError('The number of weights does not match the population'),
    ],
    [
      'choices(x, 3)',
      () => any.choices?.('ab', 3),
      new TypeError('The number of choices must be a keyword argument: k=3'),
    ],
    [
      'choices k=2.5',
      () => any.choices?.('ab', { k: 2.5 }),
      new TypeError("'float' object cannot be interpreted as an integer"),
    ],
    [
      'choices of no weight',
      () => any.choices?.('ab', [0, 0]),
      new ValueError('Total of weights must be greater than zero'),
    ],
    [
      'choices of infinite weight',
      () => any.choices?.('ab', [1, Infinity]),
      new ValueError('Total of weights must be finite'),
    ],
    [
      'choices of a text',
      () => any.choices?.('ab', [1, 'a']),
      new TypeError("unsupported operand type(s) for +: 'int' and 'str'"),
    ],
    [
      'choices with both',
      () => any.choices?.('ab', [1, 1], { cum_weights: [1, 2] }),
      new TypeError('Cannot specify both weights and cumulative weights'),
    ],
    [
      'shuffle of a tuple',
      () => any.shuffle?.(tuple([1, 2])),
      new TypeError("'tuple' object does not support item assignment"),
    ],
    [
      'shuffle of a text',
      () => any.shuffle?.('ab'),
      new TypeError("'str' object does not support item assignment"),
    ],
    [
      'seed([1])',
      () => any.seed?.([1]),
      new TypeError(
        'The only supported seed types are: None,\nint, float, str, bytes, and bytearray.',
      ),
    ],
    [
      'seed(1, 2, 3)',
      () => any.seed?.(1, 2, 3),
      new TypeError('Random.seed() takes from 1 to 3 positional arguments but 4 were given'),
    ],
    ['setstate(3)', () => any.setstate?.(3), new TypeError("'int' object is not subscriptable")],
    [
      'setstate version',
      () => any.setstate?.([5, [], null]),
      new ValueError('state with version 5 passed to Random.setstate() of version 3'),
    ],
    [
      'setstate short',
      () => any.setstate?.([3, []]),
      new ValueError('not enough values to unpack (expected 3, got 2)'),
    ],
    [
      'setstate long',
      () => any.setstate?.([3, [], 1, 1]),
      new ValueError('too many values to unpack (expected 3)'),
    ],
    [
      'setstate no words',
      () => any.setstate?.([3, 1, null]),
      new TypeError('state vector must be a tuple'),
    ],
    [
      'setstate few words',
      () => any.setstate?.([3, [1], null]),
      new ValueError('state vector is the wrong size'),
    ],
    [
      'setstate texts',
      () => any.setstate?.([3, Array(625).fill('a'), null]),
      new TypeError('an integer is required'),
    ],
    [
      'setstate far',
      () => any.setstate?.([3, Array(625).fill(9999), null]),
      new ValueError('invalid state'),
    ],
    [
      'gammavariate(0, 1)',
      () => any.gammavariate?.(0, 1),
      new ValueError('gammavariate: alpha and beta must be > 0.0'),
    ],
    ['expovariate(0)', () => any.expovariate?.(0), new ZeroDivisionError('float division by zero')],
    [
      'paretovariate(0)',
      () => any.paretovariate?.(0),
      new ZeroDivisionError('float division by zero'),
    ],
    [
      'weibullvariate(1, 0)',
      () => any.weibullvariate?.(1, 0),
      new ZeroDivisionError('float division by zero'),
    ],
  ])('%s', (_, run, error) => {
    let caught: unknown
    try {
      run()
    } catch (thrown) {
      caught = thrown
    }
    expect(String(caught)).toBe(String(error))
    expect((caught as object).constructor).toBe(error.constructor)
  })

  test('a fraction is warned of and refused', () => {
    const caught = catch_warnings((warnings) => {
      expect(() => random.randrange(1.5)).toThrow('non-integer arg 1 for randrange()')
      expect(() => random.randrange(1, 5.5)).toThrow('non-integer stop for randrange()')
      expect(() => random.randrange(1, 5, 1.5)).toThrow('non-integer step for randrange()')
      return warnings.map(String)
    })
    expect(caught).toEqual(['DeprecationWarning: randrange() will raise TypeError in the future'])
  })
})
