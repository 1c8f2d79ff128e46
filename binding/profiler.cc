#include "profiler.h"

#include <ATen/Context.h>
#include <ATen/record_function.h>
#include <c10/util/Type.h>
#include <torch/csrc/autograd/engine.h>
#include <torch/csrc/autograd/profiler_kineto.h>
#include <torch/csrc/autograd/record_function_ops.h>
#include <torch/csrc/profiler/standalone/execution_trace_observer.h>
#include <torch/version.h>

#include <memory>
#include <mutex>
#include <optional>
#include <type_traits>
#include <unordered_map>
#include <unordered_set>

#include "allocator.h"
#include "convert/arg.h"
#include "entry.h"
#include "js_thread.h"
#include "profiler_events.h"

// Of kineto_shim.h, whose own includes are not on the include path.
namespace torch::autograd::profiler {
TORCH_API void addMetadataJson(const std::string& key,
                               const std::string& value);
TORCH_API void profilerStep();
#if TORCH_VERSION_MAJOR > 2 || TORCH_VERSION_MINOR >= 13
#define TORCH_NODE_KINETO_TELLS_STOPPED 1
TORCH_API bool isKinetoStopped();
#endif
}  // namespace torch::autograd::profiler

namespace torch_node {

namespace profiler = torch::autograd::profiler;
using torch::profiler::impl::ActivityType;
using torch::profiler::impl::ExperimentalConfig;
using torch::profiler::impl::ProfilerConfig;
using torch::profiler::impl::ProfilerState;
using Activities = std::set<ActivityType>;
using Record = c10::intrusive_ptr<profiler::PythonRecordFunction>;

// Note [Profiling]
// LibTorch records into buffers of the profile, to which every operator and
// labelled range that runs holds a pointer until it ends. Python lets programs
// end a profile under such a range, or profile in two threads, and then writes
// to memory that is gone. Here:
// - one environment of the process profiles at a time (`owner`);
// - a profile ends the ranges that programs left open in it;
// - inside of the backward pass where a profile was stopped none can be started
//   again: the nodes under way have pointers to the old buffers.
// - an environment that ends, ends its profile. The main thread may end without
//   its environment (process.exit): see ExitGuard.
struct ProfilerData {
  explicit ProfilerData(AddonData* data) : data(data), env(data->env) {}
  ~ProfilerData();
  ProfilerData(const ProfilerData&) = delete;
  ProfilerData& operator=(const ProfilerData&) = delete;

  void Claim();
  void Release();
  std::unique_ptr<profiler::ProfilerResult> Disable();
  void Abandon();
  void EndRecords();
  void RemoveObserver();
  // Forgets results whose objects were collected. There is no finalizer: those
  // wait for the event loop (Note [Wrappers]).
  void Sweep();

  struct Result {
    napi_ref object;
    std::unique_ptr<profiler::ProfilerResult> result;
  };

