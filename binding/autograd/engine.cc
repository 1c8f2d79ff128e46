#include "engine.h"

#include <c10/core/GradMode.h>
#include <torch/csrc/autograd/edge.h>
#include <torch/csrc/autograd/engine.h>
#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/functions/basic_ops.h>
#include <torch/csrc/autograd/variable.h>

#include <memory>
#include <mutex>
#include <utility>

#include "../addon_data.h"
#include "../convert/arg.h"
#include "../entry.h"
#include "anomaly.h"
#include "callbacks.h"
#include "node.h"
#include "saved_tensors.h"

namespace torch_node {

namespace {

namespace autograd = torch::autograd;

class Engine final : public autograd::Engine {
 public:
  std::unique_ptr<autograd::AnomalyMetadata> make_anomaly_metadata() override {
    return std::make_unique<NodeMetadata>();
  }
  std::unique_ptr<autograd::SavedVariableHooks>
  get_default_saved_variable_hooks() override {
    return CurrentSavedTensorHooks();
  }
};

autograd::Engine& TheEngine() {
  // Never destroyed: its threads may outlive every other static.
  static auto* engine = new Engine();
  return *engine;
}

// One backward: what goes in, and how.
struct Run {
  autograd::edge_list roots;
  autograd::variable_list gradients;
  bool keep_graph;
  bool create_graph;
  bool accumulate;
  bool allow_unused;
  bool has_inputs;
  autograd::edge_list outputs;
  autograd::variable_list results;

