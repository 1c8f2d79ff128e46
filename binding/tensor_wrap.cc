#include "tensor_wrap.h"

#include <algorithm>
#include <utility>

#include "addon_data.h"
#include "device_memory.h"
#include "errors.h"

namespace torch_node {

int32_t TensorTable::Reserve(at::Tensor tensor) {
  int32_t handle;
  if (!free_.empty()) {
    handle = free_.back();
    free_.pop_back();
  } else {
    handle = next_++;
    if (static_cast<size_t>(handle >> kChunkBits) >= chunks_.size()) {
      chunks_.push_back(std::make_unique<Entry[]>(kChunkSize));
    }
  }
  by_impl_[tensor.unsafeGetTensorImpl()] = handle;
  chunks_[handle >> kChunkBits][handle & (kChunkSize - 1)].tensor =
      std::move(tensor);
  return handle;
}

void TensorTable::Attach(napi_env env, int32_t handle, napi_value object) {
  Entry& entry = chunks_[handle >> kChunkBits][handle & (kChunkSize - 1)];
  if (napi_create_reference(env, object, 0, &entry.wrapper) != napi_ok) {
    by_impl_.erase(entry.tensor.unsafeGetTensorImpl());
    at::Tensor last = std::move(entry.tensor);
    free_.push_back(handle);
    throw JsPending{};
  }
  CountOnDevice(entry.tensor);
  young_.push_back({handle, 0});
  ++live_;
}

napi_value TensorTable::FindWrapper(napi_env env, const at::Tensor& tensor) {
  // A result that nobody else holds cannot have a wrapper.
  if (tensor.use_count() == 1) return nullptr;
  auto found = by_impl_.find(tensor.unsafeGetTensorImpl());
  if (found == by_impl_.end()) return nullptr;
  napi_value wrapper = nullptr;
  Entry* entry = Find(found->second);
  napi_get_reference_value(env, entry->wrapper, &wrapper);
  if (wrapper == nullptr) {
    // Collected but not swept yet: a new wrapper takes the tensor over.
    int32_t handle = found->second;
    by_impl_.erase(found);
    if (!IsInUse(handle)) entry->tensor.reset();
  }
  return wrapper;
}

void TensorTable::Dispose(int32_t handle) {
  Entry* entry = Find(handle);
  if (entry == nullptr || !entry->tensor.defined()) return;
  if (IsInUse(handle)) {
    dispose_later_.push_back(handle);
    return;
  }
  auto found = by_impl_.find(entry->tensor.unsafeGetTensorImpl());
  if (found != by_impl_.end() && found->second == handle) {
    by_impl_.erase(found);
  }
  // Moved out first: releasing a graph may run arbitrary destructors.
  at::Tensor last = std::move(entry->tensor);
}

void TensorTable::Exchange(int32_t a, int32_t b) {
  std::swap(Find(a)->tensor, Find(b)->tensor);
  for (int32_t handle : {a, b}) {
    by_impl_[Find(handle)->tensor.unsafeGetTensorImpl()] = handle;
  }
}

bool TensorTable::Collected(napi_env env, int32_t handle) const {
  napi_value wrapper = nullptr;
  napi_get_reference_value(env, Find(handle)->wrapper, &wrapper);
  return wrapper == nullptr;
}

bool TensorTable::IsInUse(int32_t handle) const {
  return std::find(in_use_.begin(), in_use_.end(), handle) != in_use_.end();
}

void TensorTable::DisposeLater() {
  for (int32_t handle : std::exchange(dispose_later_, {})) Dispose(handle);
}

void TensorTable::Release(napi_env env, int32_t handle) {
  Dispose(handle);
  Entry* entry = Find(handle);
  napi_delete_reference(env, std::exchange(entry->wrapper, nullptr));
  free_.push_back(handle);
  --live_;
}

size_t TensorTable::Sweep(napi_env env, bool all) {
  // Local handles of live wrappers pile up in the scope; close it now and then.
  constexpr size_t kScope = 4096;
  size_t released = 0;
  auto sweep = [&](auto& list, auto handle_of, auto keep) {
    size_t kept = 0;
    for (size_t start = 0; start < list.size(); start += kScope) {
      napi_handle_scope scope;
      if (napi_open_handle_scope(env, &scope) != napi_ok) return;
      size_t end = std::min(list.size(), start + kScope);
      for (size_t i = start; i < end; ++i) {
        if (Collected(env, handle_of(list[i])) &&
            !IsInUse(handle_of(list[i]))) {
          Release(env, handle_of(list[i]));
          ++released;
        } else if (keep(list[i])) {
          list[kept++] = list[i];
        }
      }
      napi_close_handle_scope(env, scope);
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
  return released;
}

void TensorTable::Clear(napi_env env) {
  in_use_.clear();
  for (int32_t handle = 1; handle < next_; ++handle) {
    Entry* entry = Find(handle);
    if (entry != nullptr) Release(env, handle);
  }
  young_.clear();
  old_.clear();
}

napi_value Wrap(napi_env env, at::Tensor tensor) {
  napi_value wrapper = nullptr;
  if (!tensor.defined()) {
    Check(napi_get_null(env, &wrapper));
    return wrapper;
  }
  AddonData& data = *AddonData::Of(env);
  wrapper = data.tensors.FindWrapper(env, tensor);
  if (wrapper != nullptr) return wrapper;
  napi_value make = nullptr;
  Check(napi_get_reference_value(env, data.make_tensor, &make));
  Check(napi_new_instance(env, make, 0, nullptr, &wrapper));
  int32_t handle = data.tensors.Adopt(env, wrapper, std::move(tensor));
  napi_value number = nullptr;
  Check(napi_create_int32(env, handle, &number));
  Check(napi_set_named_property(env, wrapper, "_h", number));
  return wrapper;
}

napi_value BindResult(AddonData& data, napi_value out, at::Tensor tensor) {
  napi_value result = nullptr;
  if (!tensor.defined()) {
    Check(napi_get_null(data.env, &result));
    return result;
  }
  result = data.tensors.FindWrapper(data.env, tensor);
  if (result != nullptr) return result;
  *data.scratch = data.tensors.Adopt(data.env, out, std::move(tensor));
  return nullptr;
}

int32_t HandleOf(napi_env env, napi_value value) {
  napi_valuetype type;
  Check(napi_typeof(env, value, &type));
  if (type != napi_object && type != napi_function) {
    return TensorTable::kInvalid;
  }
  napi_value number = nullptr;
  Check(napi_get_named_property(env, value, "_h", &number));
  int32_t handle = TensorTable::kInvalid;
  if (napi_get_value_int32(env, number, &handle) != napi_ok) {
    return TensorTable::kInvalid;
  }
  return handle;
}

const at::Tensor* TryUnwrap(napi_env env, napi_value value) {
  int32_t handle = HandleOf(env, value);
  if (handle == TensorTable::kInvalid) return nullptr;
  AddonData& data = *AddonData::Of(env);
  if (data.tensors.IsDisposed(handle)) {
    ThrowRuntimeError("the tensor was disposed: it can no longer be used");
  }
  return data.tensors.Get(handle);
}

}  // namespace torch_node
