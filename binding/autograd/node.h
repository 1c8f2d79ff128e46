#pragma once

#include "../addon_data.h"
#include "../napi_setup.h"
#include "../node_table.h"

namespace torch_node {

// The node in an argument; throws for anything else, and where it is gone.
NodePointer NodeArg(AddonData& data, napi_value value);

void InitNode(napi_env env, napi_value exports);

}  // namespace torch_node
