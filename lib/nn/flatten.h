// Pictures to rows: (N, C, H, W) -> (N, C H W). The values stay where they are.
#pragma once

#include "nn/layer.h"

namespace thimble {

class Flatten final : public Layer {
 public:
  Kind kind() const override { return Kind::flatten; }
  std::string name() const override { return "flatten"; }
  std::string text() const override { return "flatten"; }
  Shape build(const Shape& in, Rng& rng) override;
  void forward(const Tensor& x, Tensor& y, const Pass& pass) override;
  void backward(const Tensor& x, const Tensor& y, const Tensor& dy, Tensor& dx) override;
};

}  // namespace thimble
