// Scores to probabilities.
//
//   y[n, k] = e^x[n,k] / sum_j e^x[n,j],   dx[n, k] = y[n, k] (dy[n, k] - sum_j dy[n, j] y[n, j])     X, Y (N, K)
//
// At the end of a network it is folded into the loss (softmax_cross_entropy); as a layer it may stand anywhere else.
#pragma once

#include "nn/layer.h"

namespace thimble {

class Softmax final : public Layer {
 public:
  Kind kind() const override { return Kind::softmax; }
  std::string name() const override { return "softmax"; }
  std::string text() const override { return "softmax"; }
  Shape build(const Shape& in, Rng& rng) override;
  void forward(const Tensor& x, Tensor& y, const Pass& pass) override;
  void backward(const Tensor& x, const Tensor& y, const Tensor& dy, Tensor& dx) override;
};

}  // namespace thimble
