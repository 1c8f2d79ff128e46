// Leaves the function transforms of torch.func for a while.
#pragma once

#include <c10/core/impl/LocalDispatchKeySet.h>

namespace torch_node {

// What dispatches an operator to the transforms of this thread.
inline constexpr c10::DispatchKeySet kTransformModes(
    {c10::DispatchKey::FuncTorchDynamicLayerFrontMode,
     c10::DispatchKey::FuncTorchDynamicLayerBackMode});

// Inside a transform a new tensor is wrapped at once and has no memory of its
// own; code that fills the memory of what it makes runs under this guard.
class WithoutTransforms {
 public:
  WithoutTransforms() : guard_(kTransformModes) {}

 private:
  c10::impl::ExcludeDispatchKeyGuard guard_;
};

// Whether a transform runs on this thread.
inline bool TransformsActive() {
  return c10::impl::tls_local_dispatch_key_set().included_.has_any(
      kTransformModes);
}

}  // namespace torch_node
