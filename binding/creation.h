// torch.tensor, and back: tolist and item.
#pragma once

#include "napi_setup.h"

namespace torch_node {

void InitCreation(napi_env env, napi_value exports);

}  // namespace torch_node
