#include "nn/activations.h"

#include <algorithm>
#include <utility>

#include "core/error.h"

namespace thimble {

void Activations::plan(std::vector<OpOutput> outputs, int first_gradient, const Device* device) {
  outputs_ = std::move(outputs);
  device_ = device;
  first_gradient_ = first_gradient;
  batch_ = gradient_batch_ = 0;
  y_.assign(outputs_.size(), Flow());
  dy_.assign(outputs_.size(), Flow());
}

void Activations::prepare(const Tensor& x, bool gradients) {
  Flow flow;
  flow.tensor = Tensor::borrow(const_cast<float*>(x.memory()), x.shape(), x.device());  // nothing writes to an input
  prepare(flow, gradients);
}

void Activations::prepare(const Flow& x, bool gradients) {
  const bool panels = x.panels.data != nullptr;
  const int batch = panels ? x.panels.images : x.tensor.dim(0);
  if (batch > batch_ || (gradients && batch > gradient_batch_)) {
    batch_ = std::max(batch, batch_);
    if (gradients) gradient_batch_ = std::max(batch, gradient_batch_);
    allocate();
  }
  x_.panels = x.panels;
  if (!panels) x_.tensor = Tensor::borrow(const_cast<float*>(x.tensor.memory()), x.tensor.shape(), x.tensor.device());
  for (size_t i = 0; i < outputs_.size(); ++i) {
    float* before = i > 0 ? y_memory_[i - 1] : panels ? x_.panels.data : x_.tensor.memory();
    if (outputs_[i].view) y_memory_[i] = before;
    shape(i, y_memory_[i], batch, y_[i]);
    if (gradients && dy_memory_[i] != nullptr) shape(i, dy_memory_[i], batch, dy_[i]);
  }
}

void Activations::shape(size_t i, float* memory, int batch, Flow& flow) const {
  if (outputs_[i].in_panels())
    flow.panels = {memory, outputs_[i].panels, batch};
  else
    flow.tensor = Tensor::borrow(memory, outputs_[i].sample.with_batch(batch), device_);
}

void Activations::allocate() {
  constexpr uint64_t kMost = uint64_t{1} << 31;
  const size_t ops = outputs_.size();
  const auto room = [this](size_t i, int batch) { return (outputs_[i].floats(batch) + 15) / 16 * 16; };

  uint64_t floats = 0;
  for (size_t i = 0; i < ops; ++i) floats += outputs_[i].view ? 0 : room(i, batch_);

  // dy(i) is the dx that op i + 1 computes from dy(i + 1): the buffer changes unless both are one.
  const size_t first = gradient_batch_ > 0 ? static_cast<size_t>(first_gradient_) : ops;
  std::vector<size_t> turn(ops, 0);
  uint64_t most[2] = {0, 0};  // floats of each buffer
  for (size_t i = ops - 1; i-- > first;) {
    turn[i] = outputs_[i + 1].view ? turn[i + 1] : 1 - turn[i + 1];
    if (!outputs_[i + 1].in_place) most[turn[i]] = std::max(most[turn[i]], room(i, gradient_batch_));
  }
  floats += most[0] + most[1];
  check(floats <= kMost, "network: expected at most 8 GiB between the layers, got ", floats >> 28, " for batches of ",
        batch_, "; make them smaller");

  arena_.reserve(static_cast<size_t>(floats), device_);
  y_memory_.assign(ops, nullptr);
  dy_memory_.assign(ops, nullptr);
  for (size_t i = 0; i < ops; ++i)
    if (!outputs_[i].view) y_memory_[i] = arena_.take_floats(static_cast<size_t>(room(i, batch_)));
  float* buffers[2] = {arena_.take_floats(static_cast<size_t>(most[0])),
                       arena_.take_floats(static_cast<size_t>(most[1]))};
  for (size_t i = first; i + 1 < ops; ++i) dy_memory_[i] = outputs_[i + 1].in_place ? y_memory_[i] : buffers[turn[i]];
}

}  // namespace thimble
