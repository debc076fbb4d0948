// A block of floats with a shape: contiguous, row-major (the last index moves fastest), aligned to 64 bytes. It lives on
// the CPU or on a device (core/device.h); there only the ops of core/ops.h reach its values.
#pragma once

#include <cassert>
#include <initializer_list>
#include <span>

#include "core/shape.h"

namespace thimble {

struct Device;

// Owns its memory, or borrows it from an Arena (then resize() may not outgrow what was borrowed). Moving is free,
// copying copies into memory of its own.
class Tensor {
 public:
  Tensor() = default;  // shape (), no memory
  explicit Tensor(Shape shape, float fill = 0, const Device* device = nullptr);
  Tensor(Shape shape, std::initializer_list<float> values);
  Tensor(const Tensor& other);
  Tensor(Tensor&& other) noexcept;
  Tensor& operator=(const Tensor& other);
  Tensor& operator=(Tensor&& other) noexcept;
  ~Tensor();

  // The memory stays its owner's and must outlive the tensor.
  static Tensor borrow(float* memory, Shape shape, const Device* device = nullptr);

  const Shape& shape() const { return shape_; }
  int dim(int axis) const { return shape_[axis]; }
  int size() const { return shape_.size(); }
  bool empty() const { return size() == 0; }

  const Device* device() const { return device_; }  // null: the CPU
  Tensor to(const Device* device) const;            // a copy there
  void copy_from(const Tensor& other);              // its values, from wherever they are; equal sizes

  // New extents over the same memory where it is large enough, else over new memory; the values are unspecified.
  void resize(const Shape& shape);
  void resize_like(const Tensor& other);  // likewise, and on the device of the other
  void fill(float value);

  float* memory() { return data_; }  // an address on its device
  const float* memory() const { return data_; }

  // Of tensors on the CPU, which is asserted.
  float* data() { return here(); }
  const float* data() const { return here(); }
  std::span<float> values() { return {here(), static_cast<size_t>(size())}; }
  std::span<const float> values() const { return {here(), static_cast<size_t>(size())}; }

  // Sample i: everything behind the first axis.
  std::span<float> row(int i);
  std::span<const float> row(int i) const;

  // As many indices as axes; both the number and the ranges are asserted.
  template <class... Index>
  float& operator()(Index... index) {
    return here()[offset({static_cast<int>(index)...})];
  }
  template <class... Index>
  float operator()(Index... index) const {
    return here()[offset({static_cast<int>(index)...})];
  }

 private:
  int offset(std::initializer_list<int> index) const;
  float* here() const {
    assert(device_ == nullptr);
    return data_;
  }
  void free_memory();

  Shape shape_;
  float* data_ = nullptr;
  int capacity_ = 0;
  bool owns_ = true;
  const Device* device_ = nullptr;
};

}  // namespace thimble
