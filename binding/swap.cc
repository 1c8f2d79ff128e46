#include "swap.h"

#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/function_hook.h>
#include <torch/csrc/autograd/variable.h>

#include <memory>
#include <string>

#include "addon_data.h"
#include "attributes.h"
#include "entry.h"
#include "errors.h"

namespace torch_node {

namespace {

using torch::autograd::FunctionPreHook;
using torch::autograd::variable_list;

// A graph made before the exchange would add its gradient to the wrong tensor.
struct Poison : FunctionPreHook {
  variable_list operator()(const variable_list&) override {
    TORCH_CHECK(
        false,
        "Trying to execute AccumulateGrad node that was poisoned by "
        "swap_tensors this can happen when you try to run backward on a "
        "tensor that was swapped. For a module m with "
        "`torch.__future__.set_swap_module_params_on_conversion(True)` you "
        "should not change the device or dtype of the module (e.g. `m.cpu()` "
        "or `m.half()`) between running forward and backward. To resolve "
        "this, please only change the device/dtype before running forward "
        "(or after both forward and backward).");
  }
};

// Others that hold the tensor would not follow the exchange.
void CheckUnshared(const at::Tensor& tensor, const char* name) {
  auto count = tensor.use_count();
  if (count <= 1) return;
  if (count == 2 && tensor.is_leaf() && !tensor.requires_grad()) {
    ThrowRuntimeError(
        "It is not possible to get the gradient edge for a Tensor that does "
        "not require gradients");
  }
  auto node = count == 2 && tensor.is_leaf()
                  ? torch::autograd::impl::try_get_grad_accumulator(tensor)
                  : nullptr;
  if (node == nullptr) {
    ThrowRuntimeError(
        std::string("Expected use_count of ") + name +
        " to be 1 or 2 with an AccumulateGrad node but got " +
        std::to_string(count) +
        " make sure you are not holding references to the tensor in other "
        "places.");
  }
  node->add_pre_hook(std::make_unique<Poison>());
}

// (tensor, tensor): each handle stands for the other's tensor then.
napi_value SwapTensors(AddonData& data, const Arguments& args) {
  const at::Tensor& first = HandleArg(data, args[0]);
  const at::Tensor& second = HandleArg(data, args[1]);
  CheckUnshared(first, "t1");
  CheckUnshared(second, "t2");
  int32_t a = 0;
  int32_t b = 0;
  Check(napi_get_value_int32(data.env, args[0], &a));
  Check(napi_get_value_int32(data.env, args[1], &b));
  if (a != b) data.tensors.Exchange(a, b);
  return Undefined(data.env);
}

constexpr NativeFunction kFunctions[] = {{"swapTensors", SwapTensors}};

}  // namespace

void InitSwap(napi_env env, napi_value exports) {
  Define(env, exports, kFunctions);
}

}  // namespace torch_node
