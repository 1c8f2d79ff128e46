// LibTorch's autograd engine, run for JavaScript.
#pragma once

#include "../napi_setup.h"

namespace torch_node {

// Makes the process's engine ours, which knows of saved-tensor hooks and of
// what nodes remember. Once; before the first backward.
void InstallEngine();

void InitEngine(napi_env env, napi_value exports);

}  // namespace torch_node
