#include "nn/activations.h"

#include <algorithm>
#include <utility>

#include "core/error.h"

namespace thimble {

void Activations::plan(std::vector<StepOutput> outputs, int first_gradient) {
  outputs_ = std::move(outputs);
  first_gradient_ = first_gradient;
  batch_ = gradient_batch_ = 0;
}

void Activations::prepare(const Tensor& x, bool gradients) {
  const int batch = x.dim(0);
  if (batch > batch_ || (gradients && batch > gradient_batch_)) {
    batch_ = std::max(batch, batch_);
    if (gradients) gradient_batch_ = std::max(batch, gradient_batch_);
    allocate();
  }
  // A network that begins with a view looks at the caller's own memory; nothing writes to an input.
  if (outputs_[0].view) y_[0] = Tensor::borrow(const_cast<float*>(x.data()), outputs_[0].sample.with_batch(batch));
  for (size_t i = 0; i < outputs_.size(); ++i) {
    const Shape shape = outputs_[i].sample.with_batch(batch);
    y_[i].resize(shape);
    if (gradients && !dy_[i].empty()) dy_[i].resize(shape);
  }
}

void Activations::allocate() {
  constexpr size_t kMost = size_t{1} << 31;
  const size_t steps = outputs_.size();
  const auto shape = [this](size_t i) { return outputs_[i].sample.with_batch(batch_); };
  const auto gradient_shape = [this](size_t i) { return outputs_[i].sample.with_batch(gradient_batch_); };
  const auto room = [](const Shape& s) { return Arena::rounded(static_cast<size_t>(s.size())); };

  size_t floats = 0;
  for (size_t i = 0; i < steps; ++i) floats += outputs_[i].view ? 0 : room(shape(i));

  // dy(i) is the dx that step i + 1 computes from dy(i + 1): the buffer changes unless both are one.
  const size_t first = gradient_batch_ > 0 ? static_cast<size_t>(first_gradient_) : steps;
  std::vector<size_t> turn(steps, 0);
  size_t largest[2] = {steps, steps};  // the step with the largest gradient in each buffer; none: steps
  for (size_t i = steps - 1; i-- > first;) {
    turn[i] = outputs_[i + 1].view ? turn[i + 1] : 1 - turn[i + 1];
    size_t& most = largest[turn[i]];
    if (most == steps || room(gradient_shape(i)) > room(gradient_shape(most))) most = i;
  }
  for (size_t step : largest) floats += step == steps ? 0 : room(gradient_shape(step));
  check(floats <= kMost, "network: expected at most 8 GiB between the layers, got ", floats >> 28, " for batches of ",
        batch_, "; make them smaller");

  arena_.reserve(floats);
  y_.clear();
  for (size_t i = 0; i < steps; ++i) {
    if (!outputs_[i].view)
      y_.push_back(arena_.take(shape(i)));
    else
      y_.push_back(i == 0 ? Tensor() : Tensor::borrow(y_[i - 1].data(), shape(i)));
  }
  float* buffers[2] = {};
  for (size_t b = 0; b < 2; ++b)
    if (largest[b] != steps) buffers[b] = arena_.take(gradient_shape(largest[b])).data();
  dy_.clear();
  for (size_t i = 0; i < steps; ++i)
    dy_.push_back(i >= first && i + 1 < steps ? Tensor::borrow(buffers[turn[i]], gradient_shape(i)) : Tensor());
}

}  // namespace thimble
