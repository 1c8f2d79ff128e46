#include "entry.h"

#include <cmath>

#include "convert/arg.h"
#include "device_memory.h"

namespace torch_node {

namespace {

napi_value Enter(napi_env env, napi_callback_info info) {
  return Guard(env, [&]() -> napi_value {
    AddonData& data = *AddonData::Of(env);
    Arguments args(env, info);
    TensorTable::Uses uses(&data.tensors);
    napi_value result = static_cast<const NativeFunction*>(args.callback_data())
                            ->body(data, args);
    Finish(data);
    return result;
  });
}

}  // namespace

void Finish(AddonData& data) {
  if (!data.warnings.empty()) [[unlikely]] {
    // Runs user code, which may make calls of its own.
    int32_t result = data.scratch != nullptr ? *data.scratch : 0;
    FlushWarnings(data);
    if (data.scratch != nullptr) *data.scratch = result;
  }
  data.releases->Drain(data.env);
  data.reclaim.Poll(data.env, data.tensors.young_size() +
                                  data.nodes.young_size() + WrappersOnDevice());
}

void Define(napi_env env, napi_value target,
            std::span<const NativeFunction> functions) {
  for (const NativeFunction& function : functions) {
    napi_value value = nullptr;
    Check(napi_create_function(env, function.name, NAPI_AUTO_LENGTH, Enter,
                               const_cast<NativeFunction*>(&function), &value));
    Check(napi_set_named_property(env, target, function.name, value));
  }
}

napi_value Integer(napi_env env, int64_t integer) {
  constexpr int64_t kSafe = int64_t{1} << 53;
  napi_value value = nullptr;
  if (integer > -kSafe && integer < kSafe) {
    Check(napi_create_int64(env, integer, &value));
  } else {
    Check(napi_create_bigint_int64(env, integer, &value));
  }
  return value;
}

napi_value Text(napi_env env, std::string_view text) {
  napi_value value = nullptr;
  Check(napi_create_string_utf8(env, text.data(), text.size(), &value));
  return value;
}

napi_value IntArray(napi_env env, std::span<const int64_t> values) {
  napi_value array = nullptr;
  Check(napi_create_array_with_length(env, values.size(), &array));
  for (size_t i = 0; i < values.size(); ++i) {
    Check(napi_set_element(env, array, static_cast<uint32_t>(i),
                           Integer(env, values[i])));
  }
  return array;
}

bool IsTrue(napi_env env, napi_value value) {
  bool truth = false;
  napi_valuetype type;
  Check(napi_typeof(env, value, &type));
  if (type != napi_boolean) {
    ThrowTypeError("expected a boolean");
  }
  Check(napi_get_value_bool(env, value, &truth));
  return truth;
}

const at::Tensor& TensorArg(AddonData& data, napi_value value) {
  const at::Tensor* tensor = TryUnwrap(data.env, value);
  if (tensor == nullptr) {
    ThrowTypeError("expected a Tensor, not " +
                   TypeName(data.env, Classify(data.env, value)));
  }
  return *tensor;
}

int64_t IntArg(AddonData& data, napi_value value) {
  Arg arg = Classify(data.env, value);
  if (!arg.is_int()) {
    ThrowTypeError("'" + TypeName(data.env, arg) +
                   "' object cannot be interpreted as an integer");
  }
  return arg.integer;
}

}  // namespace torch_node
