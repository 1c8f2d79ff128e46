// What tensors tell of themselves without an operator; takes handles.
#pragma once

#include <ATen/core/Tensor.h>

#include "napi_setup.h"

namespace torch_node {

struct AddonData;

// The tensor behind a handle that lib passes; throws for anything else.
const at::Tensor& HandleArg(AddonData& data, napi_value handle);

void InitAttributes(napi_env env, napi_value exports);

}  // namespace torch_node
