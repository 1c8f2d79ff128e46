#include "anomaly.h"

#include <c10/util/Exception.h>
#include <torch/csrc/autograd/function.h>

#include "../addon_data.h"
#include "../convert/arg.h"
#include "../entry.h"
#include "callbacks.h"

namespace torch_node {

namespace {

constexpr const char* kNoStack =
    ". No forward pass information available. Enable detect anomaly during "
    "forward pass for more information.";

}  // namespace

void NodeMetadata::store_stack() {
  JsThread* thread = JsThread::Current();
  if (thread == nullptr) return;
  thread->Call([this](AddonData& data) {
    stack_ = ToString(data.env, data.autograd_callbacks.Call(
                                    data, AutogradCallback::kStack, {}));
    has_stack_ = true;
  });
}

void NodeMetadata::assign_parent(const NodePointer& parent) {
  parent_ = parent;
}

// The texts are those of Python's PyAnomalyMetadata.
void NodeMetadata::print_stack(const std::string& node_name) {
  TORCH_WARN("Error detected in ", node_name,
             has_stack_ ? ". Traceback of forward call that caused the "
                          "error:\n" +
                              stack_
                        : std::string(kNoStack));
  // The nodes whose backward made this one.
  NodePointer node = parent_;
  while (node) {
    auto* metadata = dynamic_cast<NodeMetadata*>(node->metadata());
    if (metadata == nullptr) return;
    TORCH_WARN("\n\nPrevious calculation was induced by ", node->name(),
               metadata->has_stack_
                   ? ". Traceback of forward call that induced the previous "
                     "calculation:\n" +
                         metadata->stack_
                   : std::string(kNoStack));
    node = metadata->parent_;
  }
}

napi_value NodeMetadata::Dict(AddonData& data) {
  if (!dict_) {
    napi_value object = nullptr;
    Check(napi_create_object(data.env, &object));
    dict_ = JsRef(data, object);
  }
  return dict_.Get(data.env);
}

namespace {

using torch::autograd::AnomalyMode;

napi_value IsAnomalyEnabled(AddonData& data, const Arguments&) {
  return Boolean(data.env, AnomalyMode::is_enabled());
}

napi_value IsAnomalyCheckNanEnabled(AddonData& data, const Arguments&) {
  return Boolean(data.env, AnomalyMode::should_check_nan());
}

napi_value SetAnomalyEnabled(AddonData& data, const Arguments& args) {
  AnomalyMode::set_enabled(IsTrue(data.env, args[0]),
                           IsTrue(data.env, args[1]));
  return Undefined(data.env);
}

constexpr NativeFunction kFunctions[] = {
    {"isAnomalyEnabled", IsAnomalyEnabled},
    {"isAnomalyCheckNanEnabled", IsAnomalyCheckNanEnabled},
    {"setAnomalyEnabled", SetAnomalyEnabled},
};

}  // namespace

void InitAnomaly(napi_env env, napi_value exports) {
  Define(env, exports, kFunctions);
}

}  // namespace torch_node
