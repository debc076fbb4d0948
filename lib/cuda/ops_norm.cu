// Batch normalisation, as core/ops_norm.cpp: sums in double by channel (cuda/reduce.h), then a thread a value. Forward
// reads x twice for the moments and once more, and writes x_hat and y: 20 bytes a value.
#include "cuda/ops.h"
#include "cuda/reduce.h"

namespace thimble::cuda {

namespace {

struct Channels {
  int images, count, plane;
  explicit Channels(const Tensor& x) : images(x.dim(0)), count(x.dim(1)), plane(x.size() / (images * count)) {}
  int values() const { return images * plane; }  // of one channel
};

__device__ double inverse_deviation(float variance, float epsilon) {
  return 1 / sqrt(static_cast<double>(variance) + static_cast<double>(epsilon));
}

}  // namespace

void channel_moments(const Tensor& of_x, Tensor& of_mean, Tensor& of_variance) {
  const Channels c(of_x);
  const float* x = of_x.memory();
  float *mean = of_mean.memory(), *variance = of_variance.memory();
  const double m = c.values();
  sums_of_channels(
      c.images, c.count, c.plane,
      [=] __device__(int, int at) {
        return Pair{static_cast<double>(x[at]), 0};
      },
      [=] __device__(int k, const Pair& sum) { mean[k] = static_cast<float>(sum.a / m); });
  sums_of_channels(
      c.images, c.count, c.plane,
      [=] __device__(int k, int at) {
        const auto centred = static_cast<double>(x[at] - mean[k]);
        return Pair{centred * centred, 0};  // sum (x - mean)^2
      },
      [=] __device__(int k, const Pair& sum) { variance[k] = static_cast<float>(sum.a / m); });
}

void normalise(const Tensor& of_x, const Tensor& of_mean, const Tensor& of_variance, float epsilon,
               const Tensor& of_gamma, const Tensor& of_beta, Tensor& of_x_hat, Tensor& of_y) {
  const Channels c(of_x);
  const float *x = of_x.memory(), *mean = of_mean.memory(), *variance = of_variance.memory(),
              *gamma = of_gamma.memory(), *beta = of_beta.memory();
  float *y = of_y.memory(), *x_hat = of_x_hat.empty() ? nullptr : of_x_hat.memory();
  each(of_x.size(), [=] __device__(int i) {
    const int k = i / c.plane % c.count;
    const float hat = (x[i] - mean[k]) * static_cast<float>(inverse_deviation(variance[k], epsilon));
    if (x_hat != nullptr) x_hat[i] = hat;
    y[i] = gamma[k] * hat + beta[k];
  });
}

void normalise_backward(const Tensor& of_dy, const Tensor& of_x_hat, const Tensor& of_variance, float epsilon,
                        const Tensor& of_gamma, Tensor& of_dgamma, Tensor& of_dbeta, Tensor& of_dx) {
  const Channels c(of_dy);
  const float *dy = of_dy.memory(), *x_hat = of_x_hat.memory(), *variance = of_variance.memory(),
              *gamma = of_gamma.memory();
  float *dgamma = of_dgamma.memory(), *dbeta = of_dbeta.memory();
  const Pair* sums = sums_of_channels(
      c.images, c.count, c.plane,
      [=] __device__(int, int at) {
        return Pair{static_cast<double>(dy[at]), static_cast<double>(dy[at]) * static_cast<double>(x_hat[at])};
      },
      [=] __device__(int k, const Pair& sum) {
        dbeta[k] += static_cast<float>(sum.a);   // dbeta  += sum dy
        dgamma[k] += static_cast<float>(sum.b);  // dgamma += sum dy x_hat
      });
  if (of_dx.empty()) return;
  float* dx = of_dx.memory();
  const double m = c.values();
  each(of_dy.size(), [=] __device__(int i) {
    const int k = i / c.plane % c.count;
    const Pair sum = sums[k];
    const auto scale = static_cast<float>(static_cast<double>(gamma[k]) * inverse_deviation(variance[k], epsilon));
    dx[i] = scale * (dy[i] - static_cast<float>(sum.a / m) - x_hat[i] * static_cast<float>(sum.b / m));
  });
}

}  // namespace thimble::cuda
