#pragma once

#include <torch/csrc/autograd/function.h>

#include "../js_thread.h"
#include "../napi_setup.h"

namespace torch_node {

// What a custom function's node holds of JavaScript; null for other nodes.
JsRef* ContextOf(torch::autograd::Node& node);

void InitFunction(napi_env env, napi_value exports);

}  // namespace torch_node
