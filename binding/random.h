// Generators: LibTorch's own, so that the same seed gives Python's bits.
#pragma once

#include <ATen/core/Generator.h>

#include "napi_setup.h"

namespace torch_node {

bool IsGenerator(napi_env env, napi_value value);
void InitRandom(napi_env env, napi_value exports);

}  // namespace torch_node
