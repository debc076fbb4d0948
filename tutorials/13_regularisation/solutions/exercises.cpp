#include "exercises.h"

#include <algorithm>
#include <cmath>

using thimble::Tensor;

void dropped(const Tensor& x, const Tensor& mask, float p, bool training, Tensor& y) {
  for (int i = 0; i < x.size(); ++i) {
    if (training)
      y.data()[i] = x.data()[i] * mask.data()[i] / (1 - p);
    else
      y.data()[i] = x.data()[i];
  }
}

NormGradients norm_backward(const std::vector<double>& dy, const std::vector<double>& x_hat, double variance,
                            double epsilon, double gamma) {
  NormGradients g{std::vector<double>(dy.size())};
  for (size_t i = 0; i < dy.size(); ++i) {
    g.dgamma += dy[i] * x_hat[i];
    g.dbeta += dy[i];
  }
  const double m = double(dy.size()), scale = gamma / std::sqrt(variance + epsilon);
  for (size_t i = 0; i < dy.size(); ++i) g.dx[i] = scale * (dy[i] - g.dbeta / m - x_hat[i] * g.dgamma / m);
  return g;
}

double calibration_error(const Tensor& p, std::span<const int> labels) {
  double count[10] = {}, right[10] = {}, sure[10] = {};
  for (int n = 0; n < p.dim(0); ++n) {
    const std::span<const float> row = p.row(n);
    const auto largest = std::max_element(row.begin(), row.end());
    const auto bin = size_t(std::min(9, int(10 * *largest)));
    ++count[bin];
    right[bin] += largest - row.begin() == labels[size_t(n)] ? 1 : 0;
    sure[bin] += double(*largest);
  }
  double error = 0;
  for (size_t b = 0; b < 10; ++b) error += std::abs(right[b] - sure[b]) / p.dim(0);
  return error;
}