  AddonData* data;
  napi_env env;
  bool prepared = false;
  bool enabled = false;
  // JsThread::rests at the time, where a pass was under way.
  std::optional<uint64_t> stopped_in_backward;
  // What the profile records, and whether it does so now.
  std::unordered_map<ActivityType, bool> collected;
  int64_t next_id = 1;
  std::unordered_map<int64_t, Record> records;
  std::unordered_map<int64_t, Result> results;
};

namespace {

std::mutex owner_mutex;
const ProfilerData* owner = nullptr;
const ProfilerData* observer = nullptr;  // who has the execution trace

// Ends the profile of a thread that ends. LibTorch's own thread-local state
// would take it along, and crash; what was made last goes first.
struct ExitGuard {
  ProfilerData* state = nullptr;
  ~ExitGuard() {
    if (state != nullptr) state->Abandon();
  }
};
thread_local ExitGuard exit_guard;

// Whether a backward pass waits for this code; it may run on another thread.
bool InBackward(AddonData& data) {
  bool running = false;
  data.thread->OnAskingThread(
      [&] { running = torch::autograd::get_current_graph_task_id() != -1; });
  return running;
}

ProfilerData& Of(AddonData& data) {
  if (data.profiler == nullptr) {
    data.profiler = std::make_shared<ProfilerData>(&data);
  }
  return *data.profiler;
}

std::string StringArg(AddonData& data, napi_value value) {
  Arg arg = Classify(data.env, value);
  if (arg.kind != Kind::kString) {
    ThrowTypeError("expected a str, not " + TypeName(data.env, arg));
  }
  return ToString(data.env, value);
}

template <class F>
void ForEach(AddonData& data, napi_value list, F&& body) {
  bool is_array = false;
  uint32_t length = 0;
  Check(napi_is_array(data.env, list, &is_array));
  if (!is_array) ThrowTypeError("expected a list");
  Check(napi_get_array_length(data.env, list, &length));
  for (uint32_t i = 0; i < length; ++i) {
    napi_value item = nullptr;
    Check(napi_get_element(data.env, list, i, &item));
    body(item);
  }
}

ActivityType ActivityArg(AddonData& data, napi_value value) {
  int64_t number = IntArg(data, value);
  if (number < 0 ||
      number >= static_cast<int64_t>(ActivityType::NUM_KINETO_ACTIVITIES)) {
    ThrowValueError("no such profiler activity: " + std::to_string(number));
  }
  return static_cast<ActivityType>(number);
}

Activities ActivitiesArg(AddonData& data, napi_value list) {
  Activities activities;
  ForEach(data, list,
          [&](napi_value item) { activities.insert(ActivityArg(data, item)); });
  return activities;
}

// The states that lib has a use for.
ProfilerState StateArg(AddonData& data, napi_value value) {
  auto state = static_cast<ProfilerState>(IntArg(data, value));
  switch (state) {
    case ProfilerState::NVTX:
    case ProfilerState::ITT:
    case ProfilerState::KINETO:
      return state;
    case ProfilerState::KINETO_GPU_FALLBACK:
      if (at::getNumGPUs() > 0) return state;
      ThrowRuntimeError("There is no GPU whose events could be recorded.");
    default:
      ThrowValueError("no such profiler state");
  }
}

// A switch of ExperimentalConfig, where this LibTorch has it.
#define TORCH_NODE_SWITCH(field)              \
  if constexpr (requires { config.field; }) { \
    if (name == #field) {                     \
      config.field = true;                    \
      return;                                 \
    }                                         \
  }

template <class Config>
void SwitchOn(Config& config, const std::string& name) {
  TORCH_NODE_SWITCH(profiler_measure_per_kernel);
  TORCH_NODE_SWITCH(verbose);
  TORCH_NODE_SWITCH(enable_cuda_sync_events);
  TORCH_NODE_SWITCH(adjust_profiler_step);
  TORCH_NODE_SWITCH(disable_external_correlation);
  TORCH_NODE_SWITCH(capture_overload_names);
  TORCH_NODE_SWITCH(expose_kineto_event_metadata);
  TORCH_NODE_SWITCH(adjust_timestamps);
  TORCH_NODE_SWITCH(trace_only);
  ThrowValueError("this LibTorch has no profiler option '" + name + "'");
}

#undef TORCH_NODE_SWITCH

// (state, [record_shapes, profile_memory, with_stack, with_flops,
//  with_modules], names of experimental switches, metrics, trace_id)
constexpr size_t kConfigArguments = 5;

ProfilerConfig ConfigArg(AddonData& data, const Arguments& args) {
  ExperimentalConfig experimental;
  ForEach(data, args[2], [&](napi_value name) {
    SwitchOn(experimental, StringArg(data, name));
  });
  ForEach(data, args[3], [&](napi_value name) {
    experimental.profiler_metrics.push_back(StringArg(data, name));
  });
  std::vector<bool> flags;
  ForEach(data, args[1],
          [&](napi_value flag) { flags.push_back(IsTrue(data.env, flag)); });
  if (flags.size() != 5) ThrowTypeError("expected five switches");
  return ProfilerConfig(StateArg(data, args[0]), flags[0], flags[1], flags[2],
                        flags[3], flags[4], std::move(experimental),
                        StringArg(data, args[4]));
}

bool IsKineto(const ProfilerConfig& config) {
  return config.state == ProfilerState::KINETO ||
         config.state == ProfilerState::KINETO_GPU_FALLBACK;
}

void CheckNotInterrupted(const ProfilerData& state) {
  const bool interrupted =
      state.enabled ||
      state.stopped_in_backward == state.data->thread->rests();
  if (interrupted && InBackward(*state.data)) {
    ThrowRuntimeError(
        "The profiler cannot be started again inside of a backward pass that "
        "it has profiled: stop it and start it after backward().");
  }
}

using ActivityFilter =
    std::unordered_map<ActivityType, std::unordered_set<std::string>>;

// Older versions of LibTorch take no filter.
template <class Function>
void CallPrepare(Function prepare, const ProfilerConfig& config,
                 const Activities& activities, const ActivityFilter& filter) {
  if constexpr (std::is_invocable_v<Function, const ProfilerConfig&,
                                    const Activities&, const ActivityFilter&>) {
    prepare(config, activities, filter);
  } else {
    prepare(config, activities);
  }
}

// (config..., activities, [[activity, [names]], ...])
napi_value Prepare(AddonData& data, const Arguments& args) {
  ProfilerData& state = Of(data);
  ProfilerConfig config = ConfigArg(data, args);
  if (!IsKineto(config)) ThrowValueError("nothing to prepare in this state");
  Activities activities = ActivitiesArg(data, args[kConfigArguments]);
  ActivityFilter filter;
  ForEach(data, args[kConfigArguments + 1], [&](napi_value pair) {
    napi_value activity = nullptr;
    napi_value names = nullptr;
    Check(napi_get_element(data.env, pair, 0, &activity));
    Check(napi_get_element(data.env, pair, 1, &names));
    auto& kept = filter[ActivityArg(data, activity)];
    ForEach(data, names,
            [&](napi_value name) { kept.insert(StringArg(data, name)); });
  });
  CheckNotInterrupted(state);
  state.Claim();
  try {
    state.EndRecords();
    CallPrepare(&profiler::prepareProfiler, config, activities, filter);
  } catch (...) {
    if (!state.enabled) state.Release();
    throw;
  }
  state.prepared = true;
  return Undefined(data.env);
}

// (config..., activities)
napi_value Enable(AddonData& data, const Arguments& args) {
  ProfilerData& state = Of(data);
  ProfilerConfig config = ConfigArg(data, args);
  Activities activities = ActivitiesArg(data, args[kConfigArguments]);
  if (IsKineto(config) && !state.prepared) {
    ThrowRuntimeError("The profiler must be prepared before it is enabled.");
  }
  CheckNotInterrupted(state);
  state.Claim();
  // The other states refuse to begin inside of a profile.
  if (IsKineto(config)) state.EndRecords();
  try {
    profiler::enableProfiler(config, activities);
  } catch (...) {
    if (!state.enabled && !state.prepared) state.Release();
    throw;
  }
  // Now, since what it guards has just been made.
  exit_guard.state = &state;
  state.prepared = false;
  state.enabled = true;
  data.profiling = true;
  state.collected.clear();
  for (ActivityType activity : activities) state.collected[activity] = true;
  state.stopped_in_backward.reset();
  ReportMemoryToProfiler(config.profile_memory);
  return Undefined(data.env);
}

// (object that stands for the result) -> its number. A result that LibTorch
// does not give, since there was nothing to stop, is one without events.
napi_value DisableProfiler(AddonData& data, const Arguments& args) {
  ProfilerData& state = Of(data);
  state.Sweep();
  std::unique_ptr<profiler::ProfilerResult> result = state.Disable();
  napi_ref object = nullptr;
  Check(napi_create_reference(data.env, args[0], 0, &object));
  int64_t id = state.next_id++;
  state.results[id] = {object, std::move(result)};
  return Integer(data.env, id);
}

const profiler::ProfilerResult* FindResult(AddonData& data, napi_value id) {
  ProfilerData& state = Of(data);
  auto found = state.results.find(IntArg(data, id));
  return found == state.results.end() ? nullptr : found->second.result.get();
}

napi_value Events(AddonData& data, const Arguments& args) {
  const profiler::ProfilerResult* result = FindResult(data, args[0]);
  if (result != nullptr) return EventsToJs(data, *result);
  napi_value list = nullptr;
  Check(napi_create_array(data.env, &list));
  return list;
}

// Of one event: the time between its CUDA events, which the fallback records.
napi_value CudaElapsed(AddonData& data, const Arguments& args) {
  const profiler::ProfilerResult* result = FindResult(data, args[0]);
  int64_t at = IntArg(data, args[1]);
  if (result == nullptr || at < 0 ||
      at >= static_cast<int64_t>(result->events().size())) {
    ThrowIndexError("no such event");
  }
  return Integer(data.env, result->events()[at].cudaElapsedUs());
}

napi_value TraceStart(AddonData& data, const Arguments& args) {
  const profiler::ProfilerResult* result = FindResult(data, args[0]);
  return Integer(
      data.env,
      result == nullptr ? 0 : static_cast<int64_t>(result->trace_start_ns()));
}

napi_value Save(AddonData& data, const Arguments& args) {
  const profiler::ProfilerResult* result = FindResult(data, args[0]);
  std::string path = StringArg(data, args[1]);
  // LibTorch crashes where a profile has no trace: one that did not run.
  if (result == nullptr || result->trace_start_ns() == 0) {
    ThrowRuntimeError("There is no trace to save: nothing was recorded.");
  }
  const_cast<profiler::ProfilerResult*>(result)->save(path);
  return Undefined(data.env);
}

// LibTorch crashes where it is told to collect what the profile does not
// record; what is on or off already stays so.
napi_value ToggleCollection(AddonData& data, const Arguments& args) {
  bool enable = IsTrue(data.env, args[0]);
  ProfilerData& state = Of(data);
  Activities activities = ActivitiesArg(data, args[1]);
  std::erase_if(activities, [&](ActivityType activity) {
    auto found = state.collected.find(activity);
    return found == state.collected.end() || found->second == enable;
  });
  if (!state.enabled || activities.empty()) return Undefined(data.env);
  profiler::toggleCollectionDynamic(enable, activities);
  for (ActivityType activity : activities) state.collected[activity] = enable;
  return Undefined(data.env);
}

// Kept by Kineto until the next trace is saved; that of another thread's
// profile is not touched.
napi_value AddMetadata(AddonData& data, const Arguments& args) {
  std::string key = StringArg(data, args[0]);
  std::string value = StringArg(data, args[1]);
  std::lock_guard<std::mutex> lock(owner_mutex);
  if (owner == nullptr || owner == data.profiler.get()) {
    profiler::addMetadataJson(key, value);
  }
  return Undefined(data.env);
}

napi_value Step(AddonData& data, const Arguments&) {
  std::lock_guard<std::mutex> lock(owner_mutex);
  profiler::profilerStep();
  return Undefined(data.env);
}

napi_value IsStopped(AddonData& data, const Arguments&) {
#ifdef TORCH_NODE_KINETO_TELLS_STOPPED
  return Boolean(data.env, profiler::isKinetoStopped());
#else
  return Boolean(data.env, false);
#endif
}

// The numbers of the activities that this machine can record.
napi_value SupportedActivities(AddonData& data, const Arguments&) {
  std::vector<int64_t> activities = {static_cast<int64_t>(ActivityType::CPU)};
  if (at::getNumGPUs() > 0) {
    activities.push_back(static_cast<int64_t>(ActivityType::CUDA));
  }
  return IntArray(data.env, activities);
}

// (name, args or null) -> a number for RecordExit, or 0 where nobody listens.
napi_value RecordEnter(AddonData& data, const Arguments& args) {
  if (!at::getStepCallbacksUnlessEmpty(at::RecordScope::USER_SCOPE)) {
    return Integer(data.env, 0);
  }
  std::string name = StringArg(data, args[0]);
  std::optional<std::string> text;
  if (!Classify(data.env, args[1]).none()) text = StringArg(data, args[1]);
  ProfilerData& state = Of(data);
  int64_t id = state.next_id++;
  state.records[id] = profiler::record_function_enter_new(name, text);
  return Integer(data.env, id);
}

napi_value RecordExit(AddonData& data, const Arguments& args) {
  ProfilerData& state = Of(data);
  auto found = state.records.find(IntArg(data, args[0]));
  if (found != state.records.end()) {
    found->second->record.end();
    state.records.erase(found);
  }
  return Undefined(data.env);
}

// (path) -> whether it is the observer of the process now
napi_value ExecutionTraceAdd(AddonData& data, const Arguments& args) {
  std::string path = StringArg(data, args[0]);
  ProfilerData& state = Of(data);
  std::lock_guard<std::mutex> lock(owner_mutex);
  bool added = observer == nullptr &&
               torch::profiler::impl::addExecutionTraceObserver(path);
  if (added) observer = &state;
  return Boolean(data.env, added);
}

napi_value ExecutionTraceRemove(AddonData& data, const Arguments&) {
  Of(data).RemoveObserver();
  return Undefined(data.env);
}

napi_value ExecutionTraceEnable(AddonData& data, const Arguments& args) {
  bool enable = IsTrue(data.env, args[0]);
  std::lock_guard<std::mutex> lock(owner_mutex);
  if (observer == nullptr || observer != data.profiler.get()) {
    return Undefined(data.env);
  }
  if (enable) {
    torch::profiler::impl::enableExecutionTraceObserver();
  } else {
    torch::profiler::impl::disableExecutionTraceObserver();
  }
  return Undefined(data.env);
}

napi_value Demangle(AddonData& data, const Arguments& args) {
  return Text(data.env, c10::demangle(StringArg(data, args[0]).c_str()));
}

constexpr NativeFunction kFunctions[] = {
    {"profilerPrepare", Prepare},
    {"profilerEnable", Enable},
    {"profilerDisable", DisableProfiler},
    {"profilerEvents", Events},
    {"profilerCudaElapsed", CudaElapsed},
    {"profilerTraceStart", TraceStart},
    {"profilerSave", Save},
    {"profilerToggleCollection", ToggleCollection},
    {"profilerAddMetadata", AddMetadata},
    {"profilerStep", Step},
    {"profilerIsStopped", IsStopped},
    {"profilerSupportedActivities", SupportedActivities},
    {"recordFunctionEnter", RecordEnter},
    {"recordFunctionExit", RecordExit},
    {"executionTraceAdd", ExecutionTraceAdd},
    {"executionTraceRemove", ExecutionTraceRemove},
    {"executionTraceEnable", ExecutionTraceEnable},
    {"demangle", Demangle},
};

}  // namespace

void ProfilerData::Claim() {
  std::lock_guard<std::mutex> lock(owner_mutex);
  if (owner != nullptr && owner != this) {
    ThrowRuntimeError(
        "Profiler is already enabled on another thread: one thread of a "
        "process can profile at a time.");
  }
  owner = this;
}

void ProfilerData::Release() {
  std::lock_guard<std::mutex> lock(owner_mutex);
  if (owner == this) owner = nullptr;
}

std::unique_ptr<profiler::ProfilerResult> ProfilerData::Disable() {
  {
    std::lock_guard<std::mutex> lock(owner_mutex);
    // Nothing of ours to stop, and another thread's is not touched.
    if (owner != nullptr && owner != this) return nullptr;
  }
  ReportMemoryToProfiler(false);
  stopped_in_backward.reset();
  if (enabled && InBackward(*data)) {
    stopped_in_backward = data->thread->rests();
  }
  enabled = false;
  data->profiling = false;
  prepared = false;
  std::unique_ptr<profiler::ProfilerResult> result;
  try {
    result = profiler::disableProfiler();
  } catch (...) {
    EndRecords();
    Release();
    throw;
  }
  // After the profile: one that is left open has no end in it, as in Python.
  EndRecords();
  Release();
  return result;
}

void ProfilerData::EndRecords() {
  for (auto& [id, record] : records) record->record.end();
  records.clear();
}

void ProfilerData::RemoveObserver() {
  std::lock_guard<std::mutex> lock(owner_mutex);
  if (observer != this) return;
  observer = nullptr;
  torch::profiler::impl::removeExecutionTraceObserver();
}

void ProfilerData::Sweep() {
  for (auto it = results.begin(); it != results.end();) {
    napi_value object = nullptr;
    bool gone =
        napi_get_reference_value(env, it->second.object, &object) == napi_ok &&
        object == nullptr;
    if (gone) napi_delete_reference(env, it->second.object);
    it = gone ? results.erase(it) : std::next(it);
  }
}

// The environment is going; nobody is there to be told of errors.
void ProfilerData::Abandon() {
  if (!prepared && !enabled) return;
  try {
    Disable();
  } catch (...) {
  }
}

ProfilerData::~ProfilerData() {
  Abandon();
  if (exit_guard.state == this) exit_guard.state = nullptr;
  EndRecords();
  RemoveObserver();
  for (auto& [id, entry] : results) napi_delete_reference(env, entry.object);
}

void InitProfiler(napi_env env, napi_value exports) {
  Define(env, exports, kFunctions);
}

}  // namespace torch_node
