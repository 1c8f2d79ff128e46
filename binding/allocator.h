// The CPU allocator: counts bytes, keeps small blocks at hand, and asks for
// garbage to be collected before it gives up.
//
// Note [CPU allocator]
// LibTorch's own allocator calls posix_memalign for every tensor. Small blocks
// come back within microseconds in eager code, so each thread keeps free lists
// of them, one per power of two. Facts that shape it:
// - `raw_deleter` must free a bare pointer, so the size class stands in a
//   header in front of the data (64 bytes, which keeps the data aligned).
// - A block may be freed on any thread: it goes to the list of the thread that
//   frees it. The lists are bounded; what does not fit goes back to malloc.
// - A thread's lists end with the thread, yet blocks may be freed after that
//   (static destructors): then they go straight to malloc.
#pragma once

#include <cstddef>
#include <cstdint>

namespace torch_node {

// Registers the allocator with LibTorch, once per process.
void InstallAllocator();

// Bytes of CPU tensors alive in this process.
int64_t LiveBytes();
// Those of them in blocks of more than 256 KB.
int64_t LargeLiveBytes();
// Counts memory that tensors hold without this allocator.
void AddLiveBytes(int64_t bytes);

// While a profile records memory: tells LibTorch of each block, as its own
// allocator does. It looks itself for whether this thread is profiled.
void ReportMemoryToProfiler(bool report);

// Called on the thread that is out of memory; true if it freed something, so
// that the allocation is worth another try. Null when this thread runs no
// JavaScript (an OpenMP or autograd worker).
using OutOfMemoryHook = bool (*)(void* context);
void SetOutOfMemoryHook(OutOfMemoryHook hook, void* context);

}  // namespace torch_node
