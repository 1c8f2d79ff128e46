// torch.ops: every registered operator, by its schema alone.
#pragma once

#include <string>

#include "napi_setup.h"

namespace torch_node {

void InitOps(napi_env env, napi_value exports);

}  // namespace torch_node
