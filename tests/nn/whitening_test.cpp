#include "nn/whitening.h"

#include <cmath>

#include "core/ops.h"
#include "nn/layer_support.h"
#include "nn/net_classifier.h"
#include "nn/spec.h"
#include "nn/toy_data.h"
#include "nn/trainer.h"
#include "support/throws.h"

namespace thimble {
namespace {

TEST(Whitening, MatchesHandComputedNumbers) {
  // Windows of 1 x 2 in four pictures of 1 x 2: (3, 1), (-3, -1), (1, 3), (-1, -3). Their covariance is ((5, 3), (3, 5)):
  // lambda 8 along (1, 1), 2 along (1, -1).
  Samples x(Tensor({4, 1, 1, 2}, {3, 1, -3, -1, 1, 3, -1, -3}));
  Tensor w({4, 1, 1, 2});
  set_whitening(x, w);
  const auto a = static_cast<float>(1 / std::sqrt(2 * 8.0005)), b = static_cast<float>(1 / std::sqrt(2 * 2.0005));
  const float sign = w(1, 0, 0, 0) > 0 ? 1.0f : -1.0f;
  expect_near(w, Tensor({4, 1, 1, 2}, {a, a, sign * b, -sign * b, -a, -a, -sign * b, sign * b}), 1e-6);
}

TEST(Whitening, OutputsAreUncorrelatedAndVaryAlike) {
  Dataset data = toy_bars(300, 1);
  Sequential net = network_for("conv 8 2x2 whitening, flatten, dense 2", data, Init::he_normal, 1);
  std::vector<int> all(300);
  for (int i = 0; i < 300; ++i) all[static_cast<size_t>(i)] = i;
  Tensor x;
  data.x.gather(all, x);
  const Tensor y = net.activation(0, x);  // (300, 8, 7, 7)
  const auto mean_of = [&](auto f) {
    double sum = 0;
    for (int n = 0; n < 300; ++n)
      for (int i = 0; i < 49; ++i) sum += f(n, i / 7, i % 7);
    return sum / (300 * 49);
  };
  for (int j = 0; j < 4; ++j)
    for (int k = 0; k <= j; ++k) {
      const auto at = [&](int c, int n, int p, int q) { return static_cast<double>(y(n, c, p, q)); };
      const double product = mean_of([&](int n, int p, int q) { return at(j, n, p, q) * at(k, n, p, q); });
      const double a = mean_of([&](int n, int p, int q) { return at(j, n, p, q); });
      const double b = mean_of([&](int n, int p, int q) { return at(k, n, p, q); });
      if (j != k) {
        EXPECT_NEAR(product - a * b, 0, 1e-3) << j << k;
      }
      if (j == k) {  // 1, less what epsilon takes
        EXPECT_LE(product - a * b, 1.001);
        EXPECT_GT(product - a * b, 0.85);
      }
    }
  for (int i = 0; i < 49; ++i) EXPECT_EQ(y(5, 2, i / 7, i % 7), -y(5, 6, i / 7, i % 7));
}

constexpr const char* kNet = "conv 18 3x3 same whitening, relu, max_pool 2, conv 6 3x3 same, relu, flatten, dense 2";

TEST(Whitening, IsNotTrainedAndItsNetworkLearns) {
  const Dataset data = toy_bars(120, 1);
  for (const bool fused : {true, false}) {
    Sequential net = network_for(kNet, data, Init::he_normal, 3);
    net.fuse(fused);
    const Tensor before = net.parameters()[0]->value;
    EXPECT_EQ(net.parameters()[0]->name, "conv2d.weight");
    EXPECT_FALSE(net.parameters()[0]->trainable);
    Sgd sgd({.momentum = 0.9f, .nesterov = true});
    Trainer(net, sgd, data, nullptr,
            {.epochs = 10,
             .batch_size = 16,
             .learning_rate = one_cycle(0.05f, 10, 0.2f),
             .weight_decay = 0.01f,
             .ema = 0.9f})
        .run();
    for (int i = 0; i < before.size(); ++i) EXPECT_EQ(net.parameters()[0]->value.data()[i], before.data()[i]);
    EXPECT_GT(evaluate(net, toy_bars(200, 2)).accuracy, 0.95);
  }
}

// Nothing goes back through frozen filters, so the normalisation behind them is asked for no gradient of its input.
TEST(Whitening, ABatchNormMayBeTheFirstThatIsTrained) {
  const Dataset data = toy_bars(60, 1);
  std::vector<float> slopes[2];
  for (const bool fused : {true, false}) {
    Sequential net =
        network_for("conv 18 3x3 same whitening, relu, max_pool 2, batch_norm, conv 6 3x3 same, relu, flatten, dense 2",
                    data, Init::he_normal, 3);
    net.fuse(fused);
    Sgd sgd;
    Trainer(net, sgd, data, nullptr, {.epochs = 2, .batch_size = 16, .learning_rate = constant(0.05f)}).run();
    for (int i = 1; i <= 2; ++i)  // gamma and beta
      for (const float v : net.parameters()[static_cast<size_t>(i)]->value.values()) slopes[fused].push_back(v);
  }
  ASSERT_EQ(slopes[0].size(), 36u);
  for (size_t i = 0; i < slopes[0].size(); ++i) EXPECT_NEAR(slopes[0][i], slopes[1][i], 1e-4f) << i;
}

TEST(Whitening, IsSavedAndLoadedWithItsModel) {
  const Dataset data = toy_bars(40, 1);
  const NetClassifier before(network_for(kNet, data, Init::he_normal, 3), data);
  Record record;
  before.save(record);
  const NetClassifier after = NetClassifier::load(from_safetensors(to_safetensors(record), "m"));
  EXPECT_EQ(after.net.text(), before.net.text());
  EXPECT_EQ(after.net.weights_sha256(), before.net.weights_sha256());
}

TEST(Whitening, NamesWhatItCannotDo) {
  const Dataset data = toy_bars(4, 1);
  EXPECT_ERROR(network_for("relu, conv 4 3x3 whitening, flatten, dense 2", data, Init::he_normal, 1), usage,
               "network: layer 2 \"conv 4 3x3 whitening\": expected whitening in the first layer of the network");
  EXPECT_ERROR(
      network_for("residual ( conv 4 3x3 same whitening, conv 1 1x1 ), flatten, dense 2", data, Init::he_normal, 1),
      usage, "expected whitening in the first layer");
  EXPECT_ERROR(network_for("conv 20 3x3 whitening, flatten, dense 2", data, Init::he_normal, 1), usage,
               "expected at most 18 whitening filters, two for each value of a window of 3x3 on (1, 8, 8), got 20");
  EXPECT_ERROR(network_for("conv 4 11x11 same whitening, flatten, dense 2", data, Init::he_normal, 1), usage,
               "whitening: expected a window that fits into pictures of (1, 8, 8), got 11x11");
}

}  // namespace
}  // namespace thimble
