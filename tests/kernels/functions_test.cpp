#include <limits>

#include "kernels/every_set.h"

namespace thimble::kernels {
namespace {

std::vector<float> grid(double from, double to, int steps) {
  std::vector<float> x;
  for (int i = 0; i <= steps; ++i) x.push_back(static_cast<float>(from + (to - from) * i / steps));
  return x;
}

using Function = void (*)(int, const float*, float*);

// Largest error over the grid: relative where `relative`, else absolute.
double worst(Function kernel, double (*exact)(double), const std::vector<float>& x, bool relative) {
  std::vector<float> y(x.size());
  kernel(static_cast<int>(x.size()), x.data(), y.data());
  double error = 0;
  for (size_t i = 0; i < x.size(); ++i) {
    const double e = exact(x[i]);
    error = std::max(error, std::fabs(y[i] - e) / (relative ? std::fabs(e) : 1));
  }
  return error;
}

TEST(Functions, ExpIsGoodToThreeInTenMillion) {
  for_every_set([](const Kernels& set) {
    EXPECT_LT(worst(set.exp, std::exp, grid(-87.3, 88.3, 200001), true), 3e-7);
    EXPECT_LT(worst(set.exp, std::exp, grid(-1, 1, 200001), true), 2e-7);
  });
}

TEST(Functions, ExpIsHeldBeyondItsRangeAndKeepsNaN) {
  for_every_set([](const Kernels& set) {
    const float x[4] = {-1e30f, 1e30f, 0, std::numeric_limits<float>::quiet_NaN()};
    float y[4];
    set.exp(4, x, y);
    EXPECT_GE(y[0], 0);
    EXPECT_LT(y[0], 1.3e-38f);
    EXPECT_GT(y[1], 2e38f);
    EXPECT_EQ(y[2], 1);
    EXPECT_TRUE(std::isnan(y[3]));
  });
}

TEST(Functions, LogIsGoodToThreeInTenMillion) {
  for_every_set([](const Kernels& set) {
    EXPECT_LT(worst(set.log, std::log, grid(1e-3, 0.9, 100001), true), 3e-7);
    EXPECT_LT(worst(set.log, std::log, grid(0.9, 1.1, 100001), false), 3e-8);
    EXPECT_LT(worst(set.log, std::log, grid(1.1, 1e6, 100001), true), 3e-7);
    const float x[3] = {1, 1.17549435e-38f, 3.4e38f};
    float y[3];
    set.log(3, x, y);
    EXPECT_EQ(y[0], 0);
    EXPECT_NEAR(y[1], std::log(1.17549435e-38), 3e-5);
    EXPECT_NEAR(y[2], std::log(3.4e38), 3e-5);
  });
}

TEST(Functions, TanhAndSigmoidAreGoodToThreeInTenMillion) {
  for_every_set([](const Kernels& set) {
    EXPECT_LT(worst(set.tanh, std::tanh, grid(-20, 20, 200001), false), 3e-7);
    EXPECT_LT(worst(
                  set.sigmoid, [](double x) { return 1 / (1 + std::exp(-x)); }, grid(-60, 60, 200001), false),
              3e-7);
    const float x[3] = {-1000, 0, 1000};
    float y[3];
    set.tanh(3, x, y);
    EXPECT_EQ(y[0], -1);
    EXPECT_EQ(y[1], 0);
    EXPECT_EQ(y[2], 1);
  });
}

TEST(Functions, TailsGetTheSameValuesAsFullVectors) {
  for_every_set([](const Kernels& set) {
    for (Function f : {set.exp, set.tanh, set.sigmoid}) {
      Row x(kLongest, 11), all(kLongest);
      f(kLongest, x.data(), all.data());
      for (int n = 0; n <= kLongest; ++n) {
        Row y(n);
        f(n, x.data(), y.data());
        for (int i = 0; i < n; ++i) ASSERT_NEAR(y[i], all[i], 1e-6 * std::fabs(all[i])) << n;
      }
    }
  });
}

}  // namespace
}  // namespace thimble::kernels
