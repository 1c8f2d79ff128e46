#include "release_list.h"

namespace torch_node {

void ReleaseList::Add(napi_ref reference) {
  std::lock_guard<std::mutex> lock(mutex_);
  if (closed_) return;
  references_.push_back(reference);
  waiting_.store(true, std::memory_order_relaxed);
}

void ReleaseList::Close() {
  std::lock_guard<std::mutex> lock(mutex_);
  closed_ = true;
  references_.clear();
}

void ReleaseList::DrainNow(napi_env env) {
  std::vector<napi_ref> references;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    references.swap(references_);
    waiting_.store(false, std::memory_order_relaxed);
  }
  for (napi_ref reference : references) napi_delete_reference(env, reference);
}

}  // namespace torch_node
