#include "core/functions.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

namespace thimble {
namespace {

double relative(double got, double expected) { return std::fabs(got - expected) / std::fabs(expected); }

TEST(Functions, ExpAgreesWithTheLibraryTo1e15) {
  for (double x = -700; x <= 700; x += 0.37) EXPECT_LT(relative(exp_exact(x), std::exp(x)), 1e-15) << x;
  EXPECT_EQ(exp_exact(0), 1);
  EXPECT_EQ(exp_exact(-1000), 0);
  EXPECT_EQ(exp_exact(1000), std::numeric_limits<double>::infinity());
  EXPECT_TRUE(std::isnan(exp_exact(std::nan(""))));
  EXPECT_NEAR(exp_exact(-740) / std::exp(-740.0), 1, 1e-2);  // subnormal
}

TEST(Functions, LogAgreesWithTheLibraryTo1e15) {
  for (double x = 1e-300; x < 1e300; x *= 1.7) EXPECT_LT(relative(log_exact(x), std::log(x)), 1e-15) << x;
  for (double x = 0.505; x < 2; x += 0.01) EXPECT_LT(relative(log_exact(x), std::log(x)), 1e-15) << x;
  EXPECT_EQ(log_exact(1), 0);
  EXPECT_EQ(log_exact(0), -std::numeric_limits<double>::infinity());
  EXPECT_TRUE(std::isnan(log_exact(-1)));
  EXPECT_LT(relative(log_exact(4.9e-324), std::log(4.9e-324)), 1e-15);
}

TEST(Functions, SineAndCosineAgreeWithTheLibraryTo1e15) {
  for (double x = -50; x <= 50; x += 0.013) {
    EXPECT_NEAR(cos_exact(x), std::cos(x), 1e-15) << x;
    EXPECT_NEAR(sin_exact(x), std::sin(x), 1e-15) << x;
  }
  for (double x = 1; x <= 1e6; x *= 1.9) EXPECT_NEAR(cos_exact(x), std::cos(x), 2e-15) << x;
  EXPECT_EQ(cos_exact(0), 1);
  EXPECT_EQ(sin_exact(0), 0);
}

TEST(Functions, PowerOfIntegersIsRepeatedMultiplication) {
  EXPECT_EQ(pow_exact(0.5, 3), 0.125);
  EXPECT_EQ(pow_exact(3, -1), 1.0 / 3);
  EXPECT_EQ(pow_exact(7, 0), 1);
  EXPECT_LT(relative(pow_exact(0.9, 63), std::pow(0.9, 63)), 1e-14);
  EXPECT_LT(relative(pow_exact(10, 1 / 20.0), std::pow(10, 1 / 20.0)), 1e-15);
}

}  // namespace
}  // namespace thimble
