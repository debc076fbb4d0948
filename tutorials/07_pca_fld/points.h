// Five points whose principal components can be found by hand, and what chapter 07 does to samples in plain loops.
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "classic/pca.h"
#include "learn/dataset.h"

inline thimble::Dataset five_points() {
  thimble::Tensor x({5, 2}, {18, 11, 2, -1, 7, 9, 13, 1, 10, 5});
  return {thimble::Samples(std::move(x)), {0, 0, 0, 0, 0}, {"a"}};
}

// tutorial 07 (7.4): y_j = v_j^T (x - m) for the first `count` components.
inline std::vector<double> coordinates(const thimble::Pca& pca, const std::vector<double>& x, int count) {
  std::vector<double> y(size_t(count), 0.0);
  for (int j = 0; j < count; ++j)
    for (size_t p = 0; p < x.size(); ++p) y[size_t(j)] += pca.components()(int(p), j) * (x[p] - pca.mean()[p]);
  return y;
}

// tutorial 07 (7.5): m + sum_j y_j v_j.
inline std::vector<double> rebuilt(const thimble::Pca& pca, const std::vector<double>& y) {
  std::vector<double> x = pca.mean();
  for (size_t j = 0; j < y.size(); ++j)
    for (size_t p = 0; p < x.size(); ++p) x[p] += y[j] * pca.components()(int(p), int(j));
  return x;
}

// tutorial 07 (7.9): H x with H = I - 2 v v^T / (v^T v), a mirror across the plane that v is perpendicular to.
inline std::vector<double> reflected(const std::vector<double>& v, std::vector<double> x) {
  double along = 0, length = 0;
  for (size_t p = 0; p < x.size(); ++p) {
    along += v[p] * x[p];
    length += v[p] * v[p];
  }
  for (size_t p = 0; p < x.size(); ++p) x[p] -= 2 * along / length * v[p];
  return x;
}

using Grey = std::vector<uint8_t>;

inline Grey grey(const std::vector<double>& values) {  // 0 to 1
  Grey pixels;
  for (const double v : values) pixels.push_back(static_cast<uint8_t>(255 * std::clamp(v, 0.0, 1.0) + 0.5));
  return pixels;
}

// A picture from its first `count` components, and how far from the picture it is.
inline Grey rebuild(const thimble::Pca& pca, const thimble::Samples& pictures, int n, int count, double& distance) {
  std::vector<double> x;
  for (const uint8_t pixel : pictures.bytes(n)) x.push_back(pixel / 255.0);
  const std::vector<double> again = rebuilt(pca, coordinates(pca, x, count));
  double squares = 0;
  for (size_t p = 0; p < x.size(); ++p) squares += (x[p] - again[p]) * (x[p] - again[p]);
  distance = std::sqrt(squares);
  return grey(again);
}
