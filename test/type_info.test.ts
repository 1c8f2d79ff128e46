import { bool, dtypes, float, float4_e2m1fn_x2, int, qint8 } from 'torch-node/dtype'
import { NotImplementedError } from 'torch-node/errors'
import { finfo, iinfo } from 'torch-node/type_info'

const called = finfo as unknown as (...args: unknown[]) => unknown
const icalled = iinfo as unknown as (...args: unknown[]) => unknown
const named = (name: string) =>
  dtypes.find((one) => String(one) === `torch.${name}`) as (typeof dtypes)[number]

describe('torch.finfo', () => {
  // str(torch.finfo(dtype)), bits
  test.each([
    [
      'float16',
      16,
      'finfo(resolution=0.001, min=-65504, max=65504, eps=0.000976562, smallest_normal=6.10352e-05, tiny=6.10352e-05, dtype=float16)',
    ],
    [
      'bfloat16',
      16,
      'finfo(resolution=0.01, min=-3.38953e+38, max=3.38953e+38, eps=0.0078125, smallest_normal=1.17549e-38, tiny=1.17549e-38, dtype=bfloat16)',
    ],
    [
      'float32',
      32,
      'finfo(resolution=1e-06, min=-3.40282e+38, max=3.40282e+38, eps=1.19209e-07, smallest_normal=1.17549e-38, tiny=1.17549e-38, dtype=float32)',
    ],
    [
      'float64',
      64,
      'finfo(resolution=1e-15, min=-1.79769e+308, max=1.79769e+308, eps=2.22045e-16, smallest_normal=2.22507e-308, tiny=2.22507e-308, dtype=float64)',
    ],
    [
      'complex32',
      16,
      'finfo(resolution=0.001, min=-65504, max=65504, eps=0.000976562, smallest_normal=6.10352e-05, tiny=6.10352e-05, dtype=float16)',
    ],
    [
      'complex64',
      32,
      'finfo(resolution=1e-06, min=-3.40282e+38, max=3.40282e+38, eps=1.19209e-07, smallest_normal=1.17549e-38, tiny=1.17549e-38, dtype=float32)',
    ],
    [
      'complex128',
      64,
      'finfo(resolution=1e-15, min=-1.79769e+308, max=1.79769e+308, eps=2.22045e-16, smallest_normal=2.22507e-308, tiny=2.22507e-308, dtype=float64)',
    ],
    [
      'float8_e4m3fn',
      8,
      'finfo(resolution=1, min=-448, max=448, eps=0.125, smallest_normal=0.015625, tiny=0.015625, dtype=float8_e4m3fn)',
    ],
    [
      'float8_e4m3fnuz',
      8,
      'finfo(resolution=1, min=-240, max=240, eps=0.125, smallest_normal=0.0078125, tiny=0.0078125, dtype=float8_e4m3fnuz)',
    ],
    [
      'float8_e5m2',
      8,
      'finfo(resolution=1, min=-57344, max=57344, eps=0.25, smallest_normal=6.10352e-05, tiny=6.10352e-05, dtype=float8_e5m2)',
    ],
    [
      'float8_e5m2fnuz',
      8,
      'finfo(resolution=1, min=-57344, max=57344, eps=0.125, smallest_normal=3.05176e-05, tiny=3.05176e-05, dtype=float8_e5m2fnuz)',
    ],
    [
      'float8_e8m0fnu',
      8,
      'finfo(resolution=1, min=5.87747e-39, max=1.70141e+38, eps=1, smallest_normal=5.87747e-39, tiny=5.87747e-39, dtype=float8_e8m0fnu)',
    ],
  ])('%s', (name, bits, text) => {
    expect(String(finfo(named(name)))).toBe(text)
    expect(new finfo({ type: named(name) }).bits).toBe(bits)
  })

  test('values are exact', () => {
    const { eps, max, min, tiny, smallest_normal, resolution, dtype } = finfo(float)
    expect({ eps, max, min, tiny, smallest_normal, resolution, dtype }).toEqual({
      eps: 1.1920928955078125e-7,
      max: 3.4028234663852886e38,
      min: -3.4028234663852886e38,
      tiny: 1.1754943508222875e-38,
      smallest_normal: 1.1754943508222875e-38,
      resolution: 1e-6,
      dtype: 'float32',
    })
    expect(finfo(named('bfloat16')).max).toBe(3.3895313892515355e38)
    expect(finfo(named('float8_e8m0fnu')).max).toBe(1.7014118346046923e38)
  })

  test('is of the default dtype where none is given', () => {
    expect(finfo().dtype).toBe('float32')
  })

  test('float4 has bits only', () => {
    const info = finfo(float4_e2m1fn_x2)
    expect(info.bits).toBe(8)
    expect(() => info.max).toThrow(NotImplementedError)
    expect(() => info.min).toThrow(`"lowest" not implemented for 'Float4_e2m1fn_x2'`)
    expect(() => info.dtype).toThrow(`"dtype" not implemented for 'Float4_e2m1fn_x2'`)
  })

  test.each<[unknown[], string]>([
    [
      [int],
      "torch.finfo() requires a floating point input type. Use torch.iinfo to handle 'torch.finfo'",
    ],
    [['x'], "finfo(): argument 'type' (position 1) must be torch.dtype, not str"],
    [[null], "finfo(): argument 'type' (position 1) must be torch.dtype, not NoneType"],
    [[{ foo: 1 }], 'finfo() missing 1 required positional arguments: "type"'],
    [
      [float, 1],
      'finfo() received an invalid combination of arguments - got (torch.dtype, int), but expected one of:\n * (torch.dtype type)\n * ()\n',
    ],
    [
      [float, { foo: 1 }],
      'finfo() received an invalid combination of arguments - got (torch.dtype, foo=int), but expected one of:\n * (torch.dtype type)\n * ()\n',
    ],
  ])('of %p throws', (args, message) => {
    expect(() => called(...args)).toThrow(new TypeError(message))
  })
})

