#include "forward_ad.h"

#include <c10/core/AutogradState.h>
#include <torch/csrc/autograd/autograd.h>

#include "convert/arg.h"
#include "entry.h"
#include "jvp_decompositions.h"

namespace torch_node {

namespace {

// Levels are the process's, not the thread's: LibTorch keeps one list.
napi_value EnterDualLevel(AddonData& data, const Arguments&) {
  return Integer(
      data.env,
      static_cast<int64_t>(torch::autograd::forward_ad::enter_dual_level()));
}

napi_value ExitDualLevel(AddonData& data, const Arguments& args) {
  int64_t level = IntArg(data, args[0]);
  if (level < 0) ThrowRuntimeError("Dual level must be a positive number.");
  torch::autograd::forward_ad::exit_dual_level(static_cast<uint64_t>(level));
  return Undefined(data.env);
}

napi_value IsFwdGradEnabled(AddonData& data, const Arguments&) {
  return Boolean(data.env,
                 c10::AutogradState::get_tls_state().get_fw_grad_mode());
}

napi_value SetFwdGradEnabled(AddonData& data, const Arguments& args) {
  Arg enabled = Classify(data.env, args[0]);
  if (enabled.kind != Kind::kBool) {
    ThrowTypeError("enabled must be a bool (got " +
                   TypeName(data.env, enabled) + ")");
  }
  c10::AutogradState::get_tls_state().set_fw_grad_mode(enabled.integer != 0);
  return Undefined(data.env);
}

napi_value LoadJvpDecompositions(AddonData& data, const Arguments&) {
  RegisterJvpDecompositions();
  return Undefined(data.env);
}

constexpr NativeFunction kFunctions[] = {
    {"enterDualLevel", EnterDualLevel},
    {"exitDualLevel", ExitDualLevel},
    {"isFwdGradEnabled", IsFwdGradEnabled},
    {"setFwdGradEnabled", SetFwdGradEnabled},
    {"loadJvpDecompositions", LoadJvpDecompositions},
};

}  // namespace

void InitForwardAd(napi_env env, napi_value exports) {
  Define(env, exports, kFunctions);
}

}  // namespace torch_node
