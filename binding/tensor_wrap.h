// The one place that makes, finds, disposes and releases tensor wrappers.
//
// Note [Wrappers]
// A wrapper is a plain JavaScript object of class Tensor whose own property
// `_h` is a handle: an index into this environment's table. The table owns the
// tensor (one intrusive reference) and holds a *weak* Node-API reference to the
// wrapper; there is no finalizer, because on the stable Node-API finalizers
// wait for the event loop. Instead the table is swept (reclaim.h): an entry
// whose weak reference reads as null has lost its wrapper, so the tensor is
// let go and the handle may be used again.
//
// One TensorImpl has at most one wrapper per environment, so identity holds
// (`p.grad === p.grad`, an in-place operator returns its argument).
//
// lib passes bare handles, so a wrapper may be dead as soon as its `_h` is
// read. No garbage is collected before a call has read its handles (Finish in
// entry.h comes at its end), and a call notes what it uses (Uses, below):
// collections and `dispose` in the middle of it, in a getter or when an
// allocation fails, leave that alone.
//
// Handles are numbers that a script could forge; every access goes through
// Get, which checks them, so the worst outcome is another tensor, not a crash.
// Entries live in chunks that never move: an `at::Tensor*` stays valid until
// its entry is released. Only the JavaScript thread touches the table.
#pragma once

#include <ATen/core/Tensor.h>
#include <c10/util/flat_hash_map.h>

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "napi_setup.h"

namespace torch_node {

struct AddonData;

class TensorTable {
 public:
  static constexpr int32_t kInvalid = 0;  // handle 0 is never given out

  // The tensor behind a handle; null if there is none or it was disposed.
  const at::Tensor* Get(int32_t handle) const {
    const Entry* entry = Find(handle);
    return entry != nullptr && entry->tensor.defined() ? &entry->tensor
                                                       : nullptr;
  }
  // The same, and keeps it until the running call ends.
  const at::Tensor* Use(int32_t handle) {
    const at::Tensor* tensor = Get(handle);
    if (tensor != nullptr) in_use_.push_back(handle);
    return tensor;
  }
  // Frames one native call; calls nest when user code runs inside.
  class Uses {
   public:
    explicit Uses(TensorTable* table)
        : table_(table), start_(table->in_use_.size()) {}
    ~Uses() { table_->EndUses(start_); }
    Uses(const Uses&) = delete;
    Uses& operator=(const Uses&) = delete;

   private:
    TensorTable* table_;
    size_t start_;
  };
  bool IsDisposed(int32_t handle) const {
    const Entry* entry = Find(handle);
    return entry != nullptr && !entry->tensor.defined();
  }

  // Makes `object` the wrapper of `tensor`, which must not have one.
  int32_t Adopt(napi_env env, napi_value object, at::Tensor tensor) {
    int32_t handle = Reserve(std::move(tensor));
    Attach(env, handle, object);
    return handle;
  }
  // The same in two steps, for wrappers that are made with their handle: every
  // reserved handle must be attached before anything else is done.
  int32_t Reserve(at::Tensor tensor);
  void Attach(napi_env env, int32_t handle, napi_value object);
  bool IsWrapped(const at::Tensor& tensor) const {
    return tensor.use_count() > 1 &&
           by_impl_.find(tensor.unsafeGetTensorImpl()) != by_impl_.end();
  }
  // The living wrapper of this tensor, or null.
  napi_value FindWrapper(napi_env env, const at::Tensor& tensor);
  void Dispose(int32_t handle);
  // Two live handles stand for each other's tensors from now on.
  void Exchange(int32_t a, int32_t b);

  // Releases entries whose wrappers were collected: those made since the last
  // two sweeps, or all. Returns how many were released.
  size_t Sweep(napi_env env, bool all);
  size_t young_size() const { return young_.size(); }
  size_t old_size() const { return old_.size(); }
  size_t live() const { return live_; }

  void Clear(napi_env env);

 private:
  struct Entry {
    at::Tensor tensor;
    napi_ref wrapper = nullptr;
  };
  struct Young {
    int32_t handle;
    int32_t survived;
  };
  static constexpr int kChunkBits = 10;
  static constexpr int32_t kChunkSize = 1 << kChunkBits;
  using Chunk = std::unique_ptr<Entry[]>;

  Entry* Find(int32_t handle) const {
    if (handle <= 0 || handle >= next_) return nullptr;
    Entry* entry = &chunks_[handle >> kChunkBits][handle & (kChunkSize - 1)];
    return entry->wrapper != nullptr ? entry : nullptr;
  }
  bool Collected(napi_env env, int32_t handle) const;
  bool IsInUse(int32_t handle) const;
  void EndUses(size_t start) {
    in_use_.resize(start);
    if (start == 0 && !dispose_later_.empty()) [[unlikely]] {
      DisposeLater();
    }
  }
  void DisposeLater();
  void Release(napi_env env, int32_t handle);

  std::vector<Chunk> chunks_;
  int32_t next_ = 1;
  size_t live_ = 0;
  std::vector<int32_t> free_;
  std::vector<Young> young_;
  std::vector<int32_t> old_;
  std::vector<int32_t> in_use_;
  std::vector<int32_t> dispose_later_;
  ska::flat_hash_map<c10::TensorImpl*, int32_t> by_impl_;
};

// A new wrapper, or the one that the tensor already has; null for undefined.
napi_value Wrap(napi_env env, at::Tensor tensor);
// Binds a result to the caller's bare wrapper `out`: its handle goes to the
// scratch array and null comes back, which JavaScript sees as undefined. A
// tensor that has a wrapper is returned as that; see Note [Calls].
napi_value BindResult(AddonData& data, napi_value out, at::Tensor tensor);
// The handle in `value._h`; kInvalid if it has none. Never throws for rubbish.
int32_t HandleOf(napi_env env, napi_value value);
// The tensor that `value` wraps; null if it is no tensor. Throws if disposed.
const at::Tensor* TryUnwrap(napi_env env, napi_value value);

}  // namespace torch_node
