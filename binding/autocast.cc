#include "autocast.h"

#include <ATen/autocast_mode.h>

#include "convert/arg.h"
#include "entry.h"
#include "result.h"

namespace torch_node {

namespace {

// As Python's natives read it: the type of a device by its text.
c10::DeviceType DeviceTypeArg(AddonData& data, napi_value value) {
  Arg text = Classify(data.env, value);
  if (text.kind != Kind::kString) {
    ThrowTypeError("device_type must be str, not " + TypeName(data.env, text));
  }
  return c10::Device(ToString(data.env, text.value)).type();
}

napi_value IsEnabled(AddonData& data, const Arguments& args) {
  return Boolean(data.env, at::autocast::is_autocast_enabled(
                               DeviceTypeArg(data, args[0])));
}

napi_value SetEnabled(AddonData& data, const Arguments& args) {
  at::autocast::set_autocast_enabled(DeviceTypeArg(data, args[0]),
                                     IsTrue(data.env, args[1]));
  return Undefined(data.env);
}

napi_value GetDtype(AddonData& data, const Arguments& args) {
  auto type = at::autocast::get_autocast_dtype(DeviceTypeArg(data, args[0]));
  // What devices without autocast have.
  if (type == c10::ScalarType::Undefined) {
    ThrowRuntimeError("unsupported scalarType");
  }
  return DtypeToJs(data, type);
}

napi_value SetDtype(AddonData& data, const Arguments& args) {
  c10::DeviceType device = DeviceTypeArg(data, args[0]);
  Arg dtype = Classify(data.env, args[1]);
  if (dtype.kind != Kind::kDtype) {
    ThrowTypeError("dtype must be a torch.dtype (got " +
                   TypeName(data.env, dtype) + ")");
  }
  at::autocast::set_autocast_dtype(device,
                                   static_cast<c10::ScalarType>(dtype.integer));
  return Undefined(data.env);
}

napi_value IsAvailable(AddonData& data, const Arguments& args) {
  return Boolean(data.env, at::autocast::is_autocast_available(
                               DeviceTypeArg(data, args[0])));
}

napi_value IsCacheEnabled(AddonData& data, const Arguments&) {
  return Boolean(data.env, at::autocast::is_autocast_cache_enabled());
}

napi_value SetCacheEnabled(AddonData& data, const Arguments& args) {
  at::autocast::set_autocast_cache_enabled(IsTrue(data.env, args[0]));
  return Undefined(data.env);
}

napi_value ClearCache(AddonData& data, const Arguments&) {
  at::autocast::clear_cache();
  return Undefined(data.env);
}

napi_value IncrementNesting(AddonData& data, const Arguments&) {
  return Integer(data.env, at::autocast::increment_nesting());
}

napi_value DecrementNesting(AddonData& data, const Arguments&) {
  return Integer(data.env, at::autocast::decrement_nesting());
}

constexpr NativeFunction kFunctions[] = {
    {"isAutocastEnabled", IsEnabled},
    {"setAutocastEnabled", SetEnabled},
    {"getAutocastDtype", GetDtype},
    {"setAutocastDtype", SetDtype},
    {"isAutocastAvailable", IsAvailable},
    {"isAutocastCacheEnabled", IsCacheEnabled},
    {"setAutocastCacheEnabled", SetCacheEnabled},
    {"clearAutocastCache", ClearCache},
    {"autocastIncrementNesting", IncrementNesting},
    {"autocastDecrementNesting", DecrementNesting},
};

}  // namespace

void InitAutocast(napi_env env, napi_value exports) {
  Define(env, exports, kFunctions);
}

}  // namespace torch_node
