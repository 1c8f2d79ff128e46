// The frame around every function that JavaScript can call.
#pragma once

#include <array>
#include <span>

#include "addon_data.h"
#include "errors.h"
#include "napi_setup.h"

namespace torch_node {

// The arguments of one native call; reading past the end gives undefined.
class Arguments {
 public:
  Arguments(napi_env env, napi_callback_info info) {
    count_ = inline_.size();
    Check(napi_get_cb_info(env, info, &count_, inline_.data(), nullptr,
                           &callback_data_));
    if (count_ > inline_.size()) [[unlikely]] {
      spilled_.resize(count_);
      Check(napi_get_cb_info(env, info, &count_, spilled_.data(), nullptr,
                             nullptr));
    }
  }
  size_t size() const { return count_; }
  napi_value operator[](size_t i) const {
    return spilled_.empty() ? inline_[i] : spilled_[i];
  }
  void* callback_data() const { return callback_data_; }

 private:
  // Node fills what was not given with undefined.
  std::array<napi_value, 16> inline_;
  std::vector<napi_value> spilled_;
  size_t count_;
  void* callback_data_ = nullptr;
};

// The end of a native call that went well: hands over warnings, then collects
// garbage if it is time. Not sooner: see Note [Wrappers].
void Finish(AddonData& data);

using NativeBody = napi_value (*)(AddonData& data, const Arguments& args);

struct NativeFunction {
  const char* name;
  NativeBody body;
};

// Defines functions on `target`; `functions` must live forever.
void Define(napi_env env, napi_value target,
            std::span<const NativeFunction> functions);

inline napi_value Undefined(napi_env env) {
  napi_value value = nullptr;
  Check(napi_get_undefined(env, &value));
  return value;
}
inline napi_value Null(napi_env env) {
  napi_value value = nullptr;
  Check(napi_get_null(env, &value));
  return value;
}
inline napi_value Boolean(napi_env env, bool truth) {
  napi_value value = nullptr;
  Check(napi_get_boolean(env, truth, &value));
  return value;
}
inline napi_value Number(napi_env env, double number) {
  napi_value value = nullptr;
  Check(napi_create_double(env, number, &value));
  return value;
}
// int64 beyond 2^53 becomes a bigint.
napi_value Integer(napi_env env, int64_t integer);
napi_value Text(napi_env env, std::string_view text);
napi_value IntArray(napi_env env, std::span<const int64_t> values);
bool IsTrue(napi_env env, napi_value value);

// The tensor in an argument; throws Python's TypeError for anything else.
const at::Tensor& TensorArg(AddonData& data, napi_value value);
// An int argument that must fit; throws TypeError.
int64_t IntArg(AddonData& data, napi_value value);

}  // namespace torch_node
