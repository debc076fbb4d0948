// Logistic function.
//
//   y = 1 / (1 + e^-x),   dx = dy y (1 - y)             any shape
#pragma once

#include "nn/layer.h"

namespace thimble {

class Sigmoid final : public Layer {
 public:
  Kind kind() const override { return Kind::sigmoid; }
  std::string name() const override { return "sigmoid"; }
  std::string text() const override { return "sigmoid"; }
  Shape build(const Shape& in, Rng& rng) override;
  void forward(const Tensor& x, Tensor& y, const Pass& pass) override;
  void backward(const Tensor& x, const Tensor& y, const Tensor& dy, Tensor& dx) override;
};

}  // namespace thimble
