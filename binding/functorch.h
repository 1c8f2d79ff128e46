// The transforms of torch.func: the stack of layers that LibTorch keeps for
// each thread, and the tensors that live on a layer.
#pragma once

#include <ATen/core/Tensor.h>

#include "napi_setup.h"

namespace torch_node {

// What grad and jvp wrap, whose elements can be read.
at::Tensor WithoutGradWrappers(at::Tensor tensor);

void InitFunctorch(napi_env env, napi_value exports);

}  // namespace torch_node
