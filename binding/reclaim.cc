#include "reclaim.h"

#include <algorithm>

#include "addon_data.h"
#include "autograd/cycles.h"
#include "device_memory.h"
#include "errors.h"
#include "node_table.h"
#include "shared_memory.h"
#include "tensor_table.h"

namespace torch_node {

void Reclaimer::Init(napi_env env, napi_value collect) {
  Clear(env);
  Check(napi_create_reference(env, collect, 1, &collect_));
}

void Reclaimer::Clear(napi_env env) {
  if (collect_ != nullptr) napi_delete_reference(env, collect_);
  collect_ = nullptr;
}

bool Reclaimer::Collect(napi_env env, bool full) {
  table_->BeforeCollection(env, full);
  napi_handle_scope scope;
  if (collect_ == nullptr || napi_open_handle_scope(env, &scope) != napi_ok) {
    return false;
  }
  napi_value undefined, collect, argument;
  bool done = napi_get_undefined(env, &undefined) == napi_ok &&
              napi_get_reference_value(env, collect_, &collect) == napi_ok &&
              napi_get_boolean(env, full, &argument) == napi_ok &&
              napi_call_function(env, undefined, collect, 1, &argument,
                                 nullptr) == napi_ok;
  napi_close_handle_scope(env, scope);
  return done;
}

void Reclaimer::Sweep(napi_env env, bool all, bool lazily) {
  if (all) memory_->Sweep(env);
  // Graphs first: they hold tensors.
  nodes_->Sweep(env, all);
  table_->Sweep(env, all, lazily);
  memory_->Drain(env);
}

size_t Reclaimer::OldWrappers() const {
  return table_->old_size() + nodes_->old_size();
}

void Reclaimer::CollectFully(napi_env env) {
  AddonData& data = *AddonData::Of(env);
  {
    GraphCycles cycles(data);
    Collect(env, /*full=*/true);
  }
  Sweep(env, /*all=*/true, /*lazily=*/false);
  old_after_full_ = OldWrappers();
  held_after_full_ = data.thread->references();
  full_limit_ = std::max(kFloor, LiveBytes() / 10 * 16);
  SetDeviceLimit();
}

void Reclaimer::Reclaim(napi_env env) {
  if (collecting_) return;
  collecting_ = true;
  int64_t before = LiveBytes();
  int64_t large = LargeLiveBytes();
  Collect(env, /*full=*/false);
  // Bytes are wanted back at once; mere wrappers hold few.
  Sweep(env, /*all=*/false, /*lazily=*/before <= next_);
  made_on_device = 0;
  int64_t freed = before - LiveBytes();
  if (before > next_) {
    if (freed < budget_ / 4) {
      budget_ = std::min(budget_ * 2, kLargeBudget);
    } else if (freed > budget_ / 4 * 3) {
      large -= LargeLiveBytes();
      budget_ = std::max(budget_ / 2,
                         large > freed / 2 ? kLargeBlockBudget : kSmallBudget);
    }
  }
  // Old wrappers that doubled since the last full collection are worth one
  // too, however few bytes they hold.
  if (LiveBytes() > full_limit_ || DeviceOverLimit() ||
      OldWrappers() > 2 * old_after_full_ + kManyOld ||
      AddonData::Of(env)->thread->references() >
          2 * held_after_full_ + kManyHeld) {
    CollectFully(env);
  }
  next_ = LiveBytes() + budget_;
  collecting_ = false;
}

size_t Reclaimer::CollectAll(napi_env env) {
  if (collecting_) return 0;
  collecting_ = true;
  size_t before = table_->live();
  CollectFully(env);
  next_ = LiveBytes() + budget_;
  collecting_ = false;
  return before - table_->live();
}

}  // namespace torch_node
