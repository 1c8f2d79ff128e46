// Checked by tsc alone: exceptions, sizes, dtypes and builtins.

import { expectTypeOf } from 'expect-type'
import {
  abs,
  enumerate,
  filter,
  int,
  isinstance,
  iter,
  list,
  map,
  max,
  min,
  next,
  range,
  reversed,
  sorted,
  sum,
  tuple,
  zip,
} from '../../lib/builtins.js'
import { type dtype, float32 } from '../../lib/dtype.js'
import { KeyError, type LookupError, RuntimeError } from '../../lib/errors.js'
import { Size } from '../../lib/size.js'
import { finfo, iinfo } from '../../lib/type_info.js'
import type { Tensor } from '../../lib/types.js'

declare const x: Tensor
declare const value: unknown

// Classes are made with and without new, extended, and name types.
expectTypeOf(new RuntimeError('text')).toEqualTypeOf(RuntimeError('text'))
expectTypeOf(new KeyError(3).key).toBeUnknown()
expectTypeOf(new KeyError(3)).toExtend<LookupError>()
class Mine extends RuntimeError {
  readonly mine = true
}
expectTypeOf(new Mine('x').cppStack).toEqualTypeOf<string | undefined>()
// @ts-expect-error a message is a string
new RuntimeError(3)

const size: Size = Size([2, 3])
expectTypeOf(size).toExtend<number[]>()
expectTypeOf(size.numel()).toBeNumber()
expectTypeOf(size['1:']).toEqualTypeOf<Size>()
expectTypeOf(size.slice(1)).toEqualTypeOf<Size>()
// @ts-expect-error sizes are numbers
new Size(['a'])

expectTypeOf(float32).toEqualTypeOf<dtype>()
expectTypeOf(finfo(float32).eps).toBeNumber()
expectTypeOf(iinfo(float32).max).toEqualTypeOf<number | bigint>()
// @ts-expect-error its own names are read-only
float32.itemsize = 3

expectTypeOf(list(range(3))).toEqualTypeOf<number[]>()
expectTypeOf(list('ab')).toEqualTypeOf<string[]>()
expectTypeOf(list({ a: 1 })).toEqualTypeOf<string[]>()
expectTypeOf(list(new Map<number, boolean>())).toEqualTypeOf<number[]>()
expectTypeOf(next(iter([true]))).toBeBoolean()
expectTypeOf(next(iter([1]), null)).toEqualTypeOf<number | null>()
for (const [i, [a, b]] of enumerate(zip([1], ['a']))) {
  expectTypeOf(i).toBeNumber()
  expectTypeOf(a).toBeNumber()
  expectTypeOf(b).toBeString()
}
for (const [a] of zip([1], { strict: true })) expectTypeOf(a).toBeNumber()
expectTypeOf(list(map((a, b) => `${a * 2}${b}`, [1], ['a']))).toEqualTypeOf<string[]>()
expectTypeOf(list(filter((a) => a > 1, [1]))).toEqualTypeOf<number[]>()
expectTypeOf(list(reversed(['a']))).toEqualTypeOf<string[]>()
expectTypeOf(tuple([1])).toExtend<number[]>()
expectTypeOf(sum([1, 2])).toBeNumber()
expectTypeOf(sum([x, x])).toEqualTypeOf<Tensor>()
expectTypeOf(max([1, 2])).toBeNumber()
expectTypeOf(max(1, 2, 3)).toBeNumber()
expectTypeOf(min(['a'], { key: (text) => text.length, default: null })).toEqualTypeOf<
  string | null
>()
expectTypeOf(sorted([3, 1], { key: (a) => -a, reverse: true })).toEqualTypeOf<number[]>()
expectTypeOf(int('3')).toEqualTypeOf<number | bigint>()
expectTypeOf(abs(-3)).toBeNumber()
expectTypeOf(abs(x)).toEqualTypeOf<Tensor>()

if (isinstance(value, Size)) expectTypeOf(value).toEqualTypeOf<Size>()
if (isinstance(value, [Size, RuntimeError])) {
  expectTypeOf(value).toEqualTypeOf<Size | RuntimeError>()
}
expectTypeOf(isinstance(value, int)).toBeBoolean()

const newDimension = 'None'
expectTypeOf(x[newDimension]).toEqualTypeOf<Tensor>()
expectTypeOf(x['None, :']).toEqualTypeOf<Tensor>()
