// Memory planned once: tensors that live and die together share one allocation.
#pragma once

#include <cstddef>

#include "core/tensor.h"

namespace thimble {

// Hands out blocks of one allocation, front to back, each aligned to 64 bytes.
//   arena.reserve(floats);  Tensor a = arena.take({512, 128});  ...  arena.reset() forgets them all, keeps the memory.
class Arena {
 public:
  Arena() = default;
  ~Arena();
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;
  Arena(Arena&& other) noexcept;
  Arena& operator=(Arena&& other) noexcept;

  // At least that many, there; invalidates what was taken if it has to grow or to move.
  void reserve(size_t floats, const Device* device = nullptr);
  Tensor take(const Shape& shape);  // a borrowing tensor; asserts that it fits
  float* take_floats(size_t floats);
  void reset() { used_ = 0; }
  size_t capacity() const { return capacity_; }
  static size_t rounded(size_t floats) { return (floats + 15) / 16 * 16; }

 private:
  float* memory_ = nullptr;
  size_t capacity_ = 0, used_ = 0;
  const Device* device_ = nullptr;

  void free_memory();
};

}  // namespace thimble
