#include "js_thread.h"

#include <ATen/Context.h>
#include <c10/util/Exception.h>
#include <c10/util/ThreadLocalDebugInfo.h>

#include <string_view>
#include <type_traits>
#include <utility>

#include "addon_data.h"
#include "allocator.h"
#include "engine_worker.h"
#include "errors.h"
#include "handle_scope.h"

namespace torch_node {

namespace {

// What a worker does for a JavaScript thread, for the time of one run. The
// engine hands it on to its other threads, such as a GPU's, with the rest of
// the thread's state.
struct WorkFor final : c10::DebugInfoBase {
  WorkFor(std::shared_ptr<JsThread> thread, SavedTensorHooksStack hooks)
      : thread(std::move(thread)), saved_tensor_hooks(std::move(hooks)) {}
  std::shared_ptr<JsThread> thread;
  SavedTensorHooksStack saved_tensor_hooks;
};

// Older versions of LibTorch number the kinds, newer ones tell them by the
// places of their names.
template <class Kind>
Kind OwnKind() {
  if constexpr (std::is_enum_v<Kind>) {
    return static_cast<Kind>(100);
  } else {
    static constexpr std::string_view kName = "torch-node";
    return Kind(&kName);
  }
}

const auto kWorkFor = OwnKind<c10::DebugInfoKind>();

WorkFor* CurrentWork() {
  return static_cast<WorkFor*>(c10::ThreadLocalDebugInfo::get(kWorkFor));
}

thread_local bool is_worker = false;

// LibTorch's engine changes threads when backwards are nested 60 deep.
constexpr int kDeepest = 50;

bool CollectOverThere(void* context) {
  auto* thread = static_cast<JsThread*>(context);
  bool freed = false;
  thread->Call(
      [&](AddonData& data) { freed = data.reclaim.CollectAll(data.env) > 0; });
  return freed;
}

// LibTorch's warnings and failed allocations of a worker.
class WorkerHandlers {
 public:
  explicit WorkerHandlers(JsThread* thread) {
    c10::WarningUtils::set_warning_handler(&warnings);
    SetOutOfMemoryHook(&CollectOverThere, thread);
  }
  ~WorkerHandlers() {
    SetOutOfMemoryHook(nullptr, nullptr);
    c10::WarningUtils::set_warning_handler(nullptr);
  }
  WarningKeeper warnings;
};

}  // namespace

// A call that another thread waits for. While it waits it may be asked to do
// some `work` itself.
struct JsThread::Request {
  const Body* body;
  size_t* waiting;  // the count of threads like this one
  at::ThreadLocalState state;
  std::exception_ptr error;
  bool done = false;
  const Work* work = nullptr;
  std::exception_ptr work_error;
  bool work_done = false;
};

JsThread::JsThread(AddonData* data, std::shared_ptr<ReleaseList> releases)
    : data_(data), releases_(std::move(releases)) {}

JsThread::~JsThread() = default;

JsThread* JsThread::Current() {
  AddonData* data = AddonData::OfThread();
  if (data != nullptr) return data->thread.get();
  WorkFor* work = CurrentWork();
  return work != nullptr ? work->thread.get() : nullptr;
}

SavedTensorHooksStack& JsThread::saved_tensor_hooks() {
  return IsHere() ? saved_tensor_hooks_ : CurrentWork()->saved_tensor_hooks;
}

void JsThread::RunHere(const Body& body) {
  try {
    HandleScope scope(data_->env);
    body(*data_);
  } catch (const JsPending&) {
    throw JsError::Take(*data_);
  }
}

void JsThread::Call(const Body& body) {
  if (IsHere()) {
    RunHere(body);
    return;
  }
  Request request{&body,
                  is_worker ? &waiting_workers_ : &waiting_others_,
                  at::ThreadLocalState(),
                  nullptr,
                  false,
                  nullptr,
                  nullptr,
                  false};
  std::unique_lock<std::mutex> lock(mutex_);
  if (!closed_) {
    queue_.push_back(&request);
    if (later_ > 0 && wake_up_ != nullptr) {
      napi_call_threadsafe_function(wake_up_, nullptr, napi_tsfn_nonblocking);
    }
    for (;;) {
      ++*request.waiting;  // until Resume
      changed_.notify_all();
      changed_.wait(lock,
                    [&] { return request.done || request.work != nullptr; });
      if (request.done) break;
      const Work& work = *std::exchange(request.work, nullptr);
      lock.unlock();
      std::exception_ptr error;
      try {
        work();
      } catch (...) {
        error = std::current_exception();
      }
      lock.lock();
      request.work_error = error;
      request.work_done = true;
    }
  } else {
    request.error = std::make_exception_ptr(PyError(
        ErrorKind::kRuntimeError, "the JavaScript environment has ended"));
  }
  lock.unlock();
  if (request.error) std::rethrow_exception(request.error);
}

// After it was given its result, or work to do.
void JsThread::Resume(Request* request) {
  --*request->waiting;
  changed_.notify_all();
}

void JsThread::Serve(Request* request) {
  serving_.push_back(request);
  std::exception_ptr error;
  {
    at::ThreadLocalStateGuard state(request->state);
    try {
      // Here it is of no use, and must not lie on a profile that may end.
      if (CurrentWork() != nullptr) c10::ThreadLocalDebugInfo::_pop(kWorkFor);
      RunHere(*request->body);
    } catch (...) {
      error = std::current_exception();
    }
  }
  serving_.pop_back();
  std::lock_guard<std::mutex> lock(mutex_);
  request->error = error;
  request->done = true;
  Resume(request);
}

template <class Done>
void JsThread::PumpUntil(std::unique_lock<std::mutex>& lock, Done done) {
  while (!done()) {
    if (queue_.empty()) {
      changed_.wait(lock);
      continue;
    }
    Request* request = queue_.front();
    queue_.pop_front();
    lock.unlock();
    Serve(request);
    lock.lock();
  }
}

bool JsThread::NeedsWorker() const {
  if (forced_ || depth_ >= kDeepest) return true;
  return references() > 0 && at::globalContext().hasCUDA();
}

void JsThread::RunEngine(const Work& work) {
  if (!serving_.empty()) return Delegate(work);
  const bool worker = NeedsWorker();
  ++depth_;
  try {
    worker ? RunOnWorker(work) : work();
  } catch (...) {
    --depth_;
    NoteRest();
    throw;
  }
  --depth_;
  NoteRest();
}

// Only this thread begins and ends passes, so it needs no lock to count them.
void JsThread::NoteRest() {
  if (depth_ == 0 && later_ == 0) ++rests_;
}

void JsThread::OnAskingThread(const Work& work) {
  if (serving_.empty()) {
    work();
  } else {
    Delegate(work);
  }
}

void JsThread::Delegate(const Work& work) {
  Request* asker = serving_.back();
  // The grad mode and its like may have changed in the call.
  Work here = [&work, state = at::ThreadLocalState()] {
    at::ThreadLocalStateGuard guard(state);
    work();
  };
  std::unique_lock<std::mutex> lock(mutex_);
  asker->work_done = false;
  asker->work = &here;
  Resume(asker);
  PumpUntil(lock, [&] { return asker->work_done; });
  std::exception_ptr error = std::exchange(asker->work_error, nullptr);
  lock.unlock();
  if (error) std::rethrow_exception(error);
}

JsThread::Work JsThread::InEngineState(Work work) {
  return [this, work = std::move(work), state = at::ThreadLocalState(),
          hooks = saved_tensor_hooks_] {
    at::ThreadLocalStateGuard guard(state);
    c10::DebugInfoGuard self(
        kWorkFor, std::make_shared<WorkFor>(shared_from_this(), hooks));
    is_worker = true;
    WorkerHandlers handlers(this);
    std::exception_ptr error;
    try {
      work();
    } catch (...) {
      error = std::current_exception();
    }
    if (!handlers.warnings.empty()) {
      try {
        Call(
            [&](AddonData& data) { data.warnings.Append(&handlers.warnings); });
      } catch (const PyError&) {
        // The environment has ended: nobody is there to be warned.
      }
    }
    is_worker = false;
    if (error) std::rethrow_exception(error);
  };
}

void JsThread::Start(std::function<void()> job) {
  std::lock_guard<std::mutex> lock(mutex_);
  if (idle_.empty()) {
    workers_.push_back(std::make_unique<EngineWorker>());
    idle_.push_back(workers_.back().get());
  }
  EngineWorker* worker = idle_.back();
  idle_.pop_back();
  worker->Start([this, worker, job = std::move(job)] {
    job();
    std::lock_guard<std::mutex> guard(mutex_);
    idle_.push_back(worker);
    changed_.notify_all();
  });
}

void JsThread::RunOnWorker(const Work& work) {
  std::exception_ptr error;
  bool done = false;
  Work job = InEngineState(work);
  Start([&] {
    std::exception_ptr failed;
    try {
      job();
    } catch (...) {
      failed = std::current_exception();
    }
    std::lock_guard<std::mutex> guard(mutex_);
    error = failed;
    done = true;
    changed_.notify_all();
  });
  std::unique_lock<std::mutex> lock(mutex_);
  PumpUntil(lock, [&] { return done; });
  lock.unlock();
  if (error) std::rethrow_exception(error);
}

void JsThread::RunEngineLater(Work work, Completion completion) {
  OpenWakeUp();
  {
    std::lock_guard<std::mutex> lock(mutex_);
    if (++later_ == 1) napi_ref_threadsafe_function(data_->env, wake_up_);
  }
  Start([this, job = InEngineState(std::move(work)),
         completion = std::move(completion)]() mutable {
    std::exception_ptr error;
    try {
      job();
    } catch (...) {
      error = std::current_exception();
    }
    std::lock_guard<std::mutex> guard(mutex_);
    finished_.push_back({std::move(completion), error});
    if (!closed_) {
      napi_call_threadsafe_function(wake_up_, nullptr, napi_tsfn_nonblocking);
    }
  });
}

void JsThread::OpenWakeUp() {
  if (wake_up_ != nullptr) return;
  napi_value name = nullptr;
  Check(napi_create_string_utf8(data_->env, "torch-node engine",
                                NAPI_AUTO_LENGTH, &name));
  Check(napi_create_threadsafe_function(data_->env, nullptr, nullptr, name, 0,
                                        1, nullptr, nullptr, this, &WakeUp,
                                        &wake_up_));
  napi_unref_threadsafe_function(data_->env, wake_up_);
}

void JsThread::WakeUp(napi_env env, napi_value, void* context, void*) {
  if (env == nullptr) return;  // the environment is ending
  auto* thread = static_cast<JsThread*>(context);
  thread->ServeAll();
  thread->Complete();
}

void JsThread::ServeAll() {
  std::unique_lock<std::mutex> lock(mutex_);
  PumpUntil(lock, [this] { return queue_.empty(); });
}

void JsThread::Complete() {
  for (;;) {
    Finished finished;
    {
      std::lock_guard<std::mutex> lock(mutex_);
      if (finished_.empty()) return;
      finished = std::move(finished_.front());
      finished_.pop_front();
      if (--later_ == 0) napi_unref_threadsafe_function(data_->env, wake_up_);
    }
    NoteRest();
    Guard(data_->env, [&]() -> napi_value {
      HandleScope scope(data_->env);
      finished.completion(*data_, finished.error);
      return nullptr;
    });
  }
}

void JsThread::SettleEngines() {
  std::unique_lock<std::mutex> lock(mutex_);
  changed_.wait(lock, [this] {
    return idle_.size() + waiting_workers_ == workers_.size() ||
           waiting_others_ > 0;
  });
}

void JsThread::Close() {
  std::unique_lock<std::mutex> lock(mutex_);
  closed_ = true;
  for (Request* request : std::exchange(queue_, {})) {
    request->error = std::make_exception_ptr(PyError(
        ErrorKind::kRuntimeError, "the JavaScript environment has ended"));
    request->done = true;
    Resume(request);
  }
  changed_.wait(lock, [this] { return idle_.size() == workers_.size(); });
  // Their references go with the environment.
  finished_.clear();
  idle_.clear();
  auto workers = std::exchange(workers_, {});
  lock.unlock();
  workers.clear();
}

JsRef::JsRef(AddonData& data, napi_value value) : thread_(data.thread) {
  Check(napi_create_reference(data.env, value, 1, &reference_));
  thread_->CountReference(1);
}

JsRef::JsRef(JsRef&& other) noexcept
    : thread_(std::move(other.thread_)),
      reference_(std::exchange(other.reference_, nullptr)) {}

JsRef& JsRef::operator=(JsRef&& other) noexcept {
  if (this != &other) {
    Drop();
    thread_ = std::move(other.thread_);
    reference_ = std::exchange(other.reference_, nullptr);
  }
  return *this;
}

void JsRef::Drop() {
  if (reference_ == nullptr) return;
  thread_->CountReference(-1);
  thread_->releases().Add(std::exchange(reference_, nullptr));
}

napi_value JsRef::Get(napi_env env) const {
  napi_value value = nullptr;
  Check(napi_get_reference_value(env, reference_, &value));
  return value;
}

void JsRef::Strengthen(napi_env env) {
  napi_value value = nullptr;
  napi_get_reference_value(env, reference_, &value);
  if (value != nullptr) napi_reference_ref(env, reference_, nullptr);
}

JsError JsError::Take(AddonData& data) {
  JsError error;
  napi_env env = data.env;
  napi_value thrown = nullptr;
  napi_value list = nullptr;
  // Without a pending one the environment is being terminated.
  if (napi_get_and_clear_last_exception(env, &thrown) == napi_ok &&
      napi_create_array_with_length(env, 1, &list) == napi_ok &&
      napi_set_element(env, list, 0, thrown) == napi_ok) {
    error.list_ = std::make_shared<JsRef>(data, list);
  }
  return error;
}

void JsError::Raise(napi_env env) const noexcept {
  if (list_ == nullptr) return;
  HandleScope scope(env);
  napi_value thrown = nullptr;
  if (napi_get_element(env, list_->Get(env), 0, &thrown) == napi_ok) {
    napi_throw(env, thrown);
  }
}

}  // namespace torch_node
