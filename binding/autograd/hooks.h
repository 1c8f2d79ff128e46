#pragma once

#include <ATen/core/Tensor.h>
#include <torch/csrc/autograd/function.h>

#include <functional>

#include "../js_thread.h"
#include "../napi_setup.h"

namespace torch_node {

// Visits what hooks hold of JavaScript: those of a node, those of a leaf.
using VisitRef = std::function<void(JsRef&)>;
void ForEachHook(torch::autograd::Node& node, const VisitRef& visit);
void ForEachHook(const at::Tensor& leaf, const VisitRef& visit);

void InitHooks(napi_env env, napi_value exports);

}  // namespace torch_node
