// Fully connected layer.
//
//   Y = X W + b            X (N, in)   W (in, units)   b (units)   Y (N, units)
//
//   dW = X^T dY,   db = sum_n dY[n, :],   dX = dY W^T
#pragma once

#include "nn/init.h"
#include "nn/layer.h"

namespace thimble {

struct DenseOptions {
  int units = 1;
  float l2 = 0;
  Init init = Init::glorot_uniform;
  bool bias = true;
};

class Dense final : public Layer {
 public:
  explicit Dense(DenseOptions options);
  explicit Dense(int units) : Dense(DenseOptions{.units = units}) {}

  Kind kind() const override { return Kind::dense; }
  std::string name() const override { return "dense"; }
  std::string text() const override;
  Shape build(const Shape& in, Rng& rng) override;
  void forward(const Tensor& x, Tensor& y, const Pass& pass) override;
  void backward(const Tensor& x, const Tensor& y, const Tensor& dy, Tensor& dx) override;
  std::vector<Parameter*> parameters() override;

  Parameter& weight() { return w_; }
  Parameter& bias() { return b_; }  // empty value without bias

 private:
  DenseOptions options_;
  Parameter w_, b_;
};

}  // namespace thimble
