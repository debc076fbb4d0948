#include "learn/mcnemar.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "support/throws.h"

namespace thimble {
namespace {

TEST(McNemar, FewDifferencesExactlyByHand) {
  // 1 against 8: 2 (C(9, 0) + C(9, 1)) / 2^9 = 20 / 512.
  const McNemar test = mcnemar(1, 8);
  EXPECT_TRUE(test.exact);
  EXPECT_NEAR(test.p, 20 / 512.0, 1e-15);
  EXPECT_NEAR(mcnemar(8, 1).p, 20 / 512.0, 1e-15);
  EXPECT_NEAR(mcnemar(0, 5).p, 2 / 32.0, 1e-15);
  EXPECT_EQ(mcnemar(0, 0).p, 1);
  EXPECT_EQ(mcnemar(4, 4).p, 1);
  EXPECT_EQ(mcnemar(3, 4).p, 1);  // 2 (1 + 7 + 21 + 35) / 128
}

TEST(McNemar, ManyDifferencesByChiSquaredWithContinuityCorrection) {
  // Agresti, Categorical Data Analysis, table 10.1: 150 and 86 changed their minds. (64 - 1)^2 / 236 = 16.82.
  const McNemar test = mcnemar(150, 86);
  EXPECT_FALSE(test.exact);
  EXPECT_NEAR(test.chi_squared, 63 * 63 / 236.0, 1e-12);
  EXPECT_NEAR(test.p, std::erfc(std::sqrt(63 * 63 / 236.0 / 2)), 1e-15);
  EXPECT_NEAR(mcnemar(30, 30).p, 1, 1e-15);
  EXPECT_NEAR(mcnemar(30, 31).p, 1, 1e-15);  // the correction takes the whole difference of 1
}

TEST(McNemar, ChiSquaredIsNearTheExactValue) {
  for (int b = 5; b <= 30; ++b) {
    double term = std::pow(0.5, 60), sum = 0;
    for (int i = 0; i <= b; ++i) {
      sum += term;
      term *= (60.0 - i) / (i + 1);
    }
    EXPECT_NEAR(mcnemar(b, 60 - b).p, std::min(1.0, 2 * sum), 0.003) << b;
  }
  EXPECT_TRUE(mcnemar(12, 12).exact);
  EXPECT_FALSE(mcnemar(12, 13).exact);
}

TEST(McNemar, LooksOnlyAtSamplesWhereOneIsRight) {
  const std::vector<int> truth = {0, 1, 2, 0, 1, 2}, first = {0, 1, 2, 1, 0, 0}, second = {0, 0, 0, 0, 0, 1};
  const McNemar test = mcnemar(truth, first, second);
  EXPECT_EQ(test.only_first, 2);
  EXPECT_EQ(test.only_second, 1);
  EXPECT_EQ(test.p, 1);
}

TEST(McNemar, RefusesWhatDoesNotFit) {
  EXPECT_ERROR(mcnemar(-1, 3), usage, "mcnemar: expected numbers of samples, got -1 and 3");
  const std::vector<int> two(2), three(3);
  EXPECT_ERROR(mcnemar(two, three, two), usage, "expected two predictions for each of 2 samples, got 3 and 2");
}

TEST(ErfcExact, AgreesWithTheCLibrary) {
  for (int i = 0; i <= 2600; ++i) {
    const double x = i / 100.0, expected = std::erfc(x);
    ASSERT_NEAR(erfc_exact(x), expected, 1e-12 * expected) << x;
  }
  EXPECT_EQ(erfc_exact(30), 0);
}

}  // namespace
}  // namespace thimble
