#include "core/ops_scratch.h"

#include <array>

#include "core/memory.h"

namespace thimble {

namespace {

class Buffer {
 public:
  Buffer() = default;
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;
  ~Buffer() { release_floats(memory_, capacity_); }

  float* reserve(size_t floats) {
    if (floats > capacity_) {
      release_floats(memory_, capacity_);
      memory_ = nullptr;
      capacity_ = 0;
      memory_ = allocate_floats(floats);
      capacity_ = floats;
    }
    return memory_;
  }

 private:
  float* memory_ = nullptr;
  size_t capacity_ = 0;
};

thread_local std::array<Buffer, static_cast<size_t>(Scratch::kCount)> buffers;

}  // namespace

float* scratch(Scratch use, size_t floats) { return buffers[static_cast<size_t>(use)].reserve(floats); }

}  // namespace thimble
