// One JavaScript value, looked at once: what Python would take it for.
//
// A number with an integral value is an int, any other a float (NaN and the
// infinities too), a bigint an int, a boolean a bool, null None, an array a
// list, `{ re, im }` a complex. dtypes, layouts, memory formats and qschemes
// are singletons with an own number `_k` (kind * 256 + code,
// lib/_singleton.ts); devices carry `_k` and `_i`, slices `_k`; tensors `_h`;
// generators are tagged natively.
#pragma once

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>
#include <c10/core/Device.h>
#include <c10/core/Scalar.h>

#include <string>
#include <vector>

#include "../napi_setup.h"

namespace torch_node {

struct AddonData;

enum class Kind : uint8_t {
  kMissing,  // undefined
  kNone,
  kBool,
  kInt,
  kFloat,
  kBigInt,  // does not fit 64 bits
  kString,
  kTensor,
  kList,
  kComplex,
  kDtype,
  kLayout,
  kMemoryFormat,
  kQScheme,
  kDevice,
  kGenerator,
  kSlice,
  kOther,
};

// Trivial on purpose: a call holds many, of which it sets the few it needs.
// `Arg{}` is kMissing.
struct Arg {
  Kind kind;
  // How many handles `handles` has, where lib passed a list of tensors so.
  uint32_t handle_count;
  napi_value value;
  union {
    int64_t integer;         // kInt; the code of dtypes and their like; kBool
    double number;           // kFloat
    const int32_t* handles;  // kList, if not null
  };
  const at::Tensor* tensor;

  bool missing() const { return kind == Kind::kMissing; }
  bool none() const { return kind == Kind::kNone; }
  bool is_int() const { return kind == Kind::kInt; }
  // int, float, bool: what Python's `float` parameters take.
  bool is_real() const {
    return kind == Kind::kInt || kind == Kind::kFloat || kind == Kind::kBool ||
           kind == Kind::kBigInt;
  }
  bool is_number() const { return is_real() || kind == Kind::kComplex; }
};

// Throws for a disposed tensor and for what a getter or proxy throws.
Arg Classify(napi_env env, napi_value value);
Arg FromHandle(AddonData& data, int32_t handle, napi_value value);
// A dtype and its like by its number `_k`.
Arg FromKey(napi_env env, napi_value key);
// A list of tensors by their handles, which lib wrote to the scratch array.
Arg FromHandles(napi_value count, const int32_t* handles, uint32_t length);
Arg Element(napi_env env, const Arg& list, uint32_t index);
// From this index on a hole is an error: a sparse array may claim four billion.
constexpr uint32_t kManyElements = 1 << 16;
std::vector<Arg> Elements(napi_env env, const Arg& list);
uint32_t Length(napi_env env, const Arg& list);
uint32_t Length(napi_env env, napi_value array);

// Python's name of the value's type, as errors say it.
std::string TypeName(napi_env env, const Arg& arg);

// Each throws Python's error when the value is of another kind.
c10::Scalar ToScalar(napi_env env, const Arg& arg);
int64_t ToInt(napi_env env, const Arg& arg);
double ToDouble(napi_env env, const Arg& arg);
std::string ToString(napi_env env, napi_value value);
c10::Device ToDevice(napi_env env, const Arg& arg);
at::Generator ToGenerator(napi_env env, const Arg& arg);
// A number as the 0-d tensor that takes part in promotion as a number.
at::Tensor ToWrappedNumber(const c10::Scalar& scalar);

// Reads an own or inherited property; undefined if there is none.
napi_value Property(napi_env env, napi_value object, const char* name);

}  // namespace torch_node
