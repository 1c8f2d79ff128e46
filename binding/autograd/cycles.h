// Cycles through LibTorch's graph and JavaScript's heap.
//
// Note [Cycles]
// A hook is held by the graph, and what it closes over may hold the graph: its
// own tensor, or the loss of the step, since all closures of a scope share what
// any of them uses. V8 sees only that the addon holds the hook, so such a cycle
// would live forever. Python's collector follows both kinds of references; here
// a full collection is told of the graph's for as long as it takes:
// - Found are the tensors that wrappers hold, the nodes behind them, and what
//   hooks and custom functions hold of JavaScript (JsRef).
// - Whatever has more references than were found is held by something else, a
//   running backward, a saved tensor or another thread: it stays as it is, and
//   so does all that it leads to.
// - For the rest, a WeakMap says what the graph says: from each wrapper to an
//   array that stands for its node, from there along the edges, to the hooks.
//   Their JsRefs become weak. V8 then keeps a hook just where a living wrapper
//   leads to it.
// Afterwards the JsRefs that are left become strong again. Those that are not
// go with their graph in the sweep that follows: no living wrapper leads there.
#pragma once

#include <vector>

#include "../js_thread.h"
#include "../napi_setup.h"

namespace torch_node {

struct AddonData;

// Weakens for its lifetime, which is that of one full collection.
class GraphCycles {
 public:
  explicit GraphCycles(AddonData& data);
  ~GraphCycles();
  GraphCycles(const GraphCycles&) = delete;
  GraphCycles& operator=(const GraphCycles&) = delete;

 private:
  napi_env env_;
  std::vector<JsRef*> weakened_;
  napi_ref mirror_ = nullptr;
};

}  // namespace torch_node
