// Custom functions: torch.autograd.Function (lib/autograd/function.ts).
//
// `forward` runs in lib; what it returned comes here to get its place in the
// graph. The node holds the context `ctx`, which is its object too, and which
// lib calls `backward` with. Mirrors torch/csrc/autograd/python_function.cpp.
#include "function.h"

#include <ATen/FuncTorchTLS.h>
#include <c10/core/AutogradState.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/saved_variable.h>
#include <torch/csrc/autograd/variable_info.h>

#include <memory>
#include <type_traits>
#include <unordered_set>
#include <utility>

#include "../addon_data.h"
#include "../convert/arg.h"
#include "../entry.h"
#include "../handle_scope.h"
#include "callbacks.h"
#include "node.h"

namespace torch_node {

namespace {

namespace autograd = torch::autograd;
using autograd::variable_list;
using Impls = std::unordered_set<at::TensorImpl*>;

constexpr const char* kBackwardTwice =
    "Trying to backward through the graph a second time (or directly access "
    "saved tensors after they have already been freed). Saved intermediate "
    "values of the graph are freed when you call .backward() or "
    "autograd.grad(). Specify retain_graph=True if you need to backward "
    "through the graph a second time or if you need to access saved tensors "
    "after calling backward.";

template <class Base>
void ReleaseBase(Base* node) {
  if constexpr (std::is_base_of_v<c10::intrusive_ptr_target, Base>) {
    node->Base::release_resources();
  }
}

class FunctionNode final : public autograd::Node {
 public:
  FunctionNode(std::string name, JsRef context)
      : name_(std::move(name)), context_(std::move(context)) {}

  variable_list apply(variable_list&& grads) override {
    // What gradients nobody computed become, unless the function wants None;
    // those of outputs without gradients too, but not of what is no tensor.
    at::OptionalDeviceGuard device_guard;
    for (size_t i = 0; i < grads.size() && materialize_grads; ++i) {
      if (!grads[i].defined()) grads[i] = output_info[i].zeros(device_guard);
    }
    variable_list results;
    context_.thread().Call([&](AddonData& data) {
      napi_value given = data.autograd_callbacks.Call(
          data, AutogradCallback::kBackward,
          {context_.Get(data.env), TensorArray(data, grads)});
      results = ReadGradients(data, given);
    });
    return results;
  }

  void release_variables() override {
    saved.clear();
    freed = true;
  }

  // With the last strong pointer, not with the last weak one: the table's weak
  // pointer goes with the context, which this holds. (Only the intrusive nodes
  // of newer versions have it; shared ones are destroyed at once.)
  void release_resources() {
    context_ = JsRef();
    saved.clear();
    ReleaseBase<autograd::Node>(this);
  }

  std::string name() const override { return name_; }
  JsRef& context() { return context_; }

  bool materialize_grads = true;
  bool freed = false;
  std::vector<bool> is_tensor;  // of the arguments of forward
  std::vector<autograd::VariableInfo> output_info;
  std::vector<autograd::SavedVariable> saved;

 private:
  variable_list ReadGradients(AddonData& data, napi_value given) const {
    std::vector<Arg> items = Elements(data.env, Classify(data.env, given));
    // Too many are fine as long as they are None.
    while (items.size() > is_tensor.size() && items.back().none()) {
      items.pop_back();
    }
    if (items.size() != is_tensor.size()) {
      ThrowRuntimeError(
          "function " + name_ +
          " returned an incorrect number of gradients (expected " +
          std::to_string(is_tensor.size()) + ", got " +
          std::to_string(items.size()) + ")");
    }
    variable_list results;
    for (size_t i = 0; i < items.size(); ++i) {
      const Arg& item = items[i];
      bool nothing = item.none() || item.missing();
      if (!is_tensor[i]) {
        if (nothing) continue;
        ThrowRuntimeError("function " + name_ +
                          " returned a gradient different than None at "
                          "position " +
                          std::to_string(i + 1) +
                          ", but the corresponding forward input was not a "
                          "Variable");
      }
      if (!nothing && item.kind != Kind::kTensor) {
        ThrowRuntimeError("expected Variable or None (got " +
                          TypeName(data.env, item) + ")");
      }
      results.push_back(nothing ? at::Tensor() : *item.tensor);
    }
    return results;
  }

