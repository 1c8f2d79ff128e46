// Hot operators that skip the boxed call. Each family lives in its own file
// and is measured by name in `npm run bench`.
#pragma once

#include <ATen/core/Tensor.h>

#include <string_view>

#include "../convert/arg.h"

namespace torch_node {

struct Parsed;

// Runs the operator unboxed; false if these arguments need the boxed call.
using FastCall = bool (*)(const Arg* self, const Parsed& parsed,
                          at::Tensor* result);

// The fast path for "aten::add.Tensor" and its like, as function or method;
// null for the great majority.
FastCall FindFast(std::string_view schema, bool is_method);

}  // namespace torch_node
