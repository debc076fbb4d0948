// Average-pooling.
//
//   y[n,c,p,q] = (1 / K^2) sum over u, v < K of x[n,c, p s + u, q s + v]
//
// Rows and columns that fill no whole window are dropped.
#pragma once

#include "core/ops.h"
#include "nn/layer.h"

namespace thimble {

class AvgPool final : public Layer {
 public:
  explicit AvgPool(int size, int stride = 0);  // stride 0: the same as size
  Kind kind() const override { return Kind::avg_pool; }
  std::string name() const override { return "average_pooling2d"; }
  std::string text() const override;
  Shape build(const Shape& in, Rng& rng) override;
  void forward(const Tensor& x, Tensor& y, const Pass& pass) override;
  void backward(const Tensor& x, const Tensor& y, const Tensor& dy, Tensor& dx) override;

 private:
  Window window_;
};

}  // namespace thimble
