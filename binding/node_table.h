// The objects that stand for nodes of the autograd graph, with handles and
// weak references as tensors have them (Note [Wrappers]): an object's own
// property `_n` is an index into this table, one node has at most one object.
//
// An ordinary node is held by its object. The object of a custom function is
// its context, which the node holds: there the table's pointer is weak.
#pragma once

#include <ATen/core/Tensor.h>
#include <torch/csrc/autograd/function.h>

#include <memory>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <vector>

#include "napi_setup.h"

namespace torch_node {

// A shared pointer in some versions of LibTorch, an intrusive one in others.
using NodePointer =
    std::remove_cvref_t<decltype(std::declval<at::Tensor>().grad_fn())>;

template <class Pointer>
struct WeakOf;
template <class T>
struct WeakOf<std::shared_ptr<T>> {
  using Type = std::weak_ptr<T>;
};
template <class T>
struct WeakOf<c10::intrusive_ptr<T>> {
  using Type = c10::weak_intrusive_ptr<T>;
};
using WeakNode = WeakOf<NodePointer>::Type;

// A new node of a class of ours or of LibTorch.
template <class T, class... Arguments>
auto MakeNode(Arguments&&... arguments) {
  if constexpr (std::is_same_v<NodePointer,
                               std::shared_ptr<torch::autograd::Node>>) {
    // LibTorch's own deleter, which only such versions have.
    return std::shared_ptr<T>(new T(std::forward<Arguments>(arguments)...),
                              [](T* node) { deleteNode(node); });
  } else {
    return c10::make_intrusive<T>(std::forward<Arguments>(arguments)...);
  }
}

class NodeTable {
 public:
  // The node that `value` stands for; throws TypeError for anything else, null
  // for a custom function's context whose graph is gone.
  NodePointer Get(napi_env env, napi_value value) const;
  // The node's object; null (None) for none.
  napi_value Wrap(napi_env env, NodePointer node);
  // Makes `object` stand for a node that holds it.
  void Bind(napi_env env, napi_value object, const NodePointer& node);

  // As of TensorTable.
  void Sweep(napi_env env, bool all);
  size_t young_size() const { return young_.size(); }
  size_t old_size() const { return old_.size(); }
  // Visits every node that its object holds, with the object.
  template <class Visit>
  void ForEachHeld(napi_env env, Visit visit) const {
    for (const Entry& entry : entries_) {
      napi_value object = nullptr;
      if (!entry.strong) continue;
      napi_get_reference_value(env, entry.object, &object);
      visit(*entry.strong, object);
    }
  }
  void Clear(napi_env env);

 private:
  struct Entry {
    NodePointer strong;
    WeakNode weak{NodePointer()};
    torch::autograd::Node* key = nullptr;
    napi_ref object = nullptr;  // weak
    NodePointer Lock() const { return strong ? strong : weak.lock(); }
  };
  struct Young {
    uint32_t handle;
    uint32_t survived;
  };

  void Add(napi_env env, napi_value object, Entry entry);
  void Release(napi_env env, uint32_t handle);

  std::vector<Entry> entries_;
  std::vector<uint32_t> free_;
  std::vector<Young> young_;
  std::vector<uint32_t> old_;
  std::unordered_map<torch::autograd::Node*, uint32_t> by_node_;
};

}  // namespace torch_node
