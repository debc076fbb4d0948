#include "core/memory.h"

#include <new>

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace thimble {

namespace {

// A large page spares hundreds of address translations, each of which would wait for memory.
constexpr size_t kLargePage = size_t{2} << 20, kManyBytes = 2 * kLargePage;

std::align_val_t alignment(size_t bytes) { return std::align_val_t{bytes < kManyBytes ? 64 : kLargePage}; }

}  // namespace

float* allocate_floats(size_t count) {
  if (count == 0) return nullptr;
  const size_t bytes = count * sizeof(float);
  void* memory = ::operator new(bytes, alignment(bytes));
#if defined(__linux__)
  if (bytes >= kManyBytes) madvise(memory, bytes, MADV_HUGEPAGE);  // a wish; nothing depends on it
#endif
  return static_cast<float*>(memory);
}

void release_floats(float* memory, size_t count) { ::operator delete(memory, alignment(count * sizeof(float))); }

}  // namespace thimble
