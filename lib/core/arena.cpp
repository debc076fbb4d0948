#include "core/arena.h"

#include <cassert>
#include <utility>

#include "core/device.h"
#include "core/memory.h"

namespace thimble {

Arena::~Arena() { free_memory(); }

void Arena::free_memory() {
  if (memory_ == nullptr) return;
  if (device_ == nullptr)
    release_floats(memory_, capacity_);
  else
    device_->release(memory_);
  memory_ = nullptr;
  capacity_ = 0;
}

Arena::Arena(Arena&& other) noexcept
    : memory_(std::exchange(other.memory_, nullptr)),
      capacity_(std::exchange(other.capacity_, 0)),
      used_(std::exchange(other.used_, 0)),
      device_(other.device_) {}

Arena& Arena::operator=(Arena&& other) noexcept {
  std::swap(memory_, other.memory_);
  std::swap(capacity_, other.capacity_);
  std::swap(used_, other.used_);
  std::swap(device_, other.device_);
  return *this;
}

void Arena::reserve(size_t floats, const Device* device) {
  reset();
  if (device == device_ && floats <= capacity_) return;
  free_memory();
  device_ = device;
  memory_ = device == nullptr || floats == 0 ? allocate_floats(floats) : device->allocate(floats);
  capacity_ = floats;
}

Tensor Arena::take(const Shape& shape) {
  return Tensor::borrow(take_floats(static_cast<size_t>(shape.size())), shape, device_);
}

float* Arena::take_floats(size_t floats) {
  assert(used_ + rounded(floats) <= capacity_);
  float* taken = memory_ + used_;
  used_ += rounded(floats);
  return taken;
}

}  // namespace thimble
