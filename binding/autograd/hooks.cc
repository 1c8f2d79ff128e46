// Hooks of tensors and nodes. All hooks of one place are one JavaScript Map, by
// the id of their handle, as Python keeps them in one dict: LibTorch gets a
// single hook that holds the Map, and lib runs what is in it
// (lib/autograd/_callbacks.ts). Removing a hook takes it out of the Map.
#include "hooks.h"

#include <torch/csrc/autograd/cpp_hook.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/csrc/autograd/function_hook.h>
#include <torch/csrc/autograd/variable.h>

#include <memory>
#include <string_view>
#include <typeinfo>
#include <utility>

#include "../addon_data.h"
#include "../attributes.h"
#include "../convert/arg.h"
#include "../entry.h"
#include "../js_thread.h"
#include "callbacks.h"
#include "node.h"

namespace torch_node {

namespace {

namespace autograd = torch::autograd;
using autograd::variable_list;

// What a hook is registered with, whichever place it is for.
class Hooks {
 public:
  explicit Hooks(JsRef map) : map_(std::move(map)) {}
  JsThread& thread() const { return map_.thread(); }
  napi_value Map(napi_env env) const { return map_.Get(env); }
  JsRef& ref() { return map_; }

 private:
  JsRef map_;
};

// A std::function must be copyable.
struct TensorHooks {
  std::shared_ptr<Hooks> hooks;
  at::TensorBase operator()(const at::TensorBase& grad) const {
    at::Tensor result;
    hooks->thread().Call([&](AddonData& data) {
      napi_env env = data.env;
      napi_value changed = data.autograd_callbacks.Call(
          data, AutogradCallback::kTensorHooks,
          {hooks->Map(env), Wrap(env, at::Tensor(grad))});
      const at::Tensor* tensor = TryUnwrap(env, changed);
      if (tensor != nullptr) result = *tensor;
    });
    return result;
  }
};

class PostAccumulateHooks final : public autograd::PostAccumulateGradHook,
                                  public Hooks {
 public:
  using Hooks::Hooks;
  void operator()(const at::Tensor& tensor) override {
    thread().Call([&](AddonData& data) {
      napi_env env = data.env;
      data.autograd_callbacks.Call(data, AutogradCallback::kPostAccumulateHooks,
                                   {Map(env), Wrap(env, tensor)});
    });
  }
};

class PreHooks final : public autograd::FunctionPreHook, public Hooks {
 public:
  using Hooks::Hooks;
  variable_list operator()(const variable_list& grads) override {
    variable_list result;
    thread().Call([&](AddonData& data) {
      result = TensorsFromArray(data,
                                data.autograd_callbacks.Call(
                                    data, AutogradCallback::kPreHooks,
                                    {Map(data.env), TensorArray(data, grads)}),
                                "Variable or None");
    });
    return result;
  }
};

class PostHooks final : public autograd::FunctionPostHook, public Hooks {
 public:
  using Hooks::Hooks;
  variable_list operator()(const variable_list& grad_inputs,
                           const variable_list& grad_outputs) override {
    variable_list result;
    thread().Call([&](AddonData& data) {
      result =
          TensorsFromArray(data,
                           data.autograd_callbacks.Call(
                               data, AutogradCallback::kPostHooks,
                               {Map(data.env), TensorArray(data, grad_inputs),
                                TensorArray(data, grad_outputs)}),
                           "Variable or None");
    });
    return result;
  }
};

// The Map among these hooks that belongs to this environment, or null.
template <class Ours, class List>
napi_value FindMap(AddonData& data, const List& hooks) {
  for (const auto& hook : hooks) {
    auto* ours = dynamic_cast<Ours*>(hook.get());
    if (ours != nullptr && &ours->thread() == data.thread.get()) {
      return ours->Map(data.env);
    }
  }
  return nullptr;
}

// Ours among the hooks of a tensor.
void VisitList(const autograd::hooks_list& hooks, const VisitRef& visit) {
  for (const auto& hook : hooks) {
    const auto* ours = hook.target<TensorHooks>();
    if (ours != nullptr) visit(ours->hooks->ref());
  }
}

template <class Ours, class List>
void VisitAll(const List& hooks, const VisitRef& visit) {
  for (const auto& hook : hooks) {
    auto* ours = dynamic_cast<Ours*>(hook.get());
    if (ours != nullptr) visit(ours->ref());
  }
}

// Each of the following takes a new Map and returns the one that holds: that,
// or the one that was there before.

napi_value TensorHooksOf(AddonData& data, const Arguments& args) {
  const at::Tensor& tensor = HandleArg(data, args[0]);
  autograd::AutogradMeta* meta = autograd::impl::get_autograd_meta(tensor);
  if (meta != nullptr && meta->cpp_hooks_list_ != nullptr) {
    for (const auto& hook : *meta->cpp_hooks_list_) {
      const auto* ours = hook.target<TensorHooks>();
      if (ours != nullptr && &ours->hooks->thread() == data.thread.get()) {
        return ours->hooks->Map(data.env);
      }
    }
  }
  // As TensorBase's, which keeps the object itself: Tensor's wraps it in a
  // lambda, where the search above would not find it.
  static_cast<const at::TensorBase&>(tensor).register_hook(
      TensorHooks{std::make_shared<Hooks>(JsRef(data, args[1]))});
  return args[1];
}

napi_value PostAccumulateHooksOf(AddonData& data, const Arguments& args) {
  const at::Tensor& tensor = HandleArg(data, args[0]);
  const auto& hook = autograd::impl::post_acc_grad_hooks(tensor);
  auto* ours = dynamic_cast<PostAccumulateHooks*>(hook.get());
  if (ours != nullptr && &ours->thread() == data.thread.get()) {
    return ours->Map(data.env);
  }
  autograd::impl::set_post_acc_grad_hooks(
      tensor, std::make_unique<PostAccumulateHooks>(JsRef(data, args[1])));
  return args[1];
}

napi_value PreHooksOf(AddonData& data, const Arguments& args) {
  NodePointer node = NodeArg(data, args[0]);
  napi_value map = FindMap<PreHooks>(data, node->pre_hooks());
  if (map != nullptr) return map;
  node->add_pre_hook(std::make_unique<PreHooks>(JsRef(data, args[1])));
  return args[1];
}

napi_value PostHooksOf(AddonData& data, const Arguments& args) {
  NodePointer node = NodeArg(data, args[0]);
  napi_value map = FindMap<PostHooks>(data, node->post_hooks());
  if (map != nullptr) return map;
  node->add_post_hook(std::make_unique<PostHooks>(JsRef(data, args[1])));
  return args[1];
}

// (original, result, name of the hook): Python's checks of what a hook gave.
napi_value CheckHookResult(AddonData& data, const Arguments& args) {
  autograd::check_variable_result(TensorArg(data, args[0]),
                                  TensorArg(data, args[1]),
                                  ToString(data.env, args[2]));
  return Undefined(data.env);
}

constexpr NativeFunction kFunctions[] = {
    {"tensorHooksOf", TensorHooksOf},
    {"postAccumulateHooksOf", PostAccumulateHooksOf},
    {"preHooksOf", PreHooksOf},
    {"postHooksOf", PostHooksOf},
    {"checkHookResult", CheckHookResult},
};

}  // namespace

void ForEachHook(autograd::Node& node, const VisitRef& visit) {
  VisitAll<PreHooks>(node.pre_hooks(), visit);
  VisitAll<PostHooks>(node.post_hooks(), visit);
  for (const auto& hook : node.tensor_pre_hooks()) {
    // By its name: LibTorch does not export the class's type.
    const autograd::FunctionPreHook& one = *hook;
    if (std::string_view(typeid(one).name()) ==
        "N5torch8autograd24CppFunctionTensorPreHookE") {
      VisitList(*static_cast<autograd::CppFunctionTensorPreHook&>(*hook).hooks_,
                visit);
    }
  }
}

void ForEachHook(const at::Tensor& leaf, const VisitRef& visit) {
  autograd::AutogradMeta* meta = autograd::impl::get_autograd_meta(leaf);
  if (meta == nullptr) return;
  if (meta->cpp_hooks_list_ != nullptr)
    VisitList(*meta->cpp_hooks_list_, visit);
  auto* ours =
      dynamic_cast<PostAccumulateHooks*>(meta->post_acc_grad_hooks_.get());
  if (ours != nullptr) visit(ours->ref());
}

void InitHooks(napi_env env, napi_value exports) {
  Define(env, exports, kFunctions);
}

}  // namespace torch_node
