// Hyperbolic tangent.
//
//   y = tanh x,   dx = dy (1 - y^2)                     any shape
#pragma once

#include "nn/layer.h"

namespace thimble {

class Tanh final : public Layer {
 public:
  Kind kind() const override { return Kind::tanh; }
  std::string name() const override { return "tanh"; }
  std::string text() const override { return "tanh"; }
  Shape build(const Shape& in, Rng& rng) override;
  void forward(const Tensor& x, Tensor& y, const Pass& pass) override;
  void backward(const Tensor& x, const Tensor& y, const Tensor& dy, Tensor& dx) override;
};

}  // namespace thimble
