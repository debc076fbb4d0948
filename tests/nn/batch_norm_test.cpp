#include "nn/batch_norm.h"

#include <cmath>

#include "nn/layer_support.h"
#include "support/throws.h"

namespace thimble {
namespace {

TEST(BatchNorm, MatchesHandComputedNumbers) {
  BatchNorm norm(0.9f, 1.0f);
  const Tensor x({4, 1}, {1, 3, 5, 7});  // mean 4, variance (9 + 1 + 1 + 9) / 4 = 5
  const Shape out = build_for(norm, x);
  const auto p = norm.parameters();
  p[0]->value.fill(2);
  p[1]->value.fill(10);
  const Results r = run(norm, out, x, Tensor({4, 1}, {1, 0, 0, 0}));

  const float s = 1 / std::sqrt(6.0f);  // 1 / sqrt(variance + epsilon)
  expect_near(r.y, Tensor({4, 1}, {10 - 6 * s, 10 - 2 * s, 10 + 2 * s, 10 + 6 * s}), 1e-6);
  // x_hat = s (-3, -1, 1, 3);  dgamma = x_hat[0],  dbeta = 1
  expect_near(p[0]->grad, Tensor({1}, {-3 * s}), 1e-6);
  expect_near(p[1]->grad, Tensor({1}, {1}), 1e-6);
  // dx = gamma s (dy - 1/4 - x_hat dgamma / 4), and s^2 = 1/6:  x_hat dgamma / 4 = (9, 3, -3, -9) / 24
  expect_near(r.dx,
              Tensor({4, 1}, {2 * s * (0.75f - 0.375f), 2 * s * (-0.25f - 0.125f), 2 * s * (-0.25f + 0.125f),
                              2 * s * (-0.25f + 0.375f)}),
              1e-6);
  // moving: .9 * 0 + .1 * 4 and .9 * 1 + .1 * 5
  expect_near(p[2]->value, Tensor({1}, {0.4f}), 1e-6);
  expect_near(p[3]->value, Tensor({1}, {1.4f}), 1e-6);
}

TEST(BatchNorm, InfersWithTheMovingStatistics) {
  BatchNorm norm(0.99f, 1e-3f);
  const Tensor x({2, 1, 1, 2}, {1, 2, 3, 4});
  const Shape out = build_for(norm, x);
  const auto p = norm.parameters();
  p[0]->value.fill(3);
  p[1]->value.fill(1);
  p[2]->value.fill(2);
  p[3]->value.fill(4 - 1e-3f);
  const Tensor before = p[2]->value;
  const Results r = run(norm, out, x, {}, Pass{.mode = Mode::infer});
  expect_near(r.y, Tensor({2, 1, 1, 2}, {-0.5f, 1, 2.5f, 4}), 1e-6);  // 3 (x - 2) / 2 + 1
  expect_near(p[2]->value, before, 0);                                // and leaves them alone
}

TEST(BatchNorm, OutputHasMeanBetaAndDeviationGamma) {
  BatchNorm norm;
  const Tensor x = random_tensor({8, 3, 5, 4}, 5, 3);
  const Shape out = build_for(norm, x);
  const auto p = norm.parameters();
  p[0]->value = Tensor({3}, {1, 2, 0.5f});
  p[1]->value = Tensor({3}, {-1, 0, 4});
  const Results r = run(norm, out, x);
  for (int c = 0; c < 3; ++c) {
    double sum = 0, squares = 0;
    for (int n = 0; n < 8; ++n)
      for (int i = 0; i < 5; ++i)
        for (int j = 0; j < 4; ++j) {
          sum += r.y(n, c, i, j);
          squares += static_cast<double>(r.y(n, c, i, j)) * r.y(n, c, i, j);
        }
    const double mean = sum / 160, deviation = std::sqrt(squares / 160 - mean * mean);
    EXPECT_NEAR(mean, p[1]->value(c), 1e-5);
    EXPECT_NEAR(deviation, p[0]->value(c), 1e-3);
  }
}

TEST(BatchNorm, MovingStatisticsReachTheBatchs) {
  BatchNorm norm(0.5f);
  const Tensor x = random_tensor({16, 2}, 9);
  const Shape out = build_for(norm, x);
  for (int i = 0; i < 40; ++i) run(norm, out, x);
  const Results trained = run(norm, out, x), inferred = run(norm, out, x, {}, Pass{.mode = Mode::infer});
  expect_near(inferred.y, trained.y, 1e-5);
}

TEST(BatchNorm, OneFlatSampleBecomesBeta) {
  BatchNorm norm;
  const Tensor x({1, 3}, {5, -7, 1000});
  const Shape out = build_for(norm, x);
  norm.parameters()[1]->value = Tensor({3}, {1, 2, 3});
  const Results r = run(norm, out, x, Tensor({1, 3}, {1, 1, 1}));
  expect_near(r.y, Tensor({1, 3}, {1, 2, 3}), 1e-6);  // x equals its mean
  expect_near(r.dx, Tensor({1, 3}), 1e-6);            // and moving x moves the mean along
}

TEST(BatchNorm, BackwardMatchesFiniteDifferences) {
  expect_gradients([](Rng& rng) {
    return RandomLayer{
        "batch_norm epsilon 0.01", {1 + rng.below(4), 2 + rng.below(4), 2 + rng.below(4)}, 1 + rng.below(5)};
  });
  expect_gradients([](Rng& rng) { return RandomLayer{"batch_norm", {1 + rng.below(6)}, 4 + rng.below(6)}; });
}

TEST(BatchNorm, CountsFourAChannelAndTrainsTwo) {
  BatchNorm norm;
  build_for(norm, Tensor({1, 7, 2, 2}));
  const auto p = norm.parameters();
  ASSERT_EQ(p.size(), 4u);
  const char* names[] = {"gamma", "beta", "moving_mean", "moving_variance"};
  for (size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(p[i]->name, names[i]);
    EXPECT_EQ(p[i]->value.size(), 7);
    EXPECT_EQ(p[i]->trainable, i < 2);
  }
  EXPECT_FLOAT_EQ(p[0]->value(6), 1);
  EXPECT_FLOAT_EQ(p[3]->value(6), 1);
}

TEST(BatchNorm, SaysItselfInTheFewestWords) {
  EXPECT_EQ(BatchNorm().text(), "batch_norm");
  EXPECT_EQ(BatchNorm(0.9f, 1e-5f).text(), "batch_norm momentum 0.9 epsilon 1e-05");
}

TEST(BatchNorm, NamesWhatItCannotDo) {
  Rng rng;
  EXPECT_ERROR(BatchNorm(1.0f), usage, "batch_norm: expected a momentum in [0, 1), got 1");
  EXPECT_ERROR(BatchNorm(0.9f, 0), usage, "batch_norm: expected an epsilon above 0, got 0");
  EXPECT_ERROR(BatchNorm().build({28, 28}, rng), usage, "batch_norm: expected flat samples or pictures, got (28, 28)");
}

}  // namespace
}  // namespace thimble
