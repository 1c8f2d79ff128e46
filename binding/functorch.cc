// Note [Transforms]
// Each running transform (vmap, grad, jvp, functionalize) is a layer on a stack
// that LibTorch keeps for each thread. While the stack is not empty, every
// operator goes to the topmost layer first. Tensors on a layer are wrapped:
// vmap's in a BatchedTensor that hides one dimension, grad's and jvp's in a
// TensorWrapper with an autograd graph of its own. A TensorWrapper whose layer
// is gone is dead and stands for what it wraps.
//
// lib pushes and pops in pairs, with `finally`, so that an exception of user
// code leaves the stack as it was; each pop checks that it removes a layer of
// the kind that was pushed. Mirrors torch/csrc/functorch/init.cpp.
#include "functorch.h"

#include <ATen/FuncTorchTLS.h>
#include <ATen/FunctionalTensorWrapper.h>
#include <ATen/WrapDimUtils.h>
#include <ATen/functorch/ADInterpreters.h>
#include <ATen/functorch/BatchedTensorImpl.h>
#include <ATen/functorch/DynamicLayer.h>
#include <ATen/functorch/TensorWrapper.h>
#include <c10/core/AutogradState.h>
#include <c10/core/GradMode.h>
#include <c10/core/InferenceMode.h>

#include <initializer_list>
#include <type_traits>
#include <utility>

#include "attributes.h"
#include "convert/arg.h"
#include "entry.h"
#include "functorch_guard.h"

