#include "exercises.h"

#include <cmath>

using thimble::MatrixD;

double score(const std::vector<double>& x, const std::vector<double>& mean, double /*sigma2*/, double /*prior*/) {
  double sum = 0;
  for (size_t i = 0; i < x.size(); ++i) sum += (x[i] - mean[i]) * (x[i] - mean[i]);
  return -sum;
}

MatrixD factor(const MatrixD& sigma) {
  MatrixD l(sigma.rows, sigma.rows);
  for (int j = 0; j < sigma.rows; ++j) l(j, j) = std::sqrt(sigma(j, j));
  return l;
}

MatrixD blended_discriminants(const thimble::Dataset& train, const thimble::Samples& x, double /*blend*/) {
  return MatrixD(x.size(), train.classes());
}
