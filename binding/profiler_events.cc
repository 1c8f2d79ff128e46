#include "profiler_events.h"

#include <kineto/ActivityType.h>
#include <torch/csrc/autograd/profiler_kineto.h>

#include <concepts>
#include <string>

#include "entry.h"
#include "handle_scope.h"
#include "result.h"

namespace torch_node {

namespace {

using torch::autograd::profiler::KinetoEvent;
using torch::autograd::profiler::ProfilerResult;
using Shape = torch::profiler::impl::shape;

// One event on its way out: a list of values, which lib names. Objects with as
// many fields, made here one by one, would be slow to make and to read.
class Row {
 public:
  explicit Row(AddonData& data) : data_(data), env_(data.env) {
    Check(napi_create_array_with_length(env_, kFields, &list_));
  }
  napi_value list() const { return list_; }

  template <class T>
  void Add(const T& value) {
    Check(napi_set_element(env_, list_, next_++, One(value)));
  }
  // What this version of LibTorch does not know.
  void AddNothing() { ++next_; }

 private:
  static constexpr size_t kFields = 37;

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
  napi_value One(bool truth) { return Boolean(env_, truth); }
  template <std::integral T>
  napi_value One(T integer) {
    return Integer(env_, static_cast<int64_t>(integer));
  }
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
  template <class T>
  napi_value One(c10::ArrayRef<T> items) {
    return List(items);
  }
  template <class T>
  napi_value One(const std::unordered_map<std::string, T>& items) {
    napi_value object = nullptr;
    Check(napi_create_object(env_, &object));
    for (const auto& [key, item] : items) {
      Check(napi_set_named_property(env_, object, key.c_str(), One(item)));
    }
    return object;
  }

  AddonData& data_;
  napi_env env_;
  napi_value list_ = nullptr;
  uint32_t next_ = 0;
};

bool IsUserAnnotation(uint8_t type) {
  using libkineto::ActivityType;
  return type == static_cast<uint8_t>(ActivityType::USER_ANNOTATION) ||
         type == static_cast<uint8_t>(ActivityType::GPU_USER_ANNOTATION);
}

// What some of the supported versions of LibTorch do not have yet.
#define TORCH_NODE_ADD_NEWER(method)            \
  if constexpr (requires { event.method(); }) { \
    row.Add(event.method());                    \
  } else {                                      \
    row.AddNothing();                           \
  }

template <class Event>
void AddNewer(Row& row, const Event& event) {
  TORCH_NODE_ADD_NEWER(structuredInputShapes);
  TORCH_NODE_ADD_NEWER(structuredInputStrides);
  TORCH_NODE_ADD_NEWER(flowId);
  TORCH_NODE_ADD_NEWER(flowType);
  TORCH_NODE_ADD_NEWER(flowStart);
  TORCH_NODE_ADD_NEWER(externalId);
  TORCH_NODE_ADD_NEWER(extraMeta);
  TORCH_NODE_ADD_NEWER(metadataJson);
  TORCH_NODE_ADD_NEWER(pythonId);
  TORCH_NODE_ADD_NEWER(pythonParentId);
  TORCH_NODE_ADD_NEWER(pythonModuleId);
  TORCH_NODE_ADD_NEWER(isHiddenEvent);
}

#undef TORCH_NODE_ADD_NEWER

// In the order of readEvent in lib/autograd/_profiler/kineto_event.ts.
napi_value EventToJs(AddonData& data, const KinetoEvent& event,
                     uint64_t start) {
  Row row(data);
  row.Add(event.name());
  row.Add(event.overload_name());
  // A result without a trace has no start; unsigned arithmetic wraps.
  row.Add(static_cast<int64_t>(event.startNs() - start));
  row.Add(static_cast<int64_t>(event.endNs() - start));
  row.Add(event.startThreadId());
  row.Add(event.endThreadId());
  row.Add(event.fwdThreadId());
  row.Add(event.shapes());
  row.Add(event.dtypes());
  row.Add(event.concreteInputs());
  row.Add(event.kwinputs());
  row.Add(event.stack());
  row.Add(event.scope());
  row.Add(event.isAsync());
  row.Add(event.sequenceNr());
  row.Add(static_cast<int>(event.deviceType()));
  row.Add(event.deviceIndex());
  row.Add(event.deviceResourceId());
  row.Add(event.nBytes());
  row.Add(event.flops());
  row.Add(event.correlationId());
  row.Add(event.linkedCorrelationId());
  row.Add(IsUserAnnotation(event.activityType()));
  row.Add(event.isPythonFunction());
  row.Add(std::string(libkineto::toString(
      static_cast<libkineto::ActivityType>(event.activityType()))));
  AddNewer(row, event);
  return row.list();
}

}  // namespace

napi_value EventsToJs(AddonData& data, const ProfilerResult& result) {
  napi_env env = data.env;
  napi_value list = nullptr;
  const std::vector<KinetoEvent>& events = result.events();
  Check(napi_create_array_with_length(env, events.size(), &list));
  for (size_t i = 0; i < events.size(); ++i) {
    HandleScope scope(env);
    Check(
        napi_set_element(env, list, static_cast<uint32_t>(i),
                         EventToJs(data, events[i], result.trace_start_ns())));
  }
  return list;
}

}  // namespace torch_node
