#include "exercises.h"

#include <algorithm>
#include <cmath>

#include "core/functions.h"

using namespace thimble;

double smoothed_cross_entropy(const std::vector<double>& z, int label, double /*s*/, std::vector<double>& dz) {
  const double top = *std::max_element(z.begin(), z.end());
  double sum = 0;
  for (const double v : z) sum += exp_exact(v - top);
  dz.resize(z.size());
  for (size_t k = 0; k < z.size(); ++k) dz[k] = exp_exact(z[k] - top) / sum - (int(k) == label ? 1 : 0);
  return log_exact(sum) + top - z[size_t(label)];
}

MatrixD orthogonal(const MatrixD& g) {
  double squares = 0;
  for (const double v : g.values) squares += v * v;
  MatrixD x = g;
  for (double& v : x.values) v /= std::sqrt(squares) + 1e-7;
  return x;
}

bool mirrored(uint64_t, uint32_t, int) { return false; }
