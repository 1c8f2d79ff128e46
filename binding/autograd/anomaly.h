// What a node remembers for `torch.autograd.detect_anomaly`: where the script
// was when the node was made; and the dict of `node.metadata`.
#pragma once

#include <torch/csrc/autograd/anomaly_mode.h>

#include <string>

#include "../js_thread.h"
#include "../node_table.h"

namespace torch_node {

class NodeMetadata final : public torch::autograd::AnomalyMetadata {
 public:
  void store_stack() override;
  void print_stack(const std::string& node_name) override;
  void assign_parent(const NodePointer& parent) override;

  // The same object each time; lib's to fill.
  napi_value Dict(AddonData& data);

 private:
  std::string stack_;
  bool has_stack_ = false;
  NodePointer parent_;
  JsRef dict_;
};

void InitAnomaly(napi_env env, napi_value exports);

}  // namespace torch_node