  std::string name_;
  JsRef context_;
};

// Some versions of LibTorch take the inputs as pointers.
template <class Node>
auto WrapOutputs(const variable_list& inputs, const Impls& non_differentiable,
                 const Impls& dirty,
                 const std::vector<std::optional<at::Tensor>>& outputs,
                 const Node& node, const autograd::_jvp_fn_t& jvp,
                 const Impls& to_save, bool pure_view) {
  auto view_as_self = [](const at::Tensor& x) { return x.view_as(x); };
  auto wrap = [&](const auto& given) {
    return autograd::_wrap_outputs(given, non_differentiable, dirty, outputs,
                                   node, jvp, to_save, view_as_self, pure_view);
  };
  if constexpr (std::is_invocable_v<
                    decltype(autograd::_wrap_outputs)&, const variable_list&,
                    const Impls&, const Impls&,
                    at::ArrayRef<std::optional<at::Tensor>>, const Node&,
                    const autograd::_jvp_fn_t&, const Impls&,
                    const autograd::_view_as_self_fn_t&, bool>) {
    return wrap(inputs);
  } else {
    std::vector<const at::Tensor*> pointers;
    for (const at::Tensor& input : inputs) pointers.push_back(&input);
    return wrap(at::ArrayRef<const at::Tensor*>(pointers));
  }
}

// What a context says of one call; lib makes it an object.
struct Outcome {
  explicit Outcome(AddonData& data, napi_value object)
      : data_(data), object_(object) {}
  napi_value Get(const char* name) const {
    return Property(data_.env, object_, name);
  }
  bool Flag(const char* name) const { return IsTrue(data_.env, Get(name)); }
  // An empty list for None.
  std::vector<Arg> List(const char* name) const {
    Arg list = Classify(data_.env, Get(name));
    if (list.kind != Kind::kList) return {};
    return Elements(data_.env, list);
  }

