// Batch normalisation (Ioffe & Szegedy 2015), over all axes but the channels (the second).
//
//   training:   x_hat = (x - mu_B) / sqrt(sigma_B^2 + epsilon),   y = gamma x_hat + beta
//               moving <- momentum moving + (1 - momentum) batch,   for mean and variance (biased, as in Keras 3)
//               = moving + (1 - momentum) (batch - moving)
//   inference:  the moving mean and variance in place of the batch's
//
// The gradients (section 3 of the paper) stand beside normalise_backward in core/ops.h.
#pragma once

#include "nn/layer.h"

namespace thimble {

class BatchNorm final : public Layer {
 public:
  explicit BatchNorm(float momentum = 0.99f, float epsilon = 1e-3f);
  Kind kind() const override { return Kind::batch_norm; }
  std::string name() const override { return "batch_normalization"; }
  std::string text() const override;
  Shape build(const Shape& in, Rng& rng) override;
  void forward(const Tensor& x, Tensor& y, const Pass& pass) override;
  void backward(const Tensor& x, const Tensor& y, const Tensor& dy, Tensor& dx) override;
  std::vector<Parameter*> parameters() override;
  void to(const Device* device) override;

  float epsilon() const { return epsilon_; }
  Parameter& gamma() { return gamma_; }
  Parameter& beta() { return beta_; }
  const Parameter& mean() const { return mean_; }
  const Parameter& variance() const { return variance_; }
  void track(const Tensor& batch_mean, const Tensor& batch_variance);  // moves both

 private:
  void move(const Tensor& batch, Tensor& moving);

  float momentum_, epsilon_;
  Parameter gamma_, beta_, mean_, variance_;  // the last two move, but are not trained
  Tensor batch_mean_, batch_variance_, change_, x_hat_;
};

}  // namespace thimble
