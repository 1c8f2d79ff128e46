// LibTorch's warnings, handed to lib (lib/warnings.ts), which prints each once.
//
// A kernel may warn in the middle of its work, where no JavaScript must run:
// the handler of a JavaScript thread only keeps the text, and the entry point
// hands it over when the operator is done.
#pragma once

#include <c10/util/Exception.h>

#include <string>
#include <utility>
#include <vector>

#include "napi_setup.h"

namespace torch_node {

struct AddonData;

class WarningKeeper : public c10::WarningHandler {
 public:
  void process(const c10::Warning& warning) override;
  bool empty() const { return kept_.empty(); }
  // Takes over what another thread's keeper kept.
  void Append(WarningKeeper* other) {
    for (auto& warning : other->Take()) kept_.push_back(std::move(warning));
  }
  // (text, category) pairs, in order.
  std::vector<std::pair<std::string, std::string>> Take() {
    return std::exchange(kept_, {});
  }

 private:
  std::vector<std::pair<std::string, std::string>> kept_;
};

// Hands one warning to lib at once; for code outside of kernels.
void Warn(AddonData& data, const std::string& text);
// Hands what kernels said to lib. May leave a JavaScript exception pending.
void FlushWarnings(AddonData& data);

}  // namespace torch_node
