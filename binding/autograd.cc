#include "autograd.h"

#include <c10/core/GradMode.h>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/autograd/edge.h>
#include <torch/csrc/autograd/engine.h>
#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/variable.h>

#include <cstdio>
#include <type_traits>

#include "attributes.h"
#include "convert/arg.h"
#include "entry.h"

namespace torch_node {

namespace {

// A shared pointer in some versions of LibTorch, an intrusive one in others.
using NodePointer =
    std::remove_cvref_t<decltype(std::declval<at::Tensor>().grad_fn())>;

template <class Pointer>
Pointer MakeIdentity() {
  using torch::autograd::Identity;
  if constexpr (std::is_same_v<Pointer,
                               std::shared_ptr<torch::autograd::Node>>) {
    return std::make_shared<Identity>();
  } else {
    return c10::make_intrusive<Identity>();
  }
}

constexpr napi_type_tag kNodeTag = {0x746f7263686e6f64, 0x4e6f646561757467};

void BindNode(napi_env env, napi_value object, NodePointer node) {
  Check(napi_type_tag_object(env, object, &kNodeTag));
  auto* held = new NodePointer(std::move(node));
  napi_status status = napi_wrap(
      env, object, held,
      [](napi_env, void* data, void*) {
        delete static_cast<NodePointer*>(data);
      },
      nullptr, nullptr);
  if (status != napi_ok) {
    delete held;
    throw JsPending{};
  }
}

NodePointer& NodeArg(AddonData& data, napi_value value) {
  napi_valuetype type;
  bool tagged = false;
  void* node = nullptr;
  Check(napi_typeof(data.env, value, &type));
  if (type != napi_object ||
      napi_check_object_type_tag(data.env, value, &kNodeTag, &tagged) !=
          napi_ok ||
      !tagged || napi_unwrap(data.env, value, &node) != napi_ok) {
    ThrowTypeError("expected a torch.autograd.graph.Node");
  }
  return *static_cast<NodePointer*>(node);
}

napi_value NewNode(AddonData& data, NodePointer node) {
  if (node == nullptr) return Null(data.env);
  napi_value object = nullptr;
  Check(napi_new_instance(data.env, data.Helper("Node"), 0, nullptr, &object));
  BindNode(data.env, object, std::move(node));
  return object;
}

napi_value GradFn(AddonData& data, const Arguments& args) {
  return NewNode(data, HandleArg(data, args[0]).grad_fn());
}

napi_value NodeName(AddonData& data, const Arguments& args) {
  std::string name = NodeArg(data, args[0])->name();
  // Python shows the class's bare name.
  size_t colons = name.rfind("::");
  return Text(data.env,
              colons == std::string::npos ? name : name.substr(colons + 2));
}

// As Python's repr shows it.
napi_value NodeAddress(AddonData& data, const Arguments& args) {
  char text[32];
  std::snprintf(text, sizeof(text), "%p",
                static_cast<const void*>(NodeArg(data, args[0]).get()));
  return Text(data.env, text);
}

// [[node or null, input number], ...]
napi_value NodeNextFunctions(AddonData& data, const Arguments& args) {
  napi_env env = data.env;
  NodePointer node = NodeArg(data, args[0]);
  napi_value array = nullptr;
  Check(napi_create_array(env, &array));
  uint32_t i = 0;
  for (const torch::autograd::Edge& edge : node->next_edges()) {
    napi_value pair = nullptr;
    Check(napi_create_array_with_length(env, 2, &pair));
    Check(napi_set_element(env, pair, 0, NewNode(data, edge.function)));
    Check(napi_set_element(env, pair, 1, Integer(env, edge.input_nr)));
    Check(napi_set_element(env, array, i++, pair));
  }
  return array;
}

// Whether two wrappers stand for one node.
napi_value NodeEquals(AddonData& data, const Arguments& args) {
  return Boolean(data.env, NodeArg(data, args[0]) == NodeArg(data, args[1]));
}

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

std::vector<Arg> ListArg(AddonData& data, napi_value value) {
  Arg list = Classify(data.env, value);
  if (list.kind != Kind::kList) ThrowTypeError("expected a list of tensors");
  return Elements(data.env, list);
}

// (tensors, gradients, retain_graph, create_graph, inputs | null,
//  allow_unused) -> gradients of the inputs, or undefined.
// Mirrors THPEngine_run_backward.
napi_value RunBackward(AddonData& data, const Arguments& args) {
  napi_env env = data.env;
  std::vector<Arg> tensors = ListArg(data, args[0]);
  std::vector<Arg> gradients = ListArg(data, args[1]);
  bool keep_graph = IsTrue(env, args[2]);
  bool create_graph = IsTrue(env, args[3]);
  Arg inputs = Classify(env, args[4]);
  bool allow_unused = IsTrue(env, args[5]);
  bool accumulate = IsTrue(env, args[6]);
  if (gradients.size() != tensors.size()) {
    ThrowRuntimeError("got " + std::to_string(tensors.size()) +
                      " tensors and " + std::to_string(gradients.size()) +
                      " gradients");
  }
  torch::autograd::edge_list roots;
  torch::autograd::variable_list root_gradients;
  for (size_t i = 0; i < tensors.size(); ++i) {
    if (tensors[i].tensor == nullptr) {
      ThrowTypeError("element " + std::to_string(i) +
                     " of tensors tuple is not a Tensor");
    }
    auto edge = torch::autograd::impl::gradient_edge(*tensors[i].tensor);
    if (!edge.function) {
      ThrowRuntimeError("element " + std::to_string(i) +
                        " of tensors does not require grad and does not have "
                        "a grad_fn");
    }
    roots.push_back(std::move(edge));
    const Arg& gradient = gradients[i];
    if (gradient.kind == Kind::kTensor) {
      root_gradients.push_back(*gradient.tensor);
    } else if (gradient.none()) {
      if (tensors[i].tensor->requires_grad()) {
        ThrowRuntimeError("element " + std::to_string(i) +
                          " of gradients tuple is None, but the corresponding "
                          "Tensor requires grad");
      }
      root_gradients.emplace_back();
    } else {
      ThrowTypeError("element " + std::to_string(i) +
                     " of gradients tuple is not a Tensor or None");
    }
  }
  torch::autograd::edge_list outputs;
  std::vector<Arg> wanted;
  if (inputs.kind == Kind::kList) {
    wanted = Elements(env, inputs);
    for (size_t i = 0; i < wanted.size(); ++i) {
      if (wanted[i].tensor == nullptr) {
        ThrowTypeError(
            "all inputs have to be Tensors or GradientEdges, but got " +
            TypeName(env, wanted[i]));
      }
      const at::Tensor& input = *wanted[i].tensor;
      if (accumulate && !input.is_leaf()) input.retain_grad();
      if (!input.requires_grad()) {
        ThrowRuntimeError(
            "One of the differentiated Tensors does not require grad");
      }
      auto edge = torch::autograd::impl::gradient_edge(input);
      if (!edge.function) {
        edge = torch::autograd::Edge(MakeIdentity<NodePointer>(), 0);
      }
      outputs.push_back(std::move(edge));
    }
  }
  auto results = torch::autograd::Engine::get_default_engine().execute(
      roots, root_gradients, keep_graph, create_graph, accumulate, outputs);
  if (accumulate || inputs.kind != Kind::kList) return Undefined(env);
  napi_value array = nullptr;
  Check(napi_create_array_with_length(env, results.size(), &array));
  for (size_t i = 0; i < results.size(); ++i) {
    if (!results[i].defined() && !allow_unused) {
      ThrowRuntimeError(
          "One of the differentiated Tensors appears to not have been used in "
          "the graph. Set allow_unused=True if this is the desired behavior.");
    }
    Check(napi_set_element(env, array, static_cast<uint32_t>(i),
                           Wrap(env, results[i])));
  }
  return array;
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
    {"gradFn", GradFn},
    {"nodeName", NodeName},
    {"nodeAddress", NodeAddress},
    {"nodeNextFunctions", NodeNextFunctions},
    {"nodeEquals", NodeEquals},
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
    {"runBackward", RunBackward},
    {"isGradEnabled", IsGradEnabled},
    {"setGradEnabled", SetGradEnabled},
    {"isInferenceModeEnabled", IsInferenceModeEnabled},
    {"pushInferenceMode", PushInferenceMode},
    {"popInferenceMode", PopInferenceMode},
};

}  // namespace

void InitAutograd(napi_env env, napi_value exports) {
  Define(env, exports, kFunctions);
}

}  // namespace torch_node
