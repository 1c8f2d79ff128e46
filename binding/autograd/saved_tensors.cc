#include "saved_tensors.h"

#include <ATen/SavedTensorHooks.h>

#include <utility>

#include "../addon_data.h"
#include "../convert/arg.h"
#include "../entry.h"

namespace torch_node {

namespace {

class Packed final : public torch::autograd::SavedVariableHooks {
 public:
  explicit Packed(std::shared_ptr<SavedTensorHooks> hooks)
      : hooks_(std::move(hooks)) {}

  void call_pack_hook(const at::Tensor& tensor) override {
    hooks_->pack.thread().Call([&](AddonData& data) {
      napi_env env = data.env;
      napi_value argument = Wrap(env, tensor);
      napi_value value = nullptr;
      napi_value list = nullptr;
      Check(napi_call_function(env, Undefined(env), hooks_->pack.Get(env), 1,
                               &argument, &value));
      // In a list: there are no references to numbers and null.
      Check(napi_create_array_with_length(env, 1, &list));
      Check(napi_set_element(env, list, 0, value));
      list_ = JsRef(data, list);
    });
  }

  at::Tensor call_unpack_hook() override {
    at::Tensor tensor;
    hooks_->unpack.thread().Call([&](AddonData& data) {
      napi_env env = data.env;
      napi_value value = nullptr;
      napi_value result = nullptr;
      Check(napi_get_element(env, list_.Get(env), 0, &value));
      Check(napi_call_function(env, Undefined(env), hooks_->unpack.Get(env), 1,
                               &value, &result));
      Arg unpacked = Classify(env, result);
      if (unpacked.kind != Kind::kTensor) {
        ThrowTypeError(
            "Output of saved tensor unpack_hook expected to be a Tensor but "
            "got result of type " +
            TypeName(env, unpacked));
      }
      tensor = *unpacked.tensor;
    });
    return tensor;
  }

 private:
  std::shared_ptr<SavedTensorHooks> hooks_;
  JsRef list_;
};

using Defaults = at::SavedTensorDefaultHooks;

napi_value PushSavedTensorHooks(AddonData& data, const Arguments& args) {
  // LibTorch's stack holds objects of Python; ours stands beside it.
  const auto& disabled = Defaults::get_disabled_error_message();
  if (disabled.has_value()) ThrowRuntimeError(*disabled);
  auto hooks = std::make_shared<SavedTensorHooks>();
  hooks->pack = JsRef(data, args[0]);
  hooks->unpack = JsRef(data, args[1]);
  data.thread->saved_tensor_hooks().push_back(std::move(hooks));
  return Undefined(data.env);
}

napi_value PopSavedTensorHooks(AddonData& data, const Arguments&) {
  auto& hooks = data.thread->saved_tensor_hooks();
  if (!hooks.empty()) hooks.pop_back();
  return Undefined(data.env);
}

// The message with which they are disabled; null where they are not.
napi_value SavedTensorHooksDisabled(AddonData& data, const Arguments&) {
  const auto& message = Defaults::get_disabled_error_message();
  return message.has_value() ? Text(data.env, *message) : Null(data.env);
}

napi_value DisableSavedTensorHooks(AddonData& data, const Arguments& args) {
  Arg message = Classify(data.env, args[0]);
  if (message.none()) {
    Defaults::enable();
    return Undefined(data.env);
  }
  std::string text = ToString(data.env, args[0]);
  if (!data.thread->saved_tensor_hooks().empty()) ThrowRuntimeError(text);
  Defaults::disable(text);
  return Undefined(data.env);
}

constexpr NativeFunction kFunctions[] = {
    {"pushSavedTensorHooks", PushSavedTensorHooks},
    {"popSavedTensorHooks", PopSavedTensorHooks},
    {"savedTensorHooksDisabled", SavedTensorHooksDisabled},
    {"disableSavedTensorHooks", DisableSavedTensorHooks},
};

}  // namespace

std::unique_ptr<torch::autograd::SavedVariableHooks> CurrentSavedTensorHooks() {
  JsThread* thread = JsThread::Current();
  if (thread == nullptr || thread->saved_tensor_hooks().empty()) return nullptr;
  return std::make_unique<Packed>(thread->saved_tensor_hooks().back());
}

void InitSavedTensors(napi_env env, napi_value exports) {
  Define(env, exports, kFunctions);
}

}  // namespace torch_node
