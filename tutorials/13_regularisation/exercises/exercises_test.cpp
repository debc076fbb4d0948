#include "exercises.h"

#include "core/ops.h"
#include "exercise/exercise.h"

using namespace thimble;

class Regularisation : public Exercise {};

TEST_F(Regularisation, InvertedDropoutLeavesXAloneWhenItIsUsed) {
  const Tensor x({1, 4}, {1, 2, 3, 4}), mask({1, 4}, {1, 0, 1, 1});
  Tensor y(x.shape());
  dropped(x, mask, 0.25f, false, y);
  for (int i = 0; i < 4; ++i) EXPECT_EQ(y(0, i), x(0, i)) << "in use";
  dropped(x, mask, 0.25f, true, y);
  const float expected[] = {4 / 3.0f, 0, 4, 16 / 3.0f};
  for (int i = 0; i < 4; ++i) EXPECT_FLOAT_EQ(y(0, i), expected[i]) << "in training";
}

TEST_F(Regularisation, NormBackwardByHand) {
  const NormGradients g = norm_backward({1, 0, -1, 2}, {-1, -1 / 3.0, -1 / 3.0, 5 / 3.0}, 9, 0, 2);
  const double expected[] = {0.7778, -0.1852, -0.8519, 0.2593};
  EXPECT_NEAR(g.dgamma, 2.6667, 5e-5);
  EXPECT_NEAR(g.dbeta, 2, 5e-5);
  for (size_t i = 0; i < 4; ++i) EXPECT_NEAR(g.dx[i], expected[i], 5e-5) << "dx " << i;
}

TEST_F(Regularisation, NormBackwardIsTheLibrarys) {
  Tensor x({6, 1}), hat(x.shape()), y(x.shape()), dy(x.shape()), dx(x.shape()), mean({1}), variance({1});
  Tensor gamma({1}, 1.5f), beta({1}), dgamma({1}), dbeta({1});
  Rng rng(2, Purpose::test);
  for (int i = 0; i < 6; ++i) x(i, 0) = rng.normal(), dy(i, 0) = rng.normal();
  channel_moments(x, mean, variance);
  normalise(x, mean, variance, 1e-3f, gamma, beta, hat, y);
  normalise_backward(dy, hat, variance, 1e-3f, gamma, dgamma, dbeta, dx);
  const auto doubles = [](const Tensor& t) { return std::vector<double>(t.values().begin(), t.values().end()); };
  const NormGradients g = norm_backward(doubles(dy), doubles(hat), double(variance(0)), 1e-3, 1.5);
  for (int i = 0; i < 6; ++i) EXPECT_NEAR(g.dx[size_t(i)], double(dx(i, 0)), 1e-5) << "dx " << i;
}

TEST_F(Regularisation, CalibrationErrorByHand) {
  // Sure of .9, .8, .6 and .6: right, wrong, right, wrong. Bins: .9 (one, right), .8 (one, wrong), .6 (two, half right).
  const Tensor p({4, 2}, {0.9f, 0.1f, 0.2f, 0.8f, 0.6f, 0.4f, 0.6f, 0.4f});
  EXPECT_NEAR(calibration_error(p, std::vector<int>{0, 0, 0, 1}), (0.1 + 0.8 + 0.2) / 4, 1e-6);
  EXPECT_NEAR(calibration_error(p, std::vector<int>{0, 1, 0, 1}), (0.1 + 0.2 + 0.2) / 4, 1e-6);
}

TEST_F(Regularisation, WhoIsCertainAndRightHasNoCalibrationError) {
  const Tensor p({2, 3}, {0, 1, 0, 1, 0, 0});
  EXPECT_NEAR(calibration_error(p, std::vector<int>{1, 0}), 0, 1e-6);
  EXPECT_NEAR(calibration_error(p, std::vector<int>{0, 1}), 1, 1e-6);
}
