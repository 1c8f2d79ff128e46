// Forward-mode differentiation: levels, and whether tangents are computed.
#pragma once

#include "napi_setup.h"

namespace torch_node {

void InitForwardAd(napi_env env, napi_value exports);

}  // namespace torch_node
