#include "nn/trainer.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <mutex>
#include <numeric>
#include <set>

#include <gtest/gtest.h>

#include "core/ops.h"
#include "core/threads.h"
#include "nn/early_stopping.h"
#include "nn/history.h"
#include "nn/spec.h"
#include "nn/toy_data.h"
#include "support/throws.h"

namespace thimble {
namespace {

Sequential built(const std::string& text, const Dataset& data, uint64_t seed = 1) {
  Sequential net = parse_network(text);
  net.build(data.x.network_shape(), seed);
  return net;
}

Score trained(const std::string& text, const Dataset& train, const Dataset& test, int epochs, float rate) {
  Sequential net = built(text, train);
  Adam adam;
  Trainer(net, adam, train, nullptr, {.epochs = epochs, .learning_rate = constant(rate)}).run();
  return evaluate(net, test);
}

TEST(Trainer, LearnsClouds) {
  EXPECT_GT(trained("dense 8, relu, dense 3", toy_clouds(300, 3, 1), toy_clouds(300, 3, 2), 10, 0.02f).accuracy, 0.95);
}

TEST(Trainer, LearnsSpiralsWithTanh) {
  EXPECT_GT(
      trained("dense 24, tanh, dense 24, tanh, dense 2", toy_spirals(400, 1), toy_spirals(400, 2), 60, 0.01f).accuracy,
      0.95);
}

TEST(Trainer, LearnsBarsWithAConvolution) {
  EXPECT_GT(
      trained("conv 8 3x3, relu, max_pool 2, flatten, dense 2", toy_bars(300, 1), toy_bars(300, 2), 20, 0.02f).accuracy,
      0.95);
}

// Notes which samples of which epoch were made ready.
struct Seen {
  std::mutex lock;
  std::map<uint32_t, std::multiset<int>> samples;  // of an epoch
  Augmenter hook() {
    return [this](std::span<float> x, const Shape& shape, const Key& key, int sample) {
      EXPECT_EQ(static_cast<int>(x.size()), shape.size());
      const std::lock_guard guard(lock);
      samples[key.epoch].insert(sample);
    };
  }
};

TEST(Trainer, ShowsEverySampleOnceAnEpoch) {
  const Dataset data = toy_clouds(10, 2, 1);
  Sequential net = built("dense 2", data);
  Sgd sgd;
  Seen seen;
  Trainer(net, sgd, data, nullptr, {.epochs = 2, .batch_size = 4, .augment = seen.hook(), .seed = 3}).run();
  const std::multiset<int> all{0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
  EXPECT_EQ(seen.samples, (std::map<uint32_t, std::multiset<int>>{{0, all}, {1, all}}));
}

TEST(Trainer, TakesTheSamplesInANewOrderEachEpoch) {
  const Dataset data = toy_clouds(10, 2, 1);
  Sequential net = built("dense 2", data), by_hand = built("dense 2", data);
  Sgd a, b;
  Trainer(net, a, data, nullptr, {.epochs = 2, .batch_size = 4, .learning_rate = constant(0.1f), .seed = 3}).run();
  Tensor x, dz;
  for (int epoch = 0; epoch < 2; ++epoch) {
    const std::vector<int> order = Rng(3, Purpose::shuffle, epoch).permutation(10);
    for (size_t begin = 0; begin < 10; begin += 4) {  // 4 + 4 + 2: the last, smaller one is used
      const std::span<const int> rows = std::span(order).subspan(begin, std::min<size_t>(4, 10 - begin));
      data.x.gather(rows, x);
      std::vector<int> labels;
      for (int i : rows) labels.push_back(data.labels[static_cast<size_t>(i)]);
      dz.resize({static_cast<int>(rows.size()), 2});
      softmax_cross_entropy(by_hand.forward(x, {.mode = Mode::train}), labels, dz);
      by_hand.zero_gradients();
      by_hand.backward(dz);
      b.step(by_hand.parameters(), 0.1f);
    }
  }
  EXPECT_EQ(net.weights_sha256(), by_hand.weights_sha256());
}

TEST(Trainer, OneStepByHand) {
  // One feature, two classes, W = 0: p = 1/2 each. x = 2, label 0: dz = (-1/2, 1/2), dW = x dz = (-1, 1), db = dz.
  Dataset data;
  data.x = Samples(Tensor({1, 1}, {2}));
  data.labels = {0};
  data.class_names = {"a", "b"};
  Sequential net = built("dense 2", data);
  for (Parameter* p : net.parameters()) p->value.fill(0);
  Sgd sgd;
  Trainer trainer(net, sgd, data, nullptr, {.epochs = 1, .learning_rate = constant(0.5f)});
  EXPECT_TRUE(trainer.step());
  EXPECT_FLOAT_EQ(net.parameters()[0]->value(0, 0), 0.5f);
  EXPECT_FLOAT_EQ(net.parameters()[0]->value(0, 1), -0.5f);
  EXPECT_FLOAT_EQ(net.parameters()[1]->value(0), 0.25f);
  EXPECT_NEAR(trainer.progress().loss, std::log(2.0), 1e-6);
  EXPECT_TRUE(trainer.finished());
  EXPECT_FALSE(trainer.step());
  EXPECT_EQ(trainer.progress().step, 1);
}

TEST(Trainer, PenaltyIsInTheLossAndInTheGradient) {
  // As above with W = (1, 1) and l2 = 0.1: the penalty is 0.1 * 2, its gradient 2 * 0.1 * 1 for each weight.
  Dataset data;
  data.x = Samples(Tensor({1, 1}, {2}));
  data.labels = {0};
  data.class_names = {"a", "b"};
  Sequential net = built("dense 2 l2 0.1", data);
  net.parameters()[0]->value.fill(1);
  net.parameters()[1]->value.fill(0);
  Sgd sgd;
  EXPECT_NEAR(evaluate(net, data).loss, std::log(2.0) + 0.2, 1e-6);
  Trainer trainer(net, sgd, data, nullptr, {.epochs = 1, .learning_rate = constant(0.5f)});
  trainer.step();
  EXPECT_NEAR(trainer.progress().train.loss, std::log(2.0) + 0.2, 1e-6);
  EXPECT_FLOAT_EQ(net.parameters()[0]->value(0, 0), 1 - 0.5f * (-1 + 0.2f));
  EXPECT_FLOAT_EQ(net.parameters()[0]->value(0, 1), 1 - 0.5f * (1 + 0.2f));
}

struct Recorder : TrainObserver {
  std::vector<Progress> batches, epochs;
  int ends = 0;
  Control answer = Control::go_on;
  void on_batch(const Progress& p) override { batches.push_back(p); }
  Control on_epoch(const Progress& p) override {
    epochs.push_back(p);
    return answer;
  }
  void on_end(const Progress&) override { ++ends; }
};

TEST(Trainer, RunningMeansCountABatchByItsSize) {
  const Dataset data = toy_clouds(10, 2, 1);
  Sequential net = built("dense 2", data);
  Sgd sgd;
  Recorder seen;
  Trainer trainer(net, sgd, data, &data, {.epochs = 2, .batch_size = 4, .learning_rate = constant(0.1f)});
  trainer.observe(seen);
  trainer.run();
  ASSERT_EQ(seen.batches.size(), 6u);
  ASSERT_EQ(seen.epochs.size(), 2u);
  EXPECT_EQ(seen.ends, 1);
  for (size_t e = 0; e < 2; ++e) {
    const Progress* b = &seen.batches[3 * e];
    EXPECT_EQ(b[0].epoch, static_cast<int>(e));
    EXPECT_EQ(b[0].batch, 1);
    EXPECT_EQ(b[0].train.loss, b[0].loss);
    EXPECT_FALSE(b[2].has_validation);
    const Progress& end = seen.epochs[e];
    EXPECT_NEAR(end.train.loss, (4 * b[0].loss + 4 * b[1].loss + 2 * b[2].loss) / 10, 1e-12);
    EXPECT_TRUE(end.has_validation);
    EXPECT_EQ(end.step, 3 * static_cast<int>(e + 1));
  }
  const Score now = evaluate(net, data, 3);
  EXPECT_NEAR(seen.epochs[1].validation.loss, now.loss, 1e-6);
  EXPECT_EQ(seen.epochs[1].validation.accuracy, now.accuracy);
}

TEST(Trainer, ScheduleMovesEveryStepAndCanBeOverruled) {
  const Dataset data = toy_clouds(8, 2, 1);
  Sequential net = built("dense 2", data);
  Sgd sgd;
  std::vector<double> asked;
  TrainOptions options{.epochs = 2, .batch_size = 2};
  options.learning_rate = [&](double epoch) {
    asked.push_back(epoch);
    return 0.125f;
  };
  Trainer trainer(net, sgd, data, nullptr, options);
  for (int i = 0; i < 5; ++i) trainer.step();
  EXPECT_EQ(asked, (std::vector<double>{0, 0.25, 0.5, 0.75, 1}));
  EXPECT_EQ(trainer.progress().learning_rate, 0.125f);
  trainer.set_learning_rate(0.5f);
  trainer.step();
  EXPECT_EQ(trainer.progress().learning_rate, 0.5f);
  EXPECT_EQ(asked.size(), 5u);
  EXPECT_ERROR(trainer.set_learning_rate(-1), usage, "learning rate of at least 0, got -1");
}

TEST(Trainer, StopsWhenAnObserverSaysSo) {
  const Dataset data = toy_clouds(8, 2, 1);
  Sequential net = built("dense 2", data);
  Sgd sgd;
  Recorder first, second;
  first.answer = Control::stop;
  Trainer trainer(net, sgd, data, nullptr, {.epochs = 5, .batch_size = 4});
  trainer.observe(first);
  trainer.observe(second);
  trainer.run();
  EXPECT_TRUE(trainer.finished());
  EXPECT_EQ(trainer.progress().epoch, 0);
  EXPECT_EQ(second.epochs.size(), 1u);
  EXPECT_EQ(second.ends, 1);
}

Augmenter fill(float value) {
  return [value](std::span<float> x, const Shape&, const Key&, int) { std::fill(x.begin(), x.end(), value); };
}

TEST(Trainer, AugmentChangesWhatTheNetworkSees) {
  const Dataset data = toy_bars(16, 1);
  Sequential net = built("flatten, dense 2", data), blind = built("flatten, dense 2", data);
  Sgd a, b;
  TrainOptions options{.epochs = 1, .batch_size = 16};
  Trainer(net, a, data, nullptr, options).run();
  options.augment = fill(0);
  const std::string before = blind.parameters()[0]->value.shape().text();
  const Tensor weights = blind.parameters()[0]->value;
  Trainer(blind, b, data, nullptr, options).run();
  EXPECT_NE(net.weights_sha256(), blind.weights_sha256());
  for (int i = 0; i < weights.dim(0); ++i) EXPECT_EQ(weights(i, 0), blind.parameters()[0]->value(i, 0));  // dW = 0^T dZ
}

std::string weights_with(int n_threads, uint64_t seed) {
  set_threads(n_threads);
  const Dataset data = toy_bars(101, 1);
  Sequential net =
      built("conv 5 3x3 same, batch_norm, relu, max_pool 2, dropout 0.3, flatten, dense 17, relu, dense 2", data, seed);
  Adam adam;
  Trainer(net, adam, data, &data, {.epochs = 2, .batch_size = 25, .seed = seed}).run();
  set_threads(0);
  return net.weights_sha256();
}

TEST(Trainer, WeightsDependOnTheSeedAndNotOnTheThreads) {
  const std::string one = weights_with(1, 7);
  for (const int n : {2, 3, 4, 7}) EXPECT_EQ(weights_with(n, 7), one) << n << " threads";
  EXPECT_NE(weights_with(1, 8), one);
}

TEST(Trainer, SaysWhereTheNumbersEnded) {
  const Dataset data = toy_clouds(8, 2, 1);
  Sequential net = built("dense 3, relu, dense 2", data);
  Sgd sgd;
  TrainOptions options{.epochs = 3, .batch_size = 4, .learning_rate = constant(0.1f)};
  Trainer trainer(net, sgd, data, nullptr, options);
  for (int i = 0; i < 3; ++i) trainer.step();
  net.parameters()[2]->value.fill(std::numeric_limits<float>::infinity());
  EXPECT_ERROR(
      trainer.step(), numeric,
      "at step 4 (epoch 2, batch 2 of 2) with learning rate 0.1; first layer whose values are not finite: dense_1 "
      "(its weight)");

  Sequential overflow = built("dense 3, relu, dense 2", data);
  overflow.parameters()[0]->value.fill(3e38f);
  options.augment = fill(100);
  Trainer second(overflow, sgd, data, nullptr, options);
  EXPECT_ERROR(second.step(), numeric, "not finite: dense (its output)");

  Sequential fine = built("dense 2", data);
  options.augment = fill(std::nanf(""));
  Trainer third(fine, sgd, data, nullptr, options);
  EXPECT_ERROR(third.step(), numeric, "step 1 (epoch 1, batch 1 of 2)");
  EXPECT_ERROR(Trainer(fine, sgd, data, nullptr, options).step(), numeric, "not finite: the input");
}

TEST(Trainer, ADivergingRateIsANumericError) {
  const Dataset data = toy_clouds(64, 2, 1);
  Sequential net = built("dense 16, relu, dense 16, relu, dense 2", data);
  Sgd sgd;
  Trainer trainer(net, sgd, data, nullptr, {.epochs = 50, .batch_size = 8, .learning_rate = constant(1e20f)});
  EXPECT_ERROR(trainer.run(), numeric, "with learning rate 1e+20");
}

TEST(Trainer, RefusesWhatDoesNotFit) {
  const Dataset data = toy_clouds(8, 2, 1), three = toy_clouds(9, 3, 1), pictures = toy_bars(4, 1);
  Sequential net = built("dense 2", data);
  Sgd sgd;
  EXPECT_ERROR(Trainer(net, sgd, data, nullptr, {.epochs = 0}), usage, "at least 1 epoch, got 0");
  EXPECT_ERROR(Trainer(net, sgd, data, nullptr, {.batch_size = 0}), usage, "at least 1 sample, got 0");
  EXPECT_ERROR(Trainer(net, sgd, pictures, nullptr, {}), usage, "expects samples of shape (2), got (1, 8, 8)");
  EXPECT_ERROR(Trainer(net, sgd, three, nullptr, {}), usage, "2 outputs, the data 3 classes");
  EXPECT_ERROR(Trainer(net, sgd, data, &pictures, {}), usage, "expected validation samples of shape (2)");
  Sequential raw = parse_network("dense 2");
  EXPECT_ERROR(Trainer(raw, sgd, data, nullptr, {}), usage, "not built");
  EXPECT_ERROR(evaluate(net, pictures), usage, "expected samples of shape (2), got (1, 8, 8)");
}

TEST(Evaluate, GivesPredictionsAndProbabilities) {
  const Dataset data = toy_clouds(10, 3, 1);
  Sequential net = built("dense 8, dropout 0.5, dense 3", data);
  std::vector<int> predicted;
  const Score score = evaluate(net, data, 4, &predicted);
  Tensor p;
  probabilities(net, data.x, p, 3);
  ASSERT_EQ(p.shape(), (Shape{10, 3}));
  ASSERT_EQ(predicted.size(), 10u);
  double loss = 0, correct = 0;
  for (int n = 0; n < 10; ++n) {
    const int label = data.labels[static_cast<size_t>(n)];
    EXPECT_NEAR(p(n, 0) + p(n, 1) + p(n, 2), 1, 1e-6);
    const auto row = p.row(n);
    EXPECT_EQ(std::max_element(row.begin(), row.end()) - row.begin(), predicted[static_cast<size_t>(n)]);
    loss -= std::log(p(n, label)) / 10;
    correct += predicted[static_cast<size_t>(n)] == label;
  }
  EXPECT_NEAR(score.loss, loss, 1e-6);
  EXPECT_DOUBLE_EQ(score.accuracy, correct / 10);
}

}  // namespace
}  // namespace thimble
