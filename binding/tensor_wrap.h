// Wrappers of tensors: made, found and read. Note [Wrappers] in tensor_table.h.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>

#include "napi_setup.h"

namespace torch_node {

struct AddonData;

// A new wrapper, or the one that the tensor already has; null for undefined.
napi_value Wrap(napi_env env, at::Tensor tensor);
// Binds a result to the caller's bare wrapper `out`: its handle goes to the
// scratch array and null comes back, which JavaScript sees as undefined. The
// handle is negative where lib need not enter the wrapper into the batch. A
// tensor that has a wrapper is returned as that; see Note [Calls].
napi_value BindResult(AddonData& data, napi_value out, at::Tensor tensor);
// The handle in `value._h`; kInvalid if it has none. Never throws for rubbish.
int32_t HandleOf(napi_env env, napi_value value);
// The tensor that `value` wraps; null if it is no tensor. Throws if disposed.
const at::Tensor* TryUnwrap(napi_env env, napi_value value);

}  // namespace torch_node
