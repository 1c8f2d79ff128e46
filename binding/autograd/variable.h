#pragma once

#include "../napi_setup.h"

namespace torch_node {

void InitVariable(napi_env env, napi_value exports);

}  // namespace torch_node
