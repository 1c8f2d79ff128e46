// lib's functions that the autograd engine calls (lib/autograd/_callbacks.ts).
#pragma once

#include <ATen/core/Tensor.h>

#include <array>
#include <cstddef>
#include <initializer_list>
#include <vector>

#include "../napi_setup.h"

namespace torch_node {

struct AddonData;

enum class AutogradCallback {
  kTensorHooks,          // (hooks, grad) -> grad
  kPostAccumulateHooks,  // (hooks, tensor)
  kPreHooks,             // (hooks, grad_outputs) -> grad_outputs
  kPostHooks,            // (hooks, grad_inputs, grad_outputs) -> grad_inputs
  kBackward,             // (ctx, grad_outputs) -> grad_inputs
  kJvp,                  // (ctx, grad_inputs) -> grad_outputs
  kStack,                // () -> where the script is
  kCount,
};

class AutogradCallbacks {
 public:
  // Takes the functions from an object that has them by name.
  void Set(napi_env env, napi_value functions);
  // On the JavaScript thread.
  napi_value Call(AddonData& data, AutogradCallback which,
                  std::initializer_list<napi_value> arguments) const;
  void Clear(napi_env env);

 private:
  std::array<napi_ref, static_cast<size_t>(AutogradCallback::kCount)>
      functions_{};
};

// Tensors of the engine as an array; null for undefined ones.
napi_value TensorArray(AddonData& data, const std::vector<at::Tensor>& tensors);
// The way back; `what` names the tensors in errors.
std::vector<at::Tensor> TensorsFromArray(AddonData& data, napi_value array,
                                         const char* what);

}  // namespace torch_node
