// A residual block: layers that learn a difference to what comes in (He et al. 2016, "Deep residual learning for image
// recognition", eq. 1).
//
//   y = x + f(x),   dx = dy + df/dx^T dy        x, y and f(x) of one shape
//
// In the network text `residual ( conv 64 3x3 same, relu, batch_norm )`. f is a row of layers of its own, without a block
// inside it. What follows the sum, a ReLU say, stands behind the block.
#pragma once

#include "nn/sequential.h"

namespace thimble {

class Residual final : public Layer {
 public:
  explicit Residual(Sequential body) : body_(std::move(body)) {}
  Kind kind() const override { return Kind::residual; }
  std::string name() const override { return "residual"; }
  std::string text() const override { return "residual ( " + body_.text() + " )"; }
  // usage error "residual: expected layers that keep the shape (64, 14, 14), got (128, 14, 14)"
  Shape build(const Shape& in, Rng& rng) override;
  void forward(const Tensor& x, Tensor& y, const Pass& pass) override;
  void backward(const Tensor& x, const Tensor& y, const Tensor& dy, Tensor& dx) override;
  std::vector<Parameter*> parameters() override { return body_.parameters(); }
  void to(const Device* device) override { body_.to(device); }

  Sequential& body() { return body_; }
  const Sequential& body() const { return body_; }

 private:
  Sequential body_;
  Tensor unwanted_;  // dx, where nobody in front of the block asks for it
};

}  // namespace thimble
