// When to collect garbage.
//
// Note [Memory policy]
// To V8 a tensor is a few dozen bytes, so it sees no reason to collect while
// gigabytes of dead tensors pile up; and if told their size, it answers every
// 64 MB with a full collection. So we decide ourselves, before an operator
// runs (never inside one):
// - When the live bytes have grown by `budget_` since the last time, or many
//   wrappers were made, ask for a minor collection (well under a millisecond)
//   and sweep the young wrappers.
// - The budget follows what that frees. Where it frees most of it, a small one
//   keeps the memory in the processor's cache, unless it was in large blocks,
//   which are too many for that: then fewer collections are worth more. Where
//   little was dead, as in the forward pass of a network, it doubles: a minor
//   collection in the middle of a step promotes what is alive, which only a
//   full one frees.
// - Where bytes asked for it they are freed at once; where wrappers did, their
//   tensors go one by one as new ones come (Note [Batches] in tensor_table.h).
// - When more stays alive than 1.6 times what the last full collection left,
//   there may be garbage in V8's old space: ask for a full one, sweep all. The
//   same where old wrappers have doubled, or what the graph holds of
//   JavaScript: only a full one sees cycles through it (Note [Cycles]).
// - An allocation that fails collects fully and is tried once more.
// The bytes are the process's, the wrappers the environment's: in each worker
// thread the same policy looks after that thread's own wrappers.
#pragma once

#include <cstdint>

#include "allocator.h"
#include "napi_setup.h"

namespace torch_node {

class NodeTable;
class SharedMemory;
class TensorTable;

class Reclaimer {
 public:
  Reclaimer(TensorTable* table, NodeTable* nodes, SharedMemory* memory)
      : table_(table), nodes_(nodes), memory_(memory) {}

  // `collect(kind)` runs V8's collector; kind is 'minor' or 'major'.
  void Init(napi_env env, napi_value collect);

  // Cheap; called before every operator.
  void Poll(napi_env env, size_t young) {
    if (LiveBytes() > next_ || young > kManyYoung) [[unlikely]] {
      Reclaim(env);
    }
  }
  // A full collection and a full sweep. Returns how many tensors were let go.
  size_t CollectAll(napi_env env);

  void Clear(napi_env env);

 private:
  static constexpr int64_t kSmallBudget = 4 << 20;
  static constexpr int64_t kLargeBlockBudget = 16 << 20;
  static constexpr int64_t kLargeBudget = 256 << 20;
  static constexpr int64_t kFloor = 64 << 20;
  // Few enough that their entries stay in the processor's cache: 4,096 makes a
  // small operator a third faster than 65,536 does.
  static constexpr size_t kManyYoung = 1 << 12;
  static constexpr size_t kManyOld = 1 << 16;
  // Of hooks and the like, each of which may hold a graph.
  static constexpr size_t kManyHeld = 1 << 13;

  void Reclaim(napi_env env);
  void CollectFully(napi_env env);
  bool Collect(napi_env env, bool full);

  void Sweep(napi_env env, bool all, bool lazily);
  size_t OldWrappers() const;

  TensorTable* table_;
  NodeTable* nodes_;
  SharedMemory* memory_;
  napi_ref collect_ = nullptr;
  int64_t budget_ = kSmallBudget;
  int64_t next_ = kSmallBudget;
  int64_t full_limit_ = kFloor;
  size_t old_after_full_ = 0;
  size_t held_after_full_ = 0;
  bool collecting_ = false;
};

}  // namespace torch_node
