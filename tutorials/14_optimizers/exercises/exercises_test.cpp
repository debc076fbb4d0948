#include "exercises.h"

#include "14_optimizers/valley.h"
#include "core/functions.h"
#include "data/synthetic.h"
#include "exercise/exercise.h"
#include "nn/lr_finder.h"
#include "nn/spec.h"

using namespace thimble;

class Optimizers : public Exercise {};

TEST_F(Optimizers, TheRateRisesBeforeItFalls) {
  const Schedule rate = warm_cosine(0.1f, 20, 4);
  EXPECT_NEAR(rate(0), 0, 1e-7);
  EXPECT_NEAR(rate(1), 0.025, 1e-7);
  EXPECT_NEAR(rate(4), 0.1, 1e-7);
  EXPECT_NEAR(rate(12), 0.05, 1e-7) << "half of the 16 epochs that remain";
  EXPECT_NEAR(rate(20), 0, 1e-7);
}

TEST_F(Optimizers, WhereTheLossFallsFastest) {
  std::vector<double> rates, losses;
  for (int i = 0; i < 100; ++i) {
    rates.push_back(1e-5 * pow_exact(10.0, i / 25.0));
    losses.push_back(i < 40 ? 2.3 : i < 60 ? 2.3 - 0.08 * (i - 40) : i < 90 ? 0.7 : 0.7 + 0.5 * (i - 90));
  }
  const double steepest = range_test(rates, losses).steepest;
  EXPECT_GT(steepest, rates[50]);
  EXPECT_LT(steepest, rates[61]);
}

TEST_F(Optimizers, YourRateIsTheLibrarys) {
  const Dataset data = blobs(200, 3, 6, 0.5f, 4);
  Sequential net = parse_network("dense 8, relu, dense 3");
  net.build({6}, 1);
  Sgd sgd;
  const RateSweep sweep = find_learning_rate(net, sgd, data, {.from = 1e-4f, .to = 3, .steps = 80, .batch_size = 20});
  std::vector<double> rates, losses;
  for (const RatePoint& p : sweep.points) rates.push_back(double(p.rate)), losses.push_back(p.loss);
  EXPECT_FLOAT_EQ(float(range_test(rates, losses).steepest), sweep.steepest);
}

TEST_F(Optimizers, TwoStepsOfLionByHand) {
  Valley valley;
  Lion lion;
  Point w = valley.step(lion, 0.6f);  // g = (10, 10): c is positive, and m = (0.1, 0.1)
  EXPECT_NEAR(w.x, 9.4, 1e-5);
  EXPECT_NEAR(w.y, 0.4, 1e-5);
  w = valley.step(lion, 0.6f);  // g = (9.4, 4): on
  EXPECT_NEAR(w.x, 8.8, 1e-5);
  EXPECT_NEAR(w.y, -0.2, 1e-5);
  w = valley.step(lion, 0.6f);  // g = (8.8, -2): m = (0.192, 0.139), c = (1.05, -0.08): across it turns round
  EXPECT_NEAR(w.x, 8.2, 1e-5);
  EXPECT_NEAR(w.y, 0.4, 1e-5);
}

TEST_F(Optimizers, LionLeavesAloneWhatIsNotTrained) {
  Parameter moving{"moving_mean", Tensor({2}, 5), Tensor(), false}, weight{"weight", Tensor({2}, 5), Tensor({2}, 1)};
  Parameter* const all[] = {&moving, &weight};
  Lion lion;
  lion.step(all, 1);
  EXPECT_EQ(moving.value(0), 5);
  EXPECT_EQ(weight.value(0), 4);
}
