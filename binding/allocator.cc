#include "allocator.h"

#include <c10/core/Allocator.h>
#include <c10/core/CPUAllocator.h>
#include <c10/core/alignment.h>
#include <c10/core/impl/alloc_cpu.h>
#include <c10/util/Exception.h>

#include <atomic>
#include <bit>
#include <cstdlib>
#include <mutex>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace torch_node {

namespace {

constexpr size_t kHeader = 64;
static_assert(kHeader % c10::gAlignment == 0);
constexpr int kSmallestClass = 6;         // 64 bytes
constexpr int kLargestClass = 18;         // 256 KB
constexpr int kUncached = 0;              // the class of blocks above that
constexpr size_t kThreadLimit = 8 << 20;  // bytes one thread may keep

std::atomic<int64_t> live_bytes{0};
std::atomic<int64_t> large_bytes{0};  // of them, in blocks without a class
std::atomic<bool> report_memory{false};

struct Header {
  size_t size;     // bytes of data that the block can hold
  int size_class;  // log2 of size, or kUncached
  void* memory;    // what malloc gave
  Header* next;    // while in a free list
};
static_assert(sizeof(Header) <= kHeader);

// Survives everything else in its thread: trivially destructible.
thread_local bool cache_ended = false;
thread_local OutOfMemoryHook out_of_memory_hook = nullptr;
thread_local void* out_of_memory_context = nullptr;

struct ThreadCache {
  Header* heads[kLargestClass + 1] = {};
  size_t bytes = 0;

  ~ThreadCache() {
    cache_ended = true;
    for (Header*& head : heads) {
      while (head != nullptr) {
        Header* next = head->next;
        std::free(head->memory);
        head = next;
      }
    }
  }
};
thread_local ThreadCache cache;

// Aligned by hand: posix_memalign asks glibc (before 2.38) for more than it
// keeps, so a freed block between two living ones never fits the next request
// of the same size, and memory is not used again.
Header* TryAllocateBlock(size_t size) {
  constexpr size_t kExtra = kHeader + c10::gAlignment;
  if (size > PTRDIFF_MAX - kExtra) return nullptr;
  void* memory = std::malloc(size + kExtra);
  if (memory == nullptr) return nullptr;
  auto address = reinterpret_cast<uintptr_t>(memory);
  address += c10::gAlignment - address % c10::gAlignment;
  auto* block = reinterpret_cast<Header*>(address);
  block->memory = memory;
  return block;
}

Header* AllocateBlock(size_t size) {
  Header* block = TryAllocateBlock(size);
  if (block == nullptr && out_of_memory_hook != nullptr &&
      out_of_memory_hook(out_of_memory_context)) {
    block = TryAllocateBlock(size);
  }
  if (block != nullptr) return block;
  if (report_memory.load(std::memory_order_relaxed)) {
    c10::profiledCPUMemoryReporter().OutOfMemory(size);
  }
  // LibTorch's own allocator words the error.
  void* memory = nullptr;
  try {
    memory = c10::alloc_cpu(size);
  } catch (const c10::Error& error) {
    TORCH_CHECK_WITH(OutOfMemoryError, false, error.msg());
  }
  c10::free_cpu(memory);
  TORCH_CHECK_WITH(OutOfMemoryError, false, "out of memory");
}

int SizeClass(size_t size) {
  int size_class = std::bit_width(size - 1);
  if (size_class < kSmallestClass) return kSmallestClass;
  return size_class <= kLargestClass ? size_class : kUncached;
}

void Count(int64_t bytes, int size_class) {
  live_bytes.fetch_add(bytes, std::memory_order_relaxed);
  if (size_class != kUncached) [[likely]] return;
  large_bytes.fetch_add(bytes, std::memory_order_relaxed);
}

void* Allocate(size_t size) {
  int size_class = SizeClass(size);
  Header* block = nullptr;
  if (size_class != kUncached && !cache_ended) {
    size = size_t{1} << size_class;
    Header*& head = cache.heads[size_class];
    if (head != nullptr) {
      block = head;
      head = block->next;
      cache.bytes -= size;
    }
  }
  if (block == nullptr) {
    block = AllocateBlock(size);
    block->size = size;
    block->size_class = size_class;
  }
  Count(static_cast<int64_t>(size), size_class);
  return reinterpret_cast<char*>(block) + kHeader;
}

void Free(void* data) {
  if (data == nullptr) return;
  if (report_memory.load(std::memory_order_relaxed)) [[unlikely]] {
    c10::profiledCPUMemoryReporter().Delete(data);
  }
  Header* block = reinterpret_cast<Header*>(static_cast<char*>(data) - kHeader);
  Count(-static_cast<int64_t>(block->size), block->size_class);
  if (block->size_class == kUncached || cache_ended ||
      cache.bytes + block->size > kThreadLimit) {
    std::free(block->memory);
    return;
  }
  Header*& head = cache.heads[block->size_class];
  block->next = head;
  head = block;
  cache.bytes += block->size;
}

class CpuAllocator final : public c10::Allocator {
 public:
  c10::DataPtr allocate(size_t size) override {
    void* data = size == 0 ? nullptr : Allocate(size);
    if (report_memory.load(std::memory_order_relaxed)) [[unlikely]] {
      c10::profiledCPUMemoryReporter().New(data, size);
    }
    return {data, data, &Free, c10::Device(c10::DeviceType::CPU)};
  }
  c10::DeleterFnPtr raw_deleter() const override { return &Free; }
  void copy_data(void* dest, const void* src, size_t count) const override {
    default_copy_data(dest, src, count);
  }
};

}  // namespace

void InstallAllocator() {
  static std::once_flag once;
  std::call_once(once, [] {
    // Never destroyed: tensors may outlive every other static.
    static auto* allocator = new CpuAllocator();
    constexpr uint8_t kPriority = 1;  // above the default, below a user's own
    c10::SetCPUAllocator(allocator, kPriority);
#ifdef __GLIBC__
    // Unless the user has set them. What glibc comes to by itself once a block of 32 MB was freed. Before, it
    // gives memory back that the next step asks for: a network of three
    // convolutions took 185 page faults a step, a tenth of its time.
    if (std::getenv("MALLOC_MMAP_THRESHOLD_") == nullptr &&
        std::getenv("MALLOC_TRIM_THRESHOLD_") == nullptr &&
        std::getenv("GLIBC_TUNABLES") == nullptr) {
      mallopt(M_MMAP_THRESHOLD, 32 << 20);
      mallopt(M_TRIM_THRESHOLD, 64 << 20);
    }
#endif
  });
}

void AddLiveBytes(int64_t bytes) {
  live_bytes.fetch_add(bytes, std::memory_order_relaxed);
}

void ReportMemoryToProfiler(bool report) {
  report_memory.store(report, std::memory_order_relaxed);
}

int64_t LiveBytes() { return live_bytes.load(std::memory_order_relaxed); }

int64_t LargeLiveBytes() { return large_bytes.load(std::memory_order_relaxed); }

void SetOutOfMemoryHook(OutOfMemoryHook hook, void* context) {
  out_of_memory_hook = hook;
  out_of_memory_context = context;
}

}  // namespace torch_node
