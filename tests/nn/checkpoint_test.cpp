#include "nn/checkpoint.h"

#include <functional>
#include <memory>

#include <gtest/gtest.h>

#include "core/threads.h"
#include "nn/early_stopping.h"
#include "nn/history.h"
#include "nn/spec.h"
#include "nn/toy_data.h"
#include "support/throws.h"

namespace thimble {
namespace {

const char* kNet =
    "conv 4 3x3 same l2 0.001, batch_norm, relu, max_pool 2, dropout 0.3, flatten, dense 9, tanh, dense 2";

using MakeOptimizer = std::function<std::unique_ptr<Optimizer>()>;

// A training of 5 epochs of 8 mini-batches that may be put down and taken up.
struct Training {
  Dataset train = toy_bars(62, 1), validation = toy_bars(20, 2);
  Sequential net;
  std::unique_ptr<Optimizer> optimizer;
  History history;
  EarlyStopping stopping;
  Trainer trainer;

  explicit Training(const MakeOptimizer& make, uint64_t seed = 4, int patience = 2, const char* text = kNet,
                    int batch = 8)
      : net(parse_network(text)),
        optimizer(make()),
        stopping(net, patience, true),
        trainer((net.build({1, 8, 8}, 11), net), *optimizer, train, &validation,
                {.epochs = 5, .batch_size = batch, .learning_rate = cosine(0.03f, 5), .seed = seed}) {
    trainer.observe(history);
    trainer.observe(stopping);
  }
  std::vector<uint8_t> bytes() const {
    Record record;
    trainer.save(record);
    return to_safetensors(record);
  }
};

std::unique_ptr<Optimizer> adam() { return std::make_unique<Adam>(); }
std::unique_ptr<Optimizer> nesterov() { return std::make_unique<Sgd>(SgdOptions{.momentum = 0.9f, .nesterov = true}); }

void expect_same_end(const MakeOptimizer& make, int steps, int threads_after) {
  Training whole(make);
  whole.trainer.run();

  Training first(make);
  for (int i = 0; i < steps; ++i) first.trainer.step();
  const std::vector<uint8_t> saved = first.bytes();

  set_threads(threads_after);
  Training second(make);
  second.trainer.load(from_safetensors(saved, "saved"));
  EXPECT_EQ(second.trainer.progress().step, first.trainer.progress().step);
  EXPECT_EQ(second.bytes(), saved);
  second.trainer.run();
  set_threads(0);
  EXPECT_EQ(second.net.weights_sha256(), whole.net.weights_sha256()) << steps << " steps";
  EXPECT_EQ(second.history.csv(), whole.history.csv());
  EXPECT_EQ(second.stopping.best_epoch(), whole.stopping.best_epoch());
  EXPECT_EQ(second.bytes(), whole.bytes());
}

TEST(Checkpoint, AdamGoesOnAsIfNeverInterrupted) {
  for (const int steps : {0, 1, 8, 20, 39}) expect_same_end(adam, steps, 3);  // 20: two and a half epochs
}

TEST(Checkpoint, NesterovGoesOnAsIfNeverInterrupted) {
  for (const int steps : {0, 16, 21}) expect_same_end(nesterov, steps, 2);
}

TEST(Checkpoint, AFinishedRunStaysFinishedUnlessMoreEpochsAreAskedFor) {
  Training run(adam, 4, 0);
  run.trainer.run();
  const Record record = from_safetensors(run.bytes(), "saved");
  Training again(adam, 4, 0);
  again.trainer.load(record);
  EXPECT_TRUE(again.trainer.finished());
  EXPECT_FALSE(again.trainer.step());
  EXPECT_EQ(again.net.weights_sha256(), run.net.weights_sha256());

  TrainOptions longer{.epochs = 6, .batch_size = 8, .seed = 4};
  Trainer more(again.net, *again.optimizer, again.train, &again.validation, longer);
  more.load(record);
  EXPECT_FALSE(more.finished());
  EXPECT_TRUE(more.step());
  EXPECT_EQ(more.progress().epoch, 5);
}

struct StopAtOnce : TrainObserver {
  Control on_epoch(const Progress&) override { return Control::stop; }
};

TEST(Checkpoint, ARunThatWasStoppedEarlyStaysStopped) {
  Training run(adam);
  StopAtOnce stop;
  run.trainer.observe(stop);
  run.trainer.run();
  EXPECT_EQ(run.trainer.progress().epoch, 0);
  Training again(adam);
  again.trainer.load(from_safetensors(run.bytes(), "saved"));
  EXPECT_TRUE(again.trainer.finished());
  EXPECT_FALSE(again.trainer.step());
}

TEST(Checkpoint, KeepsAnOverruledLearningRate) {
  Training run(adam);
  run.trainer.set_learning_rate(0.125f);
  run.trainer.step();
  Training again(adam);
  again.trainer.load(from_safetensors(run.bytes(), "saved"));
  again.trainer.step();
  EXPECT_EQ(again.trainer.progress().learning_rate, 0.125f);
}

TEST(Checkpoint, RefusesAnotherTraining) {
  Training run(adam);
  run.trainer.step();
  const Record record = from_safetensors(run.bytes(), "saved");
  const auto refuses = [&](Training& other, const char* part) {
    const std::string before = other.net.weights_sha256();
    EXPECT_ERROR(other.trainer.load(record), data, part);
    EXPECT_EQ(other.net.weights_sha256(), before);
  };
  Training seed(adam, 5), batch(adam, 4, 2, kNet, 16), net(adam, 4, 2, "flatten, dense 2"), sgd(nesterov);
  refuses(seed, "trainer.seed: expected \"5\", found \"4\"");
  refuses(batch, "trainer.batch_size: expected a whole number from 16 to 16, found 8");
  refuses(net, "trainer.net: expected \"flatten, dense 2\", found \"conv 4 3x3 same");
  refuses(sgd, "optimizer.name: expected sgd, found adam");

  Dataset fewer = toy_bars(60, 1), others = toy_bars(62, 1);
  others.labels[3] = 1 - others.labels[3];
  Training r(adam);
  TrainOptions options{.epochs = 5, .batch_size = 8, .seed = 4};
  EXPECT_ERROR(Trainer(r.net, *r.optimizer, fewer, nullptr, options).load(record), data,
               "trainer.samples: expected a whole number from 60 to 60, found 62");
  EXPECT_ERROR(Trainer(r.net, *r.optimizer, others, nullptr, options).load(record), data, "trainer.labels: expected");
  options.epochs = 1;
  EXPECT_NO_THROW(Trainer(r.net, *r.optimizer, r.train, nullptr, options).load(record));
}

TEST(Checkpoint, ARefusedRecordLeavesTheOptimizerAsItWas) {
  Training run(adam);
  for (int i = 0; i < 10; ++i) run.trainer.step();
  Record record = from_safetensors(run.bytes(), "saved");
  record.set("history.epochs", "2");  // it holds one
  Training other(adam);
  other.trainer.step();
  const std::vector<uint8_t> before = other.bytes();
  EXPECT_ERROR(other.trainer.load(record), data, "history.1.epochs");
  EXPECT_EQ(other.bytes(), before);
}

TEST(Checkpoint, RefusesDamagedValues) {
  Training run(adam);
  for (int i = 0; i < 10; ++i) run.trainer.step();
  const auto refuses = [&](const std::string& key, const std::string& value, const char* part) {
    Record record = from_safetensors(run.bytes(), "saved");
    record.set(key, value);
    Training other(adam);
    EXPECT_ERROR(other.trainer.load(record), data, part);
  };
  refuses("thimble.kind", "network", "thimble.kind: expected \"checkpoint\", found \"network\"");
  refuses("trainer.progress.batch", "9", "trainer.progress.batch: expected a whole number from 0 to 8, found 9");
  refuses("trainer.progress.batch", "1.5", "found 1.5");
  refuses("trainer.progress.batches", "9", "trainer.progress.batches: expected 8, found 9");
  refuses("trainer.progress.epoch", "-1", "found -1");
  refuses("trainer.progress.epoch", "nan", "found nan");
  refuses("trainer.progress.loss", "inf", "trainer.progress.loss: expected a finite number, found inf");
  refuses("trainer.seen", "63", "trainer.seen");
  refuses("trainer.correct", "1000", "trainer.correct");
  refuses("optimizer.t", "-3", "optimizer.t");
  refuses("early_stopping.best_epoch", "0.5", "early_stopping.best_epoch");
  refuses("history.epochs", "2", "history.1.epochs");

  Record record = from_safetensors(run.bytes(), "saved");
  record.set("dense.weight", Tensor({3, 3}));
  Training other(adam);
  EXPECT_ERROR(other.trainer.load(record), data, "dense.weight: expected shape (64, 9), found (3, 3)");
  Tensor bad({9}, std::numeric_limits<float>::quiet_NaN());
  record = from_safetensors(run.bytes(), "saved");
  record.set("dense.bias", bad);
  EXPECT_ERROR(other.trainer.load(record), data, "dense.bias: expected finite values");
  EXPECT_ERROR(other.trainer.load(Record()), data, "thimble.kind");
}

}  // namespace
}  // namespace thimble
