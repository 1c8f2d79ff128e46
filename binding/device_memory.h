// What tensors hold on GPUs, for Note [Memory policy] in reclaim.h. The
// process's, as LiveBytes is: LibTorch's caches are shared by all threads.
#pragma once

#include <ATen/core/Tensor.h>

#include <atomic>

namespace torch_node {

// Bytes on GPUs that wrappers were made for since the last sweep. A view counts
// its whole storage: that only means an early minor collection.
inline std::atomic<int64_t> made_on_device = 0;

inline void CountOnDevice(const at::Tensor& tensor) {
  if (tensor.is_cuda() && tensor.has_storage()) [[unlikely]] {
    made_on_device.fetch_add(static_cast<int64_t>(tensor.storage().nbytes()),
                             std::memory_order_relaxed);
  }
}

// The same counted in wrappers, so that 256 MB are as many as the 4,096 small
// tensors after which a minor collection is due.
inline size_t WrappersOnDevice() {
  return static_cast<size_t>(made_on_device.load(std::memory_order_relaxed)) >>
         16;
}

// Whether LibTorch's caches say that so much is alive on GPUs that only a full
// collection can help.
bool DeviceOverLimit();
// Called after a full collection: what is alive then sets the next limit.
void SetDeviceLimit();

}  // namespace torch_node
