// A thread that runs LibTorch's engine, one job after another; it is kept,
// because each new thread costs LibTorch a pool of its own.
#pragma once

#include <functional>
#include <mutex>
#include <thread>
#include <utility>

#include "spinning_condition.h"

namespace torch_node {

class EngineWorker {
 public:
  EngineWorker() : thread_([this] { Main(); }) {}
  ~EngineWorker() {
    Start(nullptr);
    thread_.join();
  }
  EngineWorker(const EngineWorker&) = delete;
  EngineWorker& operator=(const EngineWorker&) = delete;

  // The worker must be idle. An empty job ends it.
  void Start(std::function<void()> job) {
    std::lock_guard<std::mutex> lock(mutex_);
    job_ = std::move(job);
    has_job_ = true;
    changed_.notify_all();
  }

 private:
  void Main() {
    for (;;) {
      std::function<void()> job;
      {
        std::unique_lock<std::mutex> lock(mutex_);
        changed_.wait(lock, [this] { return has_job_; });
        job = std::exchange(job_, nullptr);
        has_job_ = false;
      }
      if (job == nullptr) return;
      job();
    }
  }

  std::mutex mutex_;
  SpinningCondition changed_;
  std::function<void()> job_;
  bool has_job_ = false;
  std::thread thread_;  // last: it uses the others
};

}  // namespace torch_node
