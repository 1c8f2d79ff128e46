#include "shared_memory.h"

#include <ATen/EmptyTensor.h>

#include "allocator.h"
#include "convert/arg.h"
#include "entry.h"
#include "handle_scope.h"

namespace torch_node {

namespace {

// What Node 20's typed arrays can hold.
constexpr size_t kMaxBytes = UINT32_MAX;

// A typed array that a storage keeps alive.
struct JsMemory {
  napi_ref array;
  std::shared_ptr<ReleaseList> releases;
  int64_t bytes;
};

void ReleaseJsMemory(void* context) {
  auto* memory = static_cast<JsMemory*>(context);
  AddLiveBytes(-memory->bytes);
  memory->releases->Add(memory->array);
  delete memory;
}

napi_value RefuseTransfer(napi_env env, napi_callback_info) {
  return Guard(env, []() -> napi_value {
    ThrowTypeError(
        "this ArrayBuffer is the memory of a torch.Tensor and cannot be "
        "transferred");
  });
}

void ShadowTransfer(napi_env env, napi_value buffer) {
  napi_property_descriptor properties[2] = {};
  properties[0].utf8name = "transfer";
  properties[1].utf8name = "transferToFixedLength";
  for (auto& property : properties) {
    property.method = RefuseTransfer;
    property.attributes = napi_default;
  }
  Check(napi_define_properties(env, buffer, 2, properties));
}

}  // namespace

bool SharedMemory::IsJavaScripts(const c10::Storage& storage) {
  return storage.data_ptr().get_deleter() == &ReleaseJsMemory;
}

napi_value SharedMemory::Show(napi_env env, const c10::Storage& storage) {
  size_t bytes = storage.nbytes();
  if (bytes > kMaxBytes) {
    ThrowRuntimeError("a storage of more than 4 GB cannot be shared");
  }
  napi_value buffer = nullptr;
  Check(napi_create_external_arraybuffer(env, storage.mutable_data(), bytes,
                                         nullptr, nullptr, &buffer));
  ShadowTransfer(env, buffer);
  napi_ref reference = nullptr;
  Check(napi_create_reference(env, buffer, 0, &reference));
  // JavaScript keeps the address: the memory must not move.
  storage.unsafeGetStorageImpl()->set_resizable(false);
  shown_[storage.unsafeGetStorageImpl()] = {storage, reference};
  return buffer;
}

SharedMemory::Buffer SharedMemory::BufferOf(napi_env env,
                                            const c10::Storage& storage) {
  Drain(env);
  if (storage.nbytes() == 0) {
    Buffer empty{nullptr, 0};
    Check(napi_create_arraybuffer(env, 0, nullptr, &empty.array_buffer));
    return empty;
  }
  // JavaScript's own memory goes back as what it was.
  auto* memory = storage.data_ptr().cast_context<JsMemory>(&ReleaseJsMemory);
  if (memory != nullptr && memory->releases == releases_) {
    napi_value array = nullptr;
    Check(napi_get_reference_value(env, memory->array, &array));
    if (auto source = ReadTypedArray(env, array)) {
      return {source->buffer, source->byte_offset};
    }
  }
  auto found = shown_.find(storage.unsafeGetStorageImpl());
  if (found != shown_.end()) {
    napi_value buffer = nullptr;
    Check(napi_get_reference_value(env, found->second.buffer, &buffer));
    if (buffer != nullptr) return {buffer, 0};
    napi_delete_reference(env, found->second.buffer);
    shown_.erase(found);
  }
  if (shown_.size() >= next_sweep_) {
    Sweep(env);
    next_sweep_ = std::max<size_t>(64, 2 * shown_.size());
  }
  return {Show(env, storage), 0};
}

at::Tensor SharedMemory::TensorOver(napi_env env, napi_value array,
                                    const TypedArray& memory,
                                    c10::ScalarType dtype,
                                    c10::IntArrayRef sizes,
                                    c10::IntArrayRef strides, int64_t offset) {
  Drain(env);
  napi_ref reference = nullptr;
  Check(napi_create_reference(env, array, 1, &reference));
  size_t bytes = memory.length * c10::elementSize(memory.dtype);
  auto* owner = new JsMemory{reference, releases_, static_cast<int64_t>(bytes)};
  AddLiveBytes(owner->bytes);
  c10::DataPtr data(memory.data, owner, &ReleaseJsMemory, c10::kCPU);
  c10::Storage storage(c10::Storage::use_byte_size_t(), bytes, std::move(data),
                       /*allocator=*/nullptr, /*resizable=*/false);
  at::Tensor tensor = at::detail::make_tensor<c10::TensorImpl>(
      std::move(storage), c10::DispatchKeySet(c10::DispatchKey::CPU),
      c10::scalarTypeToTypeMeta(dtype));
  tensor.unsafeGetTensorImpl()->set_sizes_and_strides(sizes, strides, offset);
  return tensor;
}

void SharedMemory::Sweep(napi_env env) {
  HandleScope scope(env);
  for (auto entry = shown_.begin(); entry != shown_.end();) {
    napi_value buffer = nullptr;
    napi_get_reference_value(env, entry->second.buffer, &buffer);
    if (buffer == nullptr) {
      napi_delete_reference(env, entry->second.buffer);
      entry = shown_.erase(entry);
    } else {
      ++entry;
    }
  }
}

void SharedMemory::Clear(napi_env env) {
  for (auto& [impl, shown] : shown_) napi_delete_reference(env, shown.buffer);
  shown_.clear();
}

}  // namespace torch_node
