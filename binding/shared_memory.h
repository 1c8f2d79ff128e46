// Memory that tensors and JavaScript's array buffers share.
//
// Note [Shared memory]
// A storage shown to JavaScript (Tensor.numpy): an external ArrayBuffer over
// its bytes. Its finalizer waits for the event loop, which a synchronous loop
// never reaches; so this table owns the storage and holds a weak reference to
// the buffer, and is swept like the tensors' (tensor_table.h): when the weak
// reference reads as null, nobody can reach the memory any more. One storage
// has one living buffer. Buffers made here cannot be transferred: the memory
// would move to another buffer, of which the table knows nothing (Node refuses
// it to postMessage and structuredClone; `transfer` is shadowed).
//
// A typed array made a tensor (torch.from_numpy): the storage's deleter holds a
// strong reference to the array. It may run on any thread, during a sweep, or
// when the environment is gone, so it only puts the reference on a list that
// the JavaScript thread empties.
#pragma once

#include <ATen/core/Tensor.h>
#include <c10/core/Storage.h>

#include <memory>
#include <unordered_map>
#include <utility>
#include <vector>

#include "convert/typed_array.h"
#include "napi_setup.h"
#include "release_list.h"

namespace torch_node {

class SharedMemory {
 public:
  explicit SharedMemory(std::shared_ptr<ReleaseList> releases)
      : releases_(std::move(releases)) {}

  // The ArrayBuffer over all bytes of a CPU storage, and where in it they
  // begin.
  struct Buffer {
    napi_value array_buffer;
    size_t byte_offset;
  };
  Buffer BufferOf(napi_env env, const c10::Storage& storage);

  // A tensor over a typed array's memory; all counts in elements of `dtype`.
  at::Tensor TensorOver(napi_env env, napi_value array,
                        const TypedArray& memory, c10::ScalarType dtype,
                        c10::IntArrayRef sizes, c10::IntArrayRef strides,
                        int64_t offset);

  // Whether the memory is that of a typed array.
  static bool IsJavaScripts(const c10::Storage& storage);

  // Frees typed arrays whose tensors are gone.
  void Drain(napi_env env) { releases_->Drain(env); }
  // Lets go of storages whose buffers were collected.
  void Sweep(napi_env env);
  void Clear(napi_env env);

 private:
  struct Shown {
    c10::Storage storage;
    napi_ref buffer = nullptr;  // weak
  };
  napi_value Show(napi_env env, const c10::Storage& storage);

  // The key cannot be used again while its storage is held.
  std::unordered_map<const c10::StorageImpl*, Shown> shown_;
  size_t next_sweep_ = 64;
  std::shared_ptr<ReleaseList> releases_;
};

}  // namespace torch_node
