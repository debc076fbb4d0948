#include <cmath>

#include "core/functions.h"
#include "exercise/exercise.h"
#include "exercises.h"

using namespace thimble;

class ModernRecipe : public Exercise {};

TEST_F(ModernRecipe, SmoothedByHand) {
  std::vector<double> dz;
  const std::vector<double> sure = {log_exact(97), 0, 0, 0};  // probabilities .97, .01, .01, .01
  EXPECT_NEAR(smoothed_cross_entropy(sure, 0, 0.2, dz), 0.85 * -log_exact(.97) + 0.15 * -log_exact(.01), 1e-12);
  EXPECT_NEAR(dz[0], .97 - .85, 1e-12);
  EXPECT_NEAR(dz[1], .01 - .05, 1e-12);
}

TEST_F(ModernRecipe, TheBestScoresAreFinite) {
  const std::vector<double> best = {log_exact(91), 0, 0, 0, 0, 0, 0, 0, 0, 0};
  std::vector<double> dz;
  EXPECT_NEAR(smoothed_cross_entropy(best, 0, 0.1, dz), 0.500288, 1e-6);
  for (const double v : dz) EXPECT_NEAR(v, 0, 1e-12);
}

TEST_F(ModernRecipe, ItsGradientIsThatOfTheLoss) {
  const std::vector<double> z = {0.3, -1, 2};
  std::vector<double> dz, unused;
  smoothed_cross_entropy(z, 2, 0.3, dz);
  for (size_t k = 0; k < z.size(); ++k) {
    std::vector<double> up = z, down = z;
    up[k] += 1e-5;
    down[k] -= 1e-5;
    const double slope =
        (smoothed_cross_entropy(up, 2, 0.3, unused) - smoothed_cross_entropy(down, 2, 0.3, unused)) / 2e-5;
    EXPECT_NEAR(dz[k], slope, 1e-8) << k;
  }
  const double sum = exp_exact(.3) + exp_exact(-1) + exp_exact(2);
  EXPECT_NEAR(dz[0], exp_exact(.3) / sum - .1, 1e-12);
}

TEST_F(ModernRecipe, ADiagonalMatrixByHand) {
  MatrixD g(2, 2);
  g(0, 0) = 3;
  g(1, 1) = -4;
  const MatrixD o = orthogonal(g);
  EXPECT_NEAR(o(0, 0), .7229, 1e-3);
  EXPECT_NEAR(o(1, 1), -1.1192, 1e-3);
  EXPECT_NEAR(o(0, 1), 0, 1e-12);
}

TEST_F(ModernRecipe, RowsBecomeAboutAsLongAndStandAtRightAngles) {
  MatrixD g(2, 3);
  g.values = {3, 1, -2, 2.5, 1.5, -1};
  const MatrixD o = orthogonal(g);
  double first = 0, second = 0, both = 0;
  for (int j = 0; j < 3; ++j) {
    first += o(0, j) * o(0, j);
    second += o(1, j) * o(1, j);
    both += o(0, j) * o(1, j);
  }
  const double middle = (first + second) / 2, apart = std::hypot((first - second) / 2, both);
  EXPECT_GT(std::sqrt(middle - apart), .65);  // the singular values
  EXPECT_LT(std::sqrt(middle + apart), 1.2);
}

TEST_F(ModernRecipe, ScaleDoesNotMatter) {
  MatrixD g(2, 2), larger(2, 2);
  g.values = {1, 2, 0, 1};
  for (size_t i = 0; i < 4; ++i) larger.values[i] = 1000 * g.values[i];
  const MatrixD a = orthogonal(g), b = orthogonal(larger);
  for (size_t i = 0; i < 4; ++i) EXPECT_NEAR(a.values[i], b.values[i], 1e-4);
  EXPECT_GT(std::abs(a(0, 1) - 2 / std::sqrt(6.0)), .1) << "only divided";
}

TEST_F(ModernRecipe, EveryPictureIsShownBothWays) {
  for (uint32_t sample = 0; sample < 100; ++sample)
    for (int epoch = 0; epoch < 5; ++epoch)
      EXPECT_NE(mirrored(1, sample, epoch), mirrored(1, sample, epoch + 1)) << sample << " in epoch " << epoch;
}

TEST_F(ModernRecipe, AboutHalfOfThemInEachEpoch) {
  for (int epoch = 0; epoch < 2; ++epoch) {
    int count = 0;
    for (uint32_t sample = 0; sample < 2000; ++sample) count += mirrored(7, sample, epoch);
    EXPECT_NEAR(count, 1000, 120);
  }
}

TEST_F(ModernRecipe, AnotherSeedMirrorsOthers) {
  int same = 0;
  for (uint32_t sample = 0; sample < 2000; ++sample) same += mirrored(7, sample, 0) == mirrored(8, sample, 0);
  EXPECT_NEAR(same, 1000, 120);
}
