// Storages, and memory shared with typed arrays.
#pragma once

#include "napi_setup.h"

namespace torch_node {

void InitStorage(napi_env env, napi_value exports);

}  // namespace torch_node
