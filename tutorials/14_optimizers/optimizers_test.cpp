// Every number that chapter 14 works out by hand: what its text says is what the library computes.

#include <gtest/gtest.h>

#include "core/rng.h"
#include "nn/schedule.h"
#include "support/worked.h"
#include "valley.h"

using namespace thimble;

namespace {

const test_support::WorkedNumbers text(THIMBLE_SOURCE_DIR "/tutorials/14_optimizers/README.md");

// Two steps from (10, 1); the text's lines are "u_1 \text{ (SGD)} &= ... = 8.5" and so on.
void expect_two_steps(const std::string& name, Optimizer&& optimizer, float rate) {
  Valley valley;
  for (const char* step : {"1", "2"}) {
    const Point w = valley.step(optimizer, rate);
    const std::string behind = std::string("_") + step + " \\text{ (" + name + ")}";
    text.expect("u" + behind, text("u" + behind), w.x);
    text.expect("v" + behind, text("v" + behind), w.y);
  }
}

TEST(Optimizers, TwoStepsOfSgdByHand) { expect_two_steps("SGD", Sgd(), 0.15f); }
TEST(Optimizers, TwoStepsOfMomentumByHand) { expect_two_steps("momentum", Sgd({.momentum = 0.5f}), 0.15f); }
TEST(Optimizers, TwoStepsOfNesterovByHand) {
  expect_two_steps("Nesterov", Sgd({.momentum = 0.5f, .nesterov = true}), 0.15f);
}
TEST(Optimizers, TwoStepsOfAdamByHand) { expect_two_steps("Adam", Adam(), 1); }

TEST(Optimizers, TheSecondStepsAreThoseOfTheText) {
  text.expect("u_2 \\text{ (SGD)}", 7.225, 7.225);
  text.expect("v_2 \\text{ (momentum)}", -0.5, -0.5);
  text.expect("u_2 \\text{ (Nesterov)}", 5.6313, 5.63125);
  text.expect("v_2 \\text{ (Adam)}", -0.6701, -0.67006);
}

// [rate]
// Across, a step multiplies v by 1 - 10 eta. Beyond eta = 0.2 that is below -1, and v grows for ever.
TEST(Optimizers, TheSteepestDirectionSetsTheLimit) {
  for (const float rate : {0.19f, 0.21f}) {
    Valley valley;
    Sgd sgd;
    for (int step = 0; step < 100; ++step) valley.step(sgd, rate);
    EXPECT_EQ(valley.loss() < 0.01, rate < 0.2f) << rate;
  }
}
// [end]

// Nesterov's form in the library stores the point that it looks ahead to. Without that trick: theta, the gradient at
// theta + mu v, and the two points agree at every step.
TEST(Optimizers, NesterovLooksAhead) {
  constexpr double mu = 0.9, eta = 0.03;
  Valley valley;
  Sgd nesterov({.momentum = 0.9f, .nesterov = true});
  double theta[] = {10, 1}, v[] = {0, 0};
  const double slope[] = {1, 10};
  for (int step = 0; step < 20; ++step) {
    double ahead[2];
    for (int i = 0; i < 2; ++i) {
      v[i] = mu * v[i] - eta * slope[i] * (theta[i] + mu * v[i]);
      theta[i] += v[i];
      ahead[i] = theta[i] + mu * v[i];
    }
    const Point w = valley.step(nesterov, 0.03f);
    EXPECT_NEAR(w.x, ahead[0], 1e-4);
    EXPECT_NEAR(w.y, ahead[1], 1e-4);
  }
}

double first_step(const AdamOptions& options, float gradient) {
  Parameter p{"p", Tensor({1}, {0}), Tensor({1}, gradient)};
  Parameter* const all[] = {&p};
  Adam(options).step(all, 1);
  return -double(p.value(0));
}

TEST(Optimizers, WhereEpsilonStands) {
  text.expect("\\text{step with } \\epsilon", 0.9091, first_step({.epsilon = 1e-7f, .epsilon_hat = false}, 1e-6f));
  text.expect("\\text{step with } \\hat\\epsilon", 0.2403, first_step({.epsilon = 1e-7f, .epsilon_hat = true}, 1e-6f));
  EXPECT_NEAR(first_step({.epsilon = 1e-7f, .epsilon_hat = true}, 0.01f), 1, 1e-3);  // a usual gradient does not notice
}

// [schedules]
TEST(Optimizers, SchedulesByHand) {
  EXPECT_NEAR(exponential(0.1f, 0.9f)(3), 0.0729, 1e-6);   // 0.1 0.9^3
  EXPECT_NEAR(step_decay(0.1f, 0.5f, 4)(9), 0.025, 1e-6);  // 0.1 0.5^2
  EXPECT_NEAR(cosine(0.1f, 20)(10), 0.05, 1e-6);           // cos(pi / 2) = 0
  EXPECT_NEAR(cosine(0.1f, 20)(5), 0.0854, 5e-5);          // 0.1 (1 + 0.7071) / 2
  EXPECT_NEAR(one_cycle(0.1f, 20, 0.3f)(3), 0.05, 1e-6);   // half of the way up, which takes 6 epochs
  EXPECT_NEAR(one_cycle(0.1f, 20, 0.3f)(13), 0.05, 1e-6);  // half of the way down, which takes 14
}
// [end]

// tutorial 14 (14.8)
TEST(Optimizers, ARateThatDoesNotFallLeavesUnrest) {
  for (const double eta : {0.5, 0.1}) {
    Rng rng(3, Purpose::test);
    double w = 0, squares = 0;
    for (int step = 0; step < 100000; ++step) {
      w -= eta * (w + double(rng.normal()));
      squares += w * w / 100000;
    }
    EXPECT_NEAR(squares, eta / (2 - eta), 0.05 * eta);
  }
}

}  // namespace
