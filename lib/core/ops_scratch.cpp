#include "core/ops_scratch.h"

#include <array>
#include <new>

namespace thimble {

namespace {

constexpr std::align_val_t kAlignment{64};

class Buffer {
 public:
  Buffer() = default;
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;
  ~Buffer() { ::operator delete(memory_, kAlignment); }

  float* reserve(size_t floats) {
    if (floats > capacity_) {
      ::operator delete(memory_, kAlignment);
      memory_ = nullptr;
      capacity_ = 0;
      memory_ = static_cast<float*>(::operator new(floats * sizeof(float), kAlignment));
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
