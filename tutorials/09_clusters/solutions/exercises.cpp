#include "exercises.h"

#include <cmath>

namespace thimble {

namespace {

int nearest(const Tensor& units, std::span<const float> x) {
  int best = 0;
  double least = 1e300;
  for (int j = 0; j < units.dim(0); ++j) {
    double distance = 0;
    for (size_t p = 0; p < x.size(); ++p) {
      const double d = static_cast<double>(x[p] - units.row(j)[p]);
      distance += d * d;
    }
    if (distance < least) {
      least = distance;
      best = j;
    }
  }
  return best;
}

}  // namespace

void move_winner(Tensor& units, std::vector<int>& wins, std::span<const float> x) {
  const int j = nearest(units, x);
  ++wins[static_cast<size_t>(j)];
  const float eps = 1.0f / static_cast<float>(wins[static_cast<size_t>(j)]);
  const std::span<float> w = units.row(j);
  for (size_t p = 0; p < x.size(); ++p) w[p] += eps * (x[p] - w[p]);
}

void update_centres(const Tensor& x, const std::vector<int>& labels, Tensor& centres) {
  Tensor sums(centres.shape());
  std::vector<int> counts(static_cast<size_t>(centres.dim(0)));
  for (int n = 0; n < x.dim(0); ++n) {
    const int j = labels[static_cast<size_t>(n)];
    ++counts[static_cast<size_t>(j)];
    for (int p = 0; p < x.dim(1); ++p) sums(j, p) += x(n, p);
  }
  for (int j = 0; j < centres.dim(0); ++j) {
    const int count = counts[static_cast<size_t>(j)];
    if (count == 0) continue;
    for (int p = 0; p < x.dim(1); ++p) centres(j, p) = sums(j, p) / static_cast<float>(count);
  }
}

void move_map(Tensor& units, int columns, std::span<const float> x, double eps, double sigma) {
  const int j = nearest(units, x);
  for (int i = 0; i < units.dim(0); ++i) {
    const double rows = i / columns - j / columns, across = i % columns - j % columns;
    const double h = std::exp(-(rows * rows + across * across) / (2 * sigma * sigma));
    for (size_t p = 0; p < x.size(); ++p) {
      float& w = units.row(i)[p];
      w += static_cast<float>(eps * h) * (x[p] - w);
    }
  }
}

}  // namespace thimble
