#include "nested.h"

#include <ATen/Functions.h>
#include <c10/core/DefaultDtype.h>

#include <cmath>

#include "../errors.h"
#include "../handle_scope.h"
#include "element.h"
#include "ndarray.h"

namespace torch_node {

namespace {

constexpr size_t kMaxDims = 128;
// Local handles of elements pile up until their scope closes.
constexpr uint32_t kScope = 1024;

// Calls visit(element, i) for every element, in scopes of its own.
template <class Visit>
void ForEach(napi_env env, napi_value list, uint32_t length, Visit&& visit) {
  for (uint32_t start = 0; start < length; start += kScope) {
    HandleScope scope(env);
    uint32_t end = std::min(length, start + kScope);
    for (uint32_t i = start; i < end; ++i) {
      napi_value element = nullptr;
      Check(napi_get_element(env, list, i, &element));
      if (!visit(element, i)) return;
    }
    if (end == length) return;
  }
}

// Other sequences, such as `range`, have a length and can be iterated.
bool IsSequence(napi_env env, napi_value value) {
  napi_value global, symbol, iterator;
  Check(napi_get_global(env, &global));
  symbol = Property(env, Property(env, global, "Symbol"), "iterator");
  Check(napi_get_property(env, value, symbol, &iterator));
  napi_valuetype iterator_type, length_type;
  Check(napi_typeof(env, iterator, &iterator_type));
  Check(napi_typeof(env, Property(env, value, "length"), &length_type));
  return iterator_type == napi_function && length_type == napi_number;
}

napi_value ArrayFrom(napi_env env, napi_value sequence) {
  napi_value global, array_class, from, array;
  Check(napi_get_global(env, &global));
  array_class = Property(env, global, "Array");
  from = Property(env, array_class, "from");
  Check(napi_call_function(env, array_class, from, 1, &sequence, &array));
  return array;
}

// A value as Python would see it, NumPy arrays apart.
struct Node {
  Arg arg{};
  std::optional<at::Tensor> array;
};

Node Look(napi_env env, napi_value value) {
  Node node{Classify(env, value), std::nullopt};
  if (node.arg.kind != Kind::kOther) return node;
  napi_valuetype type;
  Check(napi_typeof(env, value, &type));
  if (type != napi_object) return node;
  node.array = CopyNdArray(env, value);
  if (!node.array && IsSequence(env, value)) {
    node.arg = Classify(env, ArrayFrom(env, value));
  }
  return node;
}

[[noreturn]] void ThrowTooManyDimensions(napi_env env, const Arg& data) {
  ThrowValueError("too many dimensions '" + TypeName(env, data) + "'");
}

void CheckLength(int64_t expected, int64_t dim, int64_t length) {
  if (length != expected) {
    ThrowValueError("expected sequence of length " + std::to_string(expected) +
                    " at dim " + std::to_string(dim) + " (got " +
                    std::to_string(length) + ")");
  }
}

// A NumPy array or a tensor that stands where elements of `out` are wanted.
void StoreTensor(const at::Tensor& out, int64_t dim, const at::Tensor& part) {
  int64_t common = std::min(out.dim(), part.dim());
  for (int64_t i = 0; i < common; ++i) {
    CheckLength(out.size(i), dim + i, part.size(i));
  }
  if (part.dim() < out.dim()) ThrowTypeError("not a sequence");
  if (part.dim() > out.dim()) {
    if (part.numel() != out.numel()) {
      ThrowTypeError("only length-1 arrays can be converted to Python scalars");
    }
    out.copy_(part.reshape(out.sizes()));
    return;
  }
  out.copy_(part);
}

void Store(napi_env env, const at::Tensor& out, char* memory, int64_t dim,
           napi_value value) {
  auto [data, array] = Look(env, value);
  auto rest = out.sizes().slice(static_cast<size_t>(dim));
  if (array) {
    StoreTensor(at::from_blob(memory, rest, out.options()), dim, *array);
  } else if (rest.empty()) {
    StoreElement(env, memory, out.scalar_type(), data);
  } else if (data.kind == Kind::kTensor) {
    StoreTensor(at::from_blob(memory, rest, out.options()), dim,
                data.tensor->detach());
  } else if (data.kind == Kind::kList) {
    uint32_t length = Length(env, data.value);
    CheckLength(rest[0], dim, length);
    int64_t step = out.stride(dim) * static_cast<int64_t>(out.itemsize());
    ForEach(env, data.value, length, [&](napi_value element, uint32_t i) {
      Store(env, out, memory + i * step, dim + 1, element);
      return true;
    });
  } else {
    ThrowTypeError("not a sequence");
  }
}

c10::ScalarType Infer(napi_env env, napi_value value, size_t depth) {
  auto [data, array] = Look(env, value);
  if (array) return array->scalar_type();
  switch (data.kind) {
    case Kind::kFloat:
      return c10::get_default_dtype_as_scalartype();
    case Kind::kInt:
    case Kind::kBigInt:
      return c10::kLong;
    case Kind::kBool:
      return c10::kBool;
    case Kind::kComplex:
      return c10::typeMetaToScalarType(c10::get_default_complex_dtype());
    case Kind::kTensor:
      return data.tensor->scalar_type();
    case Kind::kString:
      ThrowTypeError("new(): invalid data type 'str'");
    case Kind::kList:
      break;
    default:
      ThrowRuntimeError("Could not infer dtype of " + TypeName(env, data));
  }
  // Python would recurse until its stack is gone.
  if (depth > kMaxDims) ThrowTooManyDimensions(env, data);
  uint32_t length = Length(env, data.value);
  if (length == 0) return c10::get_default_dtype_as_scalartype();
  auto dtype = c10::ScalarType::Undefined;
  ForEach(env, data.value, length, [&](napi_value element, uint32_t) {
    bool is_self = false;
    Check(napi_strict_equals(env, element, value, &is_self));
    if (is_self) {
      ThrowTypeError("new(): self-referential lists are incompatible");
    }
    auto found = Infer(env, element, depth + 1);
    dtype = dtype == c10::ScalarType::Undefined
                ? found
                : c10::promoteTypes(dtype, found);
    return dtype != c10::kComplexDouble;
  });
  return dtype;
}

class Gatherer {
 public:
  Gatherer(napi_env env, const std::vector<int64_t>& sizes)
      : env_(env), sizes_(sizes) {
    // Claims of sparse arrays are not believed in advance.
    int64_t count = 1;
    for (int64_t size : sizes) {
      if (__builtin_mul_overflow(count, size, &count)) count = INT64_MAX;
    }
    values_.reserve(std::min<int64_t>(count, 1 << 20));
  }

