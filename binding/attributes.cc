#include "attributes.h"

#include <c10/core/MemoryFormat.h>

#include "convert/arg.h"
#include "entry.h"
#include "result.h"

namespace torch_node {

const at::Tensor& HandleArg(AddonData& data, napi_value handle) {
  // Stays invalid for what is no number.
  int32_t number = TensorTable::kInvalid;
  napi_get_value_int32(data.env, handle, &number);
  return *FromHandle(data, number, handle).tensor;
}

namespace {

// Writes behind the first element of the scratch array and returns how many
// there are; or to the shared numbers, where one takes more than 32 bits, and
// returns the complement.
napi_value HandOver(AddonData& data, at::IntArrayRef values) {
  if (values.size() > AddonData::kNumbers) {
    ThrowRuntimeError("too many dimensions");
  }
  auto count = static_cast<int64_t>(values.size());
  bool small = true;
  for (size_t i = 0; i < values.size(); ++i) {
    auto narrow = static_cast<int32_t>(values[i]);
    data.scratch[1 + i] = narrow;
    small = small && narrow == values[i];
  }
  if (small) return Integer(data.env, count);
  for (size_t i = 0; i < values.size(); ++i) {
    data.numbers[i] = static_cast<double>(values[i]);
  }
  return Integer(data.env, ~count);
}

napi_value Sizes(AddonData& data, const Arguments& args) {
  return HandOver(data, HandleArg(data, args[0]).sizes());
}

napi_value Strides(AddonData& data, const Arguments& args) {
  return HandOver(data, HandleArg(data, args[0]).strides());
}

napi_value Dim(AddonData& data, const Arguments& args) {
  return Integer(data.env, HandleArg(data, args[0]).dim());
}

napi_value Numel(AddonData& data, const Arguments& args) {
  return Integer(data.env, HandleArg(data, args[0]).numel());
}

napi_value StorageOffset(AddonData& data, const Arguments& args) {
  return Integer(data.env, HandleArg(data, args[0]).storage_offset());
}

napi_value DtypeCode(AddonData& data, const Arguments& args) {
  return Integer(data.env,
                 static_cast<int64_t>(HandleArg(data, args[0]).scalar_type()));
}

napi_value LayoutCode(AddonData& data, const Arguments& args) {
  return Integer(data.env,
                 static_cast<int64_t>(HandleArg(data, args[0]).layout()));
}

napi_value QSchemeCode(AddonData& data, const Arguments& args) {
  return Integer(data.env,
                 static_cast<int64_t>(HandleArg(data, args[0]).qscheme()));
}

// Type code * 256 + index + 1; lib keeps one object for each.
napi_value DeviceKey(AddonData& data, const Arguments& args) {
  c10::Device device = HandleArg(data, args[0]).device();
  return Integer(
      data.env, static_cast<int64_t>(device.type()) * 256 + device.index() + 1);
}

napi_value DeviceText(AddonData& data, const Arguments& args) {
  return Text(data.env, HandleArg(data, args[0]).device().str());
}

napi_value IsContiguous(AddonData& data, const Arguments& args) {
  Arg format = Classify(data.env, args[1]);
  auto memory_format = format.kind == Kind::kMemoryFormat
                           ? static_cast<c10::MemoryFormat>(format.integer)
                           : c10::MemoryFormat::Contiguous;
  return Boolean(data.env,
                 HandleArg(data, args[0]).is_contiguous(memory_format));
}

napi_value IsQuantized(AddonData& data, const Arguments& args) {
  return Boolean(data.env, HandleArg(data, args[0]).is_quantized());
}

napi_value IsNested(AddonData& data, const Arguments& args) {
  return Boolean(data.env, HandleArg(data, args[0]).is_nested());
}

// The wrapper takes no part in this: it stays, its tensor is let go.
napi_value Dispose(AddonData& data, const Arguments& args) {
  int32_t handle = TensorTable::kInvalid;
  napi_get_value_int32(data.env, args[0], &handle);
  data.tensors.Dispose(handle);
  return Undefined(data.env);
}

constexpr NativeFunction kFunctions[] = {
    {"sizes", Sizes},
    {"strides", Strides},
    {"dim", Dim},
    {"numel", Numel},
    {"storageOffset", StorageOffset},
    {"dtypeCode", DtypeCode},
    {"layoutCode", LayoutCode},
    {"qschemeCode", QSchemeCode},
    {"deviceKey", DeviceKey},
    {"deviceText", DeviceText},
    {"isContiguous", IsContiguous},
    {"isQuantized", IsQuantized},
    {"isNested", IsNested},
    {"dispose", Dispose},
};

}  // namespace

void InitAttributes(napi_env env, napi_value exports) {
  Define(env, exports, kFunctions);
}

}  // namespace torch_node