describe('torch.iinfo', () => {
  test.each<[string, number, number | bigint, number | bigint, string]>([
    ['uint8', 8, 0, 255, 'iinfo(min=0, max=255, dtype=uint8)'],
    ['uint16', 16, 0, 65535, 'iinfo(min=0, max=65535, dtype=uint16)'],
    ['uint32', 32, 0, 4294967295, 'iinfo(min=0, max=4.29497e+09, dtype=uint32)'],
    ['uint64', 64, 0, 18446744073709551615n, 'iinfo(min=0, max=1.84467e+19, dtype=uint64)'],
    ['int8', 8, -128, 127, 'iinfo(min=-128, max=127, dtype=int8)'],
    ['int16', 16, -32768, 32767, 'iinfo(min=-32768, max=32767, dtype=int16)'],
    ['int32', 32, -2147483648, 2147483647, 'iinfo(min=-2.14748e+09, max=2.14748e+09, dtype=int32)'],
    [
      'int64',
      64,
      -9223372036854775808n,
      9223372036854775807n,
      'iinfo(min=-9.22337e+18, max=9.22337e+18, dtype=int64)',
    ],
  ])('%s', (name, bits, min, max, text) => {
    const info = iinfo(named(name))
    expect([info.bits, info.min, info.max, info.dtype]).toEqual([bits, min, max, name])
    expect(`${new iinfo({ type: named(name) })}`).toBe(text)
  })

  test('quantized types have no name', () => {
    const info = iinfo(qint8)
    expect([info.bits, info.min, info.max]).toEqual([8, -128, 127])
    expect(() => info.dtype).toThrow(`"dtype" not implemented for 'QInt8'`)
  })

  test.each<[unknown[], string]>([
    [[], 'iinfo() missing 1 required positional arguments: "type"'],
    [[{ foo: 1 }], 'iinfo() missing 1 required positional arguments: "type"'],
    [[bool], 'torch.bool is not supported by torch.iinfo'],
    [
      [float],
      "torch.iinfo() requires an integer input type. Use torch.finfo to handle 'torch.iinfo'",
    ],
    [[1], "iinfo(): argument 'type' (position 1) must be torch.dtype, not int"],
    [[int, 1], 'iinfo() takes 1 positional argument but 2 were given'],
    [[int, { foo: 1 }], "iinfo() got an unexpected keyword argument 'foo'"],
    [[int, { type: int }], "iinfo() got multiple values for argument 'type'"],
  ])('of %p throws', (args, message) => {
    expect(() => icalled(...args)).toThrow(new TypeError(message))
  })
})
