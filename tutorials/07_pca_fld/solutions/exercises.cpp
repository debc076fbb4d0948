#include "exercises.h"

#include <cmath>

#include "classic/moments.h"

using thimble::MatrixD;
using thimble::Moments;

int components_for(const std::vector<double>& variances, double share) {
  double total = 0;
  for (const double v : variances) total += v;
  double held = 0;
  for (size_t j = 0; j < variances.size(); ++j) {
    held += variances[j];
    if (held >= share * total) return int(j) + 1;
  }
  return int(variances.size());
}

std::vector<double> first_component(const MatrixD& covariance) {
  const size_t d = size_t(covariance.rows);
  std::vector<double> v(d);
  for (size_t p = 0; p < d; ++p) v[p] = 1 + 0.1 * double(p);  // anything that is not perpendicular to the answer
  for (int round = 0; round < 1000; ++round) {
    std::vector<double> next(d);
    double squares = 0;
    for (size_t p = 0; p < d; ++p) {
      for (size_t q = 0; q < d; ++q) next[p] += covariance(int(p), int(q)) * v[q];  // C v
      squares += next[p] * next[p];
    }
    for (size_t p = 0; p < d; ++p) v[p] = next[p] / std::sqrt(squares);
  }
  size_t largest = 0;
  for (size_t p = 1; p < d; ++p)
    if (std::abs(v[p]) > std::abs(v[largest])) largest = p;
  if (v[largest] < 0)
    for (double& value : v) value = -value;
  return v;
}

std::vector<double> fisher_direction(const thimble::Dataset& data) {
  const std::vector<Moments> classes = thimble::class_moments(data, thimble::origin_for(data.x), true);
  MatrixD within = classes[0].scatter();
  const MatrixD second = classes[1].scatter();
  for (size_t i = 0; i < within.values.size(); ++i) within.values[i] += second.values[i];  // (7.10)
  MatrixD w(within.rows, 1);
  for (int p = 0; p < w.rows; ++p) w(p, 0) = classes[1].mean()[size_t(p)] - classes[0].mean()[size_t(p)];
  const MatrixD l = thimble::cholesky(within);
  thimble::solve_lower(l, w);  // S_W^-1 = L^-T L^-1
  thimble::solve_lower_transposed(l, w);
  return w.values;
}