namespace torch_node {

namespace {

namespace ft = at::functorch;
namespace functionalization = at::functionalization::impl;

// --- Layers ------------------------------------------------------------------

// LibTorch 2.13 also notes the inference mode outside of a layer.
template <class Push = decltype(&ft::initAndPushDynamicLayer)>
int64_t PushLayer(ft::TransformType type, std::optional<bool> grad_mode,
                  std::optional<bool> forward_mode) {
  using None = std::nullopt_t;
  Push push = &ft::initAndPushDynamicLayer;
  if constexpr (std::is_invocable_v<Push, ft::TransformType, None, None, bool,
                                    bool, None, bool>) {
    return push(type, std::nullopt, std::nullopt, grad_mode, forward_mode,
                std::nullopt, c10::InferenceMode::is_enabled());
  } else {
    return push(type, std::nullopt, std::nullopt, grad_mode, forward_mode,
                std::nullopt);
  }
}

napi_value PopLayer(AddonData& data, ft::TransformType type) {
  auto top = ft::maybeCurrentDynamicLayer();
  if (!top.has_value() || top->key() != type) {
    ThrowRuntimeError("the innermost transform is not of this kind");
  }
  return Integer(data.env, ft::popDynamicLayerAndDeleteMetadata().layerId());
}

ft::RandomnessType RandomnessArg(AddonData& data, napi_value value) {
  std::string randomness = ToString(data.env, value);
  if (randomness == "error") return ft::RandomnessType::Error;
  if (randomness == "same") return ft::RandomnessType::Same;
  if (randomness == "different") return ft::RandomnessType::Different;
  ThrowRuntimeError("randomness argument must be error, same, or different.");
}

// (batch size, randomness) -> level
napi_value VmapIncrementNesting(AddonData& data, const Arguments& args) {
  return Integer(data.env, ft::initAndPushDynamicLayer(
                               ft::TransformType::Vmap, IntArg(data, args[0]),
                               RandomnessArg(data, args[1])));
}

napi_value VmapDecrementNesting(AddonData& data, const Arguments&) {
  return PopLayer(data, ft::TransformType::Vmap);
}

// The grad mode outside counts for the layers below, inside it starts anew.
napi_value GradIncrementNesting(AddonData& data, const Arguments&) {
  return Integer(data.env,
                 PushLayer(ft::TransformType::Grad, c10::GradMode::is_enabled(),
                           std::nullopt));
}

napi_value GradDecrementNesting(AddonData& data, const Arguments&) {
  return PopLayer(data, ft::TransformType::Grad);
}

napi_value JvpIncrementNesting(AddonData& data, const Arguments&) {
  return Integer(
      data.env,
      PushLayer(ft::TransformType::Jvp, std::nullopt,
                c10::AutogradState::get_tls_state().get_fw_grad_mode()));
}

napi_value JvpDecrementNesting(AddonData& data, const Arguments&) {
  return PopLayer(data, ft::TransformType::Jvp);
}

// (views stay views) -> level
napi_value FuncIncrementNesting(AddonData& data, const Arguments& args) {
  return Integer(data.env, ft::initAndPushDynamicLayer(
                               ft::TransformType::Functionalize, std::nullopt,
                               std::nullopt, std::nullopt, std::nullopt,
                               IsTrue(data.env, args[0])));
}

napi_value FuncDecrementNesting(AddonData& data, const Arguments&) {
  return PopLayer(data, ft::TransformType::Functionalize);
}

// Whether a transform has ever run on this thread. Unless, nothing is wrapped.
napi_value WereTransformsUsed(AddonData& data, const Arguments&) {
  return Boolean(data.env, ft::functorchTLSAccessor() != nullptr);
}

ft::DynamicLayer CurrentLayer() {
  auto top = ft::maybeCurrentDynamicLayer();
  if (!top.has_value()) ThrowRuntimeError("no transform is running");
  return *top;
}

const char* RandomnessText(ft::RandomnessType randomness) {
  switch (randomness) {
    case ft::RandomnessType::Same:
      return "same";
    case ft::RandomnessType::Different:
      return "different";
    default:
      return "error";
  }
}

napi_value List(napi_env env, std::initializer_list<napi_value> items) {
  napi_value list = nullptr;
  Check(napi_create_array_with_length(env, items.size(), &list));
  uint32_t i = 0;
  for (napi_value item : items) Check(napi_set_element(env, list, i++, item));
  return list;
}

// -> [kind, level, ...]: for vmap the batch size and the randomness, for grad
// and jvp whether their own mode was on outside of the layer.
napi_value PeekInterpreterStack(AddonData& data, const Arguments&) {
  napi_env env = data.env;
  const ft::DynamicLayer layer = CurrentLayer();
  const ft::Interpreter* interpreter = &layer.interpreter();
  napi_value level = Integer(env, layer.layerId());
  switch (layer.key()) {
    case ft::TransformType::Vmap:
      return List(env, {Text(env, "Vmap"), level,
                        Integer(env, layer.batchSize().expect_int()),
                        Text(env, RandomnessText(layer.randomness()))});
    case ft::TransformType::Grad: {
      ft::GradInterpreterPtr grad(interpreter);
      return List(
          env, {Text(env, "Grad"), level, Boolean(env, grad.prevGradMode())});
    }
    case ft::TransformType::Jvp: {
      ft::JvpInterpreterPtr jvp(interpreter);
      return List(
          env, {Text(env, "Jvp"), level, Boolean(env, jvp.prevFwdGradMode())});
    }
    default:
      return List(env, {Text(env, "Functionalize"), level});
  }
}

// (function): calls it without the innermost layer.
napi_value LowerInterpreter(AddonData& data, const Arguments& args) {
  CurrentLayer();
  ft::DynamicLayer layer = ft::popDynamicLayer();
  napi_value result = nullptr;
  napi_status status = napi_call_function(data.env, Undefined(data.env),
                                          args[0], 0, nullptr, &result);
  ft::pushDynamicLayer(std::move(layer));
  Check(status);
  return result;
}

// (tensor): on the innermost layer, one of grad or jvp.
napi_value LiftInterpreter(AddonData& data, const Arguments& args) {
  const at::Tensor& tensor = TensorArg(data, args[0]);
  const ft::DynamicLayer layer = CurrentLayer();
  const ft::Interpreter* interpreter = &layer.interpreter();
  if (layer.key() == ft::TransformType::Grad) {
    return Wrap(data.env, ft::GradInterpreterPtr(interpreter).lift(tensor));
  }
  if (layer.key() == ft::TransformType::Jvp) {
    return Wrap(data.env, ft::JvpInterpreterPtr(interpreter).lift(tensor));
  }
  ThrowRuntimeError("the innermost transform differentiates nothing");
}

// Lets a custom function run while transforms do. Returns what was.
napi_value SetSingleLevelAutogradFunctionAllowed(AddonData& data,
                                                 const Arguments& args) {
  bool before = ft::getSingleLevelAutogradFunctionAllowed();
  ft::setSingleLevelAutogradFunctionAllowed(IsTrue(data.env, args[0]));
  return Boolean(data.env, before);
}

// Whether a transform runs on this thread.
napi_value AreTransformsActive(AddonData& data, const Arguments&) {
  return Boolean(data.env, TransformsActive());
}

// (whether operators pass the transforms by) -> what it was before
napi_value SetTransformsExcluded(AddonData& data, const Arguments& args) {
  using c10::DispatchKey;
  bool before = c10::impl::tls_is_dispatch_key_excluded(
      DispatchKey::FuncTorchDynamicLayerFrontMode);
  bool excluded = IsTrue(data.env, args[0]);
  for (DispatchKey key : {DispatchKey::FuncTorchDynamicLayerFrontMode,
                          DispatchKey::FuncTorchDynamicLayerBackMode}) {
    c10::impl::tls_set_dispatch_key_excluded(key, excluded);
  }
  return Boolean(data.env, before);
}

napi_value GetInplaceRequiresGradAllowed(AddonData& data, const Arguments&) {
  return Boolean(data.env, ft::getInplaceRequiresGradAllowed());
}

napi_value SetInplaceRequiresGradAllowed(AddonData& data,
                                         const Arguments& args) {
  ft::setInplaceRequiresGradAllowed(IsTrue(data.env, args[0]));
  return Undefined(data.env);
}

// Throws where `requires_grad_` makes no sense.
napi_value CheckInplaceRequiresGrad(AddonData& data, const Arguments&) {
  const auto& tls = ft::functorchTLSAccessor();
  if (tls != nullptr) tls->checkSupportsInplaceRequiresGrad();
  return Undefined(data.env);
}

// --- Tensors on a layer ------------------------------------------------------

// (tensor, dim, level)
napi_value AddBatchDim(AddonData& data, const Arguments& args) {
  return Wrap(data.env,
              ft::addBatchDim(TensorArg(data, args[0]), IntArg(data, args[1]),
                              IntArg(data, args[2])));
}

at::Tensor MoveDim(const at::Tensor& tensor, int64_t from, int64_t to) {
  int64_t dim = tensor.dim();
  from = at::maybe_wrap_dim(from, dim);
  to = at::maybe_wrap_dim(to, dim);
  if (from == to) return tensor;
  std::vector<int64_t> order;
  for (int64_t i = 0; i < dim; ++i) {
    if (i != from) order.push_back(i);
  }
  order.insert(order.begin() + to, from);
  return tensor.permute(order);
}

// (tensor, level, batch size, dim): what never met a batched tensor of the
// level is the same for the whole batch.
napi_value RemoveBatchDim(AddonData& data, const Arguments& args) {
  const at::Tensor& tensor = TensorArg(data, args[0]);
  int64_t level = IntArg(data, args[1]);
  int64_t batch_size = IntArg(data, args[2]);
  int64_t dim = IntArg(data, args[3]);
  const ft::BatchedTensorImpl* batched = ft::maybeGetBatchedImpl(tensor);
  if (batched != nullptr && batched->level() >= level) {
    TORCH_INTERNAL_ASSERT(batched->level() == level);
    return Wrap(data.env, MoveDim(batched->value(), batched->bdim(), dim));
  }
  std::vector<int64_t> sizes = tensor.sizes().vec();
  dim = at::maybe_wrap_dim(dim, tensor.dim() + 1);
  sizes.insert(sizes.begin() + dim, batch_size);
  return Wrap(data.env, tensor.expand(sizes));
}

// (tensor, level) -> [tensor, the dimension that was hidden at that level]
napi_value UnwrapBatched(AddonData& data, const Arguments& args) {
  const at::Tensor& tensor = TensorArg(data, args[0]);
  const auto* batched = ft::maybeGetBatchedImpl(tensor);
  if (batched == nullptr || batched->level() != IntArg(data, args[1])) {
    return List(data.env, {args[0], Null(data.env)});
  }
  return List(data.env, {Wrap(data.env, batched->value()),
                         Integer(data.env, batched->bdim())});
}

// (tensor, level)
napi_value WrapForGrad(AddonData& data, const Arguments& args) {
  return Wrap(data.env, ft::makeTensorWrapper(TensorArg(data, args[0]),
                                              IntArg(data, args[1])));
}

// (tensor, level)
napi_value UnwrapForGrad(AddonData& data, const Arguments& args) {
  const at::Tensor& tensor = TensorArg(data, args[0]);
  const ft::TensorWrapper* wrapper = ft::maybeGetTensorWrapper(tensor);
  bool at_level =
      wrapper != nullptr && wrapper->level() == IntArg(data, args[1]);
  return Wrap(data.env, at_level ? wrapper->value() : at::Tensor(tensor));
}

napi_value UnwrapIfDead(AddonData& data, const Arguments& args) {
  return Wrap(data.env, ft::unwrapIfDead(TensorArg(data, args[0])));
}

// (tensor, level)
napi_value WrapFunctionalTensor(AddonData& data, const Arguments& args) {
  at::Tensor wrapped =
      functionalization::to_functional_tensor(TensorArg(data, args[0]));
  functionalization::unsafeGetFunctionalWrapper(wrapped)->set_level(
      IntArg(data, args[1]));
  return Wrap(data.env, std::move(wrapped));
}

at::FunctionalTensorWrapper* FunctionalArg(const at::Tensor& tensor) {
  if (!functionalization::isFunctionalTensor(tensor)) {
    ThrowRuntimeError("expected a functional tensor");
  }
  return functionalization::unsafeGetFunctionalWrapper(tensor);
}

// (tensor): brings what it wraps up to date with changes of its aliases.
napi_value SyncFunctionalTensor(AddonData& data, const Arguments& args) {
  FunctionalArg(TensorArg(data, args[0]))->sync_();
  return Undefined(data.env);
}

// (tensor, views stay views)
napi_value UnwrapFunctionalTensor(AddonData& data, const Arguments& args) {
  at::FunctionalTensorWrapper* wrapper =
      FunctionalArg(TensorArg(data, args[0]));
  functionalization::FunctionalizationReapplyViewsGuard guard(
      IsTrue(data.env, args[1]));
  if (wrapper->apply_updates()) wrapper->regenerate_from_base();
  return Wrap(data.env, wrapper->value());
}

// (tensor, its functional wrapper): does to the tensor what was done to the
// wrapper.
napi_value PropagateFunctionalInputMutation(AddonData& data,
                                            const Arguments& args) {
  const at::Tensor& tensor = TensorArg(data, args[0]);
  at::FunctionalTensorWrapper* wrapper =
      FunctionalArg(TensorArg(data, args[1]));
  wrapper->sync_();
  const at::Tensor& changed = wrapper->value();
  if (!tensor.is_same(changed)) {
    if (tensor.nbytes() != changed.nbytes()) tensor.resize_(changed.sizes());
    if (tensor.sizes() != changed.sizes()) {
      tensor.as_strided_(changed.sizes(), changed.strides());
    }
    tensor.copy_(changed);
  }
  return Undefined(data.env);
}

napi_value IsBatchedTensor(AddonData& data, const Arguments& args) {
  return Boolean(data.env, ft::isBatchedTensor(TensorArg(data, args[0])));
}

napi_value IsGradTrackingTensor(AddonData& data, const Arguments& args) {
  return Boolean(
      data.env, ft::maybeGetTensorWrapper(TensorArg(data, args[0])) != nullptr);
}

napi_value IsFunctionalTensor(AddonData& data, const Arguments& args) {
  return Boolean(data.env, functionalization::isFunctionalTensor(
                               TensorArg(data, args[0])));
}

napi_value GetUnwrapped(AddonData& data, const Arguments& args) {
  const at::Tensor& tensor = TensorArg(data, args[0]);
  if (const auto* batched = ft::maybeGetBatchedImpl(tensor)) {
    return Wrap(data.env, batched->value());
  }
  if (const auto* wrapper = ft::maybeGetTensorWrapper(tensor)) {
    return Wrap(data.env, wrapper->value());
  }
  if (functionalization::isFunctionalTensor(tensor)) {
    return Wrap(data.env,
                functionalization::unsafeGetFunctionalWrapper(tensor)->value());
  }
  ThrowRuntimeError("No wrappers present!");
}

// The level of a wrapped tensor, -2 of a dead one, -1 of any other.
int64_t LevelOf(const at::Tensor& tensor) {
  if (const auto* batched = ft::maybeGetBatchedImpl(tensor)) {
    return batched->level();
  }
  if (const auto* wrapper = ft::maybeGetTensorWrapper(tensor)) {
    return wrapper->level().value_or(-2);
  }
  if (functionalization::isFunctionalTensor(tensor)) {
    return functionalization::unsafeGetFunctionalWrapper(tensor)->level();
  }
  return -1;
}

// (handle)
napi_value MaybeGetLevel(AddonData& data, const Arguments& args) {
  return Integer(data.env, LevelOf(HandleArg(data, args[0])));
}

// The hidden dimension of a batched tensor, -1 of any other.
napi_value MaybeGetBdim(AddonData& data, const Arguments& args) {
  const auto* batched = ft::maybeGetBatchedImpl(TensorArg(data, args[0]));
  return Integer(data.env, batched != nullptr ? batched->bdim() : -1);
}

constexpr NativeFunction kFunctions[] = {
    {"vmapIncrementNesting", VmapIncrementNesting},
    {"vmapDecrementNesting", VmapDecrementNesting},
    {"gradIncrementNesting", GradIncrementNesting},
    {"gradDecrementNesting", GradDecrementNesting},
    {"jvpIncrementNesting", JvpIncrementNesting},
    {"jvpDecrementNesting", JvpDecrementNesting},
    {"funcIncrementNesting", FuncIncrementNesting},
    {"funcDecrementNesting", FuncDecrementNesting},
    {"areTransformsActive", AreTransformsActive},
    {"wereTransformsUsed", WereTransformsUsed},
    {"peekInterpreterStack", PeekInterpreterStack},
    {"lowerInterpreter", LowerInterpreter},
    {"liftInterpreter", LiftInterpreter},
    {"setSingleLevelAutogradFunctionAllowed",
     SetSingleLevelAutogradFunctionAllowed},
    {"setTransformsExcluded", SetTransformsExcluded},
    {"getInplaceRequiresGradAllowed", GetInplaceRequiresGradAllowed},
    {"setInplaceRequiresGradAllowed", SetInplaceRequiresGradAllowed},
    {"checkInplaceRequiresGrad", CheckInplaceRequiresGrad},
    {"addBatchDim", AddBatchDim},
    {"removeBatchDim", RemoveBatchDim},
    {"unwrapBatched", UnwrapBatched},
    {"wrapForGrad", WrapForGrad},
    {"unwrapForGrad", UnwrapForGrad},
    {"unwrapIfDead", UnwrapIfDead},
    {"wrapFunctionalTensor", WrapFunctionalTensor},
    {"syncFunctionalTensor", SyncFunctionalTensor},
    {"unwrapFunctionalTensor", UnwrapFunctionalTensor},
    {"propagateFunctionalInputMutation", PropagateFunctionalInputMutation},
    {"isBatchedTensor", IsBatchedTensor},
    {"isGradTrackingTensor", IsGradTrackingTensor},
    {"isFunctionalTensor", IsFunctionalTensor},
    {"getUnwrapped", GetUnwrapped},
    {"maybeGetLevel", MaybeGetLevel},
    {"maybeGetBdim", MaybeGetBdim},
};

}  // namespace

at::Tensor WithoutGradWrappers(at::Tensor tensor) {
  while (const auto* wrapper = ft::maybeGetTensorWrapper(tensor)) {
    tensor = at::Tensor(wrapper->value());
  }
  return tensor;
}

void InitFunctorch(napi_env env, napi_value exports) {
  Define(env, exports, kFunctions);
}

}  // namespace torch_node
