// Every number that chapter 13 works out by hand: what its text says is what the library computes.

#include <gtest/gtest.h>

#include "app/recipe.h"
#include "core/ops.h"
#include "nn/batch_norm.h"
#include "nn/dropout.h"
#include "nn/early_stopping.h"
#include "nn/spec.h"
#include "support/worked.h"

using namespace thimble;

namespace {

const test_support::WorkedNumbers text(THIMBLE_SOURCE_DIR "/tutorials/13_regularisation/README.md");

struct TwoWeights {
  Parameter w{"w", Tensor({2}, {0.5f, -2}), Tensor({2}), true, 0.1f};
  std::vector<Parameter*> all{&w};
};

TEST(Regularisation, PenaltyByHand) {
  TwoWeights two;
  text.expect("\\text{penalty}", 0.425, l2_penalty(two.all));
  add_l2_gradients(two.all);
  text.expect("dw_1", 0.1, double(two.w.grad(0)));
  text.expect("dw_2", -0.4, double(two.w.grad(1)));
  Sgd().step(two.all, 0.5f);
  text.expect("w_1 \\text{ (SGD)}", 0.45, double(two.w.value(0)));
  text.expect("w_2 \\text{ (SGD)}", -1.8, double(two.w.value(1)));
}

TEST(Regularisation, AdamPunishesSmallWeightsAsMuchAsLargeOnes) {
  TwoWeights two;
  add_l2_gradients(two.all);
  Adam().step(two.all, 0.05f);
  text.expect("w_1 \\text{ (Adam)}", 0.45, double(two.w.value(0)));
  text.expect("w_2 \\text{ (Adam)}", -1.95, double(two.w.value(1)));
}

// [warm]
// 0.01 (102,400 2/3200 + 73,728 2/1728): the variance of a Glorot weight is 2 / (fan_in + fan_out).
TEST(Regularisation, ThePenaltyOfS3AloneIsLargerThanItsFirstLoss) {
  Sequential net = parse_network(builtin_recipe("S3-1").net);
  net.build({1, 28, 28}, 1);
  EXPECT_NEAR(l2_penalty(net.parameters()), 1.4933, 0.01);
}
// [end]

// [dropout]
// x = (1, 2, 3, 4), p = 0.25: what stays becomes 4/3 as large.
TEST(Regularisation, DropoutKeepsTheMean) {
  const Tensor x({1, 4}, {1, 2, 3, 4});
  Tensor y(x.shape()), sum(x.shape());
  for (int epoch = 0; epoch < 4096; ++epoch) {
    dropout(x, 0.25f, Key(1, Purpose::dropout, epoch), {}, y);
    for (int i = 0; i < 4; ++i) {
      const float kept = x(0, i) / 0.75f;  // 1.3333, 2.6667, 4, 5.3333
      EXPECT_TRUE(y(0, i) == 0 || std::abs(y(0, i) - kept) < 1e-6f) << y(0, i);
      sum(0, i) += y(0, i) / 4096;
    }
  }
  for (int i = 0; i < 4; ++i) EXPECT_NEAR(sum(0, i), x(0, i), 0.05f * x(0, i));
}
// [end]

// The mask belongs to the sample and the epoch, not to the batch.
TEST(Regularisation, AMaskDoesNotDependOnTheBatch) {
  Tensor x({3, 40}, 1), y(x.shape()), alone({1, 40}, 1), one({1, 40});
  const Key key(1, Purpose::dropout, 7);
  const int samples[] = {5, 9, 2}, only[] = {9};
  dropout(x, 0.5f, key, samples, y);
  dropout(alone, 0.5f, key, only, one);
  for (int i = 0; i < 40; ++i) EXPECT_EQ(y(1, i), one(0, i)) << i;
}

struct FourNumbers {
  BatchNorm norm{0.9f, 1e-12f};
  Tensor x{{4, 1}, {1, 3, 3, 9}}, y{{4, 1}}, dy{{4, 1}, {1, 0, -1, 2}}, dx{{4, 1}};
  FourNumbers() {
    Rng rng;
    norm.build({1}, rng);
    norm.gamma().value(0) = 2;
    norm.beta().value(0) = 1;
    norm.forward(x, y, {.mode = Mode::train});
  }
};

TEST(Regularisation, BatchNormForwardByHand) {
  FourNumbers four;
  Tensor mean({1}), variance({1});
  channel_moments(four.x, mean, variance);
  text.expect("\\mu", 4, double(mean(0)));
  text.expect("\\sigma^2", 9, double(variance(0)));
  const double expected[] = {-1, 0.3333, 0.3333, 4.3333};
  for (int i = 0; i < 4; ++i) text.expect("y_" + std::to_string(i + 1), expected[i], double(four.y(i, 0)));
}

TEST(Regularisation, BatchNormBackwardByHand) {
  FourNumbers four;
  four.norm.backward(four.x, four.y, four.dy, four.dx);
  text.expect("d\\gamma", 2.6667, double(four.norm.gamma().grad(0)));
  text.expect("d\\beta", 2, double(four.norm.beta().grad(0)));
  const double expected[] = {0.7778, -0.1852, -0.8519, 0.2593};
  for (int i = 0; i < 4; ++i) text.expect("dx_" + std::to_string(i + 1), expected[i], double(four.dx(i, 0)));
}

TEST(Regularisation, MovingStatisticsByHand) {
  FourNumbers four;
  text.expect("\\mu_{\\text{moving}}", 0.4, double(four.norm.mean().value(0)));
  text.expect("\\sigma^2_{\\text{moving}}", 1.8, double(four.norm.variance().value(0)));
  const Tensor mean({1, 1}, 4);
  Tensor y({1, 1});
  four.norm.forward(mean, y, {.mode = Mode::infer});
  text.expect("y(4) \\text{ in inference}", 6.3666, double(y(0, 0)));
}

// [stop]
TEST(Regularisation, EarlyStoppingByHand) {
  Sequential net = parse_network("dense 1 no_bias");
  net.build({1}, 0);
  EarlyStopping stopping(net, 3, true);
  Progress p;
  p.has_validation = true;
  int stopped = 0;
  for (const double loss : {.60, .50, .48, .49, .47, .50, .48, .47, .40}) {
    p.validation.loss = loss;
    net.parameters()[0]->value.fill(static_cast<float>(p.epoch + 1));  // stands for the weights of this epoch
    if (stopping.on_epoch(p) == Control::stop && stopped == 0) stopped = p.epoch + 1;
    if (stopped > 0) break;
    ++p.epoch;
  }
  stopping.on_end(p);
  EXPECT_EQ(stopped, 8);
  EXPECT_EQ(stopping.best_epoch() + 1, 5);
  EXPECT_EQ(net.parameters()[0]->value(0, 0), 5);  // the weights of epoch 5 are back
}
// [end]

// tutorial 13 (13.9): dx adds up to 0, with or without x_hat as weights, whatever dy is.
TEST(Regularisation, BatchNormsGradientMovesNeitherMeanNorSpread) {
  FourNumbers four;
  four.norm.backward(four.x, four.y, four.dy, four.dx);
  double sum = 0, along = 0;
  for (int i = 0; i < 4; ++i) {
    sum += double(four.dx(i, 0));
    along += double(four.dx(i, 0)) * (double(four.x(i, 0)) - 4) / 3;
  }
  EXPECT_NEAR(sum, 0, 1e-6);
  EXPECT_NEAR(along, 0, 1e-6);
}

}  // namespace
