// Nested arrays, as `torch.tensor` takes them. Mirrors compute_sizes,
// infer_scalar_type and recursive_store of torch/csrc/utils/tensor_new.cpp:
// the order of the three decides which error a bad input gets.
//
// User code may run in the middle (getters of array elements), so nothing is
// read twice where it matters and no pointer into a typed array is kept: typed
// arrays are copied when they are met.
#pragma once

#include <ATen/core/Tensor.h>

#include <optional>
#include <vector>

#include "arg.h"

namespace torch_node {

std::vector<int64_t> SizesOf(napi_env env, napi_value data);
c10::ScalarType InferDtype(napi_env env, napi_value data);
// Fills a contiguous CPU tensor of these sizes.
void StoreNested(napi_env env, const at::Tensor& tensor, napi_value data);

// The common input, read once: arrays of plain numbers and booleans only.
struct Numbers {
  std::vector<double> values;
  c10::ScalarType dtype;
};
// Nothing if the data has anything else in it, or another shape.
std::optional<Numbers> GatherNumbers(napi_env env, napi_value data,
                                     const std::vector<int64_t>& sizes);

}  // namespace torch_node
