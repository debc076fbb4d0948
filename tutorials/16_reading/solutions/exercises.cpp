#include "exercises.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "core/functions.h"

using namespace thimble;

double accuracy_of(const ConfusionMatrix& m, int64_t per_class) {
  for (int k = 0; k < m.classes(); ++k)
    if (m.row_total(k) != per_class)
      fail(Error::data, text("matrix: expected ", per_class, " pictures in row ", k, ", got ", m.row_total(k)));
  return m.accuracy();
}

double at_most(int k, int n, double q) {
  double log_term = n * log_exact(1 - q), sum = 0;  // of none right
  for (int i = 0; i <= k; ++i) {
    sum += exp_exact(log_term);
    if (i < n) log_term += log_exact((n - i) / (i + 1.0) * q / (1 - q));
  }
  return sum;
}

std::vector<int> possible_sizes(const std::vector<double>& figures, int digits, int low, int high) {
  const double half = 0.5 / pow_exact(10, digits) * (1 + 1e-6);
  std::vector<int> sizes;
  for (int n = low; n <= high; ++n)
    if (std::all_of(figures.begin(), figures.end(),
                    [&](double a) { return std::abs(a - std::round(a * n) / n) <= half; }))
      sizes.push_back(n);
  return sizes;
}
