#include "tensor_table.h"

#include <torch/csrc/autograd/variable.h>

#include <algorithm>
#include <utility>

#include "device_memory.h"
#include "errors.h"
#include "handle_scope.h"

namespace torch_node {

namespace {

constexpr size_t kLightBytes = 4096;

// Calls `visit` with the place of every bit.
template <class Visit>
void ForEach(uint64_t mask, Visit visit) {
  for (; mask != 0; mask &= mask - 1) visit(std::countr_zero(mask));
}

// What a tensor is let go of is cold: it was made thousands of calls ago.
void Prefetch([[maybe_unused]] const void* object, size_t size) {
  constexpr size_t kLine = 64;
  for (size_t at = 0; at < size; at += kLine) {
#if defined(__GNUC__)
    __builtin_prefetch(static_cast<const char*>(object) + at, /*write=*/1);
#endif
  }
}

}  // namespace

void TensorTable::Init(napi_env env, napi_value shared) {
  if (shared_ != nullptr) napi_delete_reference(env, shared_);
  shared_ = nullptr;
  Check(napi_create_reference(env, shared, 1, &shared_));
  if (blocks_.empty()) blocks_.push_back(nullptr);
}

bool TensorTable::IsLight(const at::Tensor& tensor) {
  const c10::TensorImpl* impl = tensor.unsafeGetTensorImpl();
  const c10::Storage& storage = impl->unsafe_storage();
  if (!storage || !impl->is_cpu() || storage.nbytes() > kLightBytes) {
    return false;
  }
  auto* meta =
      static_cast<torch::autograd::AutogradMeta*>(impl->autograd_meta());
  return meta == nullptr || meta->grad_fn_ == nullptr;
}

int32_t TensorTable::EmptyBlock() {
  if (empty_.empty()) {
    blocks_.push_back(std::make_unique<Block>());
    return static_cast<int32_t>(blocks_.size() - 1);
  }
  int32_t index = empty_.back();
  empty_.pop_back();
  return index;
}

int32_t TensorTable::RoomyBlock() {
  while (!roomy_.empty()) {
    Block& block = *blocks_[roomy_.back()];
    // Empty ones are in the other list by now.
    if (!block.batched && block.used != 0 && ~block.used != 0) {
      return roomy_.back();
    }
    block.in_roomy = false;
    roomy_.pop_back();
  }
  int32_t index = EmptyBlock();
  blocks_[index]->in_roomy = true;
  roomy_.push_back(index);
  return index;
}

int32_t TensorTable::Reserve(at::Tensor tensor) {
  int32_t index = RoomyBlock();
  int32_t handle =
      (index << kBlockBits) + std::countr_one(blocks_[index]->used);
  Put(handle, std::move(tensor));
  return handle;
}

void TensorTable::Attach(napi_env env, int32_t handle, napi_value wrapper) {
  Entry& entry = EntryOf(handle);
  if (napi_create_reference(env, wrapper, 0, &entry.wrapper) != napi_ok) {
    Release(env, handle);
    throw JsPending{};
  }
  CountOnDevice(entry.tensor);
  young_.push_back({handle, 0});
}

void TensorTable::OpenBatch(napi_env env) {
  HandleScope scope(env);
  napi_value shared, batch, null;
  Check(napi_get_reference_value(env, shared_, &shared));
  Check(napi_create_array_with_length(env, kBlockSize, &batch));
  // Now, or V8 would change the kind of its elements when lib enters the first.
  Check(napi_get_null(env, &null));
  Check(napi_set_element(env, batch, 0, null));
  napi_ref reference = nullptr;
  Check(napi_create_reference(env, batch, 0, &reference));
  if (napi_set_named_property(env, shared, "batch", batch) != napi_ok) {
    napi_delete_reference(env, reference);
    throw JsPending{};
  }
  if (open_ != 0) batches_.push_back(open_);
  open_ = EmptyBlock();
  next_ = 0;
  blocks_[open_]->batch = reference;
  blocks_[open_]->batched = true;
}

// Gives every wrapper in the batch a reference of its own. False where that
// cannot be, in an environment that ends: the batch stays as it is then.
bool TensorTable::Split(napi_env env, int32_t index, napi_value batch) {
  Block& block = *blocks_[index];
  napi_value null = nullptr;
  bool done = napi_get_null(env, &null) == napi_ok;
  ForEach(block.used, [&](int slot) {
    Entry& entry = block.entries[slot];
    if (!done || entry.wrapper != nullptr) return;
    int32_t handle = (index << kBlockBits) + slot;
    napi_value wrapper = nullptr;
    napi_valuetype type = napi_undefined;
    done = napi_get_element(env, batch, slot, &wrapper) == napi_ok &&
           napi_typeof(env, wrapper, &type) == napi_ok;
    if (done && type == napi_object) {
      done = napi_set_element(env, batch, slot, null) == napi_ok &&
             napi_create_reference(env, wrapper, 0, &entry.wrapper) == napi_ok;
      if (done) young_.push_back({handle, 0});
    } else if (done && index != open_) {
      Release(env, handle);  // lib never had it: the call failed after all
    }
  });
  return done;
}

void TensorTable::EndBatch(napi_env env, int32_t index) {
  Block& block = *blocks_[index];
  napi_delete_reference(env, std::exchange(block.batch, nullptr));
  block.batched = false;
  Vacate(index);
}

void TensorTable::BeforeCollection(napi_env env, bool full) {
  ReleaseDead(env, SIZE_MAX);
  HandleScope scope(env);
  napi_value batch = nullptr;
  if (open_ != 0) {
    napi_get_reference_value(env, blocks_[open_]->batch, &batch);
    if (batch != nullptr) Split(env, open_, batch);
  }
  if (!full) return;
  std::erase_if(batches_, [&](int32_t index) {
    napi_get_reference_value(env, blocks_[index]->batch, &batch);
    bool done = batch != nullptr && Split(env, index, batch);
    if (done) EndBatch(env, index);
    return done;
  });
}

napi_value TensorTable::WrapperOf(napi_env env, int32_t handle) const {
  napi_value wrapper = nullptr;
  const Entry& entry = EntryOf(handle);
  if (entry.wrapper != nullptr) {
    napi_get_reference_value(env, entry.wrapper, &wrapper);
    return wrapper;
  }
  napi_value batch = nullptr;
  napi_get_reference_value(env, BlockOf(handle).batch, &batch);
  if (batch == nullptr) return nullptr;
  napi_valuetype type = napi_undefined;
  uint32_t slot = handle & (kBlockSize - 1);
  bool found = napi_get_element(env, batch, slot, &wrapper) == napi_ok &&
               napi_typeof(env, wrapper, &type) == napi_ok;
  return found && type == napi_object ? wrapper : nullptr;
}

void TensorTable::ListTensors() {
  for (int32_t index : std::exchange(unlisted_, {})) {
    Block& block = *blocks_[index];
    block.in_unlisted = false;
    ForEach(block.used & ~block.listed, [&](int slot) {
      const at::Tensor& tensor = block.entries[slot].tensor;
      if (!tensor.defined()) return;
      block.listed |= Mask{1} << slot;
      by_impl_[tensor.unsafeGetTensorImpl()] = (index << kBlockBits) + slot;
    });
  }
}

void TensorTable::Unlist(int32_t handle) {
  Block& block = BlockOf(handle);
  if ((block.listed & Bit(handle)) == 0) return;
  block.listed &= ~Bit(handle);
  auto found = by_impl_.find(EntryOf(handle).tensor.unsafeGetTensorImpl());
  if (found != by_impl_.end() && found->second == handle) by_impl_.erase(found);
}

napi_value TensorTable::FindShared(napi_env env, const at::Tensor& tensor) {
  // An in-place operator returns its argument.
  for (int32_t handle : in_use_) {
    const at::Tensor* used = Get(handle);
    if (used == nullptr || !used->is_same(tensor)) continue;
    napi_value wrapper = WrapperOf(env, handle);
    if (wrapper != nullptr) return wrapper;
  }
  ListTensors();
  auto found = by_impl_.find(tensor.unsafeGetTensorImpl());
  if (found == by_impl_.end()) return nullptr;
  int32_t handle = found->second;
  napi_value wrapper = WrapperOf(env, handle);
  if (wrapper == nullptr) {
    // Collected but not swept yet: a new wrapper takes the tensor over. This
    // entry still counts as listed: it is not to be found again.
    by_impl_.erase(found);
    if (!IsInUse(handle)) EntryOf(handle).tensor.reset();
  }
  return wrapper;
}

void TensorTable::Dispose(int32_t handle) {
  if (Get(handle) == nullptr) return;
  if (IsInUse(handle)) {
    dispose_later_.push_back(handle);
    return;
  }
  Unlist(handle);
  // Moved out first: releasing a graph may run arbitrary destructors.
  at::Tensor last = std::move(EntryOf(handle).tensor);
}

void TensorTable::Exchange(int32_t a, int32_t b) {
  for (int32_t handle : {a, b}) {
    Unlist(handle);
    ListLater(handle);
  }
  std::swap(EntryOf(a).tensor, EntryOf(b).tensor);
}

bool TensorTable::IsInUse(int32_t handle) const {
  return std::find(in_use_.begin(), in_use_.end(), handle) != in_use_.end();
}

void TensorTable::DisposeLater() {
  for (int32_t handle : std::exchange(dispose_later_, {})) Dispose(handle);
}

void TensorTable::Release(napi_env env, int32_t handle) {
  Dispose(handle);
  Entry& entry = EntryOf(handle);
  if (entry.wrapper != nullptr) {
    napi_delete_reference(env, std::exchange(entry.wrapper, nullptr));
  }
  Block& block = BlockOf(handle);
  block.used &= ~Bit(handle);
  block.listed &= ~Bit(handle);
  --live_;
  if (!block.batched) Vacate(handle >> kBlockBits);
}

// After something of the block was released.
void TensorTable::Vacate(int32_t index) {
  Block& block = *blocks_[index];
  if (block.used == 0) {
    empty_.push_back(index);
  } else if (!block.in_roomy && ~block.used != 0) {
    block.in_roomy = true;
    roomy_.push_back(index);
  }
}

size_t TensorTable::SweepBatches(napi_env env, bool lazily) {
  HandleScope scope(env);
  std::erase_if(batches_, [&](int32_t index) {
    napi_value batch = nullptr;
    napi_get_reference_value(env, blocks_[index]->batch, &batch);
    if (batch == nullptr) {
      dead_.push_back(index);
      return true;
    }
    bool done = Split(env, index, batch);
    if (done) EndBatch(env, index);
    return done;
  });
  return lazily ? 0 : ReleaseDead(env, SIZE_MAX);
}

// Releases up to so many entries of collected batches.
size_t TensorTable::ReleaseDead(napi_env env, size_t most) {
  size_t released = 0;
  while (!dead_.empty()) {
    int32_t index = dead_.back();
    Block& block = *blocks_[index];
    Mask left = block.used;
    for (; left != 0 && released < most; left &= left - 1) {
      int slot = std::countr_zero(left);
      int32_t handle = (index << kBlockBits) + slot;
      if (block.entries[slot].wrapper != nullptr) continue;
      // Only while calls nest: later, then.
      if (IsInUse(handle)) return released;
      Release(env, handle);
      ++released;
    }
    if (left != 0) {
      // The next one's storage; its own lines were asked for the last time.
      auto impl = [&](Mask mask) {
        return block.entries[std::countr_zero(mask)]
            .tensor.unsafeGetTensorImpl();
      };
      Prefetch(impl(left)->unsafe_storage().unsafeGetStorageImpl(),
               sizeof(c10::StorageImpl));
      left &= left - 1;
      if (left != 0) Prefetch(impl(left), sizeof(c10::TensorImpl));
      return released;
    }
    dead_.pop_back();
    EndBatch(env, index);
  }
  return released;
}

size_t TensorTable::Sweep(napi_env env, bool all, bool lazily) {
  size_t released = SweepBatches(env, lazily);
  // Local handles of live wrappers pile up in the scope; close it now and then.
  constexpr size_t kScope = 4096;
  auto sweep = [&](auto& list, auto handle_of, auto keep) {
    size_t kept = 0;
    for (size_t start = 0; start < list.size(); start += kScope) {
      HandleScope scope(env);
      size_t end = std::min(list.size(), start + kScope);
      for (size_t i = start; i < end; ++i) {
        int32_t handle = handle_of(list[i]);
        if (WrapperOf(env, handle) == nullptr && !IsInUse(handle)) {
          Release(env, handle);
          ++released;
        } else if (keep(list[i])) {
          list[kept++] = list[i];
        }
      }
    }
    list.resize(kept);
  };
  if (all) {
    sweep(
        old_, [](int32_t handle) { return handle; },
        [](int32_t) { return true; });
  }
  // A wrapper that survived two collections is in V8's old space by then:
  // minor collections will not free it, so only a full sweep looks again.
  sweep(
      young_, [](const Young& young) { return young.handle; },
      [&](Young& young) {
        if (++young.survived < 2) return true;
        old_.push_back(young.handle);
        return false;
      });
  young_size_ = young_.size();
  return released;
}

void TensorTable::Clear(napi_env env) {
  in_use_.clear();
  for (size_t i = 1; i < blocks_.size(); ++i) {
    auto index = static_cast<int32_t>(i);
    ForEach(blocks_[i]->used,
            [&](int slot) { Release(env, (index << kBlockBits) + slot); });
    if (blocks_[i]->batched) EndBatch(env, index);
  }
  if (shared_ != nullptr) napi_delete_reference(env, shared_);
  shared_ = nullptr;
  batches_.clear();
  dead_.clear();
  young_.clear();
  old_.clear();
}

}  // namespace torch_node
