// From LibTorch's values to JavaScript's.
#pragma once

#include <ATen/core/function_schema.h>
#include <ATen/core/stack.h>

#include "napi_setup.h"

namespace torch_node {

struct AddonData;

napi_value ScalarToJs(napi_env env, const c10::Scalar& scalar);
napi_value ToJs(AddonData& data, const c10::IValue& value,
                const c10::TypePtr& type);
// What an operator left on the stack: nothing, one value, or a tuple, which
// has named fields where the schema names them.
napi_value StackToJs(AddonData& data, const c10::FunctionSchema& schema,
                     torch::jit::Stack& stack);
// "torch.FloatTensor", "torch.cuda.HalfTensor": Python's old type names.
std::string PythonTypeName(const at::Tensor& tensor);
// The singleton of lib for a dtype.
napi_value DtypeToJs(AddonData& data, c10::ScalarType type);

}  // namespace torch_node
