#include "addon_data.h"

#include "exchange.h"
#include "parser.h"
#include "plan.h"

namespace torch_node {

namespace {

thread_local AddonData* of_thread = nullptr;

}  // namespace

AddonData::AddonData(napi_env env)
    : env(env),
      thread(std::make_shared<JsThread>(this, releases)),
      memory(releases),
      reclaim(&tensors, &nodes, &memory) {
  of_thread = this;
}

AddonData* AddonData::OfThread() { return of_thread; }

AddonData::~AddonData() {
  of_thread = nullptr;
  LeaveExchanges(*this);
  memory.Clear(env);
  tensors.Clear(env);
  nodes.Clear(env);
  autograd_callbacks.Clear(env);
  reclaim.Clear(env);
  for (const auto& [schema, maker] : list_makers) {
    if (maker != nullptr) napi_delete_reference(env, maker);
  }
  releases->Drain(env);
  releases->Close();
  for (napi_ref reference : error_classes) {
    if (reference != nullptr) napi_delete_reference(env, reference);
  }
  for (napi_ref reference :
       {make_tensor, helpers, scratch_array, numbers_array}) {
    if (reference != nullptr) napi_delete_reference(env, reference);
  }
}

int32_t AddonData::KeywordId(std::string_view name) {
  auto [found, inserted] = keyword_ids.try_emplace(
      std::string(name), static_cast<int32_t>(keywords.size()));
  if (inserted) keywords.emplace_back(name);
  return found->second;
}

napi_value AddonData::Helper(const char* name) const {
  napi_value object = nullptr;
  napi_value helper = nullptr;
  Check(napi_get_reference_value(env, helpers, &object));
  Check(napi_get_named_property(env, object, name, &helper));
  return helper;
}

}  // namespace torch_node
