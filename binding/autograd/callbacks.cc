#include "callbacks.h"

#include "../addon_data.h"
#include "../convert/arg.h"
#include "../entry.h"

namespace torch_node {

namespace {

// In the order of AutogradCallback.
constexpr const char* kNames[] = {"tensorHooks", "postAccumulateHooks",
                                  "preHooks",    "postHooks",
                                  "backward",    "jvp",
                                  "stack"};
static_assert(std::size(kNames) ==
              static_cast<size_t>(AutogradCallback::kCount));

}  // namespace

void AutogradCallbacks::Set(napi_env env, napi_value functions) {
  std::array<napi_value, std::size(kNames)> values{};
  for (size_t i = 0; i < values.size(); ++i) {
    napi_valuetype type;
    values[i] = Property(env, functions, kNames[i]);
    Check(napi_typeof(env, values[i], &type));
    if (type != napi_function) {
      ThrowTypeError(std::string(kNames[i]) + " must be a function");
    }
  }
  Clear(env);
  for (size_t i = 0; i < values.size(); ++i) {
    Check(napi_create_reference(env, values[i], 1, &functions_[i]));
  }
}

napi_value AutogradCallbacks::Call(
    AddonData& data, AutogradCallback which,
    std::initializer_list<napi_value> arguments) const {
  napi_env env = data.env;
  napi_value function = nullptr;
  napi_value result = nullptr;
  Check(napi_get_reference_value(env, functions_[static_cast<size_t>(which)],
                                 &function));
  Check(napi_call_function(env, Undefined(env), function, arguments.size(),
                           arguments.begin(), &result));
  return result;
}

void AutogradCallbacks::Clear(napi_env env) {
  for (napi_ref& function : functions_) {
    if (function != nullptr) napi_delete_reference(env, function);
    function = nullptr;
  }
}

napi_value TensorArray(AddonData& data,
                       const std::vector<at::Tensor>& tensors) {
  napi_env env = data.env;
  napi_value array = nullptr;
  Check(napi_create_array_with_length(env, tensors.size(), &array));
  for (size_t i = 0; i < tensors.size(); ++i) {
    Check(napi_set_element(env, array, static_cast<uint32_t>(i),
                           Wrap(env, tensors[i])));
  }
  return array;
}

std::vector<at::Tensor> TensorsFromArray(AddonData& data, napi_value array,
                                         const char* what) {
  std::vector<at::Tensor> tensors;
  for (const Arg& item : Elements(data.env, Classify(data.env, array))) {
    if (item.kind == Kind::kTensor) {
      tensors.push_back(*item.tensor);
    } else if (item.none() || item.missing()) {
      tensors.emplace_back();
    } else {
      ThrowTypeError("expected " + std::string(what) + " (got " +
                     TypeName(data.env, item) + ")");
    }
  }
  return tensors;
}

}  // namespace torch_node
