#include "nn/early_stopping.h"

#include <gtest/gtest.h>

#include "nn/history.h"
#include "nn/spec.h"
#include "support/throws.h"

namespace thimble {
namespace {

Sequential one_weight() {
  Sequential net = parse_network("dense 1 no_bias");
  net.build({1}, 0);
  return net;
}

// Feeds validation losses; before epoch e the weight is set to e. Returns the epoch after which training stopped, or
// -1.
int feed(EarlyStopping& stopping, Sequential& net, const std::vector<double>& losses) {
  Progress p;
  p.has_validation = true;
  int stopped = -1;
  for (size_t e = 0; e < losses.size() && stopped < 0; ++e) {
    net.parameters()[0]->value.fill(static_cast<float>(e));
    p.epoch = static_cast<int>(e);
    p.validation.loss = losses[e];
    if (stopping.on_epoch(p) == Control::stop) stopped = p.epoch;
  }
  stopping.on_end(p);
  return stopped;
}

TEST(EarlyStopping, StopsAfterPatienceEpochsWithoutImprovement) {
  Sequential net = one_weight();
  EarlyStopping stopping(net, 2, true);
  // best:                               *    *   -    *   -   - : an equal loss is no improvement
  EXPECT_EQ(feed(stopping, net, {5.0, 4.0, 4.5, 3.0, 3.0, 3.5, 1.0}), 5);
  EXPECT_EQ(stopping.best_epoch(), 3);
  EXPECT_EQ(stopping.best_loss(), 3.0);
  EXPECT_EQ(net.parameters()[0]->value(0, 0), 3);  // the weights of epoch 3 are back
}

TEST(EarlyStopping, KeepsTheLastWeightsUnlessAskedToRestore) {
  Sequential net = one_weight();
  EarlyStopping stopping(net, 1, false);
  EXPECT_EQ(feed(stopping, net, {2, 1, 3}), 2);
  EXPECT_EQ(net.parameters()[0]->value(0, 0), 2);
}

TEST(EarlyStopping, RestoresAtTheEndTooWhenItNeverStopped) {
  Sequential net = one_weight();
  EarlyStopping stopping(net, 0, true);
  EXPECT_EQ(feed(stopping, net, {2, 1, 3, 4, 5, 6}), -1);
  EXPECT_EQ(net.parameters()[0]->value(0, 0), 1);
}

TEST(EarlyStopping, NeedsAValidationSet) {
  Sequential net = one_weight();
  EarlyStopping stopping(net, 2, false);
  EXPECT_ERROR(stopping.on_epoch(Progress()), usage, "there is no validation set");
  EXPECT_ERROR(EarlyStopping(net, -1, false), usage, "patience of at least 0 epochs, got -1");
}

TEST(EarlyStopping, SavesItsPatience) {
  Sequential net = one_weight();
  EarlyStopping stopping(net, 3, true);
  EXPECT_EQ(feed(stopping, net, {2, 3, 4}), -1);
  Record record;
  stopping.save(record);
  Sequential other = one_weight();
  EarlyStopping resumed(other, 3, true);
  resumed.load(record);
  Progress p;
  p.has_validation = true;
  p.epoch = 3;
  p.validation.loss = 2.5;
  EXPECT_EQ(resumed.on_epoch(p), Control::stop);
  resumed.on_end(p);
  EXPECT_EQ(other.parameters()[0]->value(0, 0), 0);  // epoch 0 was the best
}

TEST(History, WritesOneLineAnEpoch) {
  History history;
  Progress p;
  p.train = {0.5, 0.75};
  p.learning_rate = 0.001f;
  history.on_epoch(p);
  p.epoch = 1;
  p.validation = {0.625, 0.875};
  p.has_validation = true;
  history.on_epoch(p);
  EXPECT_EQ(history.csv(),
            "epoch,loss,accuracy,val_loss,val_accuracy,lr\n"
            "1,0.5,0.75,,,0.001\n"
            "2,0.5,0.75,0.625,0.875,0.001\n");
}

}  // namespace
}  // namespace thimble
