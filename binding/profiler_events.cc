#include "profiler_events.h"

#include <kineto/ActivityType.h>
#include <torch/csrc/autograd/profiler_kineto.h>

#include <string_view>

#include "entry.h"
#include "handle_scope.h"
#include "result.h"

namespace torch_node {

namespace {

using torch::autograd::profiler::KinetoEvent;
using torch::autograd::profiler::ProfilerResult;
using Shape = torch::profiler::impl::shape;

// One event on its way out.
class Fields {
 public:
  explicit Fields(AddonData& data) : data_(data), env_(data.env) {
    Check(napi_create_object(env_, &object_));
  }
  napi_value object() const { return object_; }

  void Set(const char* name, napi_value value) {
    Check(napi_set_named_property(env_, object_, name, value));
  }
  void Set(const char* name, const std::string& text) {
    Set(name, Text(env_, text));
  }
  void Set(const char* name, const char* text) { Set(name, Text(env_, text)); }
  void Set(const char* name, bool truth) { Set(name, Boolean(env_, truth)); }
  template <std::integral T>
  void Set(const char* name, T integer) {
    Set(name, Integer(env_, static_cast<int64_t>(integer)));
  }
  template <class T>
  void Set(const char* name, c10::ArrayRef<T> items) {
    Set(name, List(items));
  }
  template <class T>
  void Set(const char* name, const std::unordered_map<std::string, T>& items) {
    Fields inner(data_);
    for (const auto& [key, item] : items) inner.Set(key.c_str(), One(item));
    Set(name, inner.object());
  }

 private:
  template <class T>
  napi_value List(c10::ArrayRef<T> items) {
    napi_value list = nullptr;
    Check(napi_create_array_with_length(env_, items.size(), &list));
    for (size_t i = 0; i < items.size(); ++i) {
      Check(napi_set_element(env_, list, static_cast<uint32_t>(i),
                             One(items[i])));
    }
    return list;
  }
  napi_value One(const std::string& text) { return Text(env_, text); }
  napi_value One(const std::vector<int64_t>& sizes) {
    return IntArray(env_, sizes);
  }
  napi_value One(const c10::IValue& value) {
    return ToJs(data_, value, value.type());
  }
  napi_value One(const Shape& shape) {
    if (const auto* sizes = std::get_if<std::vector<int64_t>>(&shape)) {
      return One(*sizes);
    }
    return List(c10::ArrayRef<std::vector<int64_t>>(
        std::get<std::vector<std::vector<int64_t>>>(shape)));
  }

  AddonData& data_;
  napi_env env_;
  napi_value object_ = nullptr;
};

bool IsUserAnnotation(uint8_t type) {
  using libkineto::ActivityType;
  return type == static_cast<uint8_t>(ActivityType::USER_ANNOTATION) ||
         type == static_cast<uint8_t>(ActivityType::GPU_USER_ANNOTATION);
}

// Fields that some of the supported versions of LibTorch do not have yet.
template <class Event>
void SetNewerFields(Fields& fields, const Event& event) {
  if constexpr (requires { event.structuredInputShapes(); }) {
    fields.Set("structured_input_shapes", event.structuredInputShapes());
    fields.Set("structured_input_strides", event.structuredInputStrides());
  }
  if constexpr (requires { event.flowStart(); }) {
    fields.Set("flow_id", event.flowId());
    fields.Set("flow_type", event.flowType());
    fields.Set("flow_start", event.flowStart());
  }
  if constexpr (requires { event.externalId(); }) {
    fields.Set("external_id", event.externalId());
  }
  if constexpr (requires { event.extraMeta(); }) {
    fields.Set("extra_meta", event.extraMeta());
  }
  if constexpr (requires { event.metadataJson(); }) {
    fields.Set("metadata_json", event.metadataJson());
  }
  if constexpr (requires { event.pythonModuleId(); }) {
    fields.Set("python_id", event.pythonId());
    fields.Set("python_parent_id", event.pythonParentId());
    fields.Set("python_module_id", event.pythonModuleId());
  }
  if constexpr (requires { event.isHiddenEvent(); }) {
    fields.Set("is_hidden_event", event.isHiddenEvent());
  }
}

napi_value EventToJs(AddonData& data, const KinetoEvent& event,
                     uint64_t start) {
  Fields fields(data);
  fields.Set("name", event.name());
  fields.Set("overload_name", event.overload_name());
  // A result without a trace has no start; unsigned arithmetic wraps.
  fields.Set("start_ns", static_cast<int64_t>(event.startNs() - start));
  fields.Set("end_ns", static_cast<int64_t>(event.endNs() - start));
  fields.Set("start_thread_id", event.startThreadId());
  fields.Set("end_thread_id", event.endThreadId());
  fields.Set("fwd_thread_id", event.fwdThreadId());
  fields.Set("shapes", event.shapes());
  fields.Set("dtypes", event.dtypes());
  fields.Set("concrete_inputs", event.concreteInputs());
  fields.Set("kwinputs", event.kwinputs());
  fields.Set("stack", event.stack());
  fields.Set("scope", event.scope());
  fields.Set("is_async", event.isAsync());
  fields.Set("sequence_nr", event.sequenceNr());
  fields.Set("device_type", static_cast<int>(event.deviceType()));
  fields.Set("device_index", event.deviceIndex());
  fields.Set("device_resource_id", event.deviceResourceId());
  fields.Set("nbytes", event.nBytes());
  fields.Set("flops", event.flops());
  fields.Set("correlation_id", event.correlationId());
  fields.Set("linked_correlation_id", event.linkedCorrelationId());
  fields.Set("is_user_annotation", IsUserAnnotation(event.activityType()));
  fields.Set("is_python_function", event.isPythonFunction());
  fields.Set("activity_type",
             libkineto::toString(
                 static_cast<libkineto::ActivityType>(event.activityType())));
  SetNewerFields(fields, event);
  return fields.object();
}

}  // namespace

napi_value EventsToJs(AddonData& data, const ProfilerResult& result) {
  napi_env env = data.env;
  napi_value list = nullptr;
  const std::vector<KinetoEvent>& events = result.events();
  Check(napi_create_array_with_length(env, events.size(), &list));
  for (size_t i = 0; i < events.size(); ++i) {
    HandleScope scope(env);
    Check(napi_set_element(
        env, list, static_cast<uint32_t>(i),
        EventToJs(data, events[i], result.trace_start_ns())));
  }
  return list;
}

}  // namespace torch_node
