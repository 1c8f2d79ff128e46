#include "thread_generator.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Parallel.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <c10/core/impl/LocalDispatchKeySet.h>
#include <torch/library.h>

#include <mutex>
#include <thread>

#include "entry.h"

namespace torch_node {

namespace {

// Of those that exist, the one that is meant for such a mode and used by none.
constexpr auto kKey = c10::DispatchKey::TESTING_ONLY_GenericMode;

thread_local at::Generator own;

// Devices other than the CPU have a generator each, which threads share.
bool IsElsewhere(c10::DispatchKeySet keys, const c10::FunctionSchema& schema,
                 const torch::jit::Stack& stack, size_t first) {
  uint64_t backends = keys.raw_repr() & c10::full_backend_mask;
  if (backends != 0 && !keys.has_backend(c10::BackendComponent::CPUBit)) {
    return true;
  }
  for (size_t i = 0; i < schema.arguments().size(); ++i) {
    const c10::IValue& value = stack[first + i];
    if (value.isDevice() && !value.toDevice().is_cpu()) return true;
  }
  return false;
}

// Puts the thread's generator into the place of none.
void DrawFromOwn(const c10::OperatorHandle& op, c10::DispatchKeySet keys,
                 torch::jit::Stack* stack) {
  const auto& arguments = op.schema().arguments();
  size_t first = stack->size() - arguments.size();
  bool here = own.defined() && !IsElsewhere(keys, op.schema(), *stack, first);
  for (size_t i = 0; here && i < arguments.size(); ++i) {
    c10::IValue& value = (*stack)[first + i];
    if (value.isNone() && arguments[i].name() == "generator") {
      value = c10::IValue(own);
    }
  }
  constexpr c10::DispatchKeySet kAfter(c10::DispatchKeySet::FULL_AFTER, kKey);
  op.redispatchBoxed(keys & kAfter, stack);
}

bool TakesGenerator(const c10::FunctionSchema& schema) {
  for (const c10::Argument& argument : schema.arguments()) {
    if (argument.name() == "generator") return true;
  }
  return false;
}

void RegisterKernels() {
  static std::once_flag once;
  std::call_once(once, [] {
    // Never destroyed: threads may draw until the process is gone.
    static auto* any = new torch::Library(torch::Library::IMPL, "_", kKey,
                                          __FILE__, __LINE__);
    any->fallback(torch::CppFunction::makeFallthrough());
    static auto* aten = new torch::Library(torch::Library::IMPL, "aten", kKey,
                                           __FILE__, __LINE__);
    auto& dispatcher = c10::Dispatcher::singleton();
    for (const c10::OperatorName& name : dispatcher.getAllOpNames()) {
      if (name.getNamespace() != "aten") continue;
      auto op = dispatcher.findSchema(name);
      if (!op || !TakesGenerator(op->schema())) continue;
      aten->impl(toString(name).c_str(),
                 torch::CppFunction::makeFromBoxedFunction<&DrawFromOwn>());
    }
  });
}

// (): before the threads are started; registering is not for several at once
napi_value Prepare(AddonData& data, const Arguments&) {
  RegisterKernels();
  return Undefined(data.env);
}

// (): this thread has a default generator of its own from now on
napi_value OwnGenerator(AddonData& data, const Arguments&) {
  RegisterKernels();
  if (!own.defined()) own = at::make_generator<at::CPUGeneratorImpl>();
  c10::impl::tls_set_dispatch_key_included(kKey, true);
  return Undefined(data.env);
}

// (): whether it has one
napi_value OwnsGenerator(AddonData& data, const Arguments&) {
  return Boolean(data.env, own.defined());
}

// (): this thread computes with no others from now on. LibTorch would remember
// the number for threads that ask later; it is made to forget it.
napi_value ComputeAlone(AddonData& data, const Arguments&) {
  int others = 1;
  std::thread([&] { others = at::get_num_threads(); }).join();
  at::get_num_threads();  // sets the thread up, which it does not do again
  at::set_num_threads(1);
  std::thread([&] { at::set_num_threads(others); }).join();
  return Undefined(data.env);
}

constexpr NativeFunction kFunctions[] = {
    {"prepareOwnGenerators", Prepare},
    {"ownGenerator", OwnGenerator},
    {"ownsGenerator", OwnsGenerator},
    {"computeAlone", ComputeAlone},
};

}  // namespace

at::Generator ThreadGenerator() {
  return own.defined() ? own
                       : at::globalContext().defaultGenerator(c10::kCPU);
}

void InitThreadGenerator(napi_env env, napi_value exports) {
  Define(env, exports, kFunctions);
}

}  // namespace torch_node
