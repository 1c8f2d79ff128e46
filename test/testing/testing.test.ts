// Pieces of scripts/golden/testing.py, by the same names.
import torch, { type Tensor } from 'torch-node'
import type { AssertCloseOptions } from '../../lib/testing/_comparison.js'
import type { MakeTensorOptions } from '../../lib/testing/_creation.js'
import { catch_warnings, FutureWarning } from '../../lib/warnings.js'
import { type Pieces, testAnswers } from '../golden/support/answers.js'

const { assert_allclose, assert_close, make_tensor } = torch.testing

type Wrong = (...args: unknown[]) => unknown

// A Python function without a result gives None.
const none = (body: () => void) => () => {
  body()
  return null
}

const loose = { rtol: 0.5, atol: 0.25 }
const pairs = `
f f|f g|g f|f near|f d|f flat|scalar scalar2|scalar2 scalar|scalar zero|half half2|bf bf2|i j|j i|byte byte2|b b2
true false|three seven|c c2|c2 c|cs cs2|nan nan|inf inf2|empty empty|coo coo|coo coo2|coo coo3|coo4 coo3|csr csr
csr csr2|csr csr3|csr csr4|csc csc2|coo csr|f coo|wide wide2|i flat|c flat|f f.T|b i
`
const options: Record<string, AssertCloseOptions> = {
  '': {},
  exact: { rtol: 0, atol: 0 },
  loose,
  unchecked: { check_dtype: false, check_layout: false },
  nan: { equal_nan: true, check_stride: true },
}

function tensors({ input, piece }: Pieces): void {
  const get = (name: string) =>
    name.endsWith('.T') ? input(name.slice(0, -2)).T.contiguous().T : input(name)
  for (const pair of new Set(pairs.trim().split(/[\n|]/))) {
    const [a, b] = pair.split(' ') as [string, string]
    for (const [key, kw] of Object.entries(options)) {
      const name = `${pair} ${key}`.trim()
      piece(
        name,
        none(() => assert_close(get(a), get(b), kw)),
      )
    }
  }
}

function values({ input, piece }: Pieces): void {
  const f = () => input('f')
  const g = () => input('g')
  const i = () => input('i')
  const meta = () => f().to('meta')
  const float8 = (tensor: Tensor) => tensor.to(torch.float8_e5m2)
  const quantized = (tensor: Tensor) => torch.quantize_per_tensor(tensor, 0.5, 0, torch.qint8)
  const rows: Record<string, [unknown, unknown, AssertCloseOptions?] | (() => unknown[])> = {
    numbers: [1.5, 1.25],
    'numbers loose': [1.5, 1.25, loose],
    integers: [7, 3],
    'large integers': [2n ** 60n, 2n ** 60n + 4n],
    'float and int': [1.5, 1],
    'float and int unchecked': [1.5, 1, { check_dtype: false }],
    'by zero': [0.5, 0, { check_dtype: false }],
    'not a number': [NaN, NaN],
    'equal not a number': [NaN, NaN, { equal_nan: true }],
    infinite: [Infinity, 1.5],
    booleans: [true, false],
    'equal booleans': [true, true],
    'boolean and int': [true, 1],
    none: [null, null],
    'none and number': [null, 1],
    strings: ['a', 'a'],
    'list and number': [[1], 1],
    'dicts of other keys': [
      { a: 1, b: 2 },
      { z: 1, a: 1, y: 2 },
    ],
    'only atol': [[1], [1], { atol: 0.1 }],
    'tensor and none': () => [input('scalar'), null],
    'tensor and number': () => [input('scalar'), 1.5],
    lists: () => [
      [f(), 1],
      [f(), 1],
    ],
    'lists differ': () => [
      [f(), [i(), f()]],
      [f(), [i(), g()]],
    ],
    'lists of other lengths': () => [[f(), g()], [f()]],
    'inner lists of other lengths': () => [
      [f(), [g()]],
      [f(), []],
    ],
    dicts: () => [
      { a: 1, b: f() },
      { b: f(), a: 1 },
    ],
    'dicts differ': () => [
      { a: 1, b: [f(), g()] },
      { b: [f(), f()], a: 1 },
    ],
    'first of several': () => [
      [1, 2, g()],
      [1, 3, f()],
    ],
    'form before values': () => [
      [1, f()],
      [2, null],
    ],
    'only rtol': () => [f(), f(), { rtol: 0.1 }],
    message: () => [f(), g(), { msg: 'mine' }],
    'message of form': () => [[f()], [], { msg: 'mine' }],
    'message function': () => [[f()], [g()], { msg: (text: string) => `before\n${text}\nafter` }],
    parameter: () => [torch.nn.Parameter(f()), f()],
    'parameter strict': () => [torch.nn.Parameter(f()), f(), { allow_subclasses: false }],
    'requires grad': () => [f().requires_grad_(), g()],
    meta: () => [meta(), meta()],
    'meta and cpu': () => [meta(), f()],
    'meta unchecked': () => [meta(), f(), { check_device: false }],
    float8: () => [float8(f()), float8(g().mul(2))],
    'float8 equal': () => [float8(f()), float8(f())],
    'float8 loose': () => [float8(f()), float8(f()), loose],
    quantized: () => [quantized(f()), quantized(g())],
    'quantized and not': () => [quantized(f()), f()],
    unsigned: () => [i().to(torch.uint16), i().to(torch.int32), { check_dtype: false }],
    'negative tolerance': () => [f(), f(), { rtol: -1, atol: 0 }],
    'wrong tolerance': () => [f(), f(), { rtol: 'a', atol: 0 }],
    size: () => [f().shape, g().shape],
    'by position': () => [f(), f(), true],
    'unknown keyword': () => [f(), f(), { foo: 1 }],
    missing: () => [f()],
  }
  for (const [name, row] of Object.entries(rows)) {
    piece(
      name,
      none(() => (assert_close as Wrong)(...(Array.isArray(row) ? row : row()))),
    )
  }
  const older: Record<string, () => unknown[]> = {
    allclose: () => [f(), input('near')],
    'allclose differs': () => [f(), g()],
    'allclose of lists': () => [
      [1.5, 2],
      [1.5, 3],
    ],
    'allclose with a message': () => [f(), g(), 0, 0.5, { msg: 'mine' }],
    'allclose of half': () => [input('half'), [1, 2.001953125]],
    'allclose nan': () => [input('nan'), input('nan')],
  }
  for (const [name, args] of Object.entries(older)) {
    piece(
      name,
      none(() => catch_warnings(() => (assert_allclose as Wrong)(...args()))),
    )
  }
}

