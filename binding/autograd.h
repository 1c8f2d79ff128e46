// The autograd engine and what tensors know of the graph.
#pragma once

#include "napi_setup.h"

namespace torch_node {

void InitAutograd(napi_env env, napi_value exports);

}  // namespace torch_node
