// Everything that belongs to one environment (the main thread or one worker):
// no statics hold JavaScript values, so several threads may load the addon.
#pragma once

#include <ATen/core/ivalue.h>
#include <c10/core/InferenceMode.h>

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "autograd/callbacks.h"
#include "errors.h"
#include "js_thread.h"
#include "napi_setup.h"
#include "node_table.h"
#include "reclaim.h"
#include "release_list.h"
#include "shared_memory.h"
#include "tensor_table.h"
#include "tensor_wrap.h"
#include "warnings.h"

namespace torch_node {

struct ArchiveTable;
struct IndexTexts;
struct Operator;  // parser.h
struct ProfilerData;

struct AddonData {
  explicit AddonData(napi_env env);
  ~AddonData();
  static AddonData* Of(napi_env env) {
    void* data = nullptr;
    napi_get_instance_data(env, &data);
    return static_cast<AddonData*>(data);
  }
  // The environment of this thread; null on threads of LibTorch.
  static AddonData* OfThread();
  int32_t KeywordId(std::string_view name);
  // The value that lib handed in under this name (native.ts, `init`).
  napi_value Helper(const char* name) const;

  napi_env env;
  std::shared_ptr<ReleaseList> releases = std::make_shared<ReleaseList>();
  std::shared_ptr<JsThread> thread;
  TensorTable tensors;
  NodeTable nodes;
  SharedMemory memory;
  Reclaimer reclaim;

  // Handed in by lib at start.
  napi_ref make_tensor = nullptr;  // constructor of bare wrappers
  napi_ref helpers = nullptr;      // object of functions and singletons
  std::array<napi_ref, static_cast<size_t>(ErrorKind::kCount)> error_classes{};
  AutogradCallbacks autograd_callbacks;

  // Shared with JavaScript: the handle of a result, then handles of arguments
  // (Note [Calls] in call.cc).
  static constexpr size_t kScratchHandles = 1023;
  int32_t* scratch = nullptr;
  // Shared likewise: sizes and strides on their way out.
  static constexpr size_t kNumbers = 64;
  double* numbers = nullptr;
  napi_ref scratch_array = nullptr;
  napi_ref numbers_array = nullptr;

  std::vector<std::unique_ptr<Operator>> operators;
  WarningKeeper warnings;
  bool warned_of_deprecated = false;  // parser.cc
  std::vector<std::unique_ptr<c10::InferenceMode>> inference_modes;
  std::unordered_map<const c10::FunctionSchema*, napi_ref> list_makers;
  std::shared_ptr<IndexTexts> index_texts;  // indexing.cc
  bool profiling = false;                   // operators are to be seen
  std::shared_ptr<ProfilerData> profiler;   // profiler.cc
  std::shared_ptr<ArchiveTable> archives;   // serialize.cc
  c10::IValue default_device;               // torch.set_default_device
  // lib passes keyword names as small integers (lib/_call.ts).
  std::vector<std::string> keywords;
  std::unordered_map<std::string, int32_t> keyword_ids;
};

}  // namespace torch_node