  bool Gather(napi_value data, size_t dim) {
    if (dim == sizes_.size()) return Leaf(data);
    bool is_array = false;
    Check(napi_is_array(env_, data, &is_array));
    if (!is_array || Length(env_, data) != sizes_[dim]) return false;
    bool regular = true;
    ForEach(env_, data, static_cast<uint32_t>(sizes_[dim]),
            [&](napi_value element, uint32_t) {
              return regular = Gather(element, dim + 1);
            });
    return regular;
  }

  Numbers Take() {
    auto dtype = c10::get_default_dtype_as_scalartype();
    if (!any_float_ && any_int_) dtype = c10::kLong;
    if (!any_float_ && !any_int_ && any_bool_) dtype = c10::kBool;
    return {std::move(values_), dtype};
  }

 private:
  bool Leaf(napi_value data) {
    double number = 0;
    if (napi_get_value_double(env_, data, &number) == napi_ok) [[likely]] {
      bool is_int = std::trunc(number) == number && std::abs(number) < 0x1p63;
      any_int_ |= is_int;
      any_float_ |= !is_int;
    } else {
      bool truth = false;
      if (napi_get_value_bool(env_, data, &truth) != napi_ok) return false;
      number = truth ? 1 : 0;
      any_bool_ = true;
    }
    values_.push_back(number);
    return true;
  }

  napi_env env_;
  const std::vector<int64_t>& sizes_;
  std::vector<double> values_;
  bool any_int_ = false;
  bool any_float_ = false;
  bool any_bool_ = false;
};

}  // namespace

std::vector<int64_t> SizesOf(napi_env env, napi_value data) {
  std::vector<int64_t> sizes;
  while (true) {
    auto [first, array] = Look(env, data);
    if (array) {
      sizes.insert(sizes.end(), array->sizes().begin(), array->sizes().end());
    }
    // A string is a sequence of strings, without end.
    if (sizes.size() > kMaxDims || first.kind == Kind::kString) {
      ThrowTooManyDimensions(env, first);
    }
    if (array || first.kind != Kind::kList) return sizes;
    uint32_t length = Length(env, first.value);
    sizes.push_back(length);
    if (length == 0) return sizes;
    Check(napi_get_element(env, first.value, 0, &data));
  }
}

c10::ScalarType InferDtype(napi_env env, napi_value data) {
  return Infer(env, data, 0);
}

void StoreNested(napi_env env, const at::Tensor& tensor, napi_value data) {
  if (tensor.numel() == 0) return;
  Store(env, tensor, static_cast<char*>(tensor.mutable_data_ptr()), 0, data);
}

std::optional<Numbers> GatherNumbers(napi_env env, napi_value data,
                                     const std::vector<int64_t>& sizes) {
  Gatherer gatherer(env, sizes);
  if (!gatherer.Gather(data, 0)) return std::nullopt;
  return gatherer.Take();
}

}  // namespace torch_node
