// A block of floats with a shape: contiguous, row-major (the last index moves fastest), aligned to 64 bytes.
#pragma once

#include <cassert>
#include <initializer_list>
#include <span>

#include "core/shape.h"

namespace thimble {

// Owns its memory, or borrows it from an Arena (then resize() may not outgrow what was borrowed). Moving is free,
// copying copies into memory of its own.
class Tensor {
 public:
  Tensor() = default;  // shape (), no memory
  explicit Tensor(Shape shape, float fill = 0);
  Tensor(Shape shape, std::initializer_list<float> values);
  Tensor(const Tensor& other);
  Tensor(Tensor&& other) noexcept;
  Tensor& operator=(const Tensor& other);
  Tensor& operator=(Tensor&& other) noexcept;
  ~Tensor();

  static Tensor borrow(float* memory, Shape shape);  // memory stays its owner's and must outlive the tensor

  const Shape& shape() const { return shape_; }
  int dim(int axis) const { return shape_[axis]; }
  int size() const { return shape_.size(); }
  bool empty() const { return size() == 0; }

  // New extents over the same memory where it is large enough, else over new memory; the values are unspecified.
  void resize(const Shape& shape);
  void fill(float value);

  float* data() { return data_; }
  const float* data() const { return data_; }
  std::span<float> values() { return {data_, static_cast<size_t>(size())}; }
  std::span<const float> values() const { return {data_, static_cast<size_t>(size())}; }

  // Sample i: everything behind the first axis.
  std::span<float> row(int i);
  std::span<const float> row(int i) const;

  // As many indices as axes; both the number and the ranges are asserted.
  template <class... Index>
  float& operator()(Index... index) {
    return data_[offset({static_cast<int>(index)...})];
  }
  template <class... Index>
  float operator()(Index... index) const {
    return data_[offset({static_cast<int>(index)...})];
  }

 private:
  int offset(std::initializer_list<int> index) const;

  Shape shape_;
  float* data_ = nullptr;
  int capacity_ = 0;
  bool owns_ = true;
};

}  // namespace thimble
