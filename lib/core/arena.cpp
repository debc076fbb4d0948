#include "core/arena.h"

#include <cassert>
#include <new>
#include <utility>

namespace thimble {
namespace {
constexpr std::align_val_t kAlignment{64};
}

Arena::~Arena() { ::operator delete(memory_, kAlignment); }

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
  ::operator delete(std::exchange(memory_, nullptr), kAlignment);
  capacity_ = 0;
  memory_ = static_cast<float*>(::operator new(floats * sizeof(float), kAlignment));
  capacity_ = floats;
}

Tensor Arena::take(const Shape& shape) {
  const size_t floats = rounded(static_cast<size_t>(shape.size()));
  assert(used_ + floats <= capacity_);
  Tensor t = Tensor::borrow(memory_ + used_, shape);
  used_ += floats;
  return t;
}

}  // namespace thimble
