#include "element.h"

#include <c10/util/BFloat16.h>
#include <c10/util/Float8_e4m3fn.h>
#include <c10/util/Float8_e4m3fnuz.h>
#include <c10/util/Float8_e5m2.h>
#include <c10/util/Float8_e5m2fnuz.h>
#include <c10/util/Float8_e8m0fnu.h>
#include <c10/util/Half.h>
#include <c10/util/TypeCast.h>

#include <cmath>

#include "../entry.h"
#include "../result.h"

// (C++ type, name in ScalarType) of the floating dtypes that Python stores.
#define TORCH_NODE_FLOATS(_)               \
  _(c10::Half, Half)                       \
  _(float, Float)                          \
  _(double, Double)                        \
  _(c10::BFloat16, BFloat16)               \
  _(c10::Float8_e5m2, Float8_e5m2)         \
  _(c10::Float8_e5m2fnuz, Float8_e5m2fnuz) \
  _(c10::Float8_e4m3fn, Float8_e4m3fn)     \
  _(c10::Float8_e4m3fnuz, Float8_e4m3fnuz) \
  _(c10::Float8_e8m0fnu, Float8_e8m0fnu)
// (C++ type, name in ScalarType, name in overflow errors)
#define TORCH_NODE_INTEGERS(_)  \
  _(uint8_t, Byte, "uint8")     \
  _(uint16_t, UInt16, "uint16") \
  _(uint32_t, UInt32, "uint32") \
  _(int8_t, Char, "int8")       \
  _(int16_t, Short, "int16")    \
  _(int32_t, Int, "int32")      \
  _(int64_t, Long, "int64")

