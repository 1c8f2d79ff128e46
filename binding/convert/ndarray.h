// What NumPy arrays are to Python: a typed array, or an object with the fields
// { data, shape, stride, offset } (an `ndarray` of npm), strides in elements.
#pragma once

#include <ATen/core/Tensor.h>

#include <optional>
#include <span>
#include <vector>

#include "typed_array.h"

namespace torch_node {

struct NdArray {
  TypedArray memory;
  std::vector<int64_t> sizes;
  std::vector<int64_t> strides;
  int64_t offset = 0;
};

// Nothing for a value of another kind; ValueError if it reaches out of its
// memory. The memory is only valid until user code runs.
std::optional<NdArray> ReadNdArray(napi_env env, napi_value value);
// Its elements in a tensor of their own.
std::optional<at::Tensor> CopyNdArray(napi_env env, napi_value value);

// Ints of an array; nothing if the value is none or holds anything else.
std::optional<std::vector<int64_t>> ReadInts(napi_env env, napi_value value);
// Throws ValueError unless every element lies in `length` elements.
void CheckBounds(std::span<const int64_t> sizes,
                 std::span<const int64_t> strides, int64_t offset,
                 int64_t length);

}  // namespace torch_node
