#include "core/tensor.h"

#include <algorithm>
#include <utility>

#include "core/error.h"
#include "core/memory.h"

namespace thimble {
namespace {

float* allocate(int size) { return allocate_floats(static_cast<size_t>(size)); }
void release(float* memory, int size) { release_floats(memory, static_cast<size_t>(size)); }

}  // namespace

Tensor::Tensor(Shape shape, float value) : shape_(shape), data_(allocate(shape.size())), capacity_(shape.size()) {
  fill(value);
}

Tensor::Tensor(Shape shape, std::initializer_list<float> values) : Tensor(shape) {
  check(static_cast<int>(values.size()) == size(), "tensor: ", shape, " holds ", size(), " values, got ",
        values.size());
  std::copy(values.begin(), values.end(), data_);
}

Tensor::Tensor(const Tensor& other) : shape_(other.shape_), data_(allocate(other.size())), capacity_(other.size()) {
  std::copy_n(other.data_, size(), data_);
}

Tensor::Tensor(Tensor&& other) noexcept
    : shape_(std::exchange(other.shape_, Shape())),
      data_(std::exchange(other.data_, nullptr)),
      capacity_(std::exchange(other.capacity_, 0)),
      owns_(std::exchange(other.owns_, true)) {}

Tensor& Tensor::operator=(const Tensor& other) {
  if (this == &other) return *this;
  resize(other.shape_);
  std::copy_n(other.data_, size(), data_);
  return *this;
}

Tensor& Tensor::operator=(Tensor&& other) noexcept {
  if (this == &other) return *this;
  if (owns_) release(data_, capacity_);
  shape_ = std::exchange(other.shape_, Shape());
  data_ = std::exchange(other.data_, nullptr);
  capacity_ = std::exchange(other.capacity_, 0);
  owns_ = std::exchange(other.owns_, true);
  return *this;
}

Tensor::~Tensor() {
  if (owns_) release(data_, capacity_);
}

Tensor Tensor::borrow(float* memory, Shape shape) {
  Tensor t;
  t.shape_ = shape;
  t.data_ = memory;
  t.capacity_ = shape.size();
  t.owns_ = false;
  return t;
}

void Tensor::resize(const Shape& shape) {
  if (shape.size() > capacity_) {
    check(owns_, "tensor: borrowed memory of ", capacity_, " values cannot hold ", shape);
    float* larger = allocate(shape.size());
    release(std::exchange(data_, larger), capacity_);
    capacity_ = shape.size();
  }
  shape_ = shape;
}

void Tensor::fill(float value) { std::fill_n(data_, size(), value); }

std::span<float> Tensor::row(int i) {
  assert(shape_.rank() > 0 && i >= 0 && i < shape_[0]);
  const size_t length = static_cast<size_t>(size() / shape_[0]);
  return {data_ + static_cast<size_t>(i) * length, length};
}

std::span<const float> Tensor::row(int i) const { return const_cast<Tensor*>(this)->row(i); }

int Tensor::offset(std::initializer_list<int> index) const {
  assert(static_cast<int>(index.size()) == shape_.rank());
  int at = 0, axis = 0;
  for (int i : index) {
    assert(i >= 0 && i < shape_[axis]);
    at = at * shape_[axis++] + i;
  }
  return at;
}

}  // namespace thimble
