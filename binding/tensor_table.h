// The table of an environment's tensors and their wrappers.
//
// Note [Wrappers]
// A wrapper is a plain JavaScript object of class Tensor whose own property
// `_h` is a handle: an index into this environment's table. The table owns the
// tensor (one intrusive reference) and holds the wrapper *weakly*; there is no
// finalizer, because on the stable Node-API finalizers wait for the event
// loop. Instead the table is swept (reclaim.h): an entry whose wrapper is gone
// lets its tensor go, and the handle may be used again.
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
// Entries live in blocks that never move: an `at::Tensor*` stays valid until
// its entry is released. Only the JavaScript thread touches the table.
//
// Note [Batches]
// A weak `napi_ref` costs more than the rest of a wrapper: two allocations, a
// callback in the collector, and its removal. Small results are nearly all dead
// by the next collection, so those of one block share a reference: lib puts
// their wrappers into one list, the batch, and each wrapper holds that list. A
// collected batch means that all of them are dead. If one is alive, so are the
// others; then all get references of their own and the batch is emptied
// (Split): the dead ones go at the next collection, so only what is light may
// be in a batch. The open batch is split before a collection, or its dead would
// grow old with it.
// A result is entered into its batch by lib, after the call that made it. Until
// then the batch stays open: it is closed when the next result needs room.
//
// Tensors that die together by the thousand are let go one by one, each when a
// new one takes its place: malloc's thread cache holds seven blocks of a size,
// and what was just let go is in the processor's cache, to be used again.
#pragma once

#include <ATen/core/Tensor.h>
#include <c10/util/flat_hash_map.h>

#include <bit>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "napi_setup.h"

namespace torch_node {

class TensorTable {
 public:
  static constexpr int32_t kInvalid = 0;  // handle 0 is never given out
  // lib/native.ts has the same number.
  static constexpr int kBlockBits = 6;
  static constexpr int kBlockSize = 1 << kBlockBits;

  // `shared.batch` is the list that the next results go into.
  void Init(napi_env env, napi_value shared);

  // The tensor behind a handle; null if there is none or it was disposed.
  const at::Tensor* Get(int32_t handle) const {
    const at::Tensor* tensor = Find(handle);
    return tensor != nullptr && tensor->defined() ? tensor : nullptr;
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
    const at::Tensor* tensor = Find(handle);
    return tensor != nullptr && !tensor->defined();
  }

  // A handle for a tensor without a wrapper, which Attach gives it before
  // anything else is done.
  int32_t Reserve(at::Tensor tensor);
  void Attach(napi_env env, int32_t handle, napi_value wrapper);
  // Handles for `count` light tensors (IsLight) that lib is about to enter into
  // the open batch; at most kBlockSize.
  void MakeRoom(napi_env env, int count) {
    if (!dead_.empty()) ReleaseDead(env, count);
    if (next_ + count > kBlockSize) OpenBatch(env);
  }
  int32_t ReserveInBatch(at::Tensor tensor) {
    int32_t handle = (open_ << kBlockBits) + next_++;
    Put(handle, std::move(tensor));
    return handle;
  }
  // Whether it does not matter that a dead one is kept for a while: it holds
  // few bytes, and no graph.
  static bool IsLight(const at::Tensor& tensor);

  // The living wrapper of this tensor, or null.
  napi_value FindWrapper(napi_env env, const at::Tensor& tensor) {
    // A result that nobody else holds cannot have a wrapper.
    return tensor.use_count() == 1 ? nullptr : FindShared(env, tensor);
  }
  void Dispose(int32_t handle);
  // Two live handles stand for each other's tensors from now on.
  void Exchange(int32_t a, int32_t b);

  // To be called before V8 collects, for Sweep to see what it frees.
  void BeforeCollection(napi_env env, bool full);
  // Releases entries whose wrappers were collected: those made since the last
  // two sweeps, or all. Lazily: the tensors of batches go as new ones come.
  // Returns how many were released.
  size_t Sweep(napi_env env, bool all, bool lazily);
  size_t young_size() const { return young_size_; }
  size_t old_size() const { return old_.size(); }
  size_t live() const { return live_; }

  // Visits every living tensor, with its wrapper (null once collected) and
  // whether a running call works with it.
  template <class Visit>
  void ForEachTensor(napi_env env, Visit visit) const;

  void Clear(napi_env env);

