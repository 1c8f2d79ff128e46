#include "creation.h"

#include <ATen/Functions.h>
#include <c10/core/DefaultDtype.h>
#include <c10/core/GradMode.h>

#include <algorithm>
#include <cmath>
#include <type_traits>

#include "attributes.h"
#include "convert/arg.h"
#include "convert/element.h"
#include "convert/ndarray.h"
#include "convert/nested.h"
#include "device.h"
#include "entry.h"
#include "functorch.h"
#include "functorch_guard.h"
#include "handle_scope.h"
#include "result.h"

namespace torch_node {

namespace {

std::optional<c10::ScalarType> DtypeArg(AddonData& data, napi_value value) {
  Arg arg = Classify(data.env, value);
  if (arg.none() || arg.missing()) return std::nullopt;
  if (arg.kind != Kind::kDtype || arg.integer < 0 ||
      arg.integer >= static_cast<int64_t>(c10::ScalarType::NumOptions)) {
    ThrowTypeError("tensor(): argument 'dtype' must be torch.dtype, not " +
                   TypeName(data.env, arg));
  }
  return static_cast<c10::ScalarType>(arg.integer);
}

std::optional<c10::Device> DeviceArg(AddonData& data, napi_value value) {
  Arg arg = Classify(data.env, value);
  if (!arg.none() && !arg.missing()) {
    return CheckedDevice(ToDevice(data.env, arg));
  }
  c10::IValue device = DefaultDevice(data.env);
  if (device.isNone()) return std::nullopt;
  return device.toDevice();
}

struct Options {
  std::optional<c10::ScalarType> dtype;
  std::optional<c10::Device> device;
  bool requires_grad = false;
  bool pin_memory = false;
};

at::Tensor FromTensor(const at::Tensor& source, const Options& options) {
  TORCH_CHECK(!options.pin_memory,
              "Can't pin tensor constructed from a variable");
  c10::NoGradGuard no_grad;
  return source
      .to(options.device.value_or(source.device()),
          options.dtype.value_or(source.scalar_type()),
          /*non_blocking=*/false, /*copy=*/true)
      .detach();
}

// On the CPU, to be filled; on the meta device as it is.
at::Tensor Empty(const std::vector<int64_t>& sizes, c10::ScalarType dtype,
                 const Options& options) {
  auto tensor_options =
      at::TensorOptions().dtype(dtype).pinned_memory(options.pin_memory);
  if (options.device && options.device->is_meta()) {
    tensor_options = tensor_options.device(*options.device);
  }
  return at::empty(sizes, tensor_options);
}

// Undefined if one of the numbers needs a look of its own.
at::Tensor FromNumbers(std::span<const double> numbers,
                       const std::vector<int64_t>& sizes, c10::ScalarType dtype,
                       const Options& options) {
  at::Tensor tensor = Empty(sizes, options.dtype.value_or(dtype), options);
  if (tensor.is_meta() || tensor.numel() == 0) return tensor;
  bool stored =
      StoreNumbers(tensor.mutable_data_ptr(), tensor.scalar_type(), numbers);
  return stored ? tensor : at::Tensor();
}

at::Tensor FromNested(AddonData& data, napi_value source,
                      const Options& options) {
  std::vector<int64_t> sizes = SizesOf(data.env, source);
  if (auto numbers = GatherNumbers(data.env, source, sizes)) {
    at::Tensor tensor =
        FromNumbers(numbers->values, sizes, numbers->dtype, options);
    if (tensor.defined()) return tensor;
  }
  at::Tensor tensor = Empty(
      sizes, options.dtype ? *options.dtype : InferDtype(data.env, source),
      options);
  if (!tensor.is_meta()) StoreNested(data.env, tensor, source);
  return tensor;
}

// The tensor is new, so it is a leaf without more ado. It was made without the
// transforms and goes through them now.
napi_value WrapNew(AddonData& data, at::Tensor tensor, const Options& options) {
  if (TransformsActive()) [[unlikely]] {
    tensor = at::lift_fresh(tensor);
  }
  if (options.device && *options.device != tensor.device()) {
    tensor = tensor.to(*options.device);
  }
  if (options.requires_grad) tensor.set_requires_grad(true);
  return Wrap(data.env, std::move(tensor));
}

Options ReadOptions(AddonData& data, const Arguments& args, size_t first) {
  Options options;
  options.dtype = DtypeArg(data, args[first]);
  options.device = DeviceArg(data, args[first + 1]);
  options.requires_grad = IsTrue(data.env, args[first + 2]);
  options.pin_memory = IsTrue(data.env, args[first + 3]);
  return options;
}

// (data, dtype, device, requires_grad, pin_memory): torch.tensor
napi_value TensorFromData(AddonData& data, const Arguments& args) {
  napi_env env = data.env;
  Arg source = Classify(env, args[0]);
  Options options = ReadOptions(data, args, 1);
  if (source.kind == Kind::kString) {
    ThrowTypeError("new(): invalid data type 'str'");
  }
  at::Tensor tensor;
  if (source.kind == Kind::kTensor) {
    tensor = FromTensor(*source.tensor, options);
    if (options.requires_grad) tensor.set_requires_grad(true);
    return Wrap(env, std::move(tensor));
  }
  {
    WithoutTransforms guard;
    auto array = source.kind == Kind::kOther ? CopyNdArray(env, source.value)
                                             : std::nullopt;
    if (array) {
      tensor = array->to(options.device.value_or(c10::kCPU),
                         options.dtype.value_or(array->scalar_type()));
      if (options.pin_memory) tensor = tensor.pin_memory();
    } else {
      tensor = FromNested(data, args[0], options);
    }
  }
  return WrapNew(data, std::move(tensor), options);
}

// (Float64Array, shape, any floats, dtype, device, requires_grad, pin_memory):
// torch.tensor of numbers that lib has read; null if TensorFromData must.
napi_value TensorFromNumbers(AddonData& data, const Arguments& args) {
  napi_env env = data.env;
  auto sizes = ReadInts(env, args[1]);
  if (!sizes) ThrowTypeError("shape must be an array of ints");
  auto dtype = IsTrue(env, args[2]) ? c10::get_default_dtype_as_scalartype()
                                    : c10::kLong;
  Options options = ReadOptions(data, args, 3);
  auto array = ReadTypedArray(env, args[0]);
  if (!array || array->dtype != c10::kDouble) {
    ThrowTypeError("expected a Float64Array");
  }
  int64_t count = 1;
  for (int64_t size : *sizes) {
    if (size < 0 || __builtin_mul_overflow(count, size, &count)) count = -1;
    if (count < 0) break;
  }
  if (count != static_cast<int64_t>(array->length)) {
    ThrowValueError("the shape does not fit the numbers");
  }
  at::Tensor tensor;
  {
    WithoutTransforms guard;
    tensor =
        FromNumbers({static_cast<const double*>(array->data), array->length},
                    *sizes, dtype, options);
  }
  return tensor.defined() ? WrapNew(data, tensor, options) : Null(env);
}

// Plain CPU memory: what needs no dispatcher to be read.
bool IsPlain(const at::Tensor& tensor) {
  static const c10::DispatchKeySet kPlain =
      c10::DispatchKeySet(c10::DispatchKey::CPU) |
      c10::getAutocastRelatedKeySetFromBackend(c10::BackendComponent::CPUBit) |
      c10::getAutogradRelatedKeySetFromBackend(c10::BackendComponent::CPUBit);
  return tensor.key_set() == kPlain;
}

class Lister {
 public:
  Lister(napi_env env, const at::Tensor& tensor)
      : env_(env),
        tensor_(tensor),
        dtype_(tensor.scalar_type()),
        itemsize_(static_cast<int64_t>(tensor.itemsize())) {}

