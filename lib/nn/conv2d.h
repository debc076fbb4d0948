// Two-dimensional convolution (cross-correlation, as every framework computes it).
//
//   Y[n,f,p,q] = b[f] + sum_{c,u,v} W[f,c,u,v] X[n,c, p s + u - top, q s + v - left]
//
//   X (N, C, H, W)   W (F, C, K, K)   b (F)   Y (N, F, P, Q),   P = (H + padding - K) / s + 1
//
//   dW[f,c,u,v] = sum_{n,p,q} dY[n,f,p,q] X[n,c, p s + u - top, q s + v - left]
//   db[f]       = sum_{n,p,q} dY[n,f,p,q]
//   dX[n,c,i,j] = sum of W[f,c,u,v] dY[n,f,p,q] over all (f,u,v,p,q) that touch (i, j)
#pragma once

#include "core/ops.h"
#include "nn/init.h"
#include "nn/layer.h"

namespace thimble {

struct Conv2dOptions {
  int filters = 1;
  int kernel = 3;        // height of the window
  int kernel_width = 0;  // 0: the same as kernel
  int stride = 1;
  bool same = false;  // pad so that P = ceil(H / stride); the odd row and column go below and right, as in Keras
  int padding = 0;    // rows and columns of zeros on every side, where not `same`
  float l2 = 0;
  Init init = Init::glorot_uniform;
  bool bias = true;
  bool whitening = false;  // filters from the data (nn/whitening.h), without a bias, not trained
};

class Conv2d final : public Layer {
 public:
  explicit Conv2d(Conv2dOptions options);

  Kind kind() const override { return Kind::conv2d; }
  std::string name() const override { return "conv2d"; }
  std::string text() const override;
  Shape build(const Shape& in, Rng& rng) override;
  void forward(const Tensor& x, Tensor& y, const Pass& pass) override;
  void backward(const Tensor& x, const Tensor& y, const Tensor& dy, Tensor& dx) override;
  std::vector<Parameter*> parameters() override;

  Parameter& weight() { return w_; }
  Parameter& bias() { return b_; }
  bool whitens() const { return options_.whitening; }
  const Window& window() const { return window_; }

 private:
  Conv2dOptions options_;
  Window window_{};
  Parameter w_, b_;
};

}  // namespace thimble
