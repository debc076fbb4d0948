#include "nn/lr_finder.h"

#include <gtest/gtest.h>

#include "nn/spec.h"
#include "nn/toy_data.h"
#include "support/throws.h"

namespace thimble {
namespace {

struct Problem {
  Dataset data = toy_clouds(512, 4, 1);
  Sequential net = parse_network("dense 16, relu, batch_norm, dense 4");
  Problem() { net.build({2}, 5); }
};

TEST(LearningRateFinder, SuggestsRatesThatLearn) {
  Problem p;
  Sgd sgd;
  const RateSweep sweep =
      find_learning_rate(p.net, sgd, p.data, {.from = 1e-5f, .to = 1e3f, .steps = 120, .batch_size = 32});
  EXPECT_GT(sweep.steepest, 1e-3f);
  EXPECT_LT(sweep.steepest, 30.0f);
  EXPECT_GT(sweep.a_tenth, 1e-3f);
  for (const float rate : {sweep.steepest, sweep.a_tenth}) {
    Problem fresh;
    Sgd optimizer;
    Trainer(fresh.net, optimizer, fresh.data, nullptr, {.epochs = 5, .learning_rate = constant(rate)}).run();
    EXPECT_GT(evaluate(fresh.net, fresh.data).accuracy, 0.9) << "rate " << rate;
  }
}

TEST(LearningRateFinder, RaisesTheRateEvenlyInTheLogarithm) {
  Problem p;
  Sgd sgd;
  const RateSweep sweep = find_learning_rate(p.net, sgd, p.data, {.from = 1e-6f, .to = 1e-2f, .steps = 5});
  ASSERT_EQ(sweep.points.size(), 5u);
  for (size_t k = 0; k < 5; ++k) EXPECT_NEAR(std::log10(sweep.points[k].rate), static_cast<double>(k) - 6, 1e-5);
  EXPECT_NEAR(sweep.points[0].smoothed, sweep.points[0].loss, 1e-12);
  // 0.9 * 0.1 of the first and 0.1 of the second, divided by their weight 0.19
  EXPECT_NEAR(sweep.points[1].smoothed, (0.09 * sweep.points[0].loss + 0.1 * sweep.points[1].loss) / 0.19, 1e-12);
}

TEST(LearningRateFinder, IsWatchedAfterEveryMiniBatch) {
  Problem p;
  Sgd sgd;
  std::vector<int> seen;
  find_learning_rate(p.net, sgd, p.data, {.to = 1e-2f, .steps = 3, .watch = [&](int done) { seen.push_back(done); }});
  EXPECT_EQ(seen, (std::vector<int>{1, 2, 3}));
}

TEST(LearningRateFinder, PutsWeightsAndMomentsBack) {
  Problem p, untouched;
  Adam a, b;
  const std::string before = p.net.weights_sha256();
  find_learning_rate(p.net, a, p.data, {.steps = 20});
  EXPECT_EQ(p.net.weights_sha256(), before);
  Trainer(p.net, a, p.data, nullptr, {.epochs = 1}).run();
  Trainer(untouched.net, b, untouched.data, nullptr, {.epochs = 1}).run();
  EXPECT_EQ(p.net.weights_sha256(), untouched.net.weights_sha256());
}

TEST(LearningRateFinder, EndsWhereTheLossHasGrownFourfold) {
  Problem p;
  Sgd sgd;
  const RateSweep sweep = find_learning_rate(p.net, sgd, p.data, {.from = 1e-2f, .to = 1e4f, .steps = 200});
  double smallest = sweep.points[0].smoothed;
  for (const RatePoint& point : sweep.points) smallest = std::min(smallest, point.smoothed);
  EXPECT_LT(sweep.points.size(), 200u);
  EXPECT_GT(sweep.points.back().smoothed, 4 * smallest);
  EXPECT_LE(sweep.points[sweep.points.size() - 2].smoothed, 4 * smallest);
}

TEST(LearningRateFinder, EndsWhereTheLossIsNoLongerFinite) {
  Problem p;
  Sgd sgd;
  const std::string before = p.net.weights_sha256();
  const RateSweep sweep = find_learning_rate(p.net, sgd, p.data, {.from = 1e-3f, .to = 1e30f, .steps = 200});
  EXPECT_LT(sweep.points.size(), 150u);
  EXPECT_GT(sweep.points.size(), 5u);
  EXPECT_EQ(p.net.weights_sha256(), before);
}

TEST(LearningRateFinder, RefusesAnEmptyRange) {
  Problem p;
  Sgd sgd;
  EXPECT_ERROR(find_learning_rate(p.net, sgd, p.data, {.from = 1, .to = 1}), usage, "expected rates 0 < from < to");
  EXPECT_ERROR(find_learning_rate(p.net, sgd, p.data, {.from = 0}), usage, "0 < from");
  EXPECT_ERROR(find_learning_rate(p.net, sgd, p.data, {.steps = 1}), usage, "at least 2 steps");
}

}  // namespace
}  // namespace thimble
