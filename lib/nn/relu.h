// Rectifier (Nair & Hinton 2010).
//
//   y = max(x, 0),   dx = dy where y > 0, else 0        any shape
#pragma once

#include "nn/layer.h"

namespace thimble {

class Relu final : public Layer {
 public:
  Kind kind() const override { return Kind::relu; }
  std::string name() const override { return "re_lu"; }
  std::string text() const override { return "relu"; }
  Shape build(const Shape& in, Rng& rng) override;
  void forward(const Tensor& x, Tensor& y, const Pass& pass) override;
  void backward(const Tensor& x, const Tensor& y, const Tensor& dy, Tensor& dx) override;
};

}  // namespace thimble
