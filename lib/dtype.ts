// Mirrors torch.dtype: one object per ScalarType of c10/core/ScalarType.h.

import { making, Singleton } from './_singleton.js'
import { RuntimeError } from './errors.js'

type Family = 'floating' | 'complex' | 'signed' | 'unsigned' | 'quantized' | 'bits'

/**
 * The type of the elements of a tensor, such as `torch.float32`. Each is one object, so that `===` compares them.
 *
 * @example
 * torch.float32.itemsize // 4
 * torch.complex64.to_real() // torch.float32
 *
 * @see https://docs.pytorch.org/docs/2.13/tensor_attributes.html#torch.dtype
 */
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

  /** Whether it is one of the float types; complex types are none. */
  get is_floating_point(): boolean {
    return this.#family === 'floating'
  }

  /** Whether it is one of the complex types. */
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

/** Integers of 8 bits, 0 to 255. */
export const uint8 = make(0, 'uint8', 'Byte', 1, 'unsigned')
/** Integers of 8 bits, -128 to 127. */
export const int8 = make(1, 'int8', 'Char', 1, 'signed')
/** Integers of 16 bits, -32768 to 32767. */
export const int16 = make(2, 'int16', 'Short', 2, 'signed')
/** Integers of 32 bits, -2^31 to 2^31 - 1. */
export const int32 = make(3, 'int32', 'Int', 4, 'signed')
/** Integers of 64 bits, what whole numbers become; beyond 2^53 they are bigints in JavaScript. */
export const int64 = make(4, 'int64', 'Long', 8, 'signed')
/** Floats of 16 bits, 11 of them for digits; up to 65504. */
export const float16 = make(5, 'float16', 'Half', 2, 'floating')
/** Floats of 32 bits, 24 of them for digits; the default. */
export const float32 = make(6, 'float32', 'Float', 4, 'floating')
/** Floats of 64 bits, JavaScript's numbers. */
export const float64 = make(7, 'float64', 'Double', 8, 'floating')
/** Complex numbers of two float16. */
export const complex32 = make(8, 'complex32', 'ComplexHalf', 4, 'complex')
/** Complex numbers of two float32. */
export const complex64 = make(9, 'complex64', 'ComplexFloat', 8, 'complex')
/** Complex numbers of two float64. */
export const complex128 = make(10, 'complex128', 'ComplexDouble', 16, 'complex')
/** True or false, a byte each. */
export const bool = make(11, 'bool', 'Bool', 1, 'unsigned')
/** Quantized integers of 8 bits with a sign. */
export const qint8 = make(12, 'qint8', 'QInt8', 1, 'quantized')
/** Quantized integers of 8 bits without a sign. */
export const quint8 = make(13, 'quint8', 'QUInt8', 1, 'quantized')
/** Quantized integers of 32 bits. */
export const qint32 = make(14, 'qint32', 'QInt32', 4, 'quantized')
/** Floats of 16 bits with the range of float32 and 8 bits for digits. */
export const bfloat16 = make(15, 'bfloat16', 'BFloat16', 2, 'floating')
/** Quantized integers of 4 bits, two in a byte. */
export const quint4x2 = make(16, 'quint4x2', 'QUInt4x2', 1, 'quantized')
/** Quantized integers of 2 bits, four in a byte. */
export const quint2x4 = make(17, 'quint2x4', 'QUInt2x4', 1, 'quantized')
/** Bits without a meaning: eight of 1 in a byte. */
export const bits1x8 = make(18, 'bits1x8', 'Bits1x8', 1, 'bits')
/** Bits without a meaning: four times 2 in a byte. */
export const bits2x4 = make(19, 'bits2x4', 'Bits2x4', 1, 'bits')
/** Bits without a meaning: twice 4 in a byte. */
export const bits4x2 = make(20, 'bits4x2', 'Bits4x2', 1, 'bits')
/** Bits without a meaning: 8. */
export const bits8 = make(21, 'bits8', 'Bits8', 1, 'bits')
/** Bits without a meaning: 16. */
export const bits16 = make(22, 'bits16', 'Bits16', 2, 'bits')
/** Floats of 8 bits, 5 for the exponent and 2 for the mantissa. */
export const float8_e5m2 = make(23, 'float8_e5m2', 'Float8_e5m2', 1, 'floating')
/** Floats of 8 bits, 4 for the exponent and 3 for the mantissa; no infinities. */
export const float8_e4m3fn = make(24, 'float8_e4m3fn', 'Float8_e4m3fn', 1, 'floating')
/** {@link float8_e5m2} without infinities and negative zero. */
export const float8_e5m2fnuz = make(25, 'float8_e5m2fnuz', 'Float8_e5m2fnuz', 1, 'floating')
/** {@link float8_e4m3fn} without negative zero. */
export const float8_e4m3fnuz = make(26, 'float8_e4m3fnuz', 'Float8_e4m3fnuz', 1, 'floating')
/** Integers of 16 bits, 0 to 65535; few operators know them. */
export const uint16 = make(27, 'uint16', 'UInt16', 2, 'unsigned')
/** Integers of 32 bits, 0 to 2^32 - 1; few operators know them. */
export const uint32 = make(28, 'uint32', 'UInt32', 4, 'unsigned')
/** Integers of 64 bits, 0 to 2^64 - 1; few operators know them. */
export const uint64 = make(29, 'uint64', 'UInt64', 8, 'unsigned')
/** A name for integers of 1 bit without a sign; no operator knows them. */
export const uint1 = make(30, 'uint1', 'UInt1', 1, 'unsigned')
/** A name for integers of 2 bits without a sign; no operator knows them. */
export const uint2 = make(31, 'uint2', 'UInt2', 1, 'unsigned')
/** A name for integers of 3 bits without a sign; no operator knows them. */
export const uint3 = make(32, 'uint3', 'UInt3', 1, 'unsigned')
/** A name for integers of 4 bits without a sign; no operator knows them. */
export const uint4 = make(33, 'uint4', 'UInt4', 1, 'unsigned')
/** A name for integers of 5 bits without a sign; no operator knows them. */
export const uint5 = make(34, 'uint5', 'UInt5', 1, 'unsigned')
/** A name for integers of 6 bits without a sign; no operator knows them. */
export const uint6 = make(35, 'uint6', 'UInt6', 1, 'unsigned')
/** A name for integers of 7 bits without a sign; no operator knows them. */
export const uint7 = make(36, 'uint7', 'UInt7', 1, 'unsigned')
/** A name for integers of 1 bit with a sign; no operator knows them. */
export const int1 = make(37, 'int1', 'Int1', 1, 'signed')
/** A name for integers of 2 bits with a sign; no operator knows them. */
export const int2 = make(38, 'int2', 'Int2', 1, 'signed')
/** A name for integers of 3 bits with a sign; no operator knows them. */
export const int3 = make(39, 'int3', 'Int3', 1, 'signed')
/** A name for integers of 4 bits with a sign; no operator knows them. */
export const int4 = make(40, 'int4', 'Int4', 1, 'signed')
/** A name for integers of 5 bits with a sign; no operator knows them. */
export const int5 = make(41, 'int5', 'Int5', 1, 'signed')
/** A name for integers of 6 bits with a sign; no operator knows them. */
export const int6 = make(42, 'int6', 'Int6', 1, 'signed')
/** A name for integers of 7 bits with a sign; no operator knows them. */
export const int7 = make(43, 'int7', 'Int7', 1, 'signed')
/** Powers of two in 8 bits, for the scales of blocks. */
export const float8_e8m0fnu = make(44, 'float8_e8m0fnu', 'Float8_e8m0fnu', 1, 'floating')
/** Floats of 4 bits, two in a byte. */
export const float4_e2m1fn_x2 = make(45, 'float4_e2m1fn_x2', 'Float4_e2m1fn_x2', 1, 'floating')

/** Another name of {@link float16}. */
export const half = float16
/** Another name of {@link float32}. */
export const float = float32
/** Another name of {@link float64}. */
export const double = float64
/** Another name of {@link int16}. */
export const short = int16
/** Another name of {@link int32}. */
export const int = int32
/** Another name of {@link int64}. */
export const long = int64
/** Another name of {@link complex32}. */
export const chalf = complex32
/** Another name of {@link complex64}. */
export const cfloat = complex64
/** Another name of {@link complex128}. */
export const cdouble = complex128
/** Another name of {@link uint1}. */
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
