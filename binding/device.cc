#include "device.h"

#include <ATen/Context.h>
#include <ATen/DeviceAccelerator.h>
#include <ATen/detail/CUDAHooksInterface.h>
#include <dlfcn.h>

#include "convert/arg.h"
#include "entry.h"

namespace torch_node {

namespace {

bool HasCuda() { return at::detail::getCUDAHooks().hasCUDA(); }

[[noreturn]] void ThrowNotCompiled() {
  throw PyError(ErrorKind::kAssertionError, "Torch not compiled with CUDA enabled");
}

// Whether LibTorch was built with CUDA, GPU or not.
bool CudaBuilt() { return at::detail::getCUDAHooks().hasCUDART(); }

void RequireCuda() {
  if (!CudaBuilt()) ThrowNotCompiled();
  if (!HasCuda()) {
    ThrowRuntimeError(
        "No CUDA GPUs are available");
  }
  at::globalContext().lazyInitDevice(c10::DeviceType::CUDA);
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

// The driver's own name of the device, asked without CUDA's headers.
napi_value CudaGetDeviceName(AddonData& data, const Arguments& args) {
  RequireCuda();
  using GetDevice = int (*)(int*, int);
  using GetName = int (*)(char*, int, int);
  void* driver = dlopen("libcuda.so.1", RTLD_LAZY);
  if (driver == nullptr) ThrowRuntimeError("libcuda.so.1 cannot be loaded");
  auto get_device =
      reinterpret_cast<GetDevice>(dlsym(driver, "cuDeviceGet"));
  auto get_name = reinterpret_cast<GetName>(dlsym(driver, "cuDeviceGetName"));
  int device = 0;
  char name[256] = {};
  if (get_device == nullptr || get_name == nullptr ||
      get_device(&device, static_cast<int>(IntArg(data, args[0]))) != 0 ||
      get_name(name, sizeof(name), device) != 0) {
    throw PyError(ErrorKind::kAssertionError, "Invalid device id");
  }
  return Text(data.env, name);
}

napi_value CudaSynchronize(AddonData& data, const Arguments& args) {
  RequireCuda();
  at::accelerator::synchronizeDevice(
      static_cast<c10::DeviceIndex>(IntArg(data, args[0])));
  return Undefined(data.env);
}

napi_value CudaEmptyCache(AddonData& data, const Arguments&) {
  if (HasCuda()) at::accelerator::emptyCache();
  return Undefined(data.env);
}

// (device): [allocated, reserved] bytes, now and at their peaks
napi_value CudaMemoryStats(AddonData& data, const Arguments& args) {
  RequireCuda();
  auto stats = at::accelerator::getDeviceStats(
      static_cast<c10::DeviceIndex>(IntArg(data, args[0])));
  const auto& allocated = stats.allocated_bytes[0];
  const auto& reserved = stats.reserved_bytes[0];
  const int64_t values[] = {allocated.current, reserved.current,
                            allocated.peak, reserved.peak};
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
      ThrowRuntimeError("type (string) must not include an index because index "
                        "was passed explicitly: " + device.str());
    }
    device = c10::Device(device.type(),
                         static_cast<c10::DeviceIndex>(index.integer));
  }
  napi_value result = nullptr;
  Check(napi_create_array_with_length(data.env, 3, &result));
  Check(napi_set_element(
      data.env, result, 0,
      Integer(data.env, static_cast<int64_t>(device.type()))));
  Check(napi_set_element(data.env, result, 1,
                         Integer(data.env, device.index())));
  Check(napi_set_element(data.env, result, 2,
                         Text(data.env, c10::DeviceTypeName(device.type(), true))));
  return result;
}

// (device or null): where factories put tensors when no device is given
napi_value SetDefaultDevice(AddonData& data, const Arguments& args) {
  Arg arg = Classify(data.env, args[0]);
  data.default_device =
      arg.none() || arg.missing()
          ? c10::IValue()
          : c10::IValue(CheckedDevice(ToDevice(data.env, arg)));
  return Undefined(data.env);
}

constexpr NativeFunction kFunctions[] = {
    {"cudaIsAvailable", CudaIsAvailable},
    {"cudaIsBuilt", CudaIsBuilt},
    {"cudaDeviceCount", CudaDeviceCount},
    {"cudaInit", CudaInit},
    {"cudaCurrentDevice", CudaCurrentDevice},
    {"cudaSetDevice", CudaSetDevice},
    {"cudaGetDeviceName", CudaGetDeviceName},
    {"cudaSynchronize", CudaSynchronize},
    {"cudaEmptyCache", CudaEmptyCache},
    {"cudaMemoryStats", CudaMemoryStats},
    {"cudaResetPeakMemoryStats", CudaResetPeakMemoryStats},
    {"parseDevice", ParseDevice},
    {"setDefaultDevice", SetDefaultDevice},
};

}  // namespace

c10::Device DeviceFromOrdinal(int64_t ordinal) {
  if (ordinal < 0) {
    ThrowRuntimeError("Device index must not be negative");
  }
  return c10::Device(*at::getAccelerator(/*checked=*/true),
                     static_cast<c10::DeviceIndex>(ordinal));
}

c10::Device CheckedDevice(c10::Device device) {
  if (device.is_cuda()) RequireCuda();
  return device;
}

c10::IValue DefaultDevice(napi_env env) {
  return AddonData::Of(env)->default_device;
}

void InitDevice(napi_env env, napi_value exports) {
  Define(env, exports, kFunctions);
}

}  // namespace torch_node
