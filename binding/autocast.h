// Automatic mixed precision: what LibTorch keeps of it for this thread.
#pragma once

#include "napi_setup.h"

namespace torch_node {

void InitAutocast(napi_env env, napi_value exports);

}  // namespace torch_node
