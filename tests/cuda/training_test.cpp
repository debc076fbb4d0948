// The same networks, trained on the GPU: the loss curve is the CPU's.

#include <gtest/gtest.h>

#include <cmath>

#include "agreement.h"
#include "core/error.h"
#include "nn/muon.h"
#include "nn/optimizer.h"
#include "nn/spec.h"
#include "nn/trainer.h"
#if defined(THIMBLE_EMULATED)
#include "cuda_runtime.h"
#endif

namespace thimble {
namespace {

class CudaTraining : public OnGpu {};

// Pictures of noise around one of four bright corners.
Dataset corners(int count, int side) {
  Rng rng(5, Purpose::test);
  std::vector<uint8_t> bytes;
  Dataset data;
  for (int n = 0; n < count; ++n) {
    const int label = rng.below(4);
    for (int i = 0; i < side; ++i)
      for (int j = 0; j < side; ++j) {
        const bool bright = (i < side / 2) == (label < 2) && (j < side / 2) == (label % 2 == 0);
        bytes.push_back(static_cast<uint8_t>(rng.below(100) + (bright ? 120 : 0)));
      }
    data.labels.push_back(label);
  }
  data.x = Samples({side, side}, std::move(bytes));
  data.class_names = numbered_classes(4);
  return data;
}

struct Losses : TrainObserver {
  Control on_epoch(const Progress& p) override {
    epochs.push_back(p);
    return Control::go_on;
  }
  std::vector<Progress> epochs;
};

std::vector<Progress> train(const std::string& text, Optimizer& optimizer, const TrainOptions& options,
                            const Device* device) {
  const Dataset data = corners(50, 8), validation = corners(20, 8);
  Sequential net = parse_network(text);
  net.build(data.x.network_shape(), 1);
  net.to(device);
  Losses losses;
  Trainer trainer(net, optimizer, data, &validation, options);
  trainer.observe(losses);
  trainer.run();
  return losses.epochs;
}

template <class MakeOptimizer>
void expect_equal_curves(const std::string& text, const MakeOptimizer& make, const TrainOptions& options) {
  auto on_cpu = make(), on_gpu = make();
  const std::vector<Progress> expected = train(text, on_cpu, options, nullptr),
                              found = train(text, on_gpu, options, gpu());
  ASSERT_EQ(found.size(), expected.size());
  for (size_t i = 0; i < found.size(); ++i) {
    EXPECT_NEAR(found[i].train.loss, expected[i].train.loss, 1e-3 * expected[i].train.loss) << i;
    EXPECT_EQ(found[i].train.accuracy, expected[i].train.accuracy) << i;
    EXPECT_NEAR(found[i].validation.loss, expected[i].validation.loss, 1e-3 * expected[i].validation.loss) << i;
    EXPECT_EQ(found[i].validation.accuracy, expected[i].validation.accuracy) << i;
  }
  EXPECT_LT(found.back().train.loss, found.front().train.loss);
}

const char* const kConvolutional =
    "conv 6 3x3 same, relu, max_pool 2, dropout 0.2, conv 4 3x3, relu, flatten, dense 16 l2 0.01, relu, dense 4";

TEST_F(CudaTraining, AConvolutionalNetworkLearnsAlike) {
  expect_equal_curves(kConvolutional, [] { return Adam(); },
                      {.epochs = 3, .batch_size = 8, .learning_rate = constant(5e-3f)});
}

TEST_F(CudaTraining, BatchNormalisationAndResidualBlocksLearnAlike) {
  expect_equal_curves(
      "conv 4 3x3 same whitening, relu, conv 8 3x3 same no_bias, batch_norm, relu, residual ( conv 8 3x3 same, relu, "
      "batch_norm ), avg_pool 2, flatten, dense 4, scale 0.5",
      [] { return Muon({.momentum = 0.6f}); },
      {.epochs = 3,
       .batch_size = 32,
       .learning_rate = constant(2e-2f),
       .smoothing = 0.1f,
       .weight_decay = 0.01f,
       .ema = 0.9f});
}

TEST_F(CudaTraining, SigmoidsAndMomentumLearnAlike) {
  expect_equal_curves("flatten, dense 12, sigmoid, dense 8, tanh, dense 4",
                      [] { return Sgd({.momentum = 0.9f, .nesterov = true}); },
                      {.epochs = 4, .batch_size = 8, .learning_rate = constant(0.05f)});
}

TEST_F(CudaTraining, AugmentedPicturesAreBroughtEveryStep) {
  const Augmenter darker = [](std::span<float> x, const Shape&, const Key& key, int sample) {
    Rng rng(key, static_cast<uint32_t>(sample));
    const float factor = rng.uniform(0.5f, 1);
    for (float& v : x) v *= factor;
  };
  expect_equal_curves(kConvolutional, [] { return Adam(); },
                      {.epochs = 2, .batch_size = 16, .learning_rate = constant(5e-3f), .augment = darker});
}

TEST_F(CudaTraining, ACheckpointGoesOnAsIfNothingHadBeen) {
  const Dataset data = corners(50, 8);
  const TrainOptions options{.epochs = 2, .batch_size = 8, .learning_rate = constant(5e-3f), .ema = 0.9f};
  const auto trained = [&](int stop) {
    Sequential net = parse_network(kConvolutional);
    net.build(data.x.network_shape(), 1);
    net.to(gpu());
    Adam adam;
    Record record;
    {
      Trainer trainer(net, adam, data, nullptr, options);
      for (int i = 0; i < stop; ++i) trainer.step();
      trainer.save(record);
    }
    Sequential again = parse_network(kConvolutional);
    again.build(data.x.network_shape(), 2);
    again.to(gpu());
    Adam other;
    Trainer trainer(again, other, data, nullptr, options);
    trainer.load(record);
    trainer.run();
    return std::pair(again.weights_sha256(), trainer.progress().train.loss);
  };
  EXPECT_EQ(trained(3), trained(11));
}

#if defined(THIMBLE_EMULATED)
// 6 batches of 8 and one of 2: the fourth to sixth of each epoch are started as one.
TEST_F(CudaTraining, SmallStepsAreRecordedAndStartedAsOne) {
  const int before = emulated::graphs;
  Sgd sgd;
  train("flatten, dense 5, dropout 0.5, relu, dense 4", sgd, {.epochs = 2, .batch_size = 8}, gpu());
  EXPECT_EQ(emulated::graphs - before, 2 * 3);
}
#endif

TEST_F(CudaTraining, ALossThatRunsAwayIsFound) {
  Sgd sgd;
  EXPECT_THROW(train("flatten, dense 50, relu, dense 4", sgd,
                     {.epochs = 60, .batch_size = 8, .learning_rate = constant(1e18f)}, gpu()),
               Error);
}

TEST_F(CudaTraining, SamplesMustBeWhereTheNetworkIs) {
  Sequential net = parse_network("flatten, dense 4");
  net.build({1, 4, 4}, 1);
  net.to(gpu());
  EXPECT_THROW(net.forward(Tensor({2, 1, 4, 4})), Error);
  const Tensor x = random_tensor({2, 1, 4, 4}, 1);
  const Tensor there = net.forward(x.to(gpu())).to(nullptr);
  net.to(nullptr);
  const Tensor& here = net.forward(x);
  for (int i = 0; i < here.size(); ++i) EXPECT_NEAR(there.data()[i], here.data()[i], 1e-5);
}

}  // namespace
}  // namespace thimble
