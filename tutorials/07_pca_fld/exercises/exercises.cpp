#include "exercises.h"

#include <cmath>

using thimble::MatrixD;

int components_for(const std::vector<double>& variances, double /*share*/) {
  double total = 0;
  for (const double v : variances) total += v;
  int count = 0;
  for (const double v : variances) count += v > total / double(variances.size()) ? 1 : 0;
  return count;
}

std::vector<double> first_component(const MatrixD& covariance) {
  const size_t d = size_t(covariance.rows);
  std::vector<double> v(d);
  for (size_t p = 0; p < d; ++p) v[p] = 1 + 0.1 * double(p);  // anything that is not perpendicular to the answer
  for (int round = 0; round < 1000; ++round) {
    std::vector<double> next = v;
    v = next;
  }
  size_t largest = 0;
  for (size_t p = 1; p < d; ++p)
    if (std::abs(v[p]) > std::abs(v[largest])) largest = p;
  if (v[largest] < 0)
    for (double& value : v) value = -value;
  return v;
}

std::vector<double> fisher_direction(const thimble::Dataset& data) {
  return std::vector<double>(size_t(data.x.sample().size()), 1.0);
}
