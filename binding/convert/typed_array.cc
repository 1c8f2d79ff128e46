#include "typed_array.h"

#include "../errors.h"

namespace torch_node {

namespace {

c10::ScalarType DtypeOf(napi_typedarray_type type) {
  switch (type) {
    case napi_int8_array:
      return c10::kChar;
    case napi_uint8_array:
    case napi_uint8_clamped_array:
      return c10::kByte;
    case napi_int16_array:
      return c10::kShort;
    case napi_uint16_array:
      return c10::kUInt16;
    case napi_int32_array:
      return c10::kInt;
    case napi_uint32_array:
      return c10::kUInt32;
    case napi_float32_array:
      return c10::kFloat;
    case napi_float64_array:
      return c10::kDouble;
    case napi_bigint64_array:
      return c10::kLong;
    case napi_biguint64_array:
      return c10::kUInt64;
    default:
      ThrowTypeError("this kind of typed array is not supported");
  }
}

}  // namespace

std::optional<TypedArray> ReadTypedArray(napi_env env, napi_value value) {
  bool is_typed_array = false;
  Check(napi_is_typedarray(env, value, &is_typed_array));
  if (!is_typed_array) return std::nullopt;
  TypedArray array;
  // Newer kinds (Float16Array) leave `type` as it was.
  auto type = static_cast<napi_typedarray_type>(-1);
  Check(napi_get_typedarray_info(env, value, &type, &array.length, &array.data,
                                 &array.buffer, &array.byte_offset));
  array.dtype = DtypeOf(type);
  return array;
}

std::optional<ArrayFormat> FormatOf(c10::ScalarType dtype) {
  switch (dtype) {
    case c10::kByte:
    case c10::kBool:
      return ArrayFormat{napi_uint8_array, 1};
    case c10::kChar:
      return ArrayFormat{napi_int8_array, 1};
    case c10::kShort:
      return ArrayFormat{napi_int16_array, 1};
    case c10::kInt:
      return ArrayFormat{napi_int32_array, 1};
    case c10::kLong:
      return ArrayFormat{napi_bigint64_array, 1};
    case c10::kHalf:
    case c10::kUInt16:
      return ArrayFormat{napi_uint16_array, 1};
    case c10::kUInt32:
      return ArrayFormat{napi_uint32_array, 1};
    case c10::kUInt64:
      return ArrayFormat{napi_biguint64_array, 1};
    case c10::kFloat:
      return ArrayFormat{napi_float32_array, 1};
    case c10::kDouble:
      return ArrayFormat{napi_float64_array, 1};
    case c10::kComplexFloat:
      return ArrayFormat{napi_float32_array, 2};
    case c10::kComplexDouble:
      return ArrayFormat{napi_float64_array, 2};
    default:
      return std::nullopt;
  }
}

}  // namespace torch_node
