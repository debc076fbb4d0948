#include "exercises.h"

#include <algorithm>
#include <cmath>

#include "core/functions.h"
#include "core/rng.h"

using namespace thimble;

double smoothed_cross_entropy(const std::vector<double>& z, int label, double s, std::vector<double>& dz) {
  const double top = *std::max_element(z.begin(), z.end());
  double sum = 0, loss = 0;
  for (const double v : z) sum += exp_exact(v - top);
  dz.resize(z.size());
  for (size_t k = 0; k < z.size(); ++k) {
    const double target = (int(k) == label ? 1 - s : 0) + s / double(z.size());
    dz[k] = exp_exact(z[k] - top) / sum - target;
    loss += target * (log_exact(sum) + top - z[k]);
  }
  return loss;
}

MatrixD orthogonal(const MatrixD& g) {
  double squares = 0;
  for (const double v : g.values) squares += v * v;
  MatrixD x = g;
  for (double& v : x.values) v /= std::sqrt(squares) + 1e-7;
  for (int step = 0; step < 5; ++step) {
    MatrixD a(x.rows, x.rows), next = x;
    add_row_products(x.cols, x.values.data(), a);  // A = x x^T
    for (int i = 0; i < x.rows; ++i)
      for (int j = 0; j < x.cols; ++j) {
        double sum = 3.4445 * x(i, j);
        for (int k = 0; k < x.rows; ++k) {
          double square = 0;
          for (int l = 0; l < x.rows; ++l) square += a(i, l) * a(l, k);
          sum += (-4.7750 * a(i, k) + 2.0315 * square) * x(k, j);  // a x + (b A + c A^2) x
        }
        next(i, j) = sum;
      }
    x = next;
  }
  return x;
}

bool mirrored(uint64_t seed, uint32_t sample, int epoch) {
  const bool first = Rng(Key(seed, Purpose::augment), sample).chance(0.5f);
  return first != (epoch % 2 == 1);
}
