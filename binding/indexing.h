// Python's `x[...]`: reads, writes, and its slice grammar as text.
#pragma once

#include "napi_setup.h"

namespace torch_node {

void InitIndexing(napi_env env, napi_value exports);

}  // namespace torch_node
