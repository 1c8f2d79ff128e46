#include "cycles.h"

#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/functions/accumulate_grad.h>
#include <torch/csrc/autograd/variable.h>

#include <type_traits>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "../addon_data.h"
#include "../entry.h"
#include "../handle_scope.h"
#include "function.h"
#include "hooks.h"

namespace torch_node {

namespace {

namespace autograd = torch::autograd;

// A tensor or a node.
struct Vertex {
  size_t references = 0;      // how many there are
  size_t found = 0;           // how many of them were found
  std::vector<size_t> edges;  // to what it holds
  std::vector<JsRef*> hooks;
  bool rooted = false;  // held by something that was not found
  bool leads = false;   // to hooks
  napi_value anchor = nullptr;
};

template <class Node>
size_t UseCount(Node& node) {
  if constexpr (std::is_base_of_v<c10::intrusive_ptr_target, Node>) {
    return c10::raw::intrusive_ptr::use_count(&node);
  } else {
    return node.getptr().use_count() - 1;
  }
}

class Graph {
 public:
  Graph(AddonData& data) : data_(data) {
    napi_env env = data.env;
    data.tensors.ForEachTensor(
        env, [&](const at::Tensor& tensor, napi_value wrapper, bool in_use) {
          size_t index = Tensor(tensor);
          ++vertices_[index].found;
          if (in_use) vertices_[index].rooted = true;
          if (wrapper != nullptr) holders_.emplace_back(wrapper, index);
        });
    data.nodes.ForEachHeld(env, [&](autograd::Node& node, napi_value object) {
      size_t index = Node(node);
      ++vertices_[index].found;
      if (object != nullptr) holders_.emplace_back(object, index);
    });
    while (!to_visit_.empty()) {
      autograd::Node* node = to_visit_.back();
      to_visit_.pop_back();
      Visit(*node);
    }
  }

  // Hooks that only wrappers lead to become weak, held by the mirror instead.
  napi_value Mirror(std::vector<JsRef*>* weakened) {
    MarkRooted();
    MarkLeads();
    napi_env env = data_.env;
    napi_value keys = nullptr;
    napi_value values = nullptr;
    Check(napi_create_array(env, &keys));
    Check(napi_create_array(env, &values));
    for (Vertex& vertex : vertices_) {
      if (!vertex.leads || vertex.rooted) continue;
      Check(napi_create_array(env, &vertex.anchor));
    }
    // One that several places share stays where any of them does.
    std::unordered_set<JsRef*> settled;
    for (const Vertex& vertex : vertices_) {
      if (vertex.rooted)
        settled.insert(vertex.hooks.begin(), vertex.hooks.end());
    }
    for (Vertex& vertex : vertices_) {
      if (vertex.anchor == nullptr) continue;
      uint32_t at = 0;
      for (size_t to : vertex.edges) {
        napi_value anchor = vertices_[to].anchor;
        if (anchor == nullptr) continue;
        Check(napi_set_element(env, vertex.anchor, at++, anchor));
      }
      for (JsRef* hook : vertex.hooks) {
        Check(napi_set_element(env, vertex.anchor, at++, hook->Get(env)));
        if (settled.insert(hook).second) weakened->push_back(hook);
      }
    }
    uint32_t count = 0;
    for (const auto& [holder, index] : holders_) {
      if (vertices_[index].anchor == nullptr) continue;
      Check(napi_set_element(env, keys, count, holder));
      Check(napi_set_element(env, values, count++, vertices_[index].anchor));
    }
    napi_value arguments[] = {keys, values};
    napi_value mirror = nullptr;
    Check(napi_call_function(env, Undefined(env), data_.Helper("weakMap"), 2,
                             arguments, &mirror));
    return mirror;
  }

 private:
  size_t Add(void* key, size_t references) {
    indices_[key] = vertices_.size();
    vertices_.emplace_back().references = references;
    return vertices_.size() - 1;
  }