 private:
  struct Entry {
    at::Tensor tensor;
    napi_ref wrapper = nullptr;  // weak; null for those in a batch
  };
  // One bit for each entry.
  using Mask = uint64_t;
  struct Block {
    Entry entries[kBlockSize];
    Mask used = 0;             // handles given out
    Mask listed = 0;           // tensors in by_impl_
    napi_ref batch = nullptr;  // weak; null for a block without one
    bool batched = false;
    bool in_unlisted = false;
    bool in_roomy = false;
  };
  static_assert(kBlockSize == 8 * sizeof(Mask));
  struct Young {
    int32_t handle;
    int32_t survived;
  };

  static Mask Bit(int32_t handle) {
    return Mask{1} << (handle & (kBlockSize - 1));
  }
  Block& BlockOf(int32_t handle) const {
    return *blocks_[handle >> kBlockBits];
  }
  Entry& EntryOf(int32_t handle) const {
    return BlockOf(handle).entries[handle & (kBlockSize - 1)];
  }
  const at::Tensor* Find(int32_t handle) const {
    auto block = static_cast<uint32_t>(handle) >> kBlockBits;
    if (block == 0 || block >= blocks_.size()) return nullptr;
    return (blocks_[block]->used & Bit(handle)) != 0 ? &EntryOf(handle).tensor
                                                     : nullptr;
  }
  void Put(int32_t handle, at::Tensor tensor) {
    ListLater(handle);
    BlockOf(handle).used |= Bit(handle);
    EntryOf(handle).tensor = std::move(tensor);
    ++young_size_;
    ++live_;
  }

  void ListLater(int32_t handle) {
    Block& block = BlockOf(handle);
    if (block.in_unlisted) return;
    block.in_unlisted = true;
    unlisted_.push_back(handle >> kBlockBits);
  }

  int32_t EmptyBlock();
  int32_t RoomyBlock();
  void OpenBatch(napi_env env);
  bool Split(napi_env env, int32_t index, napi_value batch);
  void EndBatch(napi_env env, int32_t index);
  size_t SweepBatches(napi_env env, bool lazily);
  size_t ReleaseDead(napi_env env, size_t most);
  napi_value WrapperOf(napi_env env, int32_t handle) const;
  napi_value FindShared(napi_env env, const at::Tensor& tensor);
  void ListTensors();
  void Unlist(int32_t handle);
  bool IsInUse(int32_t handle) const;
  void EndUses(size_t start) {
    in_use_.resize(start);
    if (start == 0 && !dispose_later_.empty()) [[unlikely]] {
      DisposeLater();
    }
  }
  void DisposeLater();
  void Release(napi_env env, int32_t handle);
  void Vacate(int32_t index);

  // The first block is never used: its handles are too small.
  std::vector<std::unique_ptr<Block>> blocks_;
  std::vector<int32_t> empty_;  // blocks
  std::vector<int32_t> roomy_;  // blocks that had room for single entries
  napi_ref shared_ = nullptr;
  int32_t open_ = 0;              // the block of the open batch
  int32_t next_ = kBlockSize;     // its first entry that was not given out
  std::vector<int32_t> batches_;  // closed since the last sweep: blocks
  std::vector<int32_t> dead_;     // collected: blocks
  size_t young_size_ = 0;
  size_t live_ = 0;
  std::vector<Young> young_;
  std::vector<int32_t> old_;
  std::vector<int32_t> in_use_;
  std::vector<int32_t> dispose_later_;
  // Few tensors are ever looked for, so they are listed only when one is.
  ska::flat_hash_map<c10::TensorImpl*, int32_t> by_impl_;
  std::vector<int32_t> unlisted_;  // blocks with tensors that are not
};

template <class Visit>
void TensorTable::ForEachTensor(napi_env env, Visit visit) const {
  for (size_t i = 1; i < blocks_.size(); ++i) {
    for (Mask left = blocks_[i]->used; left != 0; left &= left - 1) {
      auto handle =
          static_cast<int32_t>(i << kBlockBits) | std::countr_zero(left);
      const at::Tensor& tensor = EntryOf(handle).tensor;
      if (!tensor.defined()) continue;
      // What a running call works with may not go, whoever holds it.
      bool in_use = IsInUse(handle);
      visit(tensor, in_use ? nullptr : WrapperOf(env, handle), in_use);
    }
  }
}

}  // namespace torch_node
