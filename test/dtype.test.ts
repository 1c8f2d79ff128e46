import { pyRepr } from 'torch-node/_repr'
import * as dtypes from 'torch-node/dtype'
import { RuntimeError } from 'torch-node/errors'
import * as layouts from 'torch-node/layout'
import * as memory_formats from 'torch-node/memory_format'
import * as qschemes from 'torch-node/qscheme'

// name: is_floating_point, is_complex, is_signed, itemsize, to_complex() of Python's dtype; E where it raises.
const F = false
const T = true
const E = 'error'
const table: Record<string, [boolean, boolean, boolean | 'error', number, string]> = {
  uint8: [F, F, F, 1, E],
  int8: [F, F, T, 1, E],
  int16: [F, F, T, 2, E],
  int32: [F, F, T, 4, E],
  int64: [F, F, T, 8, E],
  float16: [T, F, T, 2, 'complex32'],
  float32: [T, F, T, 4, 'complex64'],
  float64: [T, F, T, 8, 'complex128'],
  complex32: [F, T, T, 4, 'complex32'],
  complex64: [F, T, T, 8, 'complex64'],
  complex128: [F, T, T, 16, 'complex128'],
  bool: [F, F, F, 1, E],
  qint8: [F, F, E, 1, E],
  quint8: [F, F, E, 1, E],
  qint32: [F, F, E, 4, E],
  bfloat16: [T, F, T, 2, 'complex64'],
  quint4x2: [F, F, E, 1, E],
  quint2x4: [F, F, E, 1, E],
  bits1x8: [F, F, E, 1, E],
  bits2x4: [F, F, E, 1, E],
  bits4x2: [F, F, E, 1, E],
  bits8: [F, F, E, 1, E],
  bits16: [F, F, E, 2, E],
  float8_e5m2: [T, F, T, 1, E],
  float8_e4m3fn: [T, F, T, 1, E],
  float8_e5m2fnuz: [T, F, T, 1, E],
  float8_e4m3fnuz: [T, F, T, 1, E],
  uint16: [F, F, F, 2, E],
  uint32: [F, F, F, 4, E],
  uint64: [F, F, F, 8, E],
  ...Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((n) => [`uint${n}`, [F, F, F, 1, E]])),
  ...Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((n) => [`int${n}`, [F, F, T, 1, E]])),
  float8_e8m0fnu: [T, F, F, 1, E],
  float4_e2m1fn_x2: [T, F, T, 1, E],
}

function attempt<R>(read: () => R): R | 'error' {
  try {
    return read()
  } catch (error) {
    expect(error).toBeInstanceOf(RuntimeError)
    return E
  }
}

describe('torch.dtype', () => {
  const named = dtypes as unknown as Record<string, dtypes.dtype>

  // The order of the table is c10/core/ScalarType.h's.
  test.each(Object.entries(table).map(([name, facts], code) => ({ name, facts, code })))(
    '$name',
    ({ name, facts, code }) => {
      const dtype = named[name] as dtypes.dtype
      expect(String(dtype)).toBe(`torch.${name}`)
      expect(dtype.code).toBe(code)
      expect(dtypes.dtypes[code]).toBe(dtype)
      const complex = attempt(() => dtype.to_complex())
      expect([
        dtype.is_floating_point,
        dtype.is_complex,
        attempt(() => dtype.is_signed),
        dtype.itemsize,
        complex === E ? E : String(complex).replace('torch.', ''),
      ]).toEqual(facts)
    },
  )

  test('there are no others', () => {
    expect(dtypes.dtypes).toHaveLength(Object.keys(table).length)
  })

  test.each([
    ['half', 'float16'],
    ['float', 'float32'],
    ['double', 'float64'],
    ['short', 'int16'],
    ['int', 'int32'],
    ['long', 'int64'],
    ['chalf', 'complex32'],
    ['cfloat', 'complex64'],
    ['cdouble', 'complex128'],
    ['bit', 'uint1'],
  ])('%s is %s', (alias, name) => {
    expect(named[alias]).toBe(named[name])
  })

  test('to_real', () => {
    expect(dtypes.complex32.to_real()).toBe(dtypes.float16)
    expect(dtypes.complex64.to_real()).toBe(dtypes.float32)
    expect(dtypes.complex128.to_real()).toBe(dtypes.float64)
    expect(dtypes.int64.to_real()).toBe(dtypes.int64)
  })

  test('errors', () => {
    expect(() => dtypes.bits8.is_signed).toThrow('Bits types are undefined')
    expect(() => dtypes.qint8.is_signed).toThrow('isSignedType not supported for quantized types')
    expect(() => dtypes.int64.to_complex()).toThrow('Unknown Complex ScalarType for Long')
    // @ts-expect-error users cannot make dtypes
    expect(() => new dtypes.dtype(0, 'x')).toThrow("cannot create 'torch.dtype' instances")
  })

  test('prints as in Python', () => {
    expect(`${dtypes.long}`).toBe('torch.int64')
    expect(pyRepr([dtypes.half])).toBe('[torch.float16]')
  })
})

describe.each([
  [
    'layout',
    layouts.layouts,
    'strided sparse_coo sparse_csr _mkldnn sparse_csc sparse_bsr sparse_bsc jagged',
  ],
  [
    'memory_format',
    memory_formats.memory_formats,
    'contiguous_format preserve_format channels_last channels_last_3d',
  ],
  [
    'qscheme',
    qschemes.qschemes,
    'per_tensor_affine per_channel_affine per_tensor_symmetric per_channel_symmetric per_channel_affine_float_qparams',
  ],
])('torch.%s', (_kind, all, names) => {
  test("has LibTorch's values in order", () => {
    expect(all.map(String)).toEqual(names.split(' ').map((name) => `torch.${name}`))
    expect(all.map(({ code }) => code)).toEqual(all.map((_, i) => i))
  })
})

test('no two singletons have the same key', () => {
  const all = [
    ...dtypes.dtypes,
    ...layouts.layouts,
    ...memory_formats.memory_formats,
    ...qschemes.qschemes,
  ]
  expect(new Set(all.map(({ _k }) => _k)).size).toBe(all.length)
  expect(dtypes.float32._k).toBe(256 + 6)
})
