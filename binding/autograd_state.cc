#include "autograd_state.h"

#include <ATen/LegacyVmapMode.h>
#include <c10/core/AutogradState.h>
#include <torch/csrc/autograd/functions/basic_ops.h>
#include <torch/csrc/autograd/variable.h>

#include <optional>
#include <string>

#include "attributes.h"
#include "convert/arg.h"
#include "entry.h"
#include "tensor_wrap.h"

namespace torch_node {

namespace {

using c10::AutogradState;

// `name` is the setter's, as Python's parser spells it.
bool EnabledArg(AddonData& data, napi_value value, const char* name) {
  Arg enabled = Classify(data.env, value);
  if (enabled.kind != Kind::kBool) {
    ThrowTypeError(std::string(name) +
                   "(): argument 'enabled' (position 1) must be bool, not " +
                   TypeName(data.env, enabled));
  }
  return enabled.integer != 0;
}

napi_value IsMultithreadingEnabled(AddonData& data, const Arguments&) {
  return Boolean(data.env,
                 AutogradState::get_tls_state().get_multithreading_enabled());
}

napi_value SetMultithreadingEnabled(AddonData& data, const Arguments& args) {
  AutogradState::get_tls_state().set_multithreading_enabled(
      EnabledArg(data, args[0], "set_multithreading_enabled"));
  return Undefined(data.env);
}

napi_value IsViewReplayEnabled(AddonData& data, const Arguments&) {
  return Boolean(data.env,
                 AutogradState::get_tls_state().get_view_replay_enabled());
}

napi_value SetViewReplayEnabled(AddonData& data, const Arguments& args) {
  AutogradState::get_tls_state().set_view_replay_enabled(
      EnabledArg(data, args[0], "set_view_replay_enabled"));
  return Undefined(data.env);
}

// LibTorch 2.13 has the switch; an older one always enforces the layout.
template <class State>
bool LayoutEnforced(const State& state) {
  if constexpr (requires { state.get_grad_layout_enforcement_enabled(); }) {
    return state.get_grad_layout_enforcement_enabled();
  } else {
    return true;
  }
}

template <class State>
void EnforceLayout(State& state, bool enabled) {
  if constexpr (requires { state.set_grad_layout_enforcement_enabled(true); }) {
    state.set_grad_layout_enforcement_enabled(enabled);
  } else if (!enabled) {
    ThrowRuntimeError(
        "enforce_grad_layout_policy(False) needs LibTorch 2.13 or newer");
  }
}

napi_value IsGradLayoutEnforcementEnabled(AddonData& data, const Arguments&) {
  return Boolean(data.env, LayoutEnforced(AutogradState::get_tls_state()));
}

napi_value SetGradLayoutEnforcementEnabled(AddonData& data,
                                           const Arguments& args) {
  EnforceLayout(
      AutogradState::get_tls_state(),
      EnabledArg(data, args[0], "set_grad_layout_enforcement_enabled"));
  return Undefined(data.env);
}

// The vmap of torch/_vmap_internals.py; returns the new level.
napi_value VmapModeIncrementNesting(AddonData& data, const Arguments&) {
  return Integer(data.env, at::impl::VmapMode::increment_nesting());
}

napi_value VmapModeDecrementNesting(AddonData& data, const Arguments&) {
  if (at::impl::VmapMode::current_vmap_level() == 0) {
    ThrowRuntimeError("no vmap is active");
  }
  return Integer(data.env, at::impl::VmapMode::decrement_nesting());
}

napi_value IncrementVersion(AddonData& data, const Arguments& args) {
  const at::Tensor& tensor = HandleArg(data, args[0]);
  // Those made in inference mode have no counter.
  if (!tensor.is_inference()) torch::autograd::impl::bump_version(tensor);
  return Undefined(data.env);
}

// The dtype's code; null for any.
napi_value GradDtype(AddonData& data, const Arguments& args) {
  const at::Tensor& tensor = HandleArg(data, args[0]);
  if (!tensor.is_leaf()) {
    ThrowRuntimeError("grad_dtype can only be accessed on leaf tensors.");
  }
  auto dtype = tensor.grad_dtype();
  return dtype.has_value()
             ? Integer(data.env, static_cast<int64_t>(dtype.value()))
             : Null(data.env);
}

// The checks are those of Python's THPVariable_set_grad_dtype.
napi_value SetGradDtype(AddonData& data, const Arguments& args) {
  const at::Tensor& tensor = HandleArg(data, args[0]);
  Arg dtype = Classify(data.env, args[1]);
  if (dtype.kind != Kind::kDtype && !dtype.none()) {
    ThrowRuntimeError("grad_dtype must be a torch.dtype or None, but got " +
                      TypeName(data.env, dtype));
  }
  if (!tensor.is_leaf()) {
    ThrowRuntimeError("grad_dtype can only be set on leaf tensors.");
  }
  std::optional<at::ScalarType> wanted;
  if (!dtype.none()) wanted = static_cast<at::ScalarType>(dtype.integer);
  const at::Tensor& grad = tensor.grad();
  if (wanted.has_value() && grad.defined() &&
      grad.scalar_type() != wanted.value()) {
    ThrowRuntimeError(
        "Cannot set grad_dtype to '" + c10::str(wanted.value()) +
        "' because there is already a gradient with dtype '" +
        c10::str(grad.dtype()) +
        "'. Please clear the gradient (.grad = None) before changing "
        "grad_dtype, or ensure the new grad_dtype matches the existing "
        "gradient's dtype.");
  }
  tensor.set_grad_dtype(wanted);
  return Undefined(data.env);
}

// The tensor itself in forward; in backward, no gradient.
napi_value UndefinedGrad(AddonData& data, const Arguments& args) {
  torch::autograd::UndefinedGrad node;
  return Wrap(data.env, node.apply({HandleArg(data, args[0])})[0]);
}

constexpr NativeFunction kFunctions[] = {
    {"isMultithreadingEnabled", IsMultithreadingEnabled},
    {"setMultithreadingEnabled", SetMultithreadingEnabled},
    {"isViewReplayEnabled", IsViewReplayEnabled},
    {"setViewReplayEnabled", SetViewReplayEnabled},
    {"isGradLayoutEnforcementEnabled", IsGradLayoutEnforcementEnabled},
    {"setGradLayoutEnforcementEnabled", SetGradLayoutEnforcementEnabled},
    {"vmapModeIncrementNesting", VmapModeIncrementNesting},
    {"vmapModeDecrementNesting", VmapModeDecrementNesting},
    {"incrementVersion", IncrementVersion},
    {"gradDtype", GradDtype},
    {"setGradDtype", SetGradDtype},
    {"undefinedGrad", UndefinedGrad},
};

}  // namespace

void InitAutogradState(napi_env env, napi_value exports) {
  Define(env, exports, kFunctions);
}

}  // namespace torch_node
