#include "exercises.h"

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
  const float eps = 0.1f;
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
  centres = sums;
}

void move_map(Tensor&, int, std::span<const float>, double, double) {}

}  // namespace thimble
