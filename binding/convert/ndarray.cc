#include "ndarray.h"

#include <ATen/Functions.h>

#include <cmath>

#include "../errors.h"
#include "arg.h"

namespace torch_node {

namespace {

std::vector<int64_t> ContiguousStrides(const std::vector<int64_t>& sizes) {
  std::vector<int64_t> strides(sizes.size());
  int64_t step = 1;
  for (size_t i = sizes.size(); i-- > 0;) {
    strides[i] = step;
    if (__builtin_mul_overflow(step, std::max<int64_t>(sizes[i], 1), &step)) {
      ThrowValueError("the array is too big");
    }
  }
  return strides;
}

bool IsObject(napi_env env, napi_value value) {
  napi_valuetype type;
  Check(napi_typeof(env, value, &type));
  return type == napi_object || type == napi_function;
}

}  // namespace

std::optional<std::vector<int64_t>> ReadInts(napi_env env, napi_value value) {
  bool is_array = false;
  Check(napi_is_array(env, value, &is_array));
  if (!is_array) return std::nullopt;
  uint32_t length = Length(env, value);
  std::vector<int64_t> ints;
  for (uint32_t i = 0; i < length; ++i) {
    napi_value element = nullptr;
    Check(napi_get_element(env, value, i, &element));
    double number = 0;
    if (napi_get_value_double(env, element, &number) != napi_ok ||
        std::trunc(number) != number || std::abs(number) >= 0x1p53) {
      return std::nullopt;
    }
    ints.push_back(static_cast<int64_t>(number));
  }
  return ints;
}

void CheckBounds(std::span<const int64_t> sizes,
                 std::span<const int64_t> strides, int64_t offset,
                 int64_t length) {
  if (sizes.size() != strides.size()) {
    ThrowValueError("shape and stride must have the same length");
  }
  bool empty = false;
  for (int64_t size : sizes) {
    if (size < 0) ThrowValueError("negative dimensions are not allowed");
    empty |= size == 0;
  }
  int64_t first = offset;
  int64_t last = offset;
  bool overflow = false;
  for (size_t i = 0; !empty && i < sizes.size(); ++i) {
    int64_t reach = 0;
    overflow |= __builtin_mul_overflow(sizes[i] - 1, strides[i], &reach);
    int64_t& end = reach < 0 ? first : last;
    overflow |= __builtin_add_overflow(end, reach, &end);
  }
  bool inside =
      empty ? offset >= 0 && offset <= length : first >= 0 && last < length;
  if (overflow || !inside) {
    ThrowValueError("the array reaches out of its memory of " +
                    std::to_string(length) + " elements");
  }
}

std::optional<NdArray> ReadNdArray(napi_env env, napi_value value) {
  if (!IsObject(env, value)) return std::nullopt;
  NdArray array;
  if (auto memory = ReadTypedArray(env, value)) {
    array.memory = *memory;
    array.sizes = {static_cast<int64_t>(memory->length)};
    array.strides = {1};
    return array;
  }
  napi_value data = Property(env, value, "data");
  bool is_typed_array = false;
  Check(napi_is_typedarray(env, data, &is_typed_array));
  if (!is_typed_array) return std::nullopt;
  auto sizes = ReadInts(env, Property(env, value, "shape"));
  if (!sizes) return std::nullopt;
  array.sizes = *sizes;
  auto strides = ReadInts(env, Property(env, value, "stride"));
  array.strides = strides ? *strides : ContiguousStrides(array.sizes);
  Arg offset = Classify(env, Property(env, value, "offset"));
  if (offset.is_int()) array.offset = offset.integer;
  // Last, because the getters above could have detached the memory.
  array.memory = *ReadTypedArray(env, data);
  CheckBounds(array.sizes, array.strides, array.offset,
              static_cast<int64_t>(array.memory.length));
  return array;
}

std::optional<at::Tensor> CopyNdArray(napi_env env, napi_value value) {
  auto array = ReadNdArray(env, value);
  if (!array) return std::nullopt;
  auto options = at::TensorOptions().dtype(array->memory.dtype);
  auto size = static_cast<int64_t>(c10::elementSize(array->memory.dtype));
  int64_t first = array->offset;
  std::vector<int64_t> flipped;
  // Tensors have no negative strides: read from the other end, then flip.
  for (size_t i = 0; i < array->sizes.size(); ++i) {
    if (array->strides[i] >= 0 || array->sizes[i] == 0) continue;
    first += (array->sizes[i] - 1) * array->strides[i];
    array->strides[i] = -array->strides[i];
    flipped.push_back(static_cast<int64_t>(i));
  }
  if (c10::multiply_integers(array->sizes) == 0) {
    return at::empty(array->sizes, options);
  }
  at::Tensor view =
      at::from_blob(static_cast<char*>(array->memory.data) + first * size,
                    array->sizes, array->strides, options);
  return flipped.empty() ? view.clone(at::MemoryFormat::Contiguous)
                         : view.flip(flipped);
}

}  // namespace torch_node
