#include "device_memory.h"

#include <ATen/DeviceAccelerator.h>
#include <ATen/detail/CUDAHooksInterface.h>

#include <algorithm>

#include "device.h"

namespace torch_node {

namespace {

constexpr int64_t kFloor = int64_t{1} << 30;

std::atomic<int64_t> limit = kFloor;

int64_t Allocated() {
  if (!CudaStarted()) return 0;
  int64_t bytes = 0;
  const int count = at::detail::getCUDAHooks().getNumGPUs();
  for (int i = 0; i < count; ++i) {
    bytes += at::accelerator::getDeviceStats(static_cast<c10::DeviceIndex>(i))
                 .allocated_bytes[0]
                 .current;
  }
  return bytes;
}

}  // namespace

bool DeviceOverLimit() { return Allocated() > limit; }

void SetDeviceLimit() { limit = std::max(kFloor, Allocated() / 10 * 16); }

}  // namespace torch_node
