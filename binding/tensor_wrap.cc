#include "tensor_wrap.h"

#include <utility>

#include "addon_data.h"
#include "errors.h"

namespace torch_node {

napi_value Wrap(napi_env env, at::Tensor tensor) {
  napi_value wrapper = nullptr;
  if (!tensor.defined()) {
    Check(napi_get_null(env, &wrapper));
    return wrapper;
  }
  AddonData& data = *AddonData::Of(env);
  wrapper = data.tensors.FindWrapper(env, tensor);
  if (wrapper != nullptr) return wrapper;
  napi_value make = nullptr;
  Check(napi_get_reference_value(env, data.make_tensor, &make));
  Check(napi_new_instance(env, make, 0, nullptr, &wrapper));
  int32_t handle = data.tensors.Reserve(std::move(tensor));
  data.tensors.Attach(env, handle, wrapper);
  napi_value number = nullptr;
  Check(napi_create_int32(env, handle, &number));
  Check(napi_set_named_property(env, wrapper, "_h", number));
  return wrapper;
}

napi_value BindResult(AddonData& data, napi_value out, at::Tensor tensor) {
  napi_value result = nullptr;
  if (!tensor.defined()) {
    Check(napi_get_null(data.env, &result));
    return result;
  }
  result = data.tensors.FindWrapper(data.env, tensor);
  if (result != nullptr) return result;
  // Warnings run user code before lib has the result: that may open a batch.
  if (data.warnings.empty() && TensorTable::IsLight(tensor)) {
    data.tensors.MakeRoom(data.env, 1);
    *data.scratch = data.tensors.ReserveInBatch(std::move(tensor));
  } else {
    int32_t handle = data.tensors.Reserve(std::move(tensor));
    data.tensors.Attach(data.env, handle, out);
    *data.scratch = -handle;
  }
  return nullptr;
}

int32_t HandleOf(napi_env env, napi_value value) {
  napi_valuetype type;
  Check(napi_typeof(env, value, &type));
  if (type != napi_object && type != napi_function) {
    return TensorTable::kInvalid;
  }
  napi_value number = nullptr;
  Check(napi_get_named_property(env, value, "_h", &number));
  int32_t handle = TensorTable::kInvalid;
  if (napi_get_value_int32(env, number, &handle) != napi_ok) {
    return TensorTable::kInvalid;
  }
  return handle;
}

const at::Tensor* TryUnwrap(napi_env env, napi_value value) {
  int32_t handle = HandleOf(env, value);
  if (handle == TensorTable::kInvalid) return nullptr;
  AddonData& data = *AddonData::Of(env);
  if (data.tensors.IsDisposed(handle)) {
    ThrowRuntimeError("the tensor was disposed: it can no longer be used");
  }
  return data.tensors.Get(handle);
}

}  // namespace torch_node
