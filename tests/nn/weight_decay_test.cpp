#include "nn/weight_decay.h"

#include <cmath>

#include <gtest/gtest.h>

#include "nn/spec.h"
#include "nn/toy_data.h"
#include "nn/trainer.h"
#include "support/throws.h"

namespace thimble {
namespace {

TEST(WeightDecay, ShrinksKernelsAndNothingElse) {
  Sequential net = parse_network("conv 2 3x3 same, batch_norm, flatten, dense 3");
  net.build({1, 4, 4}, 1);
  for (Parameter* p : net.parameters()) p->value.fill(2);
  decay_weights(net.parameters(), 0.25f);
  for (const Parameter* p : net.parameters()) {
    const bool kernel = p->name == "conv2d.weight" || p->name == "dense.weight";
    EXPECT_EQ(decays(*p), kernel) << p->name;
    EXPECT_EQ(p->value.data()[0], kernel ? 1.5f : 2.0f) << p->name;
  }
}

// One feature, two classes, W = (1, 1): as OneStepByHand of the trainer, dW = (-1, 1).
TEST(WeightDecay, IsNoPartOfTheLossAndGoesByTheRate) {
  Dataset data;
  data.x = Samples(Tensor({1, 1}, {2}));
  data.labels = {0};
  data.class_names = {"a", "b"};
  Sequential net = parse_network("dense 2");
  net.build({1}, 1);
  net.parameters()[0]->value.fill(1);
  net.parameters()[1]->value.fill(0);
  Sgd sgd;
  Trainer trainer(net, sgd, data, nullptr, {.epochs = 1, .learning_rate = constant(0.5f), .weight_decay = 0.2f});
  trainer.step();
  EXPECT_NEAR(trainer.progress().train.loss, std::log(2.0), 1e-6);
  EXPECT_FLOAT_EQ(net.parameters()[0]->value(0, 0), 1 - 0.5f * 0.2f + 0.5f);  // w - eta lambda w - eta dw
  EXPECT_FLOAT_EQ(net.parameters()[0]->value(0, 1), 1 - 0.5f * 0.2f - 0.5f);
  EXPECT_FLOAT_EQ(net.parameters()[1]->value(0), 0.25f);
}

TEST(WeightDecay, DoesNotGoThroughAdam) {
  const Dataset data = toy_clouds(40, 2, 1);
  const auto trained = [&](float decay) {
    Sequential net = parse_network("dense 2");
    net.build({2}, 3);
    Adam adam;
    Trainer trainer(net, adam, data, nullptr, {.epochs = 1, .learning_rate = constant(0.1f), .weight_decay = decay});
    trainer.step();
    return net.parameters()[0]->value;
  };
  Sequential start = parse_network("dense 2");
  start.build({2}, 3);
  const Tensor before = start.parameters()[0]->value, plain = trained(0), decayed = trained(0.5f);
  for (int i = 0; i < plain.size(); ++i)
    EXPECT_NEAR(decayed.data()[i], plain.data()[i] - 0.1f * 0.5f * before.data()[i], 1e-6);
}

TEST(WeightDecay, RefusesWhatIsNoShare) {
  const Dataset data = toy_clouds(10, 2, 1);
  Sequential net = parse_network("dense 2");
  net.build({2}, 1);
  Sgd sgd;
  EXPECT_ERROR(Trainer(net, sgd, data, nullptr, {.weight_decay = -1}), usage, "expected a weight decay from 0 to");
  EXPECT_ERROR(Trainer(net, sgd, data, nullptr, {.smoothing = 2}), usage, "expected a smoothing from 0 to 1, got 2");
  EXPECT_ERROR(Trainer(net, sgd, data, nullptr, {.ema = 1}), usage, "expected an ema from 0 to 0.999999, got 1");
}

}  // namespace
}  // namespace thimble
