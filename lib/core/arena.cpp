#include "core/arena.h"

#include <cassert>
#include <utility>

#include "core/memory.h"

namespace thimble {
Arena::~Arena() { release_floats(memory_, capacity_); }

Arena::Arena(Arena&& other) noexcept
    : memory_(std::exchange(other.memory_, nullptr)),
      capacity_(std::exchange(other.capacity_, 0)),
      used_(std::exchange(other.used_, 0)) {}

Arena& Arena::operator=(Arena&& other) noexcept {
  std::swap(memory_, other.memory_);
  std::swap(capacity_, other.capacity_);
  std::swap(used_, other.used_);
  return *this;
}

void Arena::reserve(size_t floats) {
  reset();
  if (floats <= capacity_) return;
  release_floats(std::exchange(memory_, nullptr), capacity_);
  capacity_ = 0;
  memory_ = allocate_floats(floats);
  capacity_ = floats;
}

Tensor Arena::take(const Shape& shape) { return Tensor::borrow(take_floats(static_cast<size_t>(shape.size())), shape); }

float* Arena::take_floats(size_t floats) {
  assert(used_ + rounded(floats) <= capacity_);
  float* taken = memory_ + used_;
  used_ += rounded(floats);
  return taken;
}

}  // namespace thimble