namespace torch_node {

namespace {

[[noreturn]] void ThrowNotInteger(napi_env env, const Arg& arg) {
  ThrowTypeError("'" + TypeName(env, arg) +
                 "' object cannot be interpreted as an integer");
}

// int(value), as PyNumber_Index gives it.
int64_t Index(napi_env env, const Arg& arg) {
  switch (arg.kind) {
    case Kind::kInt:
    case Kind::kBool:
      return arg.integer;
    case Kind::kBigInt:
      ThrowValueError("Overflow when unpacking long long");
    case Kind::kTensor:
      if (arg.tensor->numel() != 1 ||
          !c10::isIntegralType(arg.tensor->scalar_type(), true)) {
        ThrowTypeError(
            "only integer tensors of a single element can be converted to an "
            "index");
      }
      return arg.tensor->item().toLong();
    default:
      ThrowNotInteger(env, arg);
  }
}

template <class T>
T ToIntegral(napi_env env, const Arg& arg, const char* name) {
  // Floats are cut off, as Python did before 3.10 and PyTorch still does.
  if (arg.kind == Kind::kFloat) {
    return c10::checked_convert<T, double>(arg.number, name);
  }
  return c10::checked_convert<T, int64_t>(Index(env, arg), name);
}

uint64_t ToUInt64(napi_env env, const Arg& arg) {
  if (arg.kind == Kind::kBigInt) {
    uint64_t integer = 0;
    int sign = 0;
    size_t words = 1;
    Check(napi_get_value_bigint_words(env, arg.value, &sign, &words, &integer));
    if (sign == 0 && words <= 1) return integer;
    throw PyError(ErrorKind::kOverflowError,
                  sign != 0 ? "can't convert negative int to unsigned"
                            : "int too big to convert");
  }
  if (arg.kind != Kind::kInt && arg.kind != Kind::kBool) {
    ThrowTypeError("an integer is required");
  }
  if (arg.integer < 0) {
    throw PyError(ErrorKind::kOverflowError,
                  "can't convert negative int to unsigned");
  }
  return static_cast<uint64_t>(arg.integer);
}

bool ToBool(napi_env env, const Arg& arg) {
  switch (arg.kind) {
    case Kind::kFloat:
      return arg.number != 0;
    case Kind::kBigInt:
      return true;
    case Kind::kComplex:
      return ToScalar(env, arg).toComplexDouble() != c10::complex<double>(0, 0);
    default:
      return Index(env, arg) != 0;
  }
}

void CheckOneElement(const at::Tensor& tensor) {
  if (tensor.numel() != 1) {
    ThrowValueError(
        "only one element tensors can be converted to Python scalars");
  }
}

double ToReal(napi_env env, const Arg& arg) {
  if (arg.kind == Kind::kTensor) CheckOneElement(*arg.tensor);
  double number = 0;
  if (arg.kind == Kind::kInt) {
    // From the value itself, which may be -0.
    if (napi_get_value_double(env, arg.value, &number) == napi_ok) {
      return number;
    }
  }
  number = ToDouble(env, arg);
  if (arg.kind == Kind::kBigInt && std::isinf(number)) {
    throw PyError(ErrorKind::kOverflowError,
                  "int too large to convert to float");
  }
  return number;
}

c10::complex<double> ToComplex(napi_env env, const Arg& arg) {
  if (arg.kind == Kind::kComplex) return ToScalar(env, arg).toComplexDouble();
  if (arg.kind == Kind::kTensor) {
    CheckOneElement(*arg.tensor);
    return arg.tensor->item().toComplexDouble();
  }
  return {ToReal(env, arg), 0};
}

template <class T>
T FromComplex(c10::complex<double> number) {
  return T(c10::complex<float>(number));
}

template <class T>
bool StoreIntegers(void* elements, std::span<const double> numbers,
                   const char* name) {
  auto* out = static_cast<T*>(elements);
  for (double number : numbers) {
    *out++ = std::trunc(number) == number && std::abs(number) < 0x1p63
                 ? c10::checked_convert<T, int64_t>(
                       static_cast<int64_t>(number), name)
                 : c10::checked_convert<T, double>(number, name);
  }
  return true;
}

template <class T>
bool StoreAs(void* elements, std::span<const double> numbers) {
  auto* out = static_cast<T*>(elements);
  for (double number : numbers) *out++ = c10::convert<T, double>(number);
  return true;
}

bool StoreUInt64(void* elements, std::span<const double> numbers) {
  auto* out = static_cast<uint64_t*>(elements);
  for (double number : numbers) {
    if (std::trunc(number) != number || number < 0 || number >= 0x1p63) {
      return false;
    }
    *out++ = static_cast<uint64_t>(number);
  }
  return true;
}

bool StoreBools(void* elements, std::span<const double> numbers) {
  auto* out = static_cast<bool*>(elements);
  for (double number : numbers) *out++ = number != 0;
  return true;
}

template <class T>
T Read(const void* element) {
  return *static_cast<const T*>(element);
}

}  // namespace

void StoreElement(napi_env env, void* element, c10::ScalarType dtype,
                  const Arg& arg) {
  switch (dtype) {
#define STORE_INTEGER(T, NAME, text)                           \
  case c10::ScalarType::NAME:                                  \
    *static_cast<T*>(element) = ToIntegral<T>(env, arg, text); \
    return;
    TORCH_NODE_INTEGERS(STORE_INTEGER)
#undef STORE_INTEGER
#define STORE_FLOAT(T, NAME)                                               \
  case c10::ScalarType::NAME:                                              \
    *static_cast<T*>(element) = c10::convert<T, double>(ToReal(env, arg)); \
    return;
    TORCH_NODE_FLOATS(STORE_FLOAT)
#undef STORE_FLOAT
    case c10::ScalarType::UInt64:
      *static_cast<uint64_t*>(element) = ToUInt64(env, arg);
      return;
    case c10::ScalarType::Bool:
      *static_cast<bool*>(element) = ToBool(env, arg);
      return;
    case c10::ScalarType::ComplexHalf:
      *static_cast<c10::complex<c10::Half>*>(element) =
          FromComplex<c10::complex<c10::Half>>(ToComplex(env, arg));
      return;
    case c10::ScalarType::ComplexFloat:
      *static_cast<c10::complex<float>*>(element) =
          FromComplex<c10::complex<float>>(ToComplex(env, arg));
      return;
    case c10::ScalarType::ComplexDouble:
      *static_cast<c10::complex<double>*>(element) = ToComplex(env, arg);
      return;
    default:
      ThrowRuntimeError("store_scalar: invalid type");
  }
}

bool StoreNumbers(void* elements, c10::ScalarType dtype,
                  std::span<const double> numbers) {
  switch (dtype) {
#define STORE_INTEGERS(T, NAME, text) \
  case c10::ScalarType::NAME:         \
    return StoreIntegers<T>(elements, numbers, text);
    TORCH_NODE_INTEGERS(STORE_INTEGERS)
#undef STORE_INTEGERS
#define STORE_FLOATS(T, NAME) \
  case c10::ScalarType::NAME: \
    return StoreAs<T>(elements, numbers);
    TORCH_NODE_FLOATS(STORE_FLOATS)
#undef STORE_FLOATS
    case c10::ScalarType::UInt64:
      return StoreUInt64(elements, numbers);
    case c10::ScalarType::Bool:
      return StoreBools(elements, numbers);
    default:
      return false;
  }
}

napi_value LoadElement(napi_env env, const void* element,
                       c10::ScalarType dtype) {
  switch (dtype) {
#define LOAD_INTEGER(T, NAME, text) \
  case c10::ScalarType::NAME:       \
    return Integer(env, Read<T>(element));
    TORCH_NODE_INTEGERS(LOAD_INTEGER)
#undef LOAD_INTEGER
#define LOAD_FLOAT(T, NAME)   \
  case c10::ScalarType::NAME: \
    return Number(env, static_cast<double>(Read<T>(element)));
    TORCH_NODE_FLOATS(LOAD_FLOAT)
#undef LOAD_FLOAT
    case c10::ScalarType::UInt64:
      return ScalarToJs(env, c10::Scalar(Read<uint64_t>(element)));
    case c10::ScalarType::Bool:
      return Boolean(env, Read<uint8_t>(element) != 0);
    case c10::ScalarType::ComplexHalf:
      return ScalarToJs(env,
                        c10::Scalar(c10::complex<double>(c10::complex<float>(
                            Read<c10::complex<c10::Half>>(element)))));
    case c10::ScalarType::ComplexFloat:
      return ScalarToJs(env, c10::Scalar(c10::complex<double>(
                                 Read<c10::complex<float>>(element))));
    case c10::ScalarType::ComplexDouble:
      return ScalarToJs(env, c10::Scalar(Read<c10::complex<double>>(element)));
    default:
      ThrowRuntimeError("load_scalar: invalid type");
  }
}

}  // namespace torch_node
