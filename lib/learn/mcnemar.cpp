#include "learn/mcnemar.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "core/error.h"
#include "core/functions.h"

namespace thimble {

namespace {

constexpr int64_t kFew = 25;
constexpr double kRootPi = 1.7724538509055160273;

// 2 sum_{i <= least} C(n, i) / 2^n, n < 1000     tutorial 10 (10.11)
double two_sided(int64_t n, int64_t least) {
  double term = pow_exact(0.5, static_cast<double>(n)), sum = 0;  // C(n, 0) / 2^n
  for (int64_t i = 0; i <= least; ++i) {
    sum += term;
    term *= static_cast<double>(n - i) / static_cast<double>(i + 1);  // C(n, i + 1) / C(n, i)
  }
  return std::min(1.0, 2 * sum);
}

}  // namespace

// erf x = 2 / sqrt(pi) e^(-x^2) sum_k 2^k x^(2k+1) / (1 3 5 ... (2k+1)) for small x; for large ones the continued
// fraction erfc x = e^(-x^2) / sqrt(pi) / (x + (1/2) / (x + 1 / (x + (3/2) / (x + ...)))).
// Abramowitz & Stegun, 7.1.6 and 7.1.14.
double erfc_exact(double x) {
  if (x > 26) return 0;
  const double gauss = exp_exact(-x * x);
  if (x < 2) {
    double term = x, sum = 0;
    for (int k = 1; k < 200 && term > 0; ++k) {
      sum += term;
      term *= 2 * x * x / (2 * k + 1);
    }
    return 1 - 2 / kRootPi * gauss * sum;
  }
  double fraction = x;
  for (int k = 120; k >= 1; --k) fraction = x + k / 2.0 / fraction;
  return gauss / kRootPi / fraction;
}

McNemar mcnemar(int64_t only_first, int64_t only_second) {
  check(only_first >= 0 && only_second >= 0, "mcnemar: expected numbers of samples, got ", only_first, " and ",
        only_second);
  McNemar test{only_first, only_second};
  const int64_t n = only_first + only_second;
  test.exact = n < kFew;
  if (test.exact) {
    test.p = two_sided(n, std::min(only_first, only_second));
  } else {
    const double difference = static_cast<double>(std::max<int64_t>(std::abs(only_first - only_second) - 1, 0));
    test.chi_squared = difference * difference / static_cast<double>(n);  // (|b - c| - 1)^2 / (b + c)   (10.12)
    test.p = erfc_exact(std::sqrt(test.chi_squared / 2));
  }
  return test;
}

McNemar mcnemar(std::span<const int> truth, std::span<const int> first, std::span<const int> second) {
  check(truth.size() == first.size() && truth.size() == second.size(), "mcnemar: expected two predictions for each of ",
        truth.size(), " samples, got ", first.size(), " and ", second.size());
  int64_t only_first = 0, only_second = 0;
  for (size_t n = 0; n < truth.size(); ++n) {
    only_first += first[n] == truth[n] && second[n] != truth[n];
    only_second += second[n] == truth[n] && first[n] != truth[n];
  }
  return mcnemar(only_first, only_second);
}

}  // namespace thimble
