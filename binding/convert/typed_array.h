// JavaScript's typed arrays, seen as memory of one dtype.
#pragma once

#include <c10/core/ScalarType.h>

#include <optional>

#include "../napi_setup.h"

namespace torch_node {

struct TypedArray {
  c10::ScalarType dtype;
  size_t length = 0;  // elements
  void* data = nullptr;
  napi_value buffer = nullptr;
  size_t byte_offset = 0;
};

// Nothing if the value is no typed array; throws TypeError for a kind of array
// that this Node-API does not know.
std::optional<TypedArray> ReadTypedArray(napi_env env, napi_value value);

// The typed array that holds a dtype, and how many of its elements one element
// of the dtype takes: two for complex dtypes.
struct ArrayFormat {
  napi_typedarray_type type;
  int64_t parts;
};
// Nothing for a dtype that NumPy does not have either.
std::optional<ArrayFormat> FormatOf(c10::ScalarType dtype);

}  // namespace torch_node
