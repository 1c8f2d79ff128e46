// Calls into JavaScript from whatever thread LibTorch's autograd engine runs.
//
// Note [Engine threads]
// On the CPU the engine works on the thread that called `backward`; each GPU
// has a thread of its own. What JavaScript put into the graph (hooks, custom
// functions, hooks of saved tensors) may run on its own thread only, which
// waits inside `backward` meanwhile. So:
// - Where nothing foreign can reach JavaScript, the engine runs here, and its
//   calls are plain calls.
// - Otherwise it runs on a worker, and this thread serves a queue of calls
//   until the engine is done. A served call sees the grad mode and the other
//   thread-local state of the thread that asked.
// - A `backward` inside a served call belongs on the thread that asked for it:
//   a GPU's nodes run on that GPU's thread alone, which waits for the call. So
//   it is handed back to the waiting thread, and the queue is served on.
// - LibTorch moves a `backward` that is nested too deep to a thread of its own
//   pool, so nested ones go to a worker before that.
// - An awaited `backward` runs on a worker too; the event loop serves its
// calls. Errors travel as C++ exceptions: what JavaScript threw is kept
// (JsError) and thrown again as the same value. References may be dropped
// anywhere (JsRef).
// - A process that exits destroys LibTorch's static variables. It waits for the
//   workers before that, until each is done or waits for a call itself.
#pragma once

#include <ATen/ThreadLocalState.h>

#include <atomic>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "napi_setup.h"
#include "release_list.h"
#include "spinning_condition.h"

namespace torch_node {

struct AddonData;
class EngineWorker;
struct SavedTensorHooks;  // saved_tensors.h
using SavedTensorHooksStack = std::vector<std::shared_ptr<SavedTensorHooks>>;

class JsThread : public std::enable_shared_from_this<JsThread> {
 public:
  using Body = std::function<void(AddonData&)>;
  using Work = std::function<void()>;
  using Completion = std::function<void(AddonData&, std::exception_ptr)>;

  JsThread(AddonData* data, std::shared_ptr<ReleaseList> releases);
  ~JsThread();

  // The JavaScript thread that this thread is, or works for; null for others.
  static JsThread* Current();

  bool IsHere() const { return std::this_thread::get_id() == id_; }
  // Runs `body` on the JavaScript thread and waits for it. Its exceptions come
  // back, those of JavaScript as JsError.
  void Call(const Body& body);
  // The same as (a list of) tensors of the engine; see Note [Engine threads].
  void RunEngine(const Work& work);
  // On a worker, while the event loop goes on; `completion` runs there.
  void RunEngineLater(Work work, Completion completion);
  // Grows when no pass is under way any more, nested or awaited ones neither.
  uint64_t rests() const { return rests_; }
  // Makes every run use a worker, as with a GPU. For tests.
  void ForceWorker(bool force) { forced_ = force; }

  // The process may exit: no worker computes any more, nor will one before the
  // next call is served. Gives up where a GPU's thread waits for such a call:
  // its worker waits for that thread, and others may too.
  void SettleEngines();
  // The environment ends: waits for engines that still run.
  void Close();

  // What in the graph may call JavaScript.
  void CountReference(int change) {
    references_.fetch_add(change, std::memory_order_relaxed);
  }
  size_t references() const {
    return static_cast<size_t>(references_.load(std::memory_order_relaxed));
  }
  ReleaseList& releases() { return *releases_; }

  // The thread's own innermost saved-tensor hooks last.
  SavedTensorHooksStack& saved_tensor_hooks();

  // Runs where the innermost served call came from: there LibTorch's
  // thread-local state of the running backward is.
  void OnAskingThread(const Work& work);

 private:
  struct Request;

  void RunHere(const Body& body);
  void Resume(Request* request);
  void NoteRest();
  void Serve(Request* request);
  void ServeAll();
  template <class Done>
  void PumpUntil(std::unique_lock<std::mutex>& lock, Done done);
  bool NeedsWorker() const;
  void Delegate(const Work& work);
  void RunOnWorker(const Work& work);
  void Start(std::function<void()> job);
  Work InEngineState(Work work);
  void Complete();
  void OpenWakeUp();
  static void WakeUp(napi_env env, napi_value, void* context, void*);

  AddonData* data_;
  std::shared_ptr<ReleaseList> releases_;
  std::thread::id id_ = std::this_thread::get_id();
  std::atomic<int64_t> references_{0};
  bool forced_ = false;
  int depth_ = 0;       // passes within passes
  uint64_t rests_ = 0;  // how often the last pass ended
  std::vector<Request*> serving_;
  SavedTensorHooksStack saved_tensor_hooks_;

  std::mutex mutex_;  // of what follows, and of every Request
  SpinningCondition changed_;
  std::deque<Request*> queue_;
  struct Finished {
    Completion completion;
    std::exception_ptr error;
  };
  std::deque<Finished> finished_;
  std::vector<std::unique_ptr<EngineWorker>> workers_;
  std::vector<EngineWorker*> idle_;
  size_t waiting_workers_ = 0;
  size_t waiting_others_ = 0;
  napi_threadsafe_function wake_up_ = nullptr;
  int later_ = 0;  // awaited runs that are not completed
  bool closed_ = false;
};

// A strong reference to an object or a function of JavaScript, held by
// LibTorch's graph and dropped on any thread.
class JsRef {
 public:
  JsRef() = default;
  JsRef(AddonData& data, napi_value value);
  JsRef(JsRef&& other) noexcept;
  JsRef& operator=(JsRef&& other) noexcept;
  ~JsRef() { Drop(); }

  // On the JavaScript thread only.
  napi_value Get(napi_env env) const;
  explicit operator bool() const { return reference_ != nullptr; }
  JsThread& thread() const { return *thread_; }
  // For the time of a collection (autograd/cycles.h): lets go of the object,
  // and takes it again if it is still there.
  void Weaken(napi_env env) { napi_reference_unref(env, reference_, nullptr); }
  void Strengthen(napi_env env);

 private:
  void Drop();

  std::shared_ptr<JsThread> thread_;
  napi_ref reference_ = nullptr;
};

// What JavaScript threw, on its way through C++ and other threads.
class JsError : public std::exception {
 public:
  // Takes the pending exception of this environment.
  static JsError Take(AddonData& data);
  const char* what() const noexcept override {
    return "an exception of JavaScript";
  }
  // Throws it in JavaScript again, the same value.
  void Raise(napi_env env) const noexcept;

 private:
  // In a list: it may be null or a number, of which there are no references.
  std::shared_ptr<JsRef> list_;
};

}  // namespace torch_node