 private:
  AddonData& data_;
  napi_value object_;
};

std::string TypeNameOf(AddonData& data, const Arg& arg) {
  return TypeName(data.env, arg);
}

Impls MarkDirty(AddonData& data, const Outcome& call) {
  Impls dirty;
  std::vector<Arg> tensors = call.List("dirty_tensors");
  for (size_t i = 0; i < tensors.size(); ++i) {
    if (tensors[i].kind != Kind::kTensor) {
      ThrowTypeError("mark_dirty can only accept variables, but argument " +
                     std::to_string(i) + " is of type " +
                     TypeNameOf(data, tensors[i]));
    }
    dirty.insert(tensors[i].tensor->unsafeGetTensorImpl());
    autograd::impl::bump_version(*tensors[i].tensor);
  }
  return dirty;
}

Impls NonDifferentiable(AddonData& data, const Outcome& call) {
  Impls impls;
  for (const Arg& tensor : call.List("non_differentiable")) {
    if (tensor.kind != Kind::kTensor) {
      ThrowTypeError(
          "mark_non_differentiable only accepts variable arguments, but got " +
          TypeNameOf(data, tensor));
    }
    impls.insert(tensor.tensor->unsafeGetTensorImpl());
  }
  return impls;
}

// Tensors to save, none for None; in `impls` those that matter to
// setup_context.
std::vector<std::optional<at::Tensor>> ToSave(AddonData& data,
                                              const Outcome& call,
                                              bool executable, Impls* impls) {
  bool setup_context = call.Flag("setup_context");
  for (const Arg& tensor : call.List("saved_for_forward")) {
    if (setup_context && tensor.kind == Kind::kTensor) {
      impls->insert(tensor.tensor->unsafeGetTensorImpl());
    }
  }
  std::vector<std::optional<at::Tensor>> tensors;
  std::vector<Arg> given = call.List("to_save");
  for (size_t i = 0; i < given.size(); ++i) {
    if (given[i].none()) {
      tensors.emplace_back();
    } else if (given[i].kind == Kind::kTensor) {
      if (setup_context) impls->insert(given[i].tensor->unsafeGetTensorImpl());
      tensors.emplace_back(*given[i].tensor);
    } else if (executable) {
      ThrowTypeError(
          "save_for_backward can only save variables, but argument " +
          std::to_string(i) + " is of type " + TypeNameOf(data, given[i]));
    }
  }
  return tensors;
}

// Runs the function's `jvp` in forward mode.
autograd::_jvp_fn_t JvpOf(AddonData& data, napi_value context,
                          const std::vector<bool>& is_tensor,
                          bool materialize) {
  auto held = std::make_shared<JsRef>(data, context);
  return [held, is_tensor, materialize](variable_list inputs,
                                        variable_list grads) {
    variable_list all;
    size_t next = 0;
    for (bool tensor : is_tensor) {
      if (!tensor) {
        all.emplace_back();
        continue;
      }
      bool zeros = !grads[next].defined() && materialize &&
                   autograd::isDifferentiableType(inputs[next].scalar_type());
      all.push_back(zeros ? at::zeros_like(inputs[next]) : grads[next]);
      ++next;
    }
    variable_list results;
    held->thread().Call([&](AddonData& there) {
      results =
          TensorsFromArray(there,
                           there.autograd_callbacks.Call(
                               there, AutogradCallback::kJvp,
                               {held->Get(there.env), TensorArray(there, all)}),
                           "Variable or None");
    });
    return results;
  };
}

struct Inputs {
  variable_list tensors;
  std::vector<bool> is_tensor;
};

Inputs ReadInputs(const Outcome& call) {
  Inputs inputs;
  for (const Arg& arg : call.List("args")) {
    inputs.is_tensor.push_back(arg.kind == Kind::kTensor);
    if (arg.kind == Kind::kTensor) inputs.tensors.push_back(*arg.tensor);
  }
  return inputs;
}

// (ctx, call) -> the outputs of `call.outputs` with their history.
napi_value FinishFunction(AddonData& data, const Arguments& args) {
  napi_env env = data.env;
  napi_value context = args[0];
  Outcome call(data, args[1]);
  bool executable = call.Flag("executable");
  bool materialize = call.Flag("materialize_grads");
  Inputs inputs = ReadInputs(call);

  NodePointer node;
  FunctionNode* ours = nullptr;
  if (executable) {
    auto made = MakeNode<FunctionNode>(ToString(env, call.Get("name")),
                                       JsRef(data, context));
    ours = made.get();
    node = std::move(made);
    ours->materialize_grads = materialize;
    ours->is_tensor = inputs.is_tensor;
    ours->set_next_edges(autograd::collect_next_edges(inputs.tensors));
    data.nodes.Bind(env, context, node);
  }

  Impls to_save_impls;
  auto to_save = ToSave(data, call, executable, &to_save_impls);
  Impls non_differentiable = NonDifferentiable(data, call);
  Impls dirty = MarkDirty(data, call);

  std::vector<Arg> returned = call.List("outputs");
  std::vector<std::optional<at::Tensor>> raw;
  for (const Arg& output : returned) {
    raw.emplace_back();
    if (output.kind == Kind::kTensor) raw.back() = *output.tensor;
  }
  auto wrapped =
      WrapOutputs(inputs.tensors, non_differentiable, dirty, raw, node,
                  JvpOf(data, context, inputs.is_tensor, materialize),
                  to_save_impls, call.Flag("pure_view"));

  napi_value outputs = nullptr;
  Impls output_impls;
  Check(napi_create_array_with_length(env, returned.size(), &outputs));
  for (size_t i = 0; i < returned.size(); ++i) {
    napi_value value = returned[i].value;
    bool is_tensor = raw[i].has_value() && wrapped[i].has_value();
    if (is_tensor) {
      value = Wrap(env, *wrapped[i]);
      output_impls.insert(wrapped[i]->unsafeGetTensorImpl());
    }
    if (executable) {
      ours->output_info.push_back(is_tensor
                                      ? autograd::VariableInfo(*wrapped[i])
                                      : autograd::VariableInfo());
    }
    Check(napi_set_element(env, outputs, static_cast<uint32_t>(i), value));
  }
  // After the wrapping: an output must have its history before it is saved.
  if (executable) {
    for (const auto& tensor : to_save) {
      if (tensor.has_value()) {
        bool is_output = output_impls.count(tensor->unsafeGetTensorImpl()) > 0;
        ours->saved.emplace_back(*tensor, is_output);
      } else {
        ours->saved.emplace_back();
      }
    }
  }
  return outputs;
}

// ctx -> what was saved for backward.
napi_value SavedTensors(AddonData& data, const Arguments& args) {
  NodePointer node = data.nodes.Get(data.env, args[0]);
  auto* ours = dynamic_cast<FunctionNode*>(node.get());
  if (ours == nullptr || ours->freed) ThrowRuntimeError(kBackwardTwice);
  variable_list tensors;
  for (const auto& saved : ours->saved) tensors.push_back(saved.unpack(node));
  return TensorArray(data, tensors);
}

// Lets go of what ctx saved, unless the running backward keeps the graph.
napi_value ClearSavedTensors(AddonData& data, const Arguments& args) {
  NodePointer node = data.nodes.Get(data.env, args[0]);
  bool keep = true;
  data.thread->OnAskingThread(
      [&] { keep = autograd::get_current_graph_task_keep_graph(); });
  if (node && !keep) node->release_variables();
  return Undefined(data.env);
}

// The same at once; the graph stays.
napi_value DropSavedTensors(AddonData& data, const Arguments& args) {
  NodePointer node = data.nodes.Get(data.env, args[0]);
  auto* ours = dynamic_cast<FunctionNode*>(node.get());
  if (ours != nullptr) ours->saved.clear();
  return Undefined(data.env);
}

// Custom functions run without recording, in either mode. Returns what was.
// While transforms run, only those of their own layers may.
napi_value EnterFunction(AddonData& data, const Arguments&) {
  const auto& transforms = at::functorch::functorchTLSAccessor();
  if (transforms != nullptr) {
    transforms->checkSupportsSingleLevelAutogradFunction();
  }
  auto& state = c10::AutogradState::get_tls_state();
  int64_t before =
      (state.get_grad_mode() ? 1 : 0) | (state.get_fw_grad_mode() ? 2 : 0);
  state.set_grad_mode(false);
  state.set_fw_grad_mode(false);
  return Integer(data.env, before);
}

napi_value LeaveFunction(AddonData& data, const Arguments& args) {
  int64_t before = IntArg(data, args[0]);
  auto& state = c10::AutogradState::get_tls_state();
  state.set_grad_mode((before & 1) != 0);
  state.set_fw_grad_mode((before & 2) != 0);
  return Undefined(data.env);
}

constexpr NativeFunction kFunctions[] = {
    {"finishFunction", FinishFunction},
    {"savedTensors", SavedTensors},
    {"clearSavedTensors", ClearSavedTensors},
    {"dropSavedTensors", DropSavedTensors},
    {"enterFunction", EnterFunction},
    {"leaveFunction", LeaveFunction},
};

}  // namespace

JsRef* ContextOf(autograd::Node& node) {
  auto* ours = dynamic_cast<FunctionNode*>(&node);
  return ours != nullptr ? &ours->context() : nullptr;
}

void InitFunction(napi_env env, napi_value exports) {
  Define(env, exports, kFunctions);
}

}  // namespace torch_node
