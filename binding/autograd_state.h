// Settings of autograd that belong to the thread, and to single tensors.
#pragma once

#include "napi_setup.h"

namespace torch_node {

void InitAutogradState(napi_env env, napi_value exports);

}  // namespace torch_node
