// Process-wide settings: versions, threads, default dtype, determinism.
#pragma once

#include "napi_setup.h"

namespace torch_node {

void InitConfig(napi_env env, napi_value exports);

}  // namespace torch_node
