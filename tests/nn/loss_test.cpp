#include "nn/loss.h"

#include <cmath>
#include <vector>

#include "core/ops.h"
#include "nn/layer_support.h"
#include "support/throws.h"

namespace thimble {
namespace {

TEST(Loss, CrossEntropyMatchesHandComputedNumbers) {
  const auto ln = [](double v) { return static_cast<float>(std::log(v)); };
  const Tensor z({2, 3}, {ln(1), ln(2), ln(5), 0, 0, 0});  // p = (1/8, 2/8, 5/8) and thirds
  const std::vector<int> labels{2, 0};
  Tensor dz(z.shape());
  EXPECT_NEAR(softmax_cross_entropy(z, labels, dz), (std::log(8.0 / 5) + std::log(3.0)) / 2, 1e-6);
  const float third = 1 / 3.0f;  // dz = (p - one_hot) / 2
  expect_near(dz, Tensor({2, 3}, {0.0625f, 0.125f, -0.1875f, (third - 1) / 2, third / 2, third / 2}), 1e-6);
}

TEST(Loss, CrossEntropySurvivesHugeLogits) {
  const Tensor z({2, 3}, {1e4f, -1e4f, 0, 1e4f, -1e4f, 0});
  const std::vector<int> labels{0, 1};
  Tensor dz(z.shape());
  EXPECT_NEAR(softmax_cross_entropy(z, labels, dz), 1e4, 1e-2);  // (0 + 2e4) / 2
  expect_near(dz, Tensor({2, 3}, {0, 0, 0, 0.5f, -0.5f, 0}), 1e-6);
}

TEST(Loss, CrossEntropyOfNothingLearntIsLnOfClasses) {
  const std::vector<int> labels{3, 9, 0};
  Tensor none;
  EXPECT_NEAR(softmax_cross_entropy(Tensor({3, 10}), labels, none), std::log(10.0), 1e-6);
}

// Central differences of the loss itself, in steps that suit float.
TEST(Loss, GradientsMatchDifferences) {
  const Tensor z = random_tensor({4, 6}, 1), t = random_tensor({4, 6}, 2);
  const std::vector<int> labels{5, 0, 2, 2};
  Tensor dz(z.shape()), dy(z.shape()), none;
  softmax_cross_entropy(z, labels, dz);
  squared_error(z, t, dy);
  for (size_t i = 0; i < z.values().size(); ++i) {
    Tensor above = z, below = z;
    above.values()[i] += 1e-2f;
    below.values()[i] -= 1e-2f;
    const double h = static_cast<double>(above.values()[i]) - below.values()[i];
    const auto slope = [&](double a, double b) { return (a - b) / h; };
    EXPECT_NEAR(slope(softmax_cross_entropy(above, labels, none), softmax_cross_entropy(below, labels, none)),
                dz.values()[i], 2e-5);
    EXPECT_NEAR(slope(squared_error(above, t, none), squared_error(below, t, none)), dy.values()[i], 2e-5);
  }
}

TEST(Loss, SmoothedCrossEntropyMatchesHandComputedNumbers) {
  const auto ln = [](double v) { return static_cast<float>(std::log(v)); };
  const Tensor z({1, 3}, {ln(1), ln(2), ln(5)});  // p = (1/8, 2/8, 5/8)
  const std::vector<int> labels{2};
  Tensor dz(z.shape());
  // t = (.1, .1, .8) with smoothing .3
  EXPECT_NEAR(softmax_cross_entropy(z, labels, dz, 0.3f), 0.1 * std::log(8) + 0.1 * std::log(4) + 0.8 * std::log(1.6),
              1e-6);
  expect_near(dz, Tensor({1, 3}, {0.025f, 0.15f, -0.175f}), 1e-6);  // p - t
}

TEST(Loss, SmoothedLabelsAreTheTargetsWrittenOut) {
  const Tensor z = random_tensor({7, 10}, 1, 3);
  const std::vector<int> labels{0, 9, 3, 3, 5, 1, 8};
  for (const float smoothing : {0.0f, 0.1f, 0.5f, 1.0f}) {
    Tensor dz(z.shape()), expected(z.shape());
    EXPECT_NEAR(softmax_cross_entropy(z, labels, dz, smoothing),
                softmax_cross_entropy(z, smoothed(labels, 10, smoothing), expected), 1e-6);
    expect_near(dz, expected, 1e-7);
  }
  Tensor none;
  EXPECT_ERROR(softmax_cross_entropy(z, labels, none, 1.5f), usage, "expected a smoothing of 0 to 1, got 1.5");
}

// Central differences of the smoothed loss, in double and from its definition.
TEST(Loss, SmoothedGradientsMatchDifferences) {
  const Tensor z = random_tensor({3, 5}, 4);
  const std::vector<int> labels{4, 0, 2};
  constexpr double kSmoothing = 0.2, kStep = 1e-5;
  std::vector<double> at(z.values().begin(), z.values().end());
  const auto loss = [&] {
    double sum = 0;
    for (size_t n = 0; n < 3; ++n) {
      double total = 0;
      for (size_t k = 0; k < 5; ++k) total += std::exp(at[5 * n + k]);
      for (size_t k = 0; k < 5; ++k) {
        const double target = kSmoothing / 5 + (static_cast<int>(k) == labels[n] ? 1 - kSmoothing : 0);
        sum -= target * (at[5 * n + k] - std::log(total)) / 3;
      }
    }
    return sum;
  };
  Tensor dz(z.shape());
  EXPECT_NEAR(softmax_cross_entropy(z, labels, dz, static_cast<float>(kSmoothing)), loss(), 1e-6);
  for (size_t i = 0; i < at.size(); ++i) {
    const double value = at[i];
    at[i] = value + kStep;
    const double above = loss();
    at[i] = value - kStep;
    const double below = loss();
    at[i] = value;
    EXPECT_NEAR(dz.values()[i], (above - below) / (2 * kStep), 1e-6);
  }
}

TEST(Loss, SquaredErrorMatchesHandComputedNumbers) {
  const Tensor y({1, 2}, {1, 5}), t({1, 2}, {0, 2});
  Tensor dy(y.shape());
  EXPECT_NEAR(squared_error(y, t, dy), (1 + 9) / 2.0, 1e-6);
  expect_near(dy, Tensor({1, 2}, {1, 3}), 1e-6);  // 2 (y - t) / 2
}

TEST(Loss, TargetsHoldOneAtTheLabel) {
  const std::vector<int> labels{1, 0};
  expect_near(one_hot(labels, 3), Tensor({2, 3}, {0, 1, 0, 1, 0, 0}), 0);
  expect_near(smoothed(labels, 4, 0.2f), Tensor({2, 4}, {0.05f, 0.85f, 0.05f, 0.05f, 0.85f, 0.05f, 0.05f, 0.05f}),
              1e-6);
}

TEST(Loss, TargetsNameWhatDoesNotFit) {
  const std::vector<int> labels{1, 3};
  EXPECT_ERROR(one_hot(labels, 3), usage, "targets: expected labels 0 to 2, got 3 for sample 1");
  EXPECT_ERROR(smoothed(labels, 4, 2), usage, "targets: expected a smoothing of 0 to 1, got 2");
  EXPECT_ERROR(one_hot({}, 0), usage, "targets: expected at least 1 class, got 0");
}

}  // namespace
}  // namespace thimble
