// A fixed factor: y = X x,   dx = X dy.        any shape
//
// In front of the loss it sets how sharp the softmax begins: logits of a quarter of their size (`scale 0.25`) keep the
// first steps at a high rate from saturating it.
#pragma once

#include "nn/layer.h"

namespace thimble {

class Scale final : public Layer {
 public:
  explicit Scale(float factor) : factor_(factor) {}
  Kind kind() const override { return Kind::scale; }
  std::string name() const override { return "scale"; }
  std::string text() const override { return "scale " + shortest(factor_); }
  Shape build(const Shape& in, Rng& rng) override;
  void forward(const Tensor& x, Tensor& y, const Pass& pass) override;
  void backward(const Tensor& x, const Tensor& y, const Tensor& dy, Tensor& dx) override;

 private:
  float factor_;
};

}  // namespace thimble
