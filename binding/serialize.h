// The zip archives of torch.save and torch.load, by LibTorch's own reader and
// writer; the pickles inside are lib/serialization.ts's.
#pragma once

#include "napi_setup.h"

namespace torch_node {

void InitSerialize(napi_env env, napi_value exports);

}  // namespace torch_node
