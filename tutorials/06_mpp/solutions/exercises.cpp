#include "exercises.h"

#include <cmath>

#include "classic/moments.h"
#include "core/functions.h"

using thimble::MatrixD;
using thimble::Moments;

double score(const std::vector<double>& x, const std::vector<double>& mean, double sigma2, double prior) {
  double sum = 0;
  for (size_t i = 0; i < x.size(); ++i) sum += (x[i] - mean[i]) * (x[i] - mean[i]);
  return -sum / (2 * sigma2) + thimble::log_exact(prior);  // (6.5)
}

MatrixD factor(const MatrixD& sigma) {
  MatrixD l(sigma.rows, sigma.rows);
  for (int j = 0; j < sigma.rows; ++j)
    for (int i = j; i < sigma.rows; ++i) {
      double rest = sigma(i, j);
      for (int k = 0; k < j; ++k) rest -= l(i, k) * l(j, k);
      l(i, j) = i == j ? std::sqrt(rest) : rest / l(j, j);
    }
  return l;
}

MatrixD blended_discriminants(const thimble::Dataset& train, const thimble::Samples& x, double blend) {
  const std::vector<Moments> classes = thimble::class_moments(train, thimble::origin_for(train.x), true);
  const int width = train.x.sample().size();
  MatrixD shared(width, width);
  for (const Moments& m : classes) {
    const MatrixD scatter = m.scatter();
    for (size_t i = 0; i < shared.values.size(); ++i) shared.values[i] += scatter.values[i] / train.size();  // (6.4)
  }
  MatrixD g(x.size(), train.classes());
  for (int k = 0; k < g.cols; ++k) {
    const Moments& m = classes[size_t(k)];
    MatrixD sigma = m.scatter();
    for (size_t i = 0; i < sigma.values.size(); ++i)
      sigma.values[i] = (1 - blend) * sigma.values[i] / m.count + blend * shared.values[i];
    const MatrixD l = thimble::cholesky(sigma);
    MatrixD z(width, x.size());  // a column each
    for (int n = 0; n < x.size(); ++n)
      for (int p = 0; p < width; ++p) z(p, n) = double(x.features()(n, p)) - m.mean()[size_t(p)];
    thimble::solve_lower(l, z);  // (6.8)
    const double constant = thimble::log_exact(m.count / train.size()) - 0.5 * thimble::log_determinant(l);
    for (int n = 0; n < x.size(); ++n) {
      g(n, k) = constant;
      for (int p = 0; p < width; ++p) g(n, k) -= 0.5 * z(p, n) * z(p, n);  // (6.10)
    }
  }
  return g;
}
