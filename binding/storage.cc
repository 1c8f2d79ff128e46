#include "storage.h"

#include <ATen/EmptyTensor.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/native/Resize.h>
#include <ATen/ops/lift_fresh.h>
#include <c10/core/GradMode.h>
#include <c10/util/safe_numerics.h>

#include "attributes.h"
#include "convert/arg.h"
#include "convert/ndarray.h"
#include "entry.h"
#include "functorch_guard.h"

namespace torch_node {

namespace {

// Mirrors the checks of tensor_to_numpy (torch/csrc/utils/tensor_numpy.cpp).
void CheckNumpy(const at::Tensor& tensor) {
  TORCH_CHECK_TYPE(tensor.device().is_cpu(), "can't convert ",
                   tensor.device().str(),
                   " device type tensor to numpy. Use Tensor.cpu() to copy "
                   "the tensor to host memory first.");
  TORCH_CHECK(!(c10::GradMode::is_enabled() && tensor.requires_grad()),
              "Can't call numpy() on Tensor that requires grad. Use "
              "tensor.detach().numpy() instead.");
  TORCH_CHECK(!tensor.is_conj(),
              "Can't call numpy() on Tensor that has conjugate bit set. Use "
              "tensor.resolve_conj().numpy() instead.");
  TORCH_CHECK(!tensor.is_neg(),
              "Can't call numpy() on Tensor that has negative bit set. Use "
              "tensor.resolve_neg().numpy() instead.");
}

napi_value TypedArrayOver(napi_env env, const SharedMemory::Buffer& buffer,
                          size_t bytes, c10::ScalarType dtype,
                          const ArrayFormat& format) {
  size_t item = c10::elementSize(dtype) / static_cast<size_t>(format.parts);
  napi_value array = nullptr;
  Check(napi_create_typedarray(env, format.type, bytes / item,
                               buffer.array_buffer, buffer.byte_offset,
                               &array));
  return array;
}

// (tensor, force): { data, shape, stride, offset } over the tensor's memory.
// Complex elements are pairs: a last dimension of two.
napi_value NumpyData(AddonData& data, const Arguments& args) {
  napi_env env = data.env;
  at::Tensor tensor = HandleArg(data, args[0]);
  TORCH_CHECK_TYPE(tensor.layout() == c10::kStrided, "can't convert ",
                   tensor.layout(), " layout tensor to numpy. ",
                   "Use Tensor.to_dense() first.");
  if (!IsTrue(env, args[1])) CheckNumpy(tensor);
  tensor = tensor.detach().cpu().resolve_conj().resolve_neg();
  auto format = FormatOf(tensor.scalar_type());
  TORCH_CHECK_TYPE(format, "Got unsupported ScalarType ",
                   c10::toString(tensor.scalar_type()));
  tensor.const_data_ptr();  // throws where there is no memory
  std::vector<int64_t> sizes = tensor.sizes().vec();
  std::vector<int64_t> strides = tensor.strides().vec();
  if (format->parts > 1) {
    for (int64_t& stride : strides) stride *= format->parts;
    sizes.push_back(format->parts);
    strides.push_back(1);
  }
  const c10::Storage& storage = tensor.storage();
  napi_value array =
      TypedArrayOver(env, data.memory.BufferOf(env, storage), storage.nbytes(),
                     tensor.scalar_type(), *format);
  napi_value result = nullptr;
  Check(napi_create_object(env, &result));
  Check(napi_set_named_property(env, result, "data", array));
  Check(napi_set_named_property(env, result, "shape", IntArray(env, sizes)));
  Check(napi_set_named_property(env, result, "stride", IntArray(env, strides)));
  Check(napi_set_named_property(
      env, result, "offset",
      Integer(env, tensor.storage_offset() * format->parts)));
  return result;
}

std::vector<int64_t> IntsArg(AddonData& data, napi_value value,
                             const char* name) {
  auto ints = ReadInts(data.env, value);
  if (!ints) ThrowTypeError(std::string(name) + " must be an array of ints");
  return *ints;
}

bool IsResizable(napi_env env, napi_value buffer) {
  Arg resizable = Classify(env, Property(env, buffer, "resizable"));
  return resizable.kind == Kind::kBool && resizable.integer != 0;
}

// (typed array, shape, stride, offset, dtype or null): a tensor over its
// memory; strides and offset in elements of the dtype, offset from the array's
// start.
napi_value FromTypedArray(AddonData& data, const Arguments& args) {
  napi_env env = data.env;
  std::vector<int64_t> sizes = IntsArg(data, args[1], "shape");
  std::vector<int64_t> strides = IntsArg(data, args[2], "stride");
  int64_t offset = IntArg(data, args[3]);
  Arg dtype_arg = Classify(env, args[4]);
  auto memory = ReadTypedArray(env, args[0]);
  if (!memory) ThrowTypeError("expected a typed array");
  if (IsResizable(env, memory->buffer)) {
    ThrowTypeError("the memory of a resizable ArrayBuffer cannot be shared");
  }
  // Again: the property above could have run user code.
  memory = ReadTypedArray(env, args[0]);
  c10::ScalarType dtype = memory->dtype;
  if (dtype_arg.kind == Kind::kDtype) {
    dtype = static_cast<c10::ScalarType>(dtype_arg.integer);
  } else if (!dtype_arg.none() && !dtype_arg.missing()) {
    ThrowTypeError("dtype must be torch.dtype, not " +
                   TypeName(env, dtype_arg));
  }
  if (c10::isQIntType(dtype) || dtype >= c10::ScalarType::Undefined) {
    ThrowTypeError("memory cannot be shared as a quantized dtype");
  }
  size_t bytes = memory->length * c10::elementSize(memory->dtype);
  for (int64_t stride : strides) {
    if (stride < 0) {
      ThrowValueError(
          "At least one stride in the given numpy array is negative, and "
          "tensors with negative strides are not currently supported. (You "
          "can probably work around this by making a copy of your array  with "
          "array.copy().) ");
    }
  }
  CheckBounds(sizes, strides, offset,
              static_cast<int64_t>(bytes / c10::elementSize(dtype)));
  at::Tensor tensor = data.memory.TensorOver(env, args[0], *memory, dtype,
                                             sizes, strides, offset);
  if (TransformsActive()) tensor = at::lift_fresh(tensor);
  return Wrap(env, std::move(tensor));
}

napi_value WrapFlat(AddonData& data, c10::Storage storage) {
  auto bytes = static_cast<int64_t>(storage.nbytes());
  auto key = c10::TensorOptions()
                 .device(storage.device())
                 .dtype(c10::kByte)
                 .computeDispatchKey();
  at::Tensor flat = at::detail::make_tensor<c10::TensorImpl>(
      std::move(storage), c10::DispatchKeySet(key),
      c10::scalarTypeToTypeMeta(c10::kByte));
  flat.unsafeGetTensorImpl()->set_sizes_contiguous({bytes});
  return Wrap(data.env, std::move(flat));
}

// (tensor): a flat uint8 tensor over its whole storage
napi_value StorageTensor(AddonData& data, const Arguments& args) {
  return WrapFlat(data, HandleArg(data, args[0]).storage());
}

// (tensor, start, stop): the same over some bytes of it, as a storage of its
// own
napi_value StorageSlice(AddonData& data, const Arguments& args) {
  c10::Storage whole = HandleArg(data, args[0]).storage();
  int64_t start = IntArg(data, args[1]);
  int64_t stop = IntArg(data, args[2]);
  if (start < 0 || stop < start ||
      stop > static_cast<int64_t>(whole.nbytes())) {
    ThrowIndexError("slice out of range of the storage");
  }
  auto* owner = new c10::Storage(whole);
  c10::DataPtr memory(
      static_cast<char*>(whole.mutable_data()) + start, owner,
      [](void* context) { delete static_cast<c10::Storage*>(context); },
      whole.device());
  return WrapFlat(data, c10::Storage(c10::Storage::use_byte_size_t(),
                                     static_cast<size_t>(stop - start),
                                     std::move(memory), /*allocator=*/nullptr,
                                     /*resizable=*/false));
}

// (tensor): what tells its storage from others
napi_value StorageKey(AddonData& data, const Arguments& args) {
  const at::Tensor& tensor = HandleArg(data, args[0]);
  return Integer(data.env, static_cast<int64_t>(reinterpret_cast<intptr_t>(
                               tensor.storage().unsafeGetStorageImpl())));
}

napi_value StorageResizable(AddonData& data, const Arguments& args) {
  return Boolean(data.env, HandleArg(data, args[0]).storage().resizable());
}

napi_value StorageBytes(AddonData& data, const Arguments& args) {
  const at::Tensor& tensor = HandleArg(data, args[0]);
  return Integer(data.env, static_cast<int64_t>(tensor.storage().nbytes()));
}

napi_value Address(napi_env env, const void* memory) {
  return Integer(env, static_cast<int64_t>(reinterpret_cast<intptr_t>(memory)));
}

napi_value StorageDataPtr(AddonData& data, const Arguments& args) {
  return Address(data.env, HandleArg(data, args[0]).storage().data());
}

napi_value DataPtr(AddonData& data, const Arguments& args) {
  return Address(data.env, HandleArg(data, args[0]).data_ptr());
}

// (tensor, bytes): resizes its storage, keeping what is in it
napi_value StorageResize(AddonData& data, const Arguments& args) {
  const at::Tensor& tensor = HandleArg(data, args[0]);
  int64_t bytes = IntArg(data, args[1]);
  TORCH_CHECK(bytes >= 0,
              "[enforce fail at alloc_cpu.cpp:98] ((ptrdiff_t)nbytes) >= 0. "
              "alloc_cpu() seems to have been called with negative number: ",
              static_cast<uint64_t>(bytes));
  c10::Storage storage = tensor.storage();
  TORCH_CHECK(storage.resizable(),
              "Trying to resize storage that is not resizable");
  if (tensor.device().is_cpu()) {
    at::native::resize_bytes_cpu(storage.unsafeGetStorageImpl(),
                                 static_cast<size_t>(bytes));
  } else if (tensor.device().is_meta()) {
    storage.set_nbytes(static_cast<size_t>(bytes));
  } else {
    auto resize = c10::Dispatcher::singleton().findSchema(
        {"inductor::resize_storage_bytes_", ""});
    TORCH_CHECK(resize, "resize_: storages of ", tensor.device(),
                " cannot be resized by this LibTorch");
    torch::jit::Stack stack{tensor, bytes};
    resize->callBoxed(&stack);
  }
  return Undefined(data.env);
}

// (tensor, tensor on a storage, offset, size, stride): makes the first a view
// of the storage, which never grows for it as `set_` would let it.
napi_value SetStorage(AddonData& data, const Arguments& args) {
  at::Tensor tensor = HandleArg(data, args[0]);
  c10::Storage storage = HandleArg(data, args[1]).storage();
  int64_t offset = IntArg(data, args[2]);
  std::vector<int64_t> sizes = IntsArg(data, args[3], "size");
  std::vector<int64_t> strides = IntsArg(data, args[4], "stride");
  TORCH_CHECK(sizes.size() == strides.size(),
              "mismatch in length of strides and shape");
  TORCH_CHECK(offset >= 0, "Tensor: invalid storage offset ", offset);
  // The last element; what overflows lies outside, whatever it wraps to.
  auto last = static_cast<uint64_t>(offset);
  bool empty = false;
  bool overflows = false;
  for (size_t i = 0; i < sizes.size(); ++i) {
    TORCH_CHECK(sizes[i] >= 0,
                "Trying to create tensor with negative dimension ", sizes[i],
                ": ", c10::IntArrayRef(sizes));
    TORCH_CHECK(strides[i] >= 0,
                "as_strided: Negative strides are not supported at the "
                "moment, got strides: ",
                c10::IntArrayRef(strides));
    empty = empty || sizes[i] == 0;
    if (empty) continue;
    uint64_t reach = 0;
    overflows |= c10::mul_overflows(static_cast<uint64_t>(sizes[i] - 1),
                                    static_cast<uint64_t>(strides[i]), &reach);
    overflows |= c10::add_overflows(last, reach, &last);
  }
  size_t elements = storage.nbytes() / tensor.itemsize();
  TORCH_CHECK(empty || (!overflows && last < elements),
              "Trying to resize storage that is not resizable");
  tensor.set_(storage, offset, sizes, strides);
  return Undefined(data.env);
}

// (tensor, conj, neg): sets its bits, which say that it is to be read so
napi_value SetViewBits(AddonData& data, const Arguments& args) {
  at::Tensor tensor = HandleArg(data, args[0]);
  bool conj = IsTrue(data.env, args[1]);
  bool neg = IsTrue(data.env, args[2]);
  TORCH_CHECK(!conj || tensor.is_complex(),
              "the conjugate bit is for complex tensors only");
  tensor._set_conj(conj);
  tensor._set_neg(neg);
  return Undefined(data.env);
}

constexpr NativeFunction kFunctions[] = {
    {"numpyData", NumpyData},
    {"fromTypedArray", FromTypedArray},
    {"storageTensor", StorageTensor},
    {"storageBytes", StorageBytes},
    {"storageDataPtr", StorageDataPtr},
    {"storageResize", StorageResize},
    {"storageSlice", StorageSlice},
    {"storageKey", StorageKey},
    {"storageResizable", StorageResizable},
    {"dataPtr", DataPtr},
    {"setStorage", SetStorage},
    {"setViewBits", SetViewBits},
};

}  // namespace

void InitStorage(napi_env env, napi_value exports) {
  Define(env, exports, kFunctions);
}

}  // namespace torch_node
