// Mirrors torch.dtype: one object per ScalarType of c10/core/ScalarType.h.

import { making, Singleton } from './_singleton.js'
import { RuntimeError } from './errors.js'

type Family = 'floating' | 'complex' | 'signed' | 'unsigned' | 'quantized' | 'bits'

/** The type of the elements of a tensor, such as `torch.float32`. */
export class dtype extends Singleton {
  /** Bytes of one element. */
  readonly itemsize: number
  readonly #family: Family
  readonly #scalarType: string

  /** @internal */
  constructor(
    code: number,
    name: string,
    scalarType: string,
    itemsize: number,
    family: Family,
    token: typeof making,
  ) {
    super('dtype', code, name, token)
    this.itemsize = itemsize
    this.#family = family
    this.#scalarType = scalarType
  }

  get is_floating_point(): boolean {
    return this.#family === 'floating'
  }

  get is_complex(): boolean {
    return this.#family === 'complex'
  }

  /** Whether negative values exist. */
  get is_signed(): boolean {
    if (this.#family === 'bits') throw new RuntimeError('Bits types are undefined')
    if (this.#family === 'quantized') {
      throw new RuntimeError('isSignedType not supported for quantized types')
    }
    return this.#family !== 'unsigned' && this !== float8_e8m0fnu
  }

  /** The type of the real part: `complex64` to `float32`; others are their own. */
  to_real(): dtype {
    return realOf.get(this) ?? this
  }

  /** The complex type with parts of this type: `float32` to `complex64`. */
  to_complex(): dtype {
    const result = complexOf.get(this)
    if (result === undefined) {
      throw new RuntimeError(`Unknown Complex ScalarType for ${this.#scalarType}`)
    }
    return result
  }

  /** LibTorch's own name of the type, as C++ error texts have it: `Float`, `Long`. */
  get scalarType(): string {
    return this.#scalarType
  }
}

const byCode: dtype[] = []

function make(
  code: number,
  name: string,
  scalarType: string,
  itemsize: number,
  family: Family,
): dtype {
  const made = new dtype(code, name, scalarType, itemsize, family, making)
  byCode[code] = made
  return made
}

export const uint8 = make(0, 'uint8', 'Byte', 1, 'unsigned')
export const int8 = make(1, 'int8', 'Char', 1, 'signed')
export const int16 = make(2, 'int16', 'Short', 2, 'signed')
export const int32 = make(3, 'int32', 'Int', 4, 'signed')
export const int64 = make(4, 'int64', 'Long', 8, 'signed')
export const float16 = make(5, 'float16', 'Half', 2, 'floating')
export const float32 = make(6, 'float32', 'Float', 4, 'floating')
export const float64 = make(7, 'float64', 'Double', 8, 'floating')
export const complex32 = make(8, 'complex32', 'ComplexHalf', 4, 'complex')
export const complex64 = make(9, 'complex64', 'ComplexFloat', 8, 'complex')
export const complex128 = make(10, 'complex128', 'ComplexDouble', 16, 'complex')
export const bool = make(11, 'bool', 'Bool', 1, 'unsigned')
export const qint8 = make(12, 'qint8', 'QInt8', 1, 'quantized')
export const quint8 = make(13, 'quint8', 'QUInt8', 1, 'quantized')
export const qint32 = make(14, 'qint32', 'QInt32', 4, 'quantized')
export const bfloat16 = make(15, 'bfloat16', 'BFloat16', 2, 'floating')
export const quint4x2 = make(16, 'quint4x2', 'QUInt4x2', 1, 'quantized')
export const quint2x4 = make(17, 'quint2x4', 'QUInt2x4', 1, 'quantized')
export const bits1x8 = make(18, 'bits1x8', 'Bits1x8', 1, 'bits')
export const bits2x4 = make(19, 'bits2x4', 'Bits2x4', 1, 'bits')
export const bits4x2 = make(20, 'bits4x2', 'Bits4x2', 1, 'bits')
export const bits8 = make(21, 'bits8', 'Bits8', 1, 'bits')
export const bits16 = make(22, 'bits16', 'Bits16', 2, 'bits')
export const float8_e5m2 = make(23, 'float8_e5m2', 'Float8_e5m2', 1, 'floating')
export const float8_e4m3fn = make(24, 'float8_e4m3fn', 'Float8_e4m3fn', 1, 'floating')
export const float8_e5m2fnuz = make(25, 'float8_e5m2fnuz', 'Float8_e5m2fnuz', 1, 'floating')
export const float8_e4m3fnuz = make(26, 'float8_e4m3fnuz', 'Float8_e4m3fnuz', 1, 'floating')
export const uint16 = make(27, 'uint16', 'UInt16', 2, 'unsigned')
export const uint32 = make(28, 'uint32', 'UInt32', 4, 'unsigned')
export const uint64 = make(29, 'uint64', 'UInt64', 8, 'unsigned')
export const uint1 = make(30, 'uint1', 'UInt1', 1, 'unsigned')
export const uint2 = make(31, 'uint2', 'UInt2', 1, 'unsigned')
export const uint3 = make(32, 'uint3', 'UInt3', 1, 'unsigned')
export const uint4 = make(33, 'uint4', 'UInt4', 1, 'unsigned')
export const uint5 = make(34, 'uint5', 'UInt5', 1, 'unsigned')
export const uint6 = make(35, 'uint6', 'UInt6', 1, 'unsigned')
export const uint7 = make(36, 'uint7', 'UInt7', 1, 'unsigned')
export const int1 = make(37, 'int1', 'Int1', 1, 'signed')
export const int2 = make(38, 'int2', 'Int2', 1, 'signed')
export const int3 = make(39, 'int3', 'Int3', 1, 'signed')
export const int4 = make(40, 'int4', 'Int4', 1, 'signed')
export const int5 = make(41, 'int5', 'Int5', 1, 'signed')
export const int6 = make(42, 'int6', 'Int6', 1, 'signed')
export const int7 = make(43, 'int7', 'Int7', 1, 'signed')
export const float8_e8m0fnu = make(44, 'float8_e8m0fnu', 'Float8_e8m0fnu', 1, 'floating')
export const float4_e2m1fn_x2 = make(45, 'float4_e2m1fn_x2', 'Float4_e2m1fn_x2', 1, 'floating')

export const half = float16
export const float = float32
export const double = float64
export const short = int16
export const int = int32
export const long = int64
export const chalf = complex32
export const cfloat = complex64
export const cdouble = complex128
export const bit = uint1

/** Every dtype under its ScalarType's number. */
export const dtypes: readonly dtype[] = byCode

const realOf = new Map([
  [complex32, float16],
  [complex64, float32],
  [complex128, float64],
])
const complexOf = new Map([
  [float16, complex32],
  [bfloat16, complex64],
  [float32, complex64],
  [float64, complex128],
  [complex32, complex32],
  [complex64, complex64],
  [complex128, complex128],
])