function made({ piece }: Pieces): void {
  const dtypes =
    'bool uint8 int8 int16 int32 int64 uint16 uint32 uint64 float16 bfloat16 float32 float64 complex32 complex64 ' +
    'complex128 float8_e5m2 float8_e4m3fn'
  const device = 'cpu'
  for (const name of dtypes.split(' ')) {
    const dtype = Reflect.get(torch, name) as typeof torch.float32
    const all = { dtype, device }
    const make = (key: string, shape: number[], options: Partial<MakeTensorOptions>) =>
      piece(`make ${name}${key}`, () => make_tensor(shape, { ...all, ...options }))
    piece(`make ${name}`, () => make_tensor(3, 4, all))
    make(' within', [2, 3], { low: 0, high: 2 })
    make(' noncontiguous', [3, 4], { noncontiguous: true })
    make(' without zero', [4, 4], { low: 0, high: 2, exclude_zero: true })
    make(' requires_grad', [3], { requires_grad: true })
    make(' channels_last', [2, 3, 2, 2], { memory_format: torch.channels_last })
    make(' clamped', [6], { low: -1e30, high: 1e30 })
    make(' outside', [6], { low: 1e300, high: 2e300 })
  }
  const rows: Record<string, [number[], Partial<MakeTensorOptions>]> = {
    'a number': [[], {}],
    nothing: [[0, 3], { noncontiguous: true }],
    'one noncontiguous': [[1], { noncontiguous: true }],
    'the widest double': [[5], { dtype: torch.double, low: -Infinity, high: Infinity }],
    'fractional integers': [[20], { dtype: torch.int64, low: 0.5, high: 3.5 }],
    'the widest int64': [[5], { dtype: torch.int64, low: -(2n ** 63n), high: 2n ** 63n - 1n }],
    'low nan': [[2], { low: NaN }],
    'high nan': [[2], { high: NaN, dtype: torch.int32 }],
    'low above high': [[2], { low: 3, high: 2 }],
    'an empty interval': [[2], { low: 2, high: 2 }],
    'an empty interval of integers': [[2], { low: 2, high: 2, dtype: torch.int8 }],
    'below uint8': [[2], { low: -5, high: -2, dtype: torch.uint8 }],
    'above int64': [[2], { low: 2n ** 63n, high: 2n ** 64n, dtype: torch.int64 }],
    'noncontiguous in a format': [
      [2, 3],
      { noncontiguous: true, memory_format: torch.contiguous_format },
    ],
    bits: [[2], { dtype: torch.quint8 }],
    negative: [[-1], {}],
    'with an unknown keyword': [[2], { foo: 1 } as object],
  }
  for (const [name, [shape, kw]] of Object.entries(rows)) {
    piece(`make ${name}`, () =>
      catch_warnings(() => make_tensor(shape, { dtype: torch.float32, device, ...kw })),
    )
  }
  const wrong = make_tensor as Wrong
  piece('make without dtype', () => wrong(2, { device }))
  piece('make without keywords', () => wrong(2))
}

describe('torch.testing', () => {
  testAnswers('testing.gz', (pieces) => {
    tensors(pieces)
    values(pieces)
    made(pieces)
  })

  test('warnings of what is deprecated', () => {
    catch_warnings((caught) => {
      assert_allclose([1.5], [1.5])
      make_tensor(1, { dtype: torch.float, device: 'cpu', low: 1, high: 1 })
      expect(caught.map(({ message }) => message.slice(0, 50))).toEqual([
        '`torch.testing.assert_allclose()` is deprecated si',
        'Passing `low==high` to `torch.testing.make_tensor`',
      ])
      expect(caught.every((warning) => warning instanceof FutureWarning)).toBe(true)
    })
  })

  test('typed arrays and maps', () => {
    assert_close(Float32Array.of(1, 2), Float32Array.of(1, 2))
    expect(() => assert_close(Float32Array.of(1, 2), Float32Array.of(1, 3))).toThrow(
      'Mismatched elements: 1 / 2 (50.0%)',
    )
    const map = (value: number) => new Map([[1, [value]]])
    assert_close(map(2), map(2))
    expect(() => assert_close(map(2), map(3))).toThrow('The failure occurred for item [1][0]')
  })

  test('what the message function throws arrives unchanged', () => {
    const mine = new Error('mine')
    const msg = () => {
      throw mine
    }
    expect(() => assert_close(1, 2, { msg })).toThrow(mine)
  })

  test('a disposed tensor throws', () => {
    const gone = torch.ones(1)
    gone.dispose()
    expect(() => assert_close(gone, torch.ones(1))).toThrow()
  })
})
