// Devices and accelerators, through LibTorch's device-generic interfaces only:
// one addon serves CPU and CUDA builds, without CUDA headers.
#pragma once

#include <ATen/core/ivalue.h>
#include <c10/core/Device.h>

#include "napi_setup.h"

namespace torch_node {

// An int as a device is the accelerator's ordinal.
c10::Device DeviceFromOrdinal(int64_t ordinal);
// Throws what Python throws for a device that this build or machine lacks.
c10::Device CheckedDevice(c10::Device device);
// What a factory gets when no device is given: None, or set_default_device's.
c10::IValue DefaultDevice(napi_env env);

// Whether CUDA has been started in this process.
bool CudaStarted();

void InitDevice(napi_env env, napi_value exports);

}  // namespace torch_node
