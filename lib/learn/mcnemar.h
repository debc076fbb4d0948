// McNemar's test: do two classifiers differ on the same samples, or is it chance?
//   b   samples that only the first got right,    c   samples that only the second got right
// Samples that both got right or both got wrong say nothing. If the two were equally good, each of the b + c would fall
// to either side like a coin.
//   b + c < 25:  exact, p = min(1, 2 sum_{i <= min(b, c)} C(b + c, i) / 2^(b + c))    tutorial 10 (10.11)
//   else         chi^2 = (max(|b - c| - 1, 0))^2 / (b + c), one degree of freedom, with Edwards' continuity correction,
//                p = P(chi^2_1 >= chi^2) = erfc(sqrt(chi^2 / 2))                   tutorial 10 (10.12)
// p is the probability of a difference at least this large if there were none.
//
// Sources: McNemar, Psychometrika 12 (1947); Edwards, Psychometrika 13 (1948); Dietterich, "Approximate statistical tests
// for comparing supervised classification learning algorithms", Neural Computation 10 (1998), which recommends it.
#pragma once

#include <cstdint>
#include <span>

namespace thimble {

struct McNemar {
  int64_t only_first = 0, only_second = 0;  // b, c
  bool exact = true;
  double chi_squared = 0;  // 0 where exact
  double p = 1;
};

McNemar mcnemar(int64_t only_first, int64_t only_second);  // usage error for numbers below 0
// usage error unless the three have the same length.
McNemar mcnemar(std::span<const int> truth, std::span<const int> first, std::span<const int> second);

double erfc_exact(double x);  // 2 / sqrt(pi) integral from x to infinity of e^(-t^2) dt, x >= 0; relative error < 1e-12

}  // namespace thimble
