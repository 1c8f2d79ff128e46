#include "device.h"

#include <ATen/Context.h>
#include <ATen/DeviceAccelerator.h>
#include <ATen/detail/CUDAHooksInterface.h>
#include <dlfcn.h>

#include <atomic>

#include "convert/arg.h"
#include "entry.h"

namespace torch_node {

namespace {

bool HasCuda() { return at::detail::getCUDAHooks().hasCUDA(); }

// Whether LibTorch was built with CUDA, GPU or not.
bool CudaBuilt() { return at::detail::getCUDAHooks().hasCUDART(); }

// Of the process, as LibTorch's own state is.
std::atomic<bool> cuda_started = false;

// Starts CUDA; without a GPU LibTorch says itself what is missing.
void RequireCuda() {
  if (!CudaBuilt()) {
    throw PyError(ErrorKind::kAssertionError,
                  "Torch not compiled with CUDA enabled");
  }
  at::globalContext().lazyInitDevice(c10::DeviceType::CUDA);
  cuda_started = true;
}

napi_value CudaIsAvailable(AddonData& data, const Arguments&) {
  return Boolean(data.env, HasCuda());
}

napi_value CudaIsBuilt(AddonData& data, const Arguments&) {
  return Boolean(data.env, CudaBuilt());
}

napi_value CudaDeviceCount(AddonData& data, const Arguments&) {
  return Integer(data.env,
                 HasCuda() ? at::detail::getCUDAHooks().getNumGPUs() : 0);
}

napi_value CudaInit(AddonData& data, const Arguments&) {
  RequireCuda();
  return Undefined(data.env);
}

napi_value CudaIsInitialized(AddonData& data, const Arguments&) {
  return Boolean(data.env, cuda_started);
}

napi_value CudaCurrentDevice(AddonData& data, const Arguments&) {
  RequireCuda();
  return Integer(data.env, at::accelerator::getDeviceIndex());
}

napi_value CudaSetDevice(AddonData& data, const Arguments& args) {
  RequireCuda();
  at::accelerator::setDeviceIndex(
      static_cast<c10::DeviceIndex>(IntArg(data, args[0])));
  return Undefined(data.env);
}

// The driver's numbers of what can be asked: cuda.h's CUdevice_attribute.
constexpr int kMultiProcessorCount = 16;
constexpr int kCapabilityMajor = 75;
constexpr int kCapabilityMinor = 76;

template <typename Function>
Function* DriverFunction(const char* name) {
  void* driver = dlopen("libcuda.so.1", RTLD_LAZY);
  void* found = driver == nullptr ? nullptr : dlsym(driver, name);
  if (found == nullptr) {
    ThrowRuntimeError(std::string("CUDA's driver has no ") + name);
  }
  return reinterpret_cast<Function*>(found);
}

// (device) -> [name, total memory, major, minor, multiprocessors], asked from
// the driver without CUDA's headers
napi_value CudaDeviceProperties(AddonData& data, const Arguments& args) {
  RequireCuda();
  int64_t index = IntArg(data, args[0]);
  if (index < 0 || index >= at::detail::getCUDAHooks().getNumGPUs()) {
    throw PyError(ErrorKind::kAssertionError, "Invalid device id");
  }
  auto* get_device = DriverFunction<int(int*, int)>("cuDeviceGet");
  auto* get_name = DriverFunction<int(char*, int, int)>("cuDeviceGetName");
  auto* get_memory = DriverFunction<int(size_t*, int)>("cuDeviceTotalMem_v2");
  auto* get = DriverFunction<int(int*, int, int)>("cuDeviceGetAttribute");
  int device = 0, major = 0, minor = 0, multiprocessors = 0;
  size_t memory = 0;
  char name[256] = {};
  if (get_device(&device, static_cast<int>(index)) != 0 ||
      get_name(name, sizeof(name), device) != 0 ||
      get_memory(&memory, device) != 0 ||
      get(&major, kCapabilityMajor, device) != 0 ||
      get(&minor, kCapabilityMinor, device) != 0 ||
      get(&multiprocessors, kMultiProcessorCount, device) != 0) {
    ThrowRuntimeError("CUDA's driver does not describe device " +
                      std::to_string(index));
  }
  napi_value result = nullptr;
  Check(napi_create_array_with_length(data.env, 5, &result));
  uint32_t i = 0;
  for (napi_value value :
       {Text(data.env, name), Integer(data.env, static_cast<int64_t>(memory)),
        Integer(data.env, major), Integer(data.env, minor),
        Integer(data.env, multiprocessors)}) {
    Check(napi_set_element(data.env, result, i++, value));
  }
  return result;
}

napi_value CudaSynchronize(AddonData& data, const Arguments& args) {
  RequireCuda();
  at::accelerator::synchronizeDevice(
      static_cast<c10::DeviceIndex>(IntArg(data, args[0])));
  return Undefined(data.env);
}

napi_value CudaEmptyCache(AddonData& data, const Arguments&) {
  if (cuda_started) at::accelerator::emptyCache();
  return Undefined(data.env);
}

// (device): [allocated, reserved] bytes, now and at their peaks
napi_value CudaMemoryStats(AddonData& data, const Arguments& args) {
  RequireCuda();
  auto stats = at::accelerator::getDeviceStats(
      static_cast<c10::DeviceIndex>(IntArg(data, args[0])));
  const auto& allocated = stats.allocated_bytes[0];
  const auto& reserved = stats.reserved_bytes[0];
  const int64_t values[] = {allocated.current, reserved.current, allocated.peak,
                            reserved.peak};
  return IntArray(data.env, values);
}

napi_value CudaResetPeakMemoryStats(AddonData& data, const Arguments& args) {
  RequireCuda();
  at::accelerator::resetPeakStats(
      static_cast<c10::DeviceIndex>(IntArg(data, args[0])));
  return Undefined(data.env);
}

// (text or type, index or null) -> [type code, index, type name]
napi_value ParseDevice(AddonData& data, const Arguments& args) {
  Arg type = Classify(data.env, args[0]);
  Arg index = Classify(data.env, args[1]);
  c10::Device device = ToDevice(data.env, type);
  if (index.is_int()) {
    if (device.has_index()) {
      ThrowRuntimeError(
          "type (string) must not include an index because index "
          "was passed explicitly: " +
          device.str());
    }
    if (index.integer < 0) {
      ThrowRuntimeError("Device index must not be negative");
    }
    device = c10::Device(device.type(),
                         static_cast<c10::DeviceIndex>(index.integer));
  }
  napi_value result = nullptr;
  Check(napi_create_array_with_length(data.env, 3, &result));
  Check(
      napi_set_element(data.env, result, 0,
                       Integer(data.env, static_cast<int64_t>(device.type()))));
  Check(
      napi_set_element(data.env, result, 1, Integer(data.env, device.index())));
  Check(napi_set_element(
      data.env, result, 2,
      Text(data.env, c10::DeviceTypeName(device.type(), true))));
  return result;
}

// (device or null): where factories put tensors when no device is given
napi_value SetDefaultDevice(AddonData& data, const Arguments& args) {
  Arg arg = Classify(data.env, args[0]);
  data.default_device = arg.none() || arg.missing()
                            ? c10::IValue()
                            : c10::IValue(ToDevice(data.env, arg));
  return Undefined(data.env);
}

constexpr NativeFunction kFunctions[] = {
    {"cudaIsAvailable", CudaIsAvailable},
    {"cudaIsBuilt", CudaIsBuilt},
    {"cudaDeviceCount", CudaDeviceCount},
    {"cudaInit", CudaInit},
    {"cudaIsInitialized", CudaIsInitialized},
    {"cudaCurrentDevice", CudaCurrentDevice},
    {"cudaSetDevice", CudaSetDevice},
    {"cudaDeviceProperties", CudaDeviceProperties},
    {"cudaSynchronize", CudaSynchronize},
    {"cudaEmptyCache", CudaEmptyCache},
    {"cudaMemoryStats", CudaMemoryStats},
    {"cudaResetPeakMemoryStats", CudaResetPeakMemoryStats},
    {"parseDevice", ParseDevice},
    {"setDefaultDevice", SetDefaultDevice},
};

}  // namespace

bool CudaStarted() { return cuda_started; }

c10::Device DeviceFromOrdinal(int64_t ordinal) {
  if (ordinal < 0) {
    ThrowRuntimeError("Device index must not be negative");
  }
  return c10::Device(*at::getAccelerator(/*checked=*/true),
                     static_cast<c10::DeviceIndex>(ordinal));
}

c10::Device CheckedDevice(c10::Device device) {
  if (device.is_cuda()) RequireCuda();
  if (device.is_xpu() && !at::globalContext().hasXPU()) {
    throw PyError(ErrorKind::kAssertionError,
                  "Torch not compiled with XPU enabled");
  }
  return device;
}

c10::IValue DefaultDevice(napi_env env) {
  const c10::IValue& device = AddonData::Of(env)->default_device;
  if (device.isDevice()) CheckedDevice(device.toDevice());
  return device;
}

void InitDevice(napi_env env, napi_value exports) {
  Define(env, exports, kFunctions);
}

}  // namespace torch_node
