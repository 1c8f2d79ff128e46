// References that may be deleted on the JavaScript thread only, given up on any
// thread: during a sweep, by a thread of the autograd engine, or when the
// environment is gone. They wait on this list until that thread empties it.
#pragma once

#include <atomic>
#include <mutex>
#include <vector>

#include "napi_setup.h"

namespace torch_node {

class ReleaseList {
 public:
  void Add(napi_ref reference);
  // Called on the JavaScript thread.
  void Drain(napi_env env) {
    if (waiting_.load(std::memory_order_relaxed)) [[unlikely]] {
      DrainNow(env);
    }
  }
  // The environment is gone, and its references with it.
  void Close();

 private:
  void DrainNow(napi_env env);

  std::mutex mutex_;
  std::vector<napi_ref> references_;
  std::atomic<bool> waiting_{false};
  bool closed_ = false;
};

}  // namespace torch_node
