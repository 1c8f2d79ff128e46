#include "node_table.h"

#include <algorithm>

#include "addon_data.h"
#include "convert/arg.h"
#include "entry.h"
#include "errors.h"
#include "handle_scope.h"

namespace torch_node {

NodePointer NodeTable::Get(napi_env env, napi_value value) const {
  uint32_t handle = 0;
  napi_valuetype type;
  Check(napi_typeof(env, value, &type));
  if (type == napi_object) {
    napi_value number = Property(env, value, "_n");
    if (napi_get_value_uint32(env, number, &handle) == napi_ok &&
        handle < entries_.size() && entries_[handle].object != nullptr) {
      return entries_[handle].Lock();
    }
  }
  ThrowTypeError("expected a torch.autograd.graph.Node");
}

napi_value NodeTable::Wrap(napi_env env, NodePointer node) {
  if (!node) return Null(env);
  auto found = by_node_.find(node.get());
  if (found != by_node_.end()) {
    Entry& entry = entries_[found->second];
    napi_value object = nullptr;
    // A dead context's node may have given its address to this one.
    if (entry.Lock() == node) {
      Check(napi_get_reference_value(env, entry.object, &object));
    }
    if (object != nullptr) return object;
    by_node_.erase(found);
  }
  napi_value object = nullptr;
  Check(napi_new_instance(env, AddonData::Of(env)->Helper("Node"), 0, nullptr,
                          &object));
  Entry entry;
  entry.key = node.get();
  entry.strong = std::move(node);
  Add(env, object, std::move(entry));
  return object;
}

void NodeTable::Bind(napi_env env, napi_value object, const NodePointer& node) {
  Entry entry;
  entry.key = node.get();
  entry.weak = WeakNode(node);
  Add(env, object, std::move(entry));
}

void NodeTable::Add(napi_env env, napi_value object, Entry entry) {
  Check(napi_create_reference(env, object, 0, &entry.object));
  uint32_t handle = static_cast<uint32_t>(entries_.size());
  torch::autograd::Node* key = entry.key;
  if (free_.empty()) {
    entries_.push_back(std::move(entry));
  } else {
    handle = free_.back();
    free_.pop_back();
    entries_[handle] = std::move(entry);
  }
  by_node_[key] = handle;
  young_.push_back({handle, 0});
  Check(napi_set_named_property(env, object, "_n", Integer(env, handle)));
}

void NodeTable::Release(napi_env env, uint32_t handle) {
  Entry entry = std::exchange(entries_[handle], Entry());
  auto found = by_node_.find(entry.key);
  if (found != by_node_.end() && found->second == handle) by_node_.erase(found);
  napi_delete_reference(env, entry.object);
  free_.push_back(handle);
}

void NodeTable::Sweep(napi_env env, bool all) {
  if (young_.empty() && !all) return;
  HandleScope scope(env);
  auto collected = [&](uint32_t handle) {
    napi_value object = nullptr;
    napi_get_reference_value(env, entries_[handle].object, &object);
    if (object != nullptr) return false;
    Release(env, handle);
    return true;
  };
  if (all) std::erase_if(old_, collected);
  std::erase_if(young_, [&](Young& young) {
    if (collected(young.handle)) return true;
    if (++young.survived < 2) return false;
    old_.push_back(young.handle);
    return true;
  });
}

void NodeTable::Clear(napi_env env) {
  for (uint32_t handle = 0; handle < entries_.size(); ++handle) {
    if (entries_[handle].object != nullptr) Release(env, handle);
  }
}

}  // namespace torch_node
