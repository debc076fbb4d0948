// Classes as Gaussians in plain loops: the formulas of the chapter one by one, to be compared with the library's Mpp. And
// the place of a published mistake: what stands where the log-determinant belongs.
#pragma once

#include <cmath>
#include <vector>

#include "classic/moments.h"
#include "core/functions.h"
#include "core/linalg.h"
#include "learn/classifier.h"

struct Gaussian {
  std::vector<double> mean;
  thimble::MatrixD covariance, l;  // covariance = L L^T
  double prior = 0;
};

enum class Penalty { log_determinant, log_frobenius, none };

// tutorial 06 (6.4): the mean and the covariance of each class, each divided by the number of its samples.
inline std::vector<Gaussian> fit_gaussians(const thimble::Dataset& train) {
  std::vector<Gaussian> classes;
  for (const thimble::Moments& m : thimble::class_moments(train, thimble::origin_for(train.x), true)) {
    thimble::MatrixD sigma = m.scatter();
    for (double& value : sigma.values) value /= m.count;
    classes.push_back({m.mean(), sigma, thimble::cholesky(sigma), m.count / train.size()});
  }
  return classes;
}

// tutorial 06 (6.8): |z|^2 with L z = x - mu, solved from the top: no inverse.
inline double squared_distance(const Gaussian& k, const std::vector<double>& x) {
  std::vector<double> z(x.size());
  double sum = 0;
  for (size_t i = 0; i < x.size(); ++i) {
    z[i] = x[i] - k.mean[i];
    for (size_t j = 0; j < i; ++j) z[i] -= k.l(int(i), int(j)) * z[j];
    z[i] /= k.l(int(i), int(i));
    sum += z[i] * z[i];
  }
  return sum;
}

inline double penalty(const Gaussian& k, Penalty which) {
  if (which == Penalty::none) return 0;
  if (which == Penalty::log_determinant) return thimble::log_determinant(k.l);  // tutorial 06 (6.9)
  double squares = 0;                                                           // tutorial 06 (6.13), the mistake
  for (const double value : k.covariance.values) squares += value * value;
  return thimble::log_exact(std::sqrt(squares));
}

// tutorial 06 (6.10)
inline double discriminant(const Gaussian& k, const std::vector<double>& x, Penalty which) {
  return -0.5 * squared_distance(k, x) - 0.5 * penalty(k, which) + thimble::log_exact(k.prior);
}

inline std::vector<int> predict(const std::vector<Gaussian>& classes, const thimble::Samples& features, Penalty which) {
  thimble::Tensor g({features.size(), int(classes.size())});
  for (int n = 0; n < features.size(); ++n) {
    const std::span<const float> row = features.features().row(n);
    for (int k = 0; k < g.dim(1); ++k)
      g(n, k) = float(discriminant(classes[size_t(k)], {row.begin(), row.end()}, which));
  }
  return thimble::argmax_rows(g);
}

inline double share_right(const std::vector<int>& called, const std::vector<int>& labels) {
  int right = 0;
  for (size_t n = 0; n < called.size(); ++n) right += called[n] == labels[n];
  return double(right) / double(called.size());
}

// Eight points in the plane, four a class, with covariances that can be factorised by hand.
inline thimble::Dataset eight_points() {
  thimble::Tensor x({8, 2}, {2, 4, -2, -4, 2, 2, -2, -2,  // A: around (0, 0)
                             4, 1, 0, -3, 4, -5, 0, 3});  // B: around (2, -1)
  return {thimble::Samples(std::move(x)), {0, 0, 0, 0, 1, 1, 1, 1}, {"A", "B"}};
}
