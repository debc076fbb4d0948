// Every number that chapter 17 works out by hand: what its text says is what the library computes.

#include <gtest/gtest.h>

#include "16_reading/checks.h"
#include "ablation.h"
#include "app/recipe.h"
#include "bf16_number.h"
#include "core/functions.h"
#include "core/linalg.h"
#include "core/ops.h"
#include "nn/muon.h"
#include "nn/weight_average.h"
#include "nn/weight_decay.h"
#include "noisy_bowl.h"
#include "spectrum.h"
#include "support/worked.h"
#include "turns.h"

using namespace thimble;

namespace {

const test_support::WorkedNumbers page(THIMBLE_SOURCE_DIR "/tutorials/17_to_95/README.md");

int64_t work(const std::string& net) {
  Sequential built = parse_network(net);
  built.build({1, 28, 28}, 0);
  return built.macs();
}

// [work]
TEST(ModernRecipe, CountsItsWorkBeforehand) {
  const int64_t macs = work(builtin_recipe("minute").net);
  EXPECT_EQ(macs, 21903104);
  EXPECT_NEAR(6e-12 * double(macs) * 6 * 60000, 47.3, 0.05);  // TFLOP, tutorial 17 (17.1)
}
// [end]

TEST(ModernRecipe, CountsEachConvolution) {
  page.expect("M_1", 225792, double(work("conv 32 3x3 same")));
  page.expect("M_2", 3612672, double(work("conv 32 3x3 same, max_pool 2, conv 64 3x3 same")) - 225792);
  page.expect("M_3", 7225344, 196. * 9 * 64 * 64);
  page.expect("M_4", 3612672, 49. * 9 * 64 * 128);
  page.expect("M_5", 7225344, 49. * 9 * 128 * 128);
  page.expect("M", 21903104, double(work(builtin_recipe("minute").net)));
  page.expect("M_2 \\text{ (pool late)}", 14450688, double(work("conv 32 3x3 same, conv 64 3x3 same")) - 225792);
}

TEST(ModernRecipe, TheSmallestResidualBlock) {
  Sequential block = parse_network("residual ( dense 1 no_bias, relu, dense 1 no_bias )");
  Rng rng(1);
  block.build_inside({1}, rng);
  block.parameters()[0]->value.fill(0.5f);
  block.parameters()[1]->value.fill(-0.4f);
  const Tensor x({1, 1}, 2), dy({1, 1}, 1);
  Tensor dx({1, 1});
  page.expect("y", 1.6, double(block.forward(x, {.mode = Mode::train})(0, 0)));
  block.backward(dy, dx);
  page.expect("dx", 0.8, double(dx(0, 0)));
  page.expect("\\text{ten layers}", 0, pow_exact(.2, 10));
  page.expect("\\text{ten blocks}", 0.1074, pow_exact(.8, 10));
}

// [scale]
// Weights three times as large: the same output, a third of the gradient, and that at right angles to the weights.
TEST(ModernRecipe, BehindABatchNormTheLengthOfWeightsMeansNothing) {
  Rng rng(2);
  Tensor x({8, 5}), dy({8, 3}), y, gradient;
  for (float& v : x.values()) v = rng.normal();
  for (float& v : dy.values()) v = rng.normal();
  for (const float length : {1.0f, 3.0f}) {
    Sequential net = parse_network("dense 3 no_bias, batch_norm epsilon 1e-9");
    net.build({5}, 4);
    Parameter& w = *net.parameters()[0];
    multiply_by(length, w.value);
    const Tensor out = net.forward(x, {.mode = Mode::train});
    net.backward(dy);
    for (int unit = 0; unit < 3; ++unit) {
      double along = 0;
      for (int i = 0; i < 5; ++i) along += double(w.value(i, unit) * w.grad(i, unit));
      EXPECT_NEAR(along, 0, 1e-5);  // w g = 0
    }
    if (y.empty()) {
      y = out;
      gradient = w.grad;
    }
    for (int i = 0; i < y.size(); ++i) EXPECT_NEAR(out.data()[i], y.data()[i], 1e-5f);
    for (int i = 0; i < 15; ++i) EXPECT_NEAR(length * w.grad.data()[i], gradient.data()[i], 1e-4f);
  }
}
// [end]

TEST(ModernRecipe, LengthAndDecayFindABalance) {
  page.expect("|w'|", 1.0198, std::sqrt(1.04));
  page.expect("\\eta_{\\text{effective}}", 0.0222, .2 / 9);
  double square = 1;
  for (int step = 0; step < 100000; ++step)  // Pythagoras, then (17.5)
    square = square * (1 - .2 * .005) * (1 - .2 * .005) + .2 * .2 / square;
  EXPECT_NEAR(std::sqrt(square), 2.1147, 1e-3);
  page.expect("|w|", 2.1147, pow_exact(.2 / (2 * .005), .25));
  page.expect("\\sqrt{2 \\eta \\lambda}", 0.0447, std::sqrt(2 * .2 * .005));
  EXPECT_NEAR(.2 / square, .0447, 1e-4);
}

TEST(ModernRecipe, DecoupledEachPaysTheSameShare) {
  Parameter w{"w", Tensor({1, 2}, {0.5f, -2}), Tensor({1, 2})}, bias{"b", Tensor({2}, 1), Tensor({2})};
  std::vector<Parameter*> both = {&w, &bias};
  decay_weights(both, 0.05f * 0.1f);
  page.expect("w_1", 0.4975, double(w.value(0, 0)));
  page.expect("w_2", -1.99, double(w.value(0, 1)));
  EXPECT_EQ(bias.value(0), 1);
}

double smoothed_loss(double margin, float smoothing) {
  Tensor z({1, 10}), dz({1, 10});
  z(0, 3) = static_cast<float>(margin);
  const int label = 3;
  return softmax_cross_entropy(z, {&label, 1}, dz, smoothing);
}

TEST(ModernRecipe, SmoothingHasABestMargin) {
  page.expect("z_{\\text{true}} - z_{\\text{other}}", 4.5109, log_exact(91));
  page.expect("L_{\\text{best}}", 0.5003, smoothed_loss(log_exact(91), 0.1f));
  page.expect("L_{.999}", 0.8204, smoothed_loss(log_exact(.999 * 9 / .001), 0.1f));
  EXPECT_GT(smoothed_loss(4.4, 0.1f), smoothed_loss(log_exact(91), 0.1f));
  EXPECT_GT(smoothed_loss(4.6, 0.1f), smoothed_loss(log_exact(91), 0.1f));
}

TEST(ModernRecipe, TheRateOfMinute) {
  const Recipe recipe = builtin_recipe("minute");
  const Schedule rate = parse_schedule(recipe.schedule, float(recipe.lr), recipe.epochs);
  page.expect("\\eta(0.6)", 0.1, double(rate(0.6)));
  page.expect("\\eta(3.6)", 0.1, double(rate(3.6)));
  page.expect("\\eta(5.4)", 0.025, double(rate(5.4)));
}

TEST(ModernRecipe, TheAverageOfThreeWeights) {
  Parameter w{"w", Tensor({1}), Tensor({1})};
  std::vector<Parameter*> all = {&w};
  WeightAverage average;
  for (const double expected : {1.0, 1.8182, 2.7045}) {
    w.value(0) += 1;
    average.add(all, 0.99f);
    average.swap(all);
    page.expect("a_" + std::to_string(int(w.value(0) + 0.5f)), expected, double(w.value(0)));
    average.swap(all);
  }
  page.expect("V_a / V", 0.005, .01 / 1.99);
}

TEST(ModernRecipe, AnAverageOfIndependentNumbersIsQuiet) {
  Rng rng(5);
  double a = 0, squares = 0;
  for (int t = 0; t < 101000; ++t) {
    a = .9 * a + .1 * double(rng.normal());
    if (t >= 1000) squares += a * a / 1e5;
  }
  EXPECT_NEAR(squares, .1 / 1.9, .003);  // (17.10)
}

TEST(ModernRecipe, OneCycleNeedsNoAverage) {
  const Unrest same = unrest(constant(0.2f), 0.95), cycle = unrest(one_cycle(0.2f, 400, 0.2f), 0.95);
  EXPECT_NEAR(same.weight, .2 / 1.8, .02);  // (14.8)
  EXPECT_LT(same.average, same.weight / 4);
  EXPECT_NEAR(cycle.average, cycle.weight, .002);
}

TEST(ModernRecipe, NewtonAndSchulzOnADiagonalMatrix) {
  page.expect("s_1'", 1.1933, orthogonalised(.6, 1));
  page.expect("s_2'", 0.9765, orthogonalised(.8, 1));
  NewtonSchulz orthogonal;
  const Tensor& o = orthogonal(Tensor({2, 2}, {3, 0, 0, 4}));
  page.expect("s_1^{(5)}", 0.7229, double(o(0, 0)));
  page.expect("s_2^{(5)}", 1.1192, double(o(1, 1)));
  EXPECT_NEAR(orthogonalised(.6, 5), .7229, 1e-4);
}

TEST(ModernRecipe, SingularValuesEndAlike) {
  for (double s = .01; s <= 1; s += .001) {
    EXPECT_GT(orthogonalised(s, 5), .67) << s;
    EXPECT_LT(orthogonalised(s, 5), 1.21) << s;
  }
}

TEST(ModernRecipe, TwoPixelsWhitened) {
  MatrixD c(2, 2);
  c.values = {.05, .04, .04, .05};
  const Eigen e = symmetric_eigen(c);
  EXPECT_NEAR(e.values[0], .09, 1e-12);
  EXPECT_NEAR(e.values[1], .01, 1e-12);
  page.expect("w_{\\text{sum}}", 2.3505, e.vectors(0, 0) / std::sqrt(e.values[0] + 5e-4));
  page.expect("w_{\\text{difference}}", 6.9007, std::abs(e.vectors(0, 1)) / std::sqrt(e.values[1] + 5e-4));
}

TEST(ModernRecipe, CoinsAndTurns) {
  page.expect("E = 2", 0.5, 1 - pow_exact(2, -1));
  page.expect("E = 5", 0.9375, 1 - pow_exact(2, -4));
  EXPECT_NEAR(both_ways("flip", 2), .5, .05);
  EXPECT_NEAR(both_ways("flip", 5), .9375, .03);
  EXPECT_EQ(both_ways("flip alternating", 2), 1);
  page.expect("p_1", 0.35, (.5 + .2) / 2);
  page.expect("p_2", 0.55, (.4 + .7) / 2);
}

TEST(ModernRecipe, EightBinaryDigits) {
  page.expect("1.2345 \\to 158 \\cdot 2^{-7}", 1.2344, double(as_bf16(1.2345f)));
  page.expect("\\text{error}", 0.0001, (1.2345 - 1.234375) / 1.2345);
  for (float x = 1; x < 2; x += 0.0007f) EXPECT_LE(std::abs(as_bf16(x) - x), x / 256);  // (17.16)
  EXPECT_EQ(as_bf16(1.001f), 1);
}

TEST(ModernRecipe, SixNumbersPairedAndNot) {
  const std::vector<double> without = {.760, .790, .730}, with = {.768, .801, .740};
  const Spread difference = paired(without, with);
  page.expect("\\bar d", 0.0097, difference.mean);
  page.expect("\\sigma_{\\bar d}", 0.0009, difference.sd);
  const double a = spread(without).sd, b = spread(with).sd;
  page.expect("\\sigma \\text{ unpaired}", 0.0247, std::sqrt((a * a + b * b) / 3));
}

TEST(ModernRecipe, HowMuchOneFigureSays) {
  page.expect("\\sigma", 0.0023, standard_error(.935, 12000));
  page.expect("\\sigma_{\\text{difference}}", 0.0018, std::sqrt(.04 / 12000));
  EXPECT_NEAR(expected_best(13), 1.668, 5e-4);
  page.expect("\\text{luck}", 0.0022, .0013 * 1.668);
}

// [best]
// Thirteen variants that do nothing, judged on 12,000 pictures with two seeds: how good does the best one look?
TEST(ModernRecipe, TheBestOfThirteenNothings) {
  Rng rng(3);
  double sum = 0;
  for (int trial = 0; trial < 2000; ++trial) {
    double best = -1;
    for (int variant = 0; variant < 13; ++variant) best = std::max(best, .0013 * double(rng.normal()));
    sum += best / 2000;
  }
  EXPECT_NEAR(sum, .0022, .0001);
}
// [end]

}  // namespace