  napi_value List(const char* element, int64_t dim) const {
    if (dim == tensor_.dim()) return LoadElement(env_, element, dtype_);
    constexpr int64_t kScope = 1024;
    int64_t size = tensor_.size(dim);
    int64_t step = tensor_.stride(dim) * itemsize_;
    napi_value array = nullptr;
    Check(
        napi_create_array_with_length(env_, static_cast<size_t>(size), &array));
    for (int64_t start = 0; start < size; start += kScope) {
      HandleScope scope(env_);
      int64_t end = std::min(size, start + kScope);
      for (int64_t i = start; i < end; ++i) {
        Check(napi_set_element(env_, array, static_cast<uint32_t>(i),
                               List(element + i * step, dim + 1)));
      }
    }
    return array;
  }

 private:
  napi_env env_;
  const at::Tensor& tensor_;
  c10::ScalarType dtype_;
  int64_t itemsize_;
};

// Whether elements of the dtype are JavaScript numbers, int64 as far as they
// go.
bool IsListedAsNumbers(c10::ScalarType dtype) {
  return dtype != c10::kBool && dtype != c10::kUInt64 &&
         (c10::isIntegralType(dtype, /*includeBool=*/false) ||
          c10::isFloatingType(dtype));
}

constexpr int64_t kManyNumbers = 64;

// Many numbers at once, for lib to make lists of: setting elements one by one
// from here is far slower. Null if they must be looked at one by one.
napi_value ListNumbers(AddonData& data, const at::Tensor& tensor) {
  napi_env env = data.env;
  at::Tensor numbers = tensor.to(c10::kDouble).contiguous();
  auto count = static_cast<size_t>(numbers.numel());
  const auto* from = numbers.const_data_ptr<double>();
  if (tensor.scalar_type() == c10::kLong) {
    for (size_t i = 0; i < count; ++i) {
      if (!(std::abs(from[i]) < 0x1p53)) return nullptr;
    }
  }
  napi_value buffer, arguments[2], result;
  void* memory = nullptr;
  Check(napi_create_arraybuffer(env, count * sizeof(double), &memory, &buffer));
  std::copy_n(from, count, static_cast<double*>(memory));
  Check(napi_create_typedarray(env, napi_float64_array, count, buffer, 0,
                               &arguments[0]));
  arguments[1] = IntArray(env, tensor.sizes());
  Check(napi_call_function(env, Undefined(env), data.Helper("nest"), 2,
                           arguments, &result));
  return result;
}

// (tensor): nested arrays of its elements. Mirrors tensor_list.cpp.
napi_value ToList(AddonData& data, const Arguments& args) {
  c10::NoGradGuard no_grad;
  at::Tensor tensor = WithoutGradWrappers(HandleArg(data, args[0]));
  WithoutTransforms guard;
  if (tensor.numel() >= kManyNumbers && IsPlain(tensor) &&
      IsListedAsNumbers(tensor.scalar_type()) && tensor.has_storage() &&
      tensor.const_data_ptr() != nullptr) {
    napi_value list = ListNumbers(data, tensor);
    if (list != nullptr) return list;
  }
  tensor = tensor.resolve_conj().resolve_neg();
  if (!tensor.device().is_cpu()) tensor = tensor.to(c10::kCPU);
  for (int64_t size : tensor.sizes()) {
    if (size > UINT32_MAX) {
      ThrowValueError("tolist(): too many elements for an array");
    }
  }
  const void* memory = tensor.const_data_ptr();
  TORCH_CHECK(
      tensor.numel() == 0 || memory != nullptr,
      "tolist() shouldn't be called on a tensor with unallocated storage");
  return Lister(data.env, tensor).List(static_cast<const char*>(memory), 0);
}

// The number of elements that fit in the scratch array as doubles.
constexpr int64_t kFewNumbers = 256;

template <class T>
bool CopyNumbers(const at::Tensor& tensor, double* out) {
  const T* elements = tensor.const_data_ptr<T>();
  for (int64_t i = 0, count = tensor.numel(); i < count; ++i) {
    out[i] = static_cast<double>(elements[i]);
    // An integer that a double cannot hold becomes a bigint elsewhere.
    if constexpr (std::is_same_v<T, int64_t>) {
      if (std::abs(out[i]) >= 0x1p53) return false;
    }
  }
  return true;
}

// (tensor): the sizes in the shared numbers, the elements as doubles in the
// scratch array, the number of dimensions as the result; -1 where `tolist` has
// to look closer. Reading shared memory is what makes small lists fast.
napi_value FewNumbers(AddonData& data, const Arguments& args) {
  const at::Tensor& tensor = HandleArg(data, args[0]);
  if (!IsPlain(tensor) || tensor.dim() == 0 || tensor.numel() == 0 ||
      tensor.numel() > kFewNumbers || tensor.dim() > 8 ||
      !tensor.is_contiguous() || !tensor.has_storage() ||
      tensor.unsafeGetTensorImpl()->data() == nullptr) {
    return Integer(data.env, -1);
  }
  auto* out = reinterpret_cast<double*>(data.scratch);
  bool done = false;
  switch (tensor.scalar_type()) {
    case c10::kFloat:
      done = CopyNumbers<float>(tensor, out);
      break;
    case c10::kDouble:
      done = CopyNumbers<double>(tensor, out);
      break;
    case c10::kLong:
      done = CopyNumbers<int64_t>(tensor, out);
      break;
    case c10::kInt:
      done = CopyNumbers<int32_t>(tensor, out);
      break;
    default:
      break;
  }
  if (!done) return Integer(data.env, -1);
  for (int64_t i = 0; i < tensor.dim(); ++i) {
    data.numbers[i] = static_cast<double>(tensor.size(i));
  }
  return Integer(data.env, tensor.dim());
}

// (tensor): its one element
napi_value Item(AddonData& data, const Arguments& args) {
  const at::Tensor& tensor = HandleArg(data, args[0]);
  // A profile is to see the operator.
  if (IsPlain(tensor) && tensor.numel() == 1 && !data.profiling) [[likely]] {
    const void* memory = tensor.const_data_ptr();
    switch (tensor.scalar_type()) {
      case c10::kFloat:
      case c10::kDouble:
      case c10::kLong:
      case c10::kInt:
      case c10::kBool:
      case c10::kByte:
      case c10::kHalf:
      case c10::kBFloat16:
        if (memory != nullptr) {
          return LoadElement(data.env, memory, tensor.scalar_type());
        }
        break;
      default:
        break;
    }
  }
  if (tensor.is_meta() && tensor.numel() == 1) {
    ThrowRuntimeError("Tensor.item() cannot be called on meta tensors");
  }
  return ScalarToJs(data.env, tensor.item());
}

constexpr NativeFunction kFunctions[] = {
    {"tensorFromData", TensorFromData},
    {"tensorFromNumbers", TensorFromNumbers},
    {"fewNumbers", FewNumbers},
    {"tolist", ToList},
    {"item", Item},
};

}  // namespace

void InitCreation(napi_env env, napi_value exports) {
  Define(env, exports, kFunctions);
}

}  // namespace torch_node
