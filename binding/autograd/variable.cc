// What tensors know of autograd, and the modes of this thread.
#include "variable.h"

#include <c10/core/GradMode.h>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/autograd/variable.h>

#include "../attributes.h"
#include "../convert/arg.h"
#include "../entry.h"

namespace torch_node {

namespace {

napi_value RequiresGrad(AddonData& data, const Arguments& args) {
  return Boolean(data.env, HandleArg(data, args[0]).requires_grad());
}

napi_value SetRequiresGrad(AddonData& data, const Arguments& args) {
  at::Tensor tensor = HandleArg(data, args[0]);
  bool requires_grad = IsTrue(data.env, args[1]);
  if (!tensor.is_leaf()) {
    std::string text =
        "you can only change requires_grad flags of leaf variables.";
    if (!requires_grad) {
      text +=
          " If you want to use a computed variable in a subgraph that doesn't "
          "require differentiation use var_no_grad = var.detach().";
    }
    ThrowRuntimeError(text);
  }
  if (requires_grad && !c10::isFloatingType(tensor.scalar_type()) &&
      !c10::isComplexType(tensor.scalar_type())) {
    ThrowRuntimeError(
        "only Tensors of floating point and complex dtype can require "
        "gradients");
  }
  tensor.set_requires_grad(requires_grad);
  return Undefined(data.env);
}

napi_value IsLeaf(AddonData& data, const Arguments& args) {
  return Boolean(data.env, HandleArg(data, args[0]).is_leaf());
}

napi_value Grad(AddonData& data, const Arguments& args) {
  return Wrap(data.env, HandleArg(data, args[0]).grad());
}

// The checks are those of Python's THPVariable_set_grad.
napi_value SetGrad(AddonData& data, const Arguments& args) {
  const at::Tensor& tensor = HandleArg(data, args[0]);
  Arg value = Classify(data.env, args[1]);
  if (value.none() || value.missing()) {
    tensor.mutable_grad().reset();
    return Undefined(data.env);
  }
  if (value.kind != Kind::kTensor) {
    ThrowTypeError(
        "assigned grad expected to be a Tensor or None but got "
        "grad of type " +
        TypeName(data.env, value));
  }
  const at::Tensor& grad = *value.tensor;
  if (tensor.is_same(grad))
    ThrowRuntimeError("can't assign Variable as its own grad");
  auto grad_dtype = tensor.grad_dtype();
  if (grad_dtype.has_value() && grad.scalar_type() != grad_dtype.value()) {
    ThrowRuntimeError(
        "attempting to assign a gradient with dtype '" +
        c10::str(grad.dtype()) + "' to a tensor with grad_dtype '" +
        c10::str(grad_dtype.value()) +
        "'. The gradient must match the tensor's grad_dtype (defaults to the "
        "tensor's dtype). You can set the tensor's grad_dtype attribute with a "
        "specific dtype, or None to allow any dtype. Set grad_dtype with "
        "caution. "
        "Diverging the dtypes of a tensor and its gradient may break "
        "downstream systems "
        "that assume they match.");
  }
  if (grad.device() != tensor.device()) {
    ThrowRuntimeError("attempting to assign a gradient with device type '" +
                      c10::DeviceTypeName(grad.device().type(), true) +
                      "' to a tensor with device type '" +
                      c10::DeviceTypeName(tensor.device().type(), true) +
                      "'. Please ensure that the gradient and the tensor are "
                      "on the same device");
  }
  if (!grad.sym_sizes().equals(tensor.sym_sizes())) {
    ThrowRuntimeError("attempting to assign a gradient of size '" +
                      c10::str(grad.sizes()) + "' to a tensor of size '" +
                      c10::str(tensor.sizes()) +
                      "'. Please ensure that the gradient and the tensor are "
                      "the same size");
  }
  tensor.mutable_grad() = grad;
  return Undefined(data.env);
}

// `x.data`: the same memory, out of the graph.
napi_value VariableData(AddonData& data, const Arguments& args) {
  return Wrap(data.env, at::Tensor(HandleArg(data, args[0]).variable_data()));
}

napi_value SetData(AddonData& data, const Arguments& args) {
  HandleArg(data, args[0]).set_data(TensorArg(data, args[1]));
  return Undefined(data.env);
}

napi_value RetainGrad(AddonData& data, const Arguments& args) {
  HandleArg(data, args[0]).retain_grad();
  return Undefined(data.env);
}

napi_value RetainsGrad(AddonData& data, const Arguments& args) {
  return Boolean(data.env, HandleArg(data, args[0]).retains_grad());
}

napi_value Base(AddonData& data, const Arguments& args) {
  const at::Tensor& tensor = HandleArg(data, args[0]);
  return tensor.is_view() ? Wrap(data.env, at::Tensor(tensor._base()))
                          : Null(data.env);
}

napi_value Version(AddonData& data, const Arguments& args) {
  return Integer(data.env, HandleArg(data, args[0])._version());
}

napi_value OutputNr(AddonData& data, const Arguments& args) {
  return Integer(data.env, HandleArg(data, args[0]).output_nr());
}

napi_value IsGradEnabled(AddonData& data, const Arguments&) {
  return Boolean(data.env, c10::GradMode::is_enabled());
}

napi_value SetGradEnabled(AddonData& data, const Arguments& args) {
  c10::GradMode::set_enabled(IsTrue(data.env, args[0]));
  return Undefined(data.env);
}

napi_value IsInferenceModeEnabled(AddonData& data, const Arguments&) {
  return Boolean(data.env, c10::InferenceMode::is_enabled());
}

// Guards are kept on a stack per environment: they must end in reverse order.
napi_value PushInferenceMode(AddonData& data, const Arguments& args) {
  data.inference_modes.push_back(
      std::make_unique<c10::InferenceMode>(IsTrue(data.env, args[0])));
  return Undefined(data.env);
}

napi_value PopInferenceMode(AddonData& data, const Arguments&) {
  if (!data.inference_modes.empty()) data.inference_modes.pop_back();
  return Undefined(data.env);
}

constexpr NativeFunction kFunctions[] = {
    {"requiresGrad", RequiresGrad},
    {"setRequiresGrad", SetRequiresGrad},
    {"isLeaf", IsLeaf},
    {"grad", Grad},
    {"setGrad", SetGrad},
    {"variableData", VariableData},
    {"setData", SetData},
    {"retainGrad", RetainGrad},
    {"retainsGrad", RetainsGrad},
    {"base", Base},
    {"version", Version},
    {"outputNr", OutputNr},
    {"isGradEnabled", IsGradEnabled},
    {"setGradEnabled", SetGradEnabled},
    {"isInferenceModeEnabled", IsInferenceModeEnabled},
    {"pushInferenceMode", PushInferenceMode},
    {"popInferenceMode", PopInferenceMode},
};

}  // namespace

void InitVariable(napi_env env, napi_value exports) {
  Define(env, exports, kFunctions);
}

}  // namespace torch_node
