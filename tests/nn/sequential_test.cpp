#include "nn/sequential.h"

#include <algorithm>

#include "core/ops.h"
#include "nn/conv2d.h"
#include "nn/dense.h"
#include "nn/dropout.h"
#include "nn/flatten.h"
#include "nn/layer_support.h"
#include "nn/max_pool.h"
#include "nn/relu.h"
#include "nn/spec.h"
#include "support/throws.h"

namespace thimble {
namespace {

constexpr Pass kTrain{.mode = Mode::train, .key = {}, .samples = {}};

Sequential built(const std::string& text, const Shape& sample, uint64_t seed = 1) {
  Sequential net = parse_network(text);
  net.build(sample, seed);
  return net;
}

TEST(Sequential, TakesLayersByValue) {
  Sequential net{Conv2d({.filters = 8}), Relu(), MaxPool(2), Flatten(), Dense(10)};
  net.build({1, 28, 28}, 1);
  EXPECT_EQ(net.text(), "conv 8 3x3, relu, max_pool 2, flatten, dense 10");
  EXPECT_EQ(net.output_shape(2), Shape({8, 13, 13}));
  EXPECT_EQ(net.outputs(), 10);
}

TEST(Sequential, MatchesHandComputedNumbers) {
  Sequential net{Dense(2), Relu(), Dense(1)};
  net.build({2}, 1);
  net.parameters()[0]->value = Tensor({2, 2}, {1, -1, 2, 0});
  net.parameters()[1]->value = Tensor({2}, {0, 1});
  net.parameters()[2]->value = Tensor({2, 1}, {3, 5});
  const Tensor x({1, 2}, {1, 2});
  // h = relu(1 + 4, -1 + 0 + 1) = (5, 0);  y = 15
  expect_near(net.forward(x, kTrain), Tensor({1, 1}, {15}), 1e-6);
  net.zero_gradients();
  net.backward(Tensor({1, 1}, {2}));
  // dW2 = 2 h, dh = 2 (3, 5), the second blocked: dW1 = x (6, 0)
  expect_near(net.parameters()[2]->grad, Tensor({2, 1}, {10, 0}), 1e-6);
  expect_near(net.parameters()[3]->grad, Tensor({1}, {2}), 1e-6);
  expect_near(net.parameters()[0]->grad, Tensor({2, 2}, {6, 0, 12, 0}), 1e-6);
  expect_near(net.parameters()[1]->grad, Tensor({2}, {6, 0}), 1e-6);
}

TEST(Sequential, NamesLayersAndParametersAsKerasDoes) {
  const Sequential net = built("conv 2 3x3, batch_norm, relu, conv 2 3x3, flatten, dense 4, relu, dense 3", {1, 8, 8});
  const std::vector<std::string> names{
      "conv2d", "batch_normalization", "re_lu", "conv2d_1", "flatten", "dense", "re_lu_1", "dense_1"};
  EXPECT_EQ(net.layer_names(), names);
  std::vector<std::string> parameters;
  for (const Parameter* p : net.parameters()) parameters.push_back(p->name);
  const std::vector<std::string> expected{"conv2d.weight",
                                          "conv2d.bias",
                                          "batch_normalization.gamma",
                                          "batch_normalization.beta",
                                          "batch_normalization.moving_mean",
                                          "batch_normalization.moving_variance",
                                          "conv2d_1.weight",
                                          "conv2d_1.bias",
                                          "dense.weight",
                                          "dense.bias",
                                          "dense_1.weight",
                                          "dense_1.bias"};
  EXPECT_EQ(parameters, expected);
}

TEST(Sequential, CountsParametersAndProducts) {
  const Sequential net = built("conv 32 3x3, relu, max_pool 2, flatten, dense 128, relu, dense 10", {1, 28, 28});
  EXPECT_EQ(net.parameter_count(), 693962);
  EXPECT_EQ(net.layer_parameter_count(0), 320);
  EXPECT_EQ(net.macs(), 288 * 26 * 26 + 5408 * 128 + 1280);
  const Sequential normed = built("batch_norm, flatten, dense 1", {3, 2, 2});
  EXPECT_EQ(normed.parameter_count(), 12 + 13);
  EXPECT_EQ(normed.parameter_count(true), 6 + 13);
}

TEST(Sequential, SameSeedSameWeights) {
  const char* text = "conv 3 3x3, relu, flatten, dense 4";
  const Sequential a = built(text, {1, 8, 8}, 1), b = built(text, {1, 8, 8}, 1), c = built(text, {1, 8, 8}, 2);
  EXPECT_EQ(a.weights_sha256(), b.weights_sha256());
  EXPECT_NE(a.weights_sha256(), c.weights_sha256());
  EXPECT_EQ(a.weights_sha256().size(), 64u);
}

// The sum of two little-endian floats, 1 and -2: sha256 of 00 00 80 3f 00 00 00 c0, by coreutils' sha256sum.
TEST(Sequential, HashesLittleEndianFloats) {
  Sequential net{Dense({.units = 1, .bias = false})};
  net.build({2}, 1);
  net.parameters()[0]->value = Tensor({2, 1}, {1, -2});
  EXPECT_EQ(net.weights_sha256(), "ee4ac73c2bd27756ab82780f27c73a7bc4d3f0bb6acb37e008bc27eccd7e588b");
}

TEST(Sequential, GoesOnWithSmallerBatchesAndLargerOnes) {
  for (bool fused : {true, false}) {
    Sequential net = parse_network("conv 3 3x3, relu, max_pool 2, dropout 0.2, flatten, dense 5, tanh, dense 2");
    net.fuse(fused);
    net.build({1, 8, 8}, 1);
    const Tensor x = random_tensor({6, 1, 8, 8}, 1);
    const Tensor all = net.forward(x);
    for (int batch : {2, 1, 6, 3}) {
      Tensor part({batch, 1, 8, 8});
      std::copy_n(x.data(), part.size(), part.data());
      const Tensor& y = net.forward(part);
      ASSERT_EQ(y.shape(), Shape({batch, 2}));
      EXPECT_TRUE(std::equal(y.values().begin(), y.values().end(), all.values().begin())) << batch;
    }
  }
}

// The gradient of the whole chain, buffers taking turns, against differences of its own output.
TEST(Sequential, BackwardMatchesDifferencesOfForward) {
  for (const char* text :
       {"tanh, dense 6, sigmoid, dense 5, tanh, dense 4, sigmoid, dense 2",
        "dense 6, flatten, tanh, flatten, dense 2, flatten", "dense 12, flatten, sigmoid, dense 2, softmax"}) {
    Sequential net = built(text, {5});
    const Tensor x = random_tensor({3, 5}, 1), r = random_tensor({3, 2}, 2);
    const auto loss = [&] {
      const Tensor& y = net.forward(x, kTrain);
      double sum = 0;
      for (size_t i = 0; i < y.values().size(); ++i) sum += static_cast<double>(y.values()[i]) * r.values()[i];
      return sum;
    };
    loss();
    net.zero_gradients();
    net.backward(r);
    for (Parameter* p : net.parameters())
      for (size_t i = 0; i < p->value.values().size(); ++i) {
        float& v = p->value.values()[i];
        const float before = v;
        v = before + 1e-2f;
        const double above = loss();
        v = before - 1e-2f;
        const double below = loss();
        v = before;
        EXPECT_NEAR(p->grad.values()[i], (above - below) / 2e-2, 2e-3) << text << ' ' << p->name;
      }
  }
}

TEST(Sequential, GradientsAddUpUntilTheyAreZeroed) {
  Sequential net = built("dense 2", {3});
  const Tensor x = random_tensor({4, 3}, 1), dy = random_tensor({4, 2}, 2);
  net.forward(x, kTrain);
  net.zero_gradients();
  net.backward(dy);
  const Tensor once = net.parameters()[0]->grad;
  net.forward(x, kTrain);
  net.backward(dy);
  for (size_t i = 0; i < once.values().size(); ++i)
    EXPECT_NEAR(net.parameters()[0]->grad.values()[i], 2 * once.values()[i], 1e-5);
  net.zero_gradients();
  EXPECT_EQ(sum_of_squares(net.parameters()[0]->grad), 0);
}

TEST(Sequential, ShowsEveryLayersOutput) {
  const std::string text = "flatten, dense 9, relu, dense 4, tanh";
  Sequential net = built(text, {1, 2, 3}), plain = built(text, {1, 2, 3});
  plain.fuse(false);
  const Tensor x = random_tensor({5, 1, 2, 3}, 1);
  const Tensor y = net.forward(x);
  Tensor before = x;
  Rng rng;
  for (int i = 0; i < net.size(); ++i) {
    Tensor expected(net.output_shape(i).with_batch(5));
    net.layer(i).forward(before, expected, {});
    expect_near(net.activation(i, x), expected, 1e-6, text + std::to_string(i));
    before = expected;
  }
  expect_near(net.activation(4, x), y, 0);
  EXPECT_ERROR(net.activation(5, x), usage, "network: expected a layer from 0 to 4, got 5");
}

TEST(Sequential, ShowsActivationsWithoutAForwardPass) {
  Sequential net = built("dense 4, relu, dense 2", {3});
  const Tensor x = random_tensor({2, 3}, 1);
  const Tensor hidden = net.activation(1, x);
  EXPECT_EQ(hidden.shape(), Shape({2, 4}));
  EXPECT_GE(*std::min_element(hidden.values().begin(), hidden.values().end()), 0);
}

TEST(Sequential, FlattenSharesItsInputsMemory) {
  Sequential net{Flatten()};
  net.build({1, 4, 4}, 1);
  const Tensor x = random_tensor({3, 1, 4, 4}, 1);
  EXPECT_EQ(net.forward(x).data(), x.data());
}

TEST(Sequential, TwoDropoutsDifferAndEpochsDiffer) {
  Sequential net{Dropout(0.5f), Dropout(0.5f)};
  net.build({200}, 1);
  const Tensor x({2, 200}, 1.0f);
  const auto zeros = [](const Tensor& t) { return std::count(t.values().begin(), t.values().end(), 0.0f); };
  net.forward(x, kTrain);
  // one mask: about 200 of 400; two different ones: about 300
  EXPECT_NEAR(static_cast<double>(zeros(net.activation(0, x, kTrain))), 200, 50);
  EXPECT_NEAR(static_cast<double>(zeros(net.activation(1, x, kTrain))), 300, 50);
}

TEST(Sequential, MovesWithAllItHas) {
  Sequential net = built("conv 2 3x3, relu, max_pool 2, flatten, dense 3", {1, 6, 6});
  const Tensor x = random_tensor({2, 1, 6, 6}, 1), dy = random_tensor({2, 3}, 2);
  const Tensor y = net.forward(x, kTrain);
  Sequential moved = std::move(net);
  moved.zero_gradients();
  moved.backward(dy);
  EXPECT_GT(sum_of_squares(moved.parameters()[0]->grad), 0);
  expect_near(moved.forward(x), y, 0);
}

TEST(Sequential, NamesWhatDoesNotFit) {
  EXPECT_ERROR(Sequential().build({3}, 1), usage, "network: expected at least one layer, got none");
  EXPECT_ERROR(built("conv 8 3x3, dense 10", {1, 28, 28}), usage,
               "network: layer 2 \"dense 10\": dense: expected flat samples, got (8, 26, 26); put flatten before it");
  EXPECT_ERROR(built("max_pool 2, max_pool 2, conv 2 9x9", {1, 28, 28}), usage,
               "network: layer 3 \"conv 2 9x9\": conv2d: a window of 9x9 does not fit into (1, 7, 7)");
  EXPECT_ERROR(built("dense 2", {}), usage, "network: expected samples with at least one value, got ()");

  Sequential net = built("dense 2", {5});
  EXPECT_ERROR(net.add(std::make_unique<Relu>()), usage, "network: expected layers before build(), got relu after it");
  EXPECT_ERROR(net.forward(Tensor({3, 4})), usage, "network: expected samples of shape (5), got (4)");
  EXPECT_ERROR(net.forward(Tensor()), usage, "network: expected samples of shape (5), got none");
  EXPECT_ERROR(net.backward(Tensor({3, 2})), usage,
               "network: expected a forward pass in Mode::train before backward()");
  const Tensor x({3, 5});
  net.forward(x);
  EXPECT_ERROR(net.backward(Tensor({3, 2})), usage,
               "network: expected a forward pass in Mode::train before backward()");
  net.forward(x, kTrain);
  EXPECT_ERROR(net.backward(Tensor({2, 2})), usage, "network: expected gradients of shape (3, 2), got (2, 2)");
  Sequential raw{Dense(2)};
  EXPECT_ERROR(raw.forward(x), usage, "network: expected build() before forward()");
}

TEST(Sequential, RefusesActivationsBeyondItsLimit) {
  Sequential net = built("conv 1024 1x1 same, sigmoid", {1, 32, 32});  // three times a million values a sample
  EXPECT_ERROR(net.forward(Tensor({2000, 1, 32, 32})), usage,
               "network: expected at most 8 GiB between the layers, got 23");
}

}  // namespace
}  // namespace thimble
