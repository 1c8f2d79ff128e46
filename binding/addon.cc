// The addon's entry: makes the environment's state, calls one Init per file.
#include <ATen/Parallel.h>

#include <utility>

#include "addon_data.h"
#include "allocator.h"
#include "attributes.h"
#include "autocast.h"
#include "autograd/anomaly.h"
#include "autograd/engine.h"
#include "autograd/function.h"
#include "autograd/hooks.h"
#include "autograd/node.h"
#include "autograd/saved_tensors.h"
#include "autograd/variable.h"
#include "autograd_state.h"
#include "call.h"
#include "config.h"
#include "convert/arg.h"
#include "creation.h"
#include "device.h"
#include "entry.h"
#include "errors.h"
#include "exchange.h"
#include "forward_ad.h"
#include "functorch.h"
#include "indexing.h"
#include "libm.h"
#include "napi_setup.h"
#include "ops.h"
#include "profiler.h"
#include "random.h"
#include "serialize.h"
#include "storage.h"
#include "swap.h"
#include "thread_generator.h"
#include "torch_setup.h"

namespace torch_node {

namespace {

// Names of ErrorKind, in its order.
constexpr const char* kErrorNames[] = {
    "RuntimeError",     "IndexError",          "ValueError",
    "TypeError",        "NotImplementedError", "AttributeError",
    "OutOfMemoryError", "LinAlgError",         "KeyError",
    "AssertionError",   "OverflowError",
};
static_assert(std::size(kErrorNames) == static_cast<size_t>(ErrorKind::kCount));

bool CollectForMemory(void* context) {
  auto* data = static_cast<AddonData*>(context);
  return data->reclaim.CollectAll(data->env) > 0;
}

void Replace(napi_env env, napi_ref* kept, napi_value value) {
  napi_ref next = nullptr;
  Check(napi_create_reference(env, value, 1, &next));
  if (*kept != nullptr) napi_delete_reference(env, *kept);
  *kept = next;
}

napi_valuetype TypeOf(napi_env env, napi_value value) {
  napi_valuetype type;
  Check(napi_typeof(env, value, &type));
  return type;
}

// Looked at before anything is replaced: half of one copy of lib and half of
// another would serve nobody.
void CheckHelpers(napi_env env, napi_value helpers) {
  auto check = [&](napi_value object, const char* name) {
    napi_value value = Property(env, object, name);
    if (TypeOf(env, value) != napi_function) {
      ThrowTypeError(std::string("init: ") + name + " must be a function");
    }
  };
  for (const char* name : {"Wrapper", "Node", "typeName", "complex", "warn",
                           "collect", "listMaker", "weakMap"}) {
    check(helpers, name);
  }
  napi_value errors = Property(env, helpers, "errors");
  for (const char* name : kErrorNames) check(errors, name);
}

// lib hands in its classes and functions (native.ts). Where lib is loaded more
// than once (jest does, for each file), the newest copy counts.
napi_value Init(AddonData& data, const Arguments& args) {
  napi_env env = data.env;
  CheckHelpers(env, args[0]);
  Replace(env, &data.helpers, args[0]);
  Replace(env, &data.make_tensor, data.Helper("Wrapper"));
  // The copy before made these of its own classes.
  for (const auto& [schema, maker] : std::exchange(data.list_makers, {})) {
    if (maker != nullptr) napi_delete_reference(env, maker);
  }
  napi_value errors = data.Helper("errors");
  for (size_t i = 0; i < std::size(kErrorNames); ++i) {
    Replace(env, &data.error_classes[i], Property(env, errors, kErrorNames[i]));
  }
  data.reclaim.Init(env, data.Helper("collect"));
  return Undefined(env);
}

// An array whose memory both sides use; see AddonData.
template <class T>
T* Share(napi_env env, napi_value exports, const char* name,
         napi_typedarray_type type, size_t length, napi_ref* kept) {
  napi_value buffer = nullptr;
  napi_value array = nullptr;
  void* memory = nullptr;
  Check(napi_create_arraybuffer(env, length * sizeof(T), &memory, &buffer));
  Check(napi_create_typedarray(env, type, length, buffer, 0, &array));
  Check(napi_set_named_property(env, exports, name, array));
  Replace(env, kept, array);
  return static_cast<T*>(memory);
}

constexpr NativeFunction kFunctions[] = {{"init", Init}};

Napi::Object Load(Napi::Env napi_environment, Napi::Object exports) {
  napi_env env = napi_environment;
  Guard(env, [&]() -> napi_value {
    InstallAllocator();
    InstallEngine();
    auto* data = new AddonData(env);
    Check(napi_set_instance_data(
        env, data,
        [](napi_env, void* instance, void*) {
          SetOutOfMemoryHook(nullptr, nullptr);
          c10::WarningUtils::set_warning_handler(nullptr);
          delete static_cast<AddonData*>(instance);
        },
        nullptr));
    // Before the environment goes: engines that still run want to call it.
    Check(napi_add_env_cleanup_hook(
        env,
        [](void* instance) {
          static_cast<AddonData*>(instance)->thread->Close();
        },
        data));
    SetOutOfMemoryHook(&CollectForMemory, data);
    c10::WarningUtils::set_warning_handler(&data->warnings);
    data->scratch =
        Share<int32_t>(env, exports, "scratch", napi_int32_array,
                       1 + AddonData::kScratchHandles, &data->scratch_array);
    data->numbers = Share<double>(env, exports, "numbers", napi_float64_array,
                                  AddonData::kNumbers, &data->numbers_array);
    napi_value shared = nullptr;
    Check(napi_create_object(env, &shared));
    Check(napi_set_named_property(env, exports, "shared", shared));
    data->tensors.Init(env, shared);
    Define(env, exports, kFunctions);
    InitCall(env, exports);
    InitOps(env, exports);
    InitAttributes(env, exports);
    InitCreation(env, exports);
    InitIndexing(env, exports);
    InitStorage(env, exports);
    InitVariable(env, exports);
    InitNode(env, exports);
    InitHooks(env, exports);
    InitSavedTensors(env, exports);
    InitFunction(env, exports);
    InitAnomaly(env, exports);
    InitEngine(env, exports);
    InitAutocast(env, exports);
    InitAutogradState(env, exports);
    InitForwardAd(env, exports);
    InitFunctorch(env, exports);
    InitSwap(env, exports);
    InitExchange(env, exports);
    InitThreadGenerator(env, exports);
    InitProfiler(env, exports);
    InitRandom(env, exports);
    InitSerialize(env, exports);
    InitDevice(env, exports);
    InitConfig(env, exports);
    InitLibm(env, exports);
    return nullptr;
  });
  return exports;
}

}  // namespace

NODE_API_MODULE(torch_node, Load)

}  // namespace torch_node
