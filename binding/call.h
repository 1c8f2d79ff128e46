// Operators called from JavaScript.
#pragma once

#include <string>
#include <vector>

#include "napi_setup.h"

namespace torch_node {

struct AddonData;

// A native function over rows of the operator table; lib wraps it
// (lib/_call.ts).
napi_value MakeOperator(AddonData& data, std::string name, bool is_method,
                        std::vector<std::string> rows);

void InitCall(napi_env env, napi_value exports);

}  // namespace torch_node
