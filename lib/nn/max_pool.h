// Max-pooling.
//
//   y[n,c,p,q] = max over u, v < K of x[n,c, p s + u, q s + v]
//
// The gradient goes to the first winner in reading order. Rows and columns that fill no whole window are dropped.
#pragma once

#include "core/ops.h"
#include "nn/layer.h"

namespace thimble {

class MaxPool final : public Layer {
 public:
  explicit MaxPool(int size, int stride = 0);  // stride 0: the same as size
  Kind kind() const override { return Kind::max_pool; }
  std::string name() const override { return "max_pooling2d"; }
  std::string text() const override;
  Shape build(const Shape& in, Rng& rng) override;
  void forward(const Tensor& x, Tensor& y, const Pass& pass) override;
  void backward(const Tensor& x, const Tensor& y, const Tensor& dy, Tensor& dx) override;

  const Window& window() const { return window_; }

 private:
  Window window_;
  std::vector<uint8_t> winner_;
};

}  // namespace thimble
