// Hooks of tensors that the graph saves for backward: `pack` turns a saved
// tensor into any value, `unpack` turns it back (lib/autograd/graph.ts).
#pragma once

#include <torch/csrc/autograd/saved_variable_hooks.h>

#include <memory>

#include "../js_thread.h"

namespace torch_node {

struct SavedTensorHooks {
  JsRef pack;
  JsRef unpack;
};

// For a tensor that is being saved; null where no hooks are in force.
std::unique_ptr<torch::autograd::SavedVariableHooks> CurrentSavedTensorHooks();

void InitSavedTensors(napi_env env, napi_value exports);

}  // namespace torch_node