  void AddHook(size_t index, JsRef& hook) {
    if (&hook.thread() == data_.thread.get()) {
      vertices_[index].hooks.push_back(&hook);
    } else {
      vertices_[index].rooted = true;
    }
  }

  size_t Tensor(const at::Tensor& tensor) {
    auto known = indices_.find(tensor.unsafeGetTensorImpl());
    if (known != indices_.end()) return known->second;
    size_t index = Add(tensor.unsafeGetTensorImpl(), tensor.use_count());
    autograd::AutogradMeta* meta = autograd::impl::get_autograd_meta(tensor);
    if (meta == nullptr) return index;
    ForEachHook(tensor, [&](JsRef& hook) {
      // Those of a result are its node's.
      if (!meta->grad_fn_) AddHook(index, hook);
    });
    if (meta->grad_fn_) Link(index, Node(*meta->grad_fn_));
    if (meta->grad_.defined()) Link(index, Tensor(meta->grad_));
    return index;
  }

  size_t Node(autograd::Node& node) {
    auto known = indices_.find(&node);
    if (known != indices_.end()) return known->second;
    size_t index = Add(&node, UseCount(node));
    to_visit_.push_back(&node);
    return index;
  }

  // Apart from Node: graphs are deeper than stacks.
  void Visit(autograd::Node& node) {
    size_t index = indices_[&node];
    if (JsRef* context = ContextOf(node)) AddHook(index, *context);
    auto* accumulator = dynamic_cast<autograd::AccumulateGrad*>(&node);
    if (accumulator != nullptr) {
      Link(index, Tensor(accumulator->variable));
    } else {
      ForEachHook(node, [&](JsRef& hook) { AddHook(index, hook); });
    }
    for (const autograd::Edge& edge : node.next_edges()) {
      if (edge.function) Link(index, Node(*edge.function));
    }
  }

  void Link(size_t from, size_t to) {
    vertices_[from].edges.push_back(to);
    ++vertices_[to].found;
  }

  void MarkRooted() {
    std::vector<size_t> next;
    for (size_t i = 0; i < vertices_.size(); ++i) {
      Vertex& vertex = vertices_[i];
      vertex.rooted |= vertex.references > vertex.found;
      if (vertex.rooted) next.push_back(i);
    }
    while (!next.empty()) {
      size_t at = next.back();
      next.pop_back();
      for (size_t to : vertices_[at].edges) {
        if (!std::exchange(vertices_[to].rooted, true)) next.push_back(to);
      }
    }
  }

  void MarkLeads() {
    std::vector<std::vector<size_t>> back(vertices_.size());
    std::vector<size_t> next;
    for (size_t i = 0; i < vertices_.size(); ++i) {
      for (size_t to : vertices_[i].edges) back[to].push_back(i);
      vertices_[i].leads = !vertices_[i].hooks.empty();
      if (vertices_[i].leads) next.push_back(i);
    }
    while (!next.empty()) {
      size_t at = next.back();
      next.pop_back();
      for (size_t from : back[at]) {
        if (!std::exchange(vertices_[from].leads, true)) next.push_back(from);
      }
    }
  }

  AddonData& data_;
  std::vector<Vertex> vertices_;
  std::unordered_map<void*, size_t> indices_;
  std::vector<std::pair<napi_value, size_t>> holders_;
  std::vector<autograd::Node*> to_visit_;
};

}  // namespace

GraphCycles::GraphCycles(AddonData& data) : env_(data.env) {
  if (data.thread->references() == 0) return;
  try {
    HandleScope scope(env_);
    napi_value mirror = Graph(data).Mirror(&weakened_);
    Check(napi_create_reference(env_, mirror, 1, &mirror_));
  } catch (const JsPending&) {
    // An environment that ends: nothing is weakened.
    weakened_.clear();
  }
  for (JsRef* hook : weakened_) hook->Weaken(env_);
}

GraphCycles::~GraphCycles() {
  HandleScope scope(env_);
  for (JsRef* hook : weakened_) hook->Strengthen(env_);
  if (mirror_ != nullptr) napi_delete_reference(env_, mirror_);
}

}  // namespace torch_node
