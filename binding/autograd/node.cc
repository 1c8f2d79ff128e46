// Nodes of the graph, as `grad_fn` shows them.
#include "node.h"

#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/graph_task.h>

#include <cstdio>

#include "../attributes.h"
#include "../convert/arg.h"
#include "../entry.h"
#include "../js_thread.h"
#include "../result.h"
#include "anomaly.h"

namespace torch_node {

NodePointer NodeArg(AddonData& data, napi_value value) {
  NodePointer node = data.nodes.Get(data.env, value);
  if (!node) ThrowRuntimeError("the node's graph is gone");
  return node;
}

namespace {

napi_value GradFn(AddonData& data, const Arguments& args) {
  return data.nodes.Wrap(data.env, HandleArg(data, args[0]).grad_fn());
}

// The accumulator of a leaf, the grad_fn of any other; null without either.
napi_value GradientNode(AddonData& data, const Arguments& args) {
  auto edge = torch::autograd::impl::gradient_edge(HandleArg(data, args[0]));
  return data.nodes.Wrap(data.env, edge.function);
}

napi_value NodeName(AddonData& data, const Arguments& args) {
  return Text(data.env, NodeArg(data, args[0])->name());
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
    Check(napi_set_element(env, pair, 0, data.nodes.Wrap(env, edge.function)));
    Check(napi_set_element(env, pair, 1, Integer(env, edge.input_nr)));
    Check(napi_set_element(env, array, i++, pair));
  }
  return array;
}

napi_value NodeSequenceNumber(AddonData& data, const Arguments& args) {
  return Integer(data.env,
                 static_cast<int64_t>(NodeArg(data, args[0])->sequence_nr()));
}

// What gradients come in: [[sizes, dtype, device], ...]; null for one that the
// node does not look at.
napi_value NodeInputs(AddonData& data, const Arguments& args) {
  napi_env env = data.env;
  NodePointer node = NodeArg(data, args[0]);
  napi_value array = nullptr;
  Check(napi_create_array_with_length(env, node->num_inputs(), &array));
  for (uint32_t i = 0; i < node->num_inputs(); ++i) {
    const auto& input = node->input_metadata(i);
    napi_value item = Null(env);
    if (!input.was_default_constructed()) {
      Check(napi_create_array_with_length(env, 3, &item));
      auto sizes = C10_AS_INTARRAYREF_SLOW(input.shape_as_dim_vector());
      auto dtype = c10::typeMetaToScalarType(input.dtype());
      Check(napi_set_element(env, item, 0, IntArray(env, sizes)));
      Check(napi_set_element(env, item, 1, DtypeToJs(data, dtype)));
      Check(napi_set_element(env, item, 2, Text(env, input.device().str())));
    }
    Check(napi_set_element(env, array, i, item));
  }
  return array;
}

// The dict of `node.metadata`.
napi_value NodeDict(AddonData& data, const Arguments& args) {
  NodePointer node = NodeArg(data, args[0]);
  auto* metadata = dynamic_cast<NodeMetadata*>(node->metadata());
  if (metadata == nullptr) ThrowRuntimeError("the node has no metadata");
  return metadata->Dict(data);
}

// What follows asks for the running backward, which LibTorch knows on the
// engine's own thread.

napi_value CurrentGraphTask(AddonData& data, const Arguments&) {
  int id = -1;
  data.thread->OnAskingThread(
      [&] { id = torch::autograd::get_current_graph_task_id(); });
  return Integer(data.env, id);
}

napi_value CurrentNode(AddonData& data, const Arguments&) {
  NodePointer node;
  data.thread->OnAskingThread(
      [&] { node = torch::autograd::get_current_node(); });
  return data.nodes.Wrap(data.env, std::move(node));
}

// Whether the running backward will come to this node. Mirrors
// torch._C._will_engine_execute_node.
napi_value WillExecute(AddonData& data, const Arguments& args) {
  NodePointer node = NodeArg(data, args[0]);
  bool will = false;
  data.thread->OnAskingThread([&] {
    namespace autograd = torch::autograd;
    const auto* all = autograd::get_current_graph_task_exec_info();
    const auto* nodes = autograd::get_current_graph_task_nodes_in_graph();
    if (all == nullptr || nodes == nullptr) {
      ThrowRuntimeError(
          "_get_should_execute_nodes should only be called during the backward "
          "pass");
    }
    // Without `inputs` every node is executed.
    if (all->empty()) {
      will = nodes->find(node.get()) != nodes->end();
      return;
    }
    auto found = all->find(node.get());
    will = found != all->end() && found->second.should_execute();
    if (will && found->second.captures_ != nullptr &&
        node->topological_nr() == 0) {
      ThrowRuntimeError(
          "A leaf node was passed to _will_engine_execute_node but we are "
          "currently running autograd.grad(). This is currently not "
          "supported.");
    }
  });
  return Boolean(data.env, will);
}

constexpr NativeFunction kFunctions[] = {
    {"gradFn", GradFn},
    {"gradientNode", GradientNode},
    {"nodeName", NodeName},
    {"nodeAddress", NodeAddress},
    {"nodeNextFunctions", NodeNextFunctions},
    {"nodeSequenceNumber", NodeSequenceNumber},
    {"nodeInputs", NodeInputs},
    {"nodeDict", NodeDict},
    {"currentGraphTask", CurrentGraphTask},
    {"currentNode", CurrentNode},
    {"willExecute", WillExecute},
};

}  // namespace

void InitNode(napi_env env, napi_value exports) {
  Define(env, exports, kFunctions);
}

}  // namespace torch_node
