#include "nn/norm_op.h"

#include <cmath>

namespace thimble {

NormOp::NormOp(const PanelShape& in, BatchNorm& norm, const Dropout* dropout, const Window* pool, bool after_relu)
    : out_(in),
      norm_(norm),
      dropout_(dropout),
      after_relu_(after_relu),
      mean_(Shape{in.channels}),
      variance_(Shape{in.channels}),
      scale_(static_cast<size_t>(in.channels)),
      shift_(scale_),
      slope_(scale_) {
  if (pool == nullptr) return;
  tail_.pool = *pool;
  out_.height = pool->out_height(in.height);
  out_.width = pool->out_width(in.width);
}

void NormOp::forward(const Flow& x, Flow& y, const Pass& pass) {
  const bool training = pass.mode == Mode::train;
  if (training) {
    moments_of_lanes(x.panels, mean_, variance_);  // mu_B, sigma_B^2
    norm_.track(mean_, variance_);
  } else {
    copy(norm_.mean().value, mean_);
    copy(norm_.variance().value, variance_);
  }
  for (size_t c = 0; c < scale_.size(); ++c) {
    scale_[c] = norm_.gamma().value.data()[c] / std::sqrt(variance_.data()[c] + norm_.epsilon());
    shift_[c] = norm_.beta().value.data()[c] - scale_[c] * mean_.data()[c];
  }
  tail_.p = training && dropout_ != nullptr ? dropout_->p() : 0;
  if (tail_.p > 0) tail_.key = dropout_->key(pass);
  samples_.assign(pass.samples.begin(), pass.samples.end());
  affine_lanes(x.panels, scale_.data(), shift_.data(), tail_, samples_, y.panels, winner_);
}

// With m values a channel and r = 1 / sqrt(variance + epsilon), so that x_hat = r (x - mean):
//   dgamma += sum g x_hat,  dbeta += sum g,  dx = gamma r (g - sum(g) / m - x_hat sum(g x_hat) / m)
void NormOp::backward(const Flow& x, const Flow&, Flow& dy, Flow& dx) {
  const bool wanted = dx.panels.data != nullptr;
  Panels g = wanted ? dx.panels : x.panels;
  if (!wanted) {
    unwanted_.resize({static_cast<int>(g.floats())});
    g.data = unwanted_.data();
  }
  affine_lanes_gradient(dy.panels, winner_, tail_, samples_, x.panels, g, sums_, products_);
  const double m = static_cast<double>(x.panels.images) * x.panels.shape.places();
  for (size_t c = 0; c < scale_.size(); ++c) {
    const double mean = static_cast<double>(mean_.data()[c]);
    const double r = 1 / std::sqrt(static_cast<double>(variance_.data()[c]) + static_cast<double>(norm_.epsilon()));
    const double s = static_cast<double>(norm_.gamma().value.data()[c]) * r;
    const double g_hat = r * (products_[c] - mean * sums_[c]);  // sum g x_hat
    norm_.gamma().grad.data()[c] += static_cast<float>(g_hat);
    norm_.beta().grad.data()[c] += static_cast<float>(sums_[c]);
    scale_[c] = static_cast<float>(s);
    slope_[c] = static_cast<float>(-s * r * g_hat / m);
    shift_[c] = static_cast<float>(-s * sums_[c] / m + s * r * g_hat / m * mean);
  }
  if (wanted) blend_lanes(scale_.data(), slope_.data(), shift_.data(), after_relu_, x.panels, g);
}

}  // namespace thimble
