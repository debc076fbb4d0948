#include "core/ops.h"

#include <limits>

#include "core/ops_support.h"
#include "support/throws.h"

namespace thimble {
namespace {

using namespace testing;

constexpr int kLong = 40003;  // several pieces, the last of them odd

TEST(SgdStep, ByHand) {
  const Tensor g({2}, {1, -2});
  Tensor v({2}, {10, 20}), p({2}, {100, 200});
  sgd_step(0.5f, 0.25f, false, g, v, p);  // v = 0.25 * 10 - 0.5 * 1,  p = 100 + v
  expect_close(v, {2, 6}, 0);
  expect_close(p, {102, 206}, 0);
  sgd_step(0.5f, 0.25f, true, g, v, p);  // v = 0, 2.5;  p += 0.25 v - 0.5 g
  expect_close(v, {0, 2.5}, 0);
  expect_close(p, {101.5, 207.625}, 0);
}

TEST(SgdStep, WithoutMomentumGoesDownTheGradient) {
  const Tensor g = random_tensor({kLong}, 1), start = random_tensor({kLong}, 2);
  Tensor v({kLong}), p = start;
  sgd_step(0.1f, 0, false, g, v, p);
  std::vector<double> want;
  for (int i = 0; i < kLong; ++i) want.push_back(static_cast<double>(start(i)) - 0.1 * static_cast<double>(g(i)));
  expect_close(p, want, 1e-6);
}

// Kingma & Ba 2015, Algorithm 1, line by line in double.
TEST(AdamStep, FollowsAlgorithmOne) {
  const double rate = 0.01, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-3;  // an epsilon that shows where it is added
  Tensor p = random_tensor({kLong}, 1), m({kLong}), v({kLong});
  std::vector<double> want = as_double(p), first(kLong), second(kLong);
  for (int t = 1; t <= 5; ++t) {
    const Tensor g = random_tensor({kLong}, static_cast<uint64_t>(t + 1));
    adam_step(0.01f, 0.9f, 0.999f, 1e-3f, false, t, g, m, v, p);
    for (size_t i = 0; i < want.size(); ++i) {
      const auto gradient = static_cast<double>(g.data()[i]);
      first[i] = beta1 * first[i] + (1 - beta1) * gradient;
      second[i] = beta2 * second[i] + (1 - beta2) * gradient * gradient;
      const double m_hat = first[i] / (1 - std::pow(beta1, t)), v_hat = second[i] / (1 - std::pow(beta2, t));
      want[i] -= rate * m_hat / (std::sqrt(v_hat) + epsilon);
    }
  }
  expect_close(p, want, 2e-6);
}

TEST(AdamStep, HasNoBiasLeftAfterManySteps) {
  const Tensor g({1}, {0});
  Tensor m({1}, {0.5f}), v({1}, {4}), p({1}, {1});
  adam_step(0.1f, 0.5f, 0.5f, 0, false, 100000, g, m, v, p);
  expect_close(p, {1 - 0.1 * 0.25 / std::sqrt(2.0)}, 1e-6);  // m = 0.25, v = 2
  EXPECT_ERROR(adam_step(0.1f, 0.5f, 0.5f, 0, false, 0, g, m, v, p), usage,
               "adam_step: expected a step of at least 1, got 0");
}

TEST(AddScaled, AddsAMultiple) {
  Tensor y({3}, {1, 2, 3});
  add_scaled(-2, Tensor({3}, {10, 20, 30}), y);
  expect_close(y, {-19, -38, -57}, 0);
  EXPECT_ERROR(add_scaled(1, Tensor(Shape{2}), y), usage, "add_scaled: expected equal sizes, got (2) and (3)");
}

TEST(SumOfSquares, IsAddedInDouble) {
  EXPECT_EQ(sum_of_squares(Tensor({3}, {1, -2, 3})), 14);
  EXPECT_EQ(sum_of_squares(Tensor()), 0);
  Tensor many({1 << 20}, 0.1f);
  many.data()[0] = 1000;  // in float the small squares would be lost beside 10^6
  EXPECT_NEAR(sum_of_squares(many), 1e6 + ((1 << 20) - 1) * 0.01, 0.02);
}

TEST(AllFinite, FindsOneBadValueAnywhere) {
  Tensor x({1000}, std::numeric_limits<float>::max());
  EXPECT_TRUE(all_finite(x));
  EXPECT_TRUE(all_finite(Tensor()));
  for (float bad : {std::numeric_limits<float>::infinity(), -std::numeric_limits<float>::infinity(),
                    std::numeric_limits<float>::quiet_NaN()})
    for (int i : {0, 500, 999}) {
      Tensor y = x;
      y.data()[i] = bad;
      EXPECT_FALSE(all_finite(y));
    }
}

TEST(Update, GivesTheSameBytesForAnyThreads) {
  const Tensor g = random_tensor({kLong}, 1);
  expect_same_bytes_for_any_threads([&] {
    std::vector<Tensor> out{g, g, g, Tensor(g.shape()), g};
    for (int t = 1; t <= 3; ++t) {
      sgd_step(0.1f, 0.9f, true, g, out[0], out[1]);
      adam_step(0.1f, 0.9f, 0.99f, 1e-7f, true, t, g, out[2], out[3], out[4]);
    }
    return out;
  });
}

}  // namespace
}  // namespace thimble
