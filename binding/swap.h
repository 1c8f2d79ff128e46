// Exchanging what two tensor objects stand for: torch.utils.swap_tensors.
#pragma once

#include "napi_setup.h"

namespace torch_node {

void InitSwap(napi_env env, napi_value exports);

}  // namespace torch_node
