// What a pencil can check in a report: shares, matrices, weights, luck.
#pragma once

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "app/recipe.h"
#include "core/functions.h"
#include "learn/mcnemar.h"
#include "learn/metrics.h"
#include "learn/number.h"
#include "nn/spec.h"
#include "nn/words.h"

// [share]
// Is a figure with `digits` decimals the share of a whole number of n pictures?
inline bool is_share(double figure, int digits, int n) {
  const double k = std::round(figure * n);                                               // tutorial 16 (16.1)
  return std::abs(figure - k / n) <= 0.5 / thimble::pow_exact(10, digits) * (1 + 1e-6);  // rounded to k / n
}
// [end]

inline int shares(const std::vector<double>& figures, int digits, int n) {
  int count = 0;
  for (const double figure : figures) count += is_share(figure, digits, n) ? 1 : 0;
  return count;
}

inline double standard_error(double q, double n) { return std::sqrt(q * (1 - q) / n); }  // tutorial 10 (10.6)

// [apart]
// How many standard errors two measured shares are apart, each on pictures of its own.
inline double apart(double a, double n_a, double b, double n_b) {
  const double sa = standard_error(a, n_a), sb = standard_error(b, n_b);
  return std::abs(a - b) / std::sqrt(sa * sa + sb * sb);  // tutorial 16 (16.3)
}
// [end]

// [penalty]
// What L2 penalties come to, on average, before the first step: Glorot's variance for every weight.
inline double first_penalty(const thimble::Sequential& net) {
  double penalty = 0;
  for (const thimble::Parameter* w : net.parameters()) {
    if (w->l2 == 0 || w->value.shape().rank() != 4) continue;
    const double window = w->value.dim(2) * w->value.dim(3);
    const double fan_in = w->value.dim(1) * window, fan_out = w->value.dim(0) * window;
    penalty += double(w->l2) * double(w->value.size()) * 2 / (fan_in + fan_out);  // tutorial 16 (16.5)
  }
  return penalty;
}
// [end]

// [tail]
// The probability of at least k right of n, each right with probability q. Terms are kept as logarithms: q^n may be too
// small for a double.
inline double at_least(int k, int n, double q) {
  double log_term = n * thimble::log_exact(q), sum = 0;  // of n right
  for (int i = n; i >= k; --i) {
    sum += thimble::exp_exact(log_term);  // tutorial 16 (16.8)
    if (i > 0) log_term += thimble::log_exact(i / (n - i + 1.0) * (1 - q) / q);
  }
  return sum;
}
// [end]

// [best]
// The largest of m standard normal numbers, on average.
inline double expected_best(int m) {
  constexpr double step = 0.01;
  double sum = 0;
  for (double x = step / 2; x < 8; x += step) {
    const double above = thimble::erfc_exact(x / std::sqrt(2.0)) / 2;                     // P(X > x)
    sum += step * (1 - thimble::pow_exact(1 - above, m) - thimble::pow_exact(above, m));  // tutorial 16 (16.6)
  }
  return sum;
}
// [end]

// Numbers that a recipe keeps of its report: "reported.test_confusion = 744 1 23 ...".
inline std::vector<double> reported(const std::string& id, const std::string& figure) {
  std::vector<double> numbers;
  const thimble::Recipe recipe = thimble::builtin_recipe(id);
  for (const std::string& word : thimble::split_words(recipe.reported.at(figure)))
    numbers.push_back(thimble::parse_number(word).value_or(NAN));
  return numbers;
}

inline thimble::ConfusionMatrix matrix_of(const std::vector<double>& counts) {
  thimble::ConfusionMatrix m(10);
  for (int i = 0; i < 100; ++i) m.add(i / 10, i % 10, int64_t(counts[size_t(i)]));
  return m;
}

inline thimble::Sequential built(const std::string& id, uint64_t seed = 1) {
  const thimble::Recipe recipe = thimble::builtin_recipe(id);
  thimble::Sequential network = thimble::parse_network(recipe.net, thimble::parse_init(recipe.init));
  network.build({1, 28, 28}, seed);
  return network;
}
