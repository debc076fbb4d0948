#include "nn/batch_norm.h"

#include "core/error.h"
#include "core/ops.h"

namespace thimble {
namespace {

constexpr float kMomentum = 0.99f, kEpsilon = 1e-3f;  // Keras's

}  // namespace

BatchNorm::BatchNorm(float momentum, float epsilon) : momentum_(momentum), epsilon_(epsilon) {
  check(momentum >= 0 && momentum < 1, "batch_norm: expected a momentum in [0, 1), got ", momentum);
  check(epsilon > 0, "batch_norm: expected an epsilon above 0, got ", epsilon);
}

std::string BatchNorm::text() const {
  std::string words = "batch_norm";
  if (momentum_ != kMomentum) words += " momentum " + shortest(momentum_);
  if (epsilon_ != kEpsilon) words += " epsilon " + shortest(epsilon_);
  return words;
}

Shape BatchNorm::build(const Shape& in, Rng&) {
  check(in.rank() == 1 || in.rank() == 3, "batch_norm: expected flat samples or pictures, got ", in.text());
  const Shape channels{in[0]};
  gamma_ = make_parameter("gamma", channels, 1);
  beta_ = make_parameter("beta", channels, 0);
  mean_ = make_parameter("moving_mean", channels, 0, false);
  variance_ = make_parameter("moving_variance", channels, 1, false);
  batch_mean_ = Tensor(channels);
  batch_variance_ = Tensor(channels);
  change_ = Tensor(channels);
  return in;
}

void BatchNorm::forward(const Tensor& x, Tensor& y, const Pass& pass) {
  if (pass.mode == Mode::infer) {
    Tensor unwanted;
    normalise(x, mean_.value, variance_.value, epsilon_, gamma_.value, beta_.value, unwanted, y);
    return;
  }
  channel_moments(x, batch_mean_, batch_variance_);  // mu_B, sigma_B^2
  x_hat_.resize_like(x);
  normalise(x, batch_mean_, batch_variance_, epsilon_, gamma_.value, beta_.value, x_hat_, y);  // y = gamma x_hat + beta
  track(batch_mean_, batch_variance_);
}

void BatchNorm::track(const Tensor& batch_mean, const Tensor& batch_variance) {
  move(batch_mean, mean_.value);
  move(batch_variance, variance_.value);
}

void BatchNorm::move(const Tensor& batch, Tensor& moving) {
  copy(batch, change_);
  add_scaled(-1, moving, change_);             // change = batch - moving
  add_scaled(1 - momentum_, change_, moving);  // moving += (1 - momentum) change
}

void BatchNorm::backward(const Tensor&, const Tensor&, const Tensor& dy, Tensor& dx) {
  // dgamma += sum dy x_hat,  dbeta += sum dy,  dx by section 3 of the paper
  normalise_backward(dy, x_hat_, batch_variance_, epsilon_, gamma_.value, gamma_.grad, beta_.grad, dx);
}

void BatchNorm::to(const Device* device) {
  for (Tensor* t : {&batch_mean_, &batch_variance_, &change_}) *t = t->to(device);
}

std::vector<Parameter*> BatchNorm::parameters() { return {&gamma_, &beta_, &mean_, &variance_}; }

}  // namespace thimble
