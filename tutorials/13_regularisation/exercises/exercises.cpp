#include "exercises.h"

using thimble::Tensor;

void dropped(const Tensor& x, const Tensor& mask, float p, bool training, Tensor& y) {
  for (int i = 0; i < x.size(); ++i) {
    if (training)
      y.data()[i] = x.data()[i] * mask.data()[i];
    else
      y.data()[i] = x.data()[i] * (1 - p);
  }
}

NormGradients norm_backward(const std::vector<double>& dy, const std::vector<double>& x_hat, double /*variance*/,
                            double /*epsilon*/, double /*gamma*/) {
  NormGradients g{std::vector<double>(dy.size())};
  for (size_t i = 0; i < dy.size(); ++i) {
    g.dgamma += dy[i] * x_hat[i];
    g.dbeta += dy[i];
  }
  return g;
}

double calibration_error(const Tensor&, std::span<const int>) { return 1; }
