#include "exchange.h"

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <utility>
#include <vector>

#include "attributes.h"
#include "entry.h"

namespace torch_node {

namespace {

struct Exchange {
  const AddonData* owner;
  int64_t next = 1;
  std::unordered_map<int64_t, at::Tensor> tensors;
  // By their number; null for one that has ended.
  std::map<int64_t, const AddonData*> members;
};

// Of the whole process, and never destroyed: threads end in any order.
struct Exchanges {
  std::mutex mutex;
  int64_t next = 1;
  std::unordered_map<int64_t, std::unique_ptr<Exchange>> open;
};

Exchanges& All() {
  static auto* all = new Exchanges();
  return *all;
}

// With the table locked.
Exchange& Find(int64_t id) {
  auto found = All().open.find(id);
  if (found == All().open.end()) ThrowRuntimeError("the exchange is closed");
  return *found->second;
}

// (): a new exchange
napi_value Open(AddonData& data, const Arguments&) {
  Exchanges& all = All();
  std::lock_guard<std::mutex> lock(all.mutex);
  int64_t id = all.next++;
  all.open[id] = std::make_unique<Exchange>(Exchange{&data, 1, {}, {}});
  return Integer(data.env, id);
}

// (exchange)
napi_value Close(AddonData& data, const Arguments& args) {
  int64_t id = IntArg(data, args[0]);
  std::unique_ptr<Exchange> closed;
  {
    Exchanges& all = All();
    std::lock_guard<std::mutex> lock(all.mutex);
    auto found = all.open.find(id);
    if (found != all.open.end()) {
      closed = std::move(found->second);
      all.open.erase(found);
    }
  }
  return Undefined(data.env);
}

// (exchange, tensor): the number for which `take` gives it
napi_value Give(AddonData& data, const Arguments& args) {
  int64_t id = IntArg(data, args[0]);
  const at::Tensor& tensor = HandleArg(data, args[1]);
  TORCH_CHECK(
      !tensor.requires_grad() || tensor.is_leaf(),
      "Cowardly refusing to serialize non-leaf tensor which requires_grad, "
      "since autograd does not support crossing process boundaries.  If you "
      "just want to transfer the data, call detach() on the tensor before "
      "serializing (e.g., putting it on the queue).");
  at::Tensor given = tensor.variable_data();
  if (given.has_storage() && SharedMemory::IsJavaScripts(given.storage())) {
    given = given.clone();
  }
  Exchanges& all = All();
  std::lock_guard<std::mutex> lock(all.mutex);
  Exchange& exchange = Find(id);
  int64_t token = exchange.next++;
  exchange.tensors.emplace(token, std::move(given));
  return Integer(data.env, token);
}

// (exchange, number): the tensor, once; null where it was taken or let go
napi_value Take(AddonData& data, const Arguments& args) {
  int64_t id = IntArg(data, args[0]);
  int64_t token = IntArg(data, args[1]);
  at::Tensor tensor;
  {
    Exchanges& all = All();
    std::lock_guard<std::mutex> lock(all.mutex);
    auto exchange = all.open.find(id);
    if (exchange != all.open.end()) {
      auto& tensors = exchange->second->tensors;
      auto found = tensors.find(token);
      if (found != tensors.end()) {
        tensor = std::move(found->second);
        tensors.erase(found);
      }
    }
  }
  return Wrap(data.env, std::move(tensor));
}

// (exchange): how many tensors wait in it; -1 when it is closed
napi_value Waiting(AddonData& data, const Arguments& args) {
  int64_t id = IntArg(data, args[0]);
  Exchanges& all = All();
  std::lock_guard<std::mutex> lock(all.mutex);
  auto found = all.open.find(id);
  int64_t count = -1;
  if (found != all.open.end()) {
    count = static_cast<int64_t>(found->second->tensors.size());
  }
  return Integer(data.env, count);
}

// (exchange, member): this thread is that member from now on
napi_value Join(AddonData& data, const Arguments& args) {
  int64_t id = IntArg(data, args[0]);
  int64_t member = IntArg(data, args[1]);
  Exchanges& all = All();
  std::lock_guard<std::mutex> lock(all.mutex);
  Find(id).members[member] = &data;
  return Undefined(data.env);
}

// (exchange): the members whose threads have ended
napi_value Ended(AddonData& data, const Arguments& args) {
  int64_t id = IntArg(data, args[0]);
  std::vector<int64_t> ended;
  {
    Exchanges& all = All();
    std::lock_guard<std::mutex> lock(all.mutex);
    for (const auto& [member, thread] : Find(id).members) {
      if (thread == nullptr) ended.push_back(member);
    }
  }
  return IntArray(data.env, ended);
}

constexpr NativeFunction kFunctions[] = {
    {"exchangeOpen", Open},   {"exchangeClose", Close},
    {"exchangeGive", Give},   {"exchangeTake", Take},
    {"exchangeJoin", Join},   {"exchangeEnded", Ended},
    {"exchangeWaiting", Waiting},
};

}  // namespace

void LeaveExchanges(AddonData& data) {
  // Let go when the lock is open again: that may take long.
  std::vector<std::unique_ptr<Exchange>> closed;
  Exchanges& all = All();
  std::lock_guard<std::mutex> lock(all.mutex);
  for (auto entry = all.open.begin(); entry != all.open.end();) {
    if (entry->second->owner == &data) {
      closed.push_back(std::move(entry->second));
      entry = all.open.erase(entry);
      continue;
    }
    for (auto& [member, thread] : entry->second->members) {
      if (thread == &data) thread = nullptr;
    }
    ++entry;
  }
}

void InitExchange(napi_env env, napi_value exports) {
  Define(env, exports, kFunctions);
}

}  // namespace torch_node
