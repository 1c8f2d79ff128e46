#include "arg.h"

#include <ATen/ScalarOps.h>

#include <cmath>

#include "../addon_data.h"
#include "../device.h"
#include "../errors.h"
#include "../random.h"

namespace torch_node {

namespace {

// lib/dtype.ts writes the same numbers.
constexpr int32_t kDtypeKind = 1;
constexpr int32_t kLayoutKind = 2;
constexpr int32_t kMemoryFormatKind = 3;
constexpr int32_t kQSchemeKind = 4;
constexpr int32_t kDeviceKind = 5;
constexpr int32_t kSliceKind = 6;

bool ReadInt(napi_env env, napi_value object, const char* name,
             int32_t* result) {
  napi_valuetype type;
  napi_value value = Property(env, object, name);
  Check(napi_typeof(env, value, &type));
  return type == napi_number &&
         napi_get_value_int32(env, value, result) == napi_ok;
}

bool IsNumber(napi_env env, napi_value value) {
  napi_valuetype type;
  Check(napi_typeof(env, value, &type));
  return type == napi_number;
}

// Kind::kOther for a code that the enumeration does not have: LibTorch indexes
// tables by them.
Kind KindOfConstant(int32_t key) {
  auto known = [code = key & 0xff](Kind kind, auto end) {
    return code < static_cast<int32_t>(end) ? kind : Kind::kOther;
  };
  switch (key >> 8) {
    case kDtypeKind:
      return known(Kind::kDtype, c10::ScalarType::Undefined);
    case kLayoutKind:
      return known(Kind::kLayout, c10::Layout::NumOptions);
    case kMemoryFormatKind:
      return known(Kind::kMemoryFormat, c10::MemoryFormat::NumOptions);
    case kQSchemeKind:
      return known(Kind::kQScheme, c10::COMPILE_TIME_NUM_QSCHEMES);
    case kDeviceKind:
      return Kind::kDevice;
    case kSliceKind:
      return Kind::kSlice;
    default:
      return Kind::kOther;
  }
}

void ClassifyObject(napi_env env, napi_value value, Arg* arg) {
  bool is_array = false;
  Check(napi_is_array(env, value, &is_array));
  if (is_array) {
    arg->kind = Kind::kList;
    return;
  }
  if (const at::Tensor* tensor = TryUnwrap(env, value)) {
    arg->kind = Kind::kTensor;
    arg->tensor = tensor;
    return;
  }
  int32_t key;
  if (ReadInt(env, value, "_k", &key)) {
    arg->kind = KindOfConstant(key);
    arg->integer = key & 0xff;
    return;
  }
  if (IsGenerator(env, value)) {
    arg->kind = Kind::kGenerator;
    return;
  }
  bool is_typed_array = false;
  Check(napi_is_typedarray(env, value, &is_typed_array));
  if (!is_typed_array && IsNumber(env, Property(env, value, "re")) &&
      IsNumber(env, Property(env, value, "im"))) {
    arg->kind = Kind::kComplex;
    return;
  }
  arg->kind = Kind::kOther;
}

}  // namespace

napi_value Property(napi_env env, napi_value object, const char* name) {
  napi_value value = nullptr;
  Check(napi_get_named_property(env, object, name, &value));
  return value;
}

Arg Classify(napi_env env, napi_value value) {
  Arg arg{};
  arg.value = value;
  napi_valuetype type;
  Check(napi_typeof(env, value, &type));
  switch (type) {
    case napi_undefined:
      break;
    case napi_null:
      arg.kind = Kind::kNone;
      break;
    case napi_boolean: {
      bool truth = false;
      Check(napi_get_value_bool(env, value, &truth));
      arg.kind = Kind::kBool;
      arg.integer = truth ? 1 : 0;
      break;
    }
    case napi_number: {
      double number = 0;
      Check(napi_get_value_double(env, value, &number));
      // Beyond 2^63 an integral number is a float that happens to be integral.
      if (std::trunc(number) == number && std::abs(number) < 0x1p63) {
        arg.kind = Kind::kInt;
        arg.integer = static_cast<int64_t>(number);
      } else {
        arg.kind = Kind::kFloat;
        arg.number = number;
      }
      break;
    }
    case napi_bigint: {
      int64_t integer = 0;
      bool lossless = false;
      Check(napi_get_value_bigint_int64(env, value, &integer, &lossless));
      arg.kind = lossless ? Kind::kInt : Kind::kBigInt;
      arg.integer = integer;
      break;
    }
    case napi_string:
      arg.kind = Kind::kString;
      break;
    case napi_object:
    case napi_function:
      ClassifyObject(env, value, &arg);
      break;
    default:
      arg.kind = Kind::kOther;
  }
  return arg;
}

Arg FromHandle(AddonData& data, int32_t handle, napi_value value) {
  Arg arg{};
  arg.kind = Kind::kTensor;
  arg.value = value;
  arg.tensor = data.tensors.Use(handle);
  if (arg.tensor == nullptr) {
    if (data.tensors.IsDisposed(handle)) {
      ThrowRuntimeError("the tensor was disposed: it can no longer be used");
    }
    ThrowTypeError("expected a Tensor");
  }
  return arg;
}

Arg FromKey(napi_env env, napi_value key) {
  Arg arg{};
  int32_t number = 0;
  napi_get_value_int32(env, key, &number);
  arg.kind = KindOfConstant(number);
  arg.value = key;
  arg.integer = number & 0xff;
  return arg;
}

Arg FromHandles(napi_value count, const int32_t* handles, uint32_t length) {
  Arg arg{};
  arg.kind = Kind::kList;
  arg.value = count;
  arg.handle_count = length;
  arg.handles = handles;
  return arg;
}

uint32_t Length(napi_env env, const Arg& list) {
  return list.handles != nullptr ? list.handle_count : Length(env, list.value);
}

uint32_t Length(napi_env env, napi_value array) {
  uint32_t length = 0;
  Check(napi_get_array_length(env, array, &length));
  return length;
}

Arg Element(napi_env env, const Arg& list, uint32_t index) {
  if (list.handles != nullptr) {
    return FromHandle(*AddonData::Of(env), list.handles[index], list.value);
  }
  napi_value element = nullptr;
  Check(napi_get_element(env, list.value, index, &element));
  return Classify(env, element);
}

std::vector<Arg> Elements(napi_env env, const Arg& list) {
  uint32_t length = Length(env, list);
  std::vector<Arg> elements;
  // A sparse array may claim four billion elements: grow, do not reserve.
  elements.reserve(std::min<uint32_t>(length, 1024));
  for (uint32_t i = 0; i < length; ++i) {
    elements.push_back(Element(env, list, i));
    // And do not count through the holes.
    if (i > kManyElements && elements.back().missing()) {
      ThrowTypeError("a list of " + std::to_string(length) +
                     " elements has none at " + std::to_string(i));
    }
  }
  return elements;
}

std::string ToString(napi_env env, napi_value value) {
  size_t length = 0;
  Check(napi_get_value_string_utf8(env, value, nullptr, 0, &length));
  std::string text(length, '\0');
  Check(
      napi_get_value_string_utf8(env, value, text.data(), length + 1, &length));
  return text;
}

std::string TypeName(napi_env env, const Arg& arg) {
  switch (arg.kind) {
    case Kind::kMissing:
      return "undefined";
    case Kind::kNone:
      return "NoneType";
    case Kind::kBool:
      return "bool";
    case Kind::kInt:
    case Kind::kBigInt:
      return "int";
    case Kind::kFloat:
      return "float";
    case Kind::kString:
      return "str";
    case Kind::kComplex:
      return "complex";
    case Kind::kDtype:
      return "torch.dtype";
    case Kind::kLayout:
      return "torch.layout";
    case Kind::kMemoryFormat:
      return "torch.memory_format";
    case Kind::kQScheme:
      return "torch.qscheme";
    case Kind::kDevice:
      return "torch.device";
    case Kind::kGenerator:
      return "torch._C.Generator";
    case Kind::kSlice:
      return "slice";
    case Kind::kTensor:
    case Kind::kList:
    case Kind::kOther:
      break;
  }
  napi_valuetype type;
  Check(napi_typeof(env, arg.value, &type));
  // Numbers that stand for other values: handles, and lists of them.
  if (type == napi_number) return arg.kind == Kind::kList ? "list" : "Tensor";
  if (type == napi_symbol) return "symbol";
  // lib knows Python's names of its own classes (native.ts).
  napi_value undefined, name;
  Check(napi_get_undefined(env, &undefined));
  Check(napi_call_function(env, undefined,
                           AddonData::Of(env)->Helper("typeName"), 1,
                           &arg.value, &name));
  return ToString(env, name);
}

c10::Scalar ToScalar(napi_env env, const Arg& arg) {
  switch (arg.kind) {
    case Kind::kBool:
      return c10::Scalar(arg.integer != 0);
    case Kind::kInt:
      return c10::Scalar(arg.integer);
    case Kind::kFloat:
      return c10::Scalar(arg.number);
    case Kind::kBigInt: {
      uint64_t integer = 0;
      bool lossless = false;
      Check(napi_get_value_bigint_uint64(env, arg.value, &integer, &lossless));
      if (lossless) return c10::Scalar(integer);
      throw PyError(ErrorKind::kOverflowError, "int too big to convert");
    }
    case Kind::kComplex: {
      double re = 0, im = 0;
      Check(napi_get_value_double(env, Property(env, arg.value, "re"), &re));
      Check(napi_get_value_double(env, Property(env, arg.value, "im"), &im));
      return c10::Scalar(c10::complex<double>(re, im));
    }
    case Kind::kTensor:
      return arg.tensor->item();
    default:
      ThrowTypeError("must be Number, not " + TypeName(env, arg));
  }
}

int64_t ToInt(napi_env env, const Arg& arg) {
  switch (arg.kind) {
    case Kind::kInt:
    case Kind::kBool:
      return arg.integer;
    case Kind::kBigInt:
      ThrowValueError("Overflow when unpacking long long");
    case Kind::kTensor:
      if (arg.tensor->numel() == 1 &&
          c10::isIntegralType(arg.tensor->scalar_type(), true)) {
        return arg.tensor->item().toLong();
      }
      break;
    default:
      break;
  }
  ThrowTypeError("type must be tuple of ints,but got " + TypeName(env, arg));
}

double ToDouble(napi_env env, const Arg& arg) {
  switch (arg.kind) {
    case Kind::kInt:
    case Kind::kBool:
      return static_cast<double>(arg.integer);
    case Kind::kFloat:
      return arg.number;
    case Kind::kTensor:
      return arg.tensor->item().toDouble();
    case Kind::kBigInt: {
      int sign = 0;
      size_t count = 0;
      Check(napi_get_value_bigint_words(env, arg.value, nullptr, &count,
                                        nullptr));
      std::vector<uint64_t> words(count);
      Check(napi_get_value_bigint_words(env, arg.value, &sign, &count,
                                        words.data()));
      double result = 0;
      for (size_t i = count; i-- > 0;) {
        result = result * 0x1p64 + static_cast<double>(words[i]);
      }
      return sign != 0 ? -result : result;
    }
    default:
      ThrowTypeError("must be real number, not " + TypeName(env, arg));
  }
}

c10::Device ToDevice(napi_env env, const Arg& arg) {
  switch (arg.kind) {
    case Kind::kString:
      return c10::Device(ToString(env, arg.value));
    case Kind::kDevice: {
      int32_t index = -1;
      ReadInt(env, arg.value, "_i", &index);
      if (!c10::isValidDeviceType(static_cast<c10::DeviceType>(arg.integer)) ||
          index < -1 || index > INT8_MAX) {
        ThrowTypeError("this is no torch.device");
      }
      return c10::Device(static_cast<c10::DeviceType>(arg.integer),
                         static_cast<c10::DeviceIndex>(index));
    }
    case Kind::kInt:
      return DeviceFromOrdinal(arg.integer);
    default:
      ThrowTypeError("must be torch.device, not " + TypeName(env, arg));
  }
}

at::Tensor ToWrappedNumber(const c10::Scalar& scalar) {
  at::Tensor tensor = c10::scalar_to_tensor(scalar);
  tensor.unsafeGetTensorImpl()->set_wrapped_number(true);
  return tensor;
}

}  // namespace torch_node
