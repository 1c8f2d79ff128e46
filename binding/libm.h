// The C library's elementary functions.
#pragma once

#include "napi_setup.h"

namespace torch_node {

void InitLibm(napi_env env, napi_value exports);

}  // namespace torch_node
