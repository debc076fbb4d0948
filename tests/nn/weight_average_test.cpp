#include "nn/weight_average.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "core/threads.h"
#include "nn/early_stopping.h"
#include "nn/spec.h"
#include "nn/toy_data.h"
#include "nn/trainer.h"
#include "support/throws.h"

namespace thimble {
namespace {

TEST(WeightAverage, FollowsByHand) {
  Parameter p = make_parameter("w", {1}, 4);
  std::vector<Parameter*> all{&p};
  WeightAverage average;
  average.add(all, 0.9f);  // a = 4
  p.value(0) = 15;
  average.add(all, 0.9f);  // t = 1: d = min(.9, 2/11); a = 4 + 9/11 (15 - 4) = 13
  p.value(0) = 1;
  average.add(all, 0.2f);  // t = 2: min(.2, 3/12) = .2; a = 13 + .8 (1 - 13) = 3.4
  average.swap(all);
  EXPECT_NEAR(p.value(0), 3.4, 1e-6);
  average.swap(all);
  EXPECT_EQ(p.value(0), 1);
}

constexpr const char* kNet = "conv 4 3x3 same, relu, batch_norm, flatten, dense 2";

struct Training {
  Dataset train = toy_bars(62, 1), validation = toy_bars(20, 2);
  Sequential net;
  Sgd sgd{{.momentum = 0.9f, .nesterov = true}};
  Trainer trainer;
  explicit Training(float ema = 0.9f, int epochs = 3)
      : net(parse_network(kNet)),
        trainer((net.build({1, 8, 8}, 11), net), sgd, train, &validation,
                {.epochs = epochs,
                 .batch_size = 8,
                 .learning_rate = constant(0.05f),
                 .seed = 4,
                 .smoothing = 0.1f,
                 .weight_decay = 0.01f,
                 .ema = ema}) {}
  Record saved() const {
    Record record;
    trainer.save(record);
    return from_safetensors(to_safetensors(record), "saved");
  }
};

TEST(WeightAverage, IsWhatIsEvaluatedAndLeftBehind) {
  Training plain(0), averaged;
  plain.trainer.run();
  std::vector<Tensor> expected;  // by hand, over the weights of the run without averages
  {
    Training again(0);
    for (int t = 0; again.trainer.step(); ++t) {
      const auto d = std::min(0.9f, static_cast<float>(1 + t) / static_cast<float>(10 + t));
      for (size_t i = 0; i < again.net.parameters().size(); ++i) {
        const Tensor& w = again.net.parameters()[i]->value;
        if (t == 0) expected.push_back(w);
        for (int k = 0; k < w.size(); ++k) expected[i].data()[k] += (1 - d) * (w.data()[k] - expected[i].data()[k]);
      }
    }
  }
  averaged.trainer.run();
  EXPECT_NE(averaged.net.weights_sha256(), plain.net.weights_sha256());
  for (size_t i = 0; i < expected.size(); ++i)
    for (int k = 0; k < expected[i].size(); ++k)
      EXPECT_NEAR(averaged.net.parameters()[i]->value.data()[k], expected[i].data()[k], 1e-5);
  // Training itself goes on as without.
  EXPECT_EQ(averaged.trainer.progress().train.loss, plain.trainer.progress().train.loss);
  EXPECT_EQ(averaged.trainer.progress().validation.loss, evaluate(averaged.net, averaged.validation).loss);
}

TEST(WeightAverage, IsWhatTheBestEpochRestores) {
  Training run;
  EarlyStopping stopping(run.net, 0, true);
  run.trainer.observe(stopping);
  double best = 1e9;
  while (run.trainer.step())
    if (run.trainer.progress().has_validation) best = std::min(best, run.trainer.progress().validation.loss);
  EXPECT_EQ(evaluate(run.net, run.validation).loss, best);
}

TEST(WeightAverage, AResumedTrainingEndsWithTheSameBits) {
  Training whole;
  whole.trainer.run();
  for (const int steps : {0, 1, 8, 13}) {
    Training first;
    for (int i = 0; i < steps; ++i) first.trainer.step();
    set_threads(3);
    Training second;
    second.trainer.load(first.saved());
    EXPECT_EQ(to_safetensors(second.saved()), to_safetensors(first.saved()));
    second.trainer.run();
    set_threads(0);
    EXPECT_EQ(second.net.weights_sha256(), whole.net.weights_sha256()) << steps << " steps";
    EXPECT_EQ(to_safetensors(second.saved()), to_safetensors(whole.saved()));
  }
}

TEST(WeightAverage, AFinishedTrainingGoesOnFromItsWeights) {
  Training shorter(0.9f, 1), longer(0.9f, 3), whole;
  shorter.trainer.run();
  longer.trainer.load(shorter.saved());
  longer.trainer.run();
  whole.trainer.run();
  EXPECT_EQ(longer.net.weights_sha256(), whole.net.weights_sha256());

  Training again(0.9f, 1);
  again.trainer.load(shorter.saved());
  EXPECT_TRUE(again.trainer.finished());
  EXPECT_EQ(again.net.weights_sha256(), shorter.net.weights_sha256());
}

TEST(WeightAverage, RefusesACheckpointWithoutAverages) {
  Training plain(0), averaged;
  plain.trainer.step();
  EXPECT_ERROR(averaged.trainer.load(plain.saved()), data, "ema.steps");
  averaged.trainer.step();
  Record record = averaged.saved();
  record.set("ema.dense.bias", Tensor({3}));
  EXPECT_ERROR(averaged.trainer.load(record), data, "ema.dense.bias: expected shape (2), found (3)");
}

}  // namespace
}  // namespace thimble