  void Execute() {
    results = TheEngine().execute(roots, gradients, keep_graph, create_graph,
                                  accumulate, outputs);
  }
};

std::vector<Arg> ListArg(AddonData& data, napi_value value) {
  Arg list = Classify(data.env, value);
  if (list.kind != Kind::kList) ThrowTypeError("expected a list of tensors");
  return Elements(data.env, list);
}

// A torch.autograd.graph.GradientEdge, `{ node, output_nr }`; none in others.
autograd::Edge EdgeOf(AddonData& data, const Arg& arg) {
  napi_valuetype type;
  Check(napi_typeof(data.env, arg.value, &type));
  if (type != napi_object) return {};
  napi_value node = Property(data.env, arg.value, "node");
  Arg number = Classify(data.env, Property(data.env, arg.value, "output_nr"));
  if (!number.is_int()) return {};
  return {NodeArg(data, node), static_cast<uint32_t>(number.integer)};
}

void ReadRoots(AddonData& data, const Arguments& args, Run* run) {
  std::vector<Arg> tensors = ListArg(data, args[0]);
  std::vector<Arg> gradients = ListArg(data, args[1]);
  if (gradients.size() != tensors.size()) {
    ThrowRuntimeError("got " + std::to_string(tensors.size()) +
                      " tensors and " + std::to_string(gradients.size()) +
                      " gradients");
  }
  for (size_t i = 0; i < tensors.size(); ++i) {
    const at::Tensor* tensor = tensors[i].tensor;
    std::string number = std::to_string(i);
    autograd::Edge edge = tensor != nullptr
                              ? autograd::impl::gradient_edge(*tensor)
                              : EdgeOf(data, tensors[i]);
    if (tensor == nullptr && !edge.function) {
      ThrowTypeError("element " + number + " of tensors tuple is not a Tensor");
    }
    if (!edge.function) {
      ThrowRuntimeError("element " + number +
                        " of tensors does not require grad and does not have "
                        "a grad_fn");
    }
    run->roots.push_back(std::move(edge));
    const Arg& gradient = gradients[i];
    if (gradient.kind == Kind::kTensor) {
      run->gradients.push_back(*gradient.tensor);
    } else if (gradient.none()) {
      if (tensor == nullptr || tensor->requires_grad()) {
        ThrowRuntimeError("element " + number +
                          " of gradients tuple is None, but the corresponding "
                          "Tensor requires grad");
      }
      run->gradients.emplace_back();
    } else {
      ThrowTypeError("element " + number +
                     " of gradients tuple is not a Tensor or None");
    }
  }
}

void ReadInputs(AddonData& data, napi_value list, Run* run) {
  for (const Arg& input : ListArg(data, list)) {
    if (input.tensor == nullptr) {
      autograd::Edge edge = EdgeOf(data, input);
      if (!edge.function) {
        ThrowTypeError(
            "all inputs have to be Tensors or GradientEdges, but got " +
            TypeName(data.env, input));
      }
      run->outputs.push_back(std::move(edge));
      continue;
    }
    const at::Tensor& tensor = *input.tensor;
    if (run->accumulate && !tensor.is_leaf()) tensor.retain_grad();
    if (!tensor.requires_grad()) {
      ThrowRuntimeError(
          "One of the differentiated Tensors does not require grad");
    }
    // A leaf without an accumulator was not used: an edge that nothing reaches.
    NodePointer function =
        tensor.is_leaf() ? autograd::impl::try_get_grad_accumulator(tensor)
                         : tensor.grad_fn();
    if (function) {
      run->outputs.emplace_back(std::move(function),
                                static_cast<uint32_t>(tensor.output_nr()));
    } else {
      run->outputs.emplace_back(MakeNode<autograd::Identity>(), 0);
    }
  }
}

// (tensors, gradients, retain_graph, create_graph, inputs | null,
//  allow_unused, accumulate). Mirrors THPEngine_run_backward.
Run ReadRun(AddonData& data, const Arguments& args) {
  napi_env env = data.env;
  Run run{};
  run.keep_graph = IsTrue(env, args[2]);
  run.create_graph = IsTrue(env, args[3]);
  run.has_inputs = Classify(env, args[4]).kind == Kind::kList;
  run.allow_unused = IsTrue(env, args[5]);
  run.accumulate = IsTrue(env, args[6]);
  ReadRoots(data, args, &run);
  if (run.has_inputs) ReadInputs(data, args[4], &run);
  return run;
}

// Gradients of the inputs, or undefined.
napi_value ResultOf(AddonData& data, const Run& run) {
  if (run.accumulate || !run.has_inputs) return Undefined(data.env);
  for (size_t i = 0; i < run.results.size() && !run.allow_unused; ++i) {
    if (run.results[i].defined()) continue;
    ThrowRuntimeError(
        "The differentiated Tensor at index " + std::to_string(i) +
        " appears to not have been used in the graph. Set allow_unused=True if "
        "this is the desired behavior.");
  }
  return TensorArray(data, run.results);
}

napi_value RunBackward(AddonData& data, const Arguments& args) {
  Run run = ReadRun(data, args);
  try {
    data.thread->RunEngine([&run] { run.Execute(); });
  } catch (...) {
    // What anomaly detection found is told with the error.
    FlushWarnings(data);
    throw;
  }
  return ResultOf(data, run);
}

// The same, awaitable: a promise.
napi_value RunBackwardLater(AddonData& data, const Arguments& args) {
  napi_env env = data.env;
  auto run = std::make_shared<Run>(ReadRun(data, args));
  napi_deferred deferred = nullptr;
  napi_value promise = nullptr;
  Check(napi_create_promise(env, &deferred, &promise));
  data.thread->RunEngineLater(
      [run] { run->Execute(); },
      [run, deferred](AddonData& there, std::exception_ptr error) {
        FlushWarnings(there);
        napi_value value = nullptr;
        try {
          if (error) std::rethrow_exception(error);
          value = ResultOf(there, *run);
        } catch (...) {
          RaiseCurrentException(there.env);
          napi_get_and_clear_last_exception(there.env, &value);
          napi_reject_deferred(there.env, deferred, value);
          return;
        }
        napi_resolve_deferred(there.env, deferred, value);
      });
  return promise;
}

napi_value SettleEngines(AddonData& data, const Arguments&) {
  data.thread->SettleEngines();
  return Undefined(data.env);
}

napi_value IsCheckpointValid(AddonData& data, const Arguments&) {
  bool valid = false;
  data.thread->OnAskingThread(
      [&] { valid = TheEngine().is_checkpoint_valid(); });
  return Boolean(data.env, valid);
}

// For tests: every backward on a worker, its calls served from a queue.
napi_value ForceEngineWorker(AddonData& data, const Arguments& args) {
  data.thread->ForceWorker(IsTrue(data.env, args[0]));
  return Undefined(data.env);
}

// Aliases of tensors whose backward throws. Mirrors torch._C._functions'
// DelayedError.
napi_value DelayedError(AddonData& data, const Arguments& args) {
  std::vector<at::Tensor> tensors = TensorsFromArray(data, args[1], "Tensor");
  auto node = MakeNode<autograd::DelayedError>(
      ToString(data.env, args[0]), static_cast<int64_t>(tensors.size()));
  return TensorArray(data, (*node)(std::move(tensors)));
}

napi_value SetAutogradCallbacks(AddonData& data, const Arguments& args) {
  data.autograd_callbacks.Set(data.env, args[0]);
  return Undefined(data.env);
}

constexpr NativeFunction kFunctions[] = {
    {"runBackward", RunBackward},
    {"runBackwardLater", RunBackwardLater},
    {"settleEngines", SettleEngines},
    {"isCheckpointValid", IsCheckpointValid},
    {"forceEngineWorker", ForceEngineWorker},
    {"delayedError", DelayedError},
    {"setAutogradCallbacks", SetAutogradCallbacks},
};

}  // namespace

void InstallEngine() { autograd::set_default_engine_stub(&TheEngine); }

void InitEngine(napi_env env, napi_value exports) {
  Define(env, exports, kFunctions);
}

}  // namespace torch_node
