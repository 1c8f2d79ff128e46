// LibTorch's profiler, and the ranges that programs label themselves.
#pragma once

#include "napi_setup.h"

namespace torch_node {

void InitProfiler(napi_env env, napi_value exports);

}  // namespace torch_node
