#include "core/tensor.h"

#include <algorithm>
#include <utility>

#include "core/device.h"
#include "core/error.h"
#include "core/memory.h"

namespace thimble {
namespace {

float* allocate(int size, const Device* device) {
  const auto floats = static_cast<size_t>(size);
  if (device == nullptr || size == 0) return allocate_floats(floats);
  return device->allocate(floats);
}

// Between any two places.
void copy_values(const float* from, const Device* of_from, int size, float* to, const Device* of_to) {
  const auto floats = static_cast<size_t>(size);
  if (of_from == nullptr && of_to == nullptr)
    std::copy_n(from, floats, to);
  else if (size == 0)
    return;
  else if (of_from == nullptr)
    of_to->upload(from, floats, to);
  else if (of_to == nullptr)
    of_from->download(from, floats, to);
  else if (of_from == of_to)
    of_to->copy(from, floats, to);
  else
    copy_values(Tensor::borrow(const_cast<float*>(from), {size}, of_from).to(nullptr).data(), nullptr, size, to, of_to);
}

}  // namespace

Tensor::Tensor(Shape shape, float value, const Device* device)
    : shape_(shape), data_(allocate(shape.size(), device)), capacity_(shape.size()), device_(device) {
  fill(value);
}

Tensor::Tensor(Shape shape, std::initializer_list<float> values) : Tensor(shape) {
  check(static_cast<int>(values.size()) == size(), "tensor: ", shape, " holds ", size(), " values, got ",
        values.size());
  std::copy(values.begin(), values.end(), data_);
}

Tensor::Tensor(const Tensor& other)
    : shape_(other.shape_),
      data_(allocate(other.size(), other.device_)),
      capacity_(other.size()),
      device_(other.device_) {
  copy_values(other.data_, device_, size(), data_, device_);
}

Tensor::Tensor(Tensor&& other) noexcept
    : shape_(std::exchange(other.shape_, Shape())),
      data_(std::exchange(other.data_, nullptr)),
      capacity_(std::exchange(other.capacity_, 0)),
      owns_(std::exchange(other.owns_, true)),
      device_(std::exchange(other.device_, nullptr)) {}

Tensor& Tensor::operator=(const Tensor& other) {
  if (this == &other) return *this;
  resize_like(other);
  copy_values(other.data_, device_, size(), data_, device_);
  return *this;
}

Tensor& Tensor::operator=(Tensor&& other) noexcept {
  if (this == &other) return *this;
  free_memory();
  shape_ = std::exchange(other.shape_, Shape());
  data_ = std::exchange(other.data_, nullptr);
  capacity_ = std::exchange(other.capacity_, 0);
  owns_ = std::exchange(other.owns_, true);
  device_ = std::exchange(other.device_, nullptr);
  return *this;
}

Tensor::~Tensor() { free_memory(); }

void Tensor::free_memory() {
  if (!owns_ || data_ == nullptr) return;
  if (device_ == nullptr)
    release_floats(data_, static_cast<size_t>(capacity_));
  else
    device_->release(data_);
}

Tensor Tensor::borrow(float* memory, Shape shape, const Device* device) {
  Tensor t;
  t.shape_ = shape;
  t.data_ = memory;
  t.capacity_ = shape.size();
  t.owns_ = false;
  t.device_ = device;
  return t;
}

Tensor Tensor::to(const Device* device) const {
  Tensor copy = borrow(nullptr, Shape(), device);
  copy.owns_ = true;
  copy.resize(shape_);
  copy.copy_from(*this);
  return copy;
}

void Tensor::copy_from(const Tensor& other) {
  check(size() == other.size(), "tensor: expected ", size(), " values to copy, got ", other.shape());
  copy_values(other.data_, other.device_, size(), data_, device_);
}

void Tensor::resize(const Shape& shape) {
  if (shape.size() > capacity_) {
    check(owns_, "tensor: borrowed memory of ", capacity_, " values cannot hold ", shape);
    float* larger = allocate(shape.size(), device_);
    free_memory();
    data_ = larger;
    capacity_ = shape.size();
  }
  shape_ = shape;
}

void Tensor::resize_like(const Tensor& other) {
  if (device_ != other.device_) *this = other.device_ == nullptr ? Tensor() : Tensor(Shape{0}, 0, other.device_);
  resize(other.shape_);
}

void Tensor::fill(float value) {
  if (device_ == nullptr)
    std::fill_n(data_, size(), value);
  else if (size() > 0)
    device_->fill(value, static_cast<size_t>(size()), data_);
}

std::span<float> Tensor::row(int i) {
  assert(shape_.rank() > 0 && i >= 0 && i < shape_[0]);
  const size_t length = static_cast<size_t>(size() / shape_[0]);
  return {here() + static_cast<size_t>(i) * length, length};
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
