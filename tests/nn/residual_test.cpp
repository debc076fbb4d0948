#include "nn/residual.h"

#include <cmath>

#include "core/ops.h"
#include "core/threads.h"
#include "nn/gradient_check.h"
#include "nn/layer_support.h"
#include "nn/net_classifier.h"
#include "nn/spec.h"
#include "nn/toy_data.h"
#include "nn/trainer.h"
#include "support/throws.h"

namespace thimble {
namespace {

Sequential built(const std::string& text, const Shape& sample) {
  Sequential net = parse_network(text);
  net.build(sample, 1);
  return net;
}

TEST(Residual, AddsWhatComesInByHand) {
  // f(x) = (x1 + 2 x2 + 1, 3 x1 - 1) for x = (1, 2): f = (6, 2), y = (7, 4)
  for (const bool fused : {true, false}) {
    Sequential net = parse_network("residual ( dense 2 )");
    net.fuse(fused);
    net.build({2}, 1);
    net.parameters()[0]->value = Tensor({2, 2}, {1, 3, 2, 0});
    net.parameters()[1]->value = Tensor({2}, {1, -1});
    const Tensor x({1, 2}, {1, 2});
    expect_near(net.forward(x, {.mode = Mode::train}), Tensor({1, 2}, {7, 4}), 1e-6);
    net.zero_gradients();
    net.backward(Tensor({1, 2}, {10, 100}));
    expect_near(net.parameters()[0]->grad, Tensor({2, 2}, {10, 100, 20, 200}), 1e-6);
  }
}

TEST(Residual, PassesItsGradientThroughAndPast) {
  Residual block(parse_network("scale 3"));
  const Tensor x({1, 2}, {1, -2});
  const Results r = run(block, build_for(block, x), x, Tensor({1, 2}, {1, 10}));
  expect_near(r.y, Tensor({1, 2}, {4, -8}), 1e-6);
  expect_near(r.dx, Tensor({1, 2}, {4, 40}), 1e-6);  // dy + 3 dy
}

TEST(Residual, BackwardMatchesFiniteDifferences) {
  expect_gradients([](Rng& rng) -> RandomLayer {
    const char* texts[] = {"residual ( conv 3 3x3 same )", "residual ( conv 5 3x3 same, tanh, conv 3 1x1 no_bias )",
                           "residual ( batch_norm, sigmoid, conv 3 3x3 same )",
                           "residual ( conv 2 1x1 no_bias, batch_norm, conv 3 3x3 same, scale 0.5 )"};
    return {texts[rng.below(4)], Shape{3, 2 + rng.below(3), 3 + rng.below(3)}, 2 + rng.below(3)};
  });
}

TEST(Residual, NamesItsParametersAndCountsItsProducts) {
  const Sequential net =
      built("conv 4 3x3 same, residual ( conv 4 3x3 same, batch_norm ), residual ( conv 4 1x1 )", {1, 5, 5});
  std::vector<std::string> names;
  for (const Parameter* p : net.parameters()) names.push_back(p->name);
  EXPECT_EQ(names, (std::vector<std::string>{
                       "conv2d.weight", "conv2d.bias", "residual.conv2d.weight", "residual.conv2d.bias",
                       "residual.batch_normalization.gamma", "residual.batch_normalization.beta",
                       "residual.batch_normalization.moving_mean", "residual.batch_normalization.moving_variance",
                       "residual_1.conv2d.weight", "residual_1.conv2d.bias"}));
  EXPECT_EQ(net.macs(), 25 * (4 * 9 + 4 * 4 * 9 + 4 * 4));
  EXPECT_EQ(net.values_between(), 25 + 3 * 100 + (100 + 200) + (100 + 100));
}

TEST(Residual, RefusesLayersThatChangeTheShape) {
  EXPECT_ERROR(
      built("conv 4 3x3, residual ( conv 5 3x3 same )", {1, 6, 6}), usage,
      "network: layer 2 \"residual ( conv 5 3x3 same )\": residual: expected layers that keep the shape (4, 4, 4), "
      "got (5, 4, 4)");
  EXPECT_ERROR(built("residual ( max_pool 2 )", {1, 6, 6}), usage, "got (1, 3, 3)");
}

TEST(Residual, DropoutsInsideAndOutsideDiffer) {
  Sequential net = built(
      "dropout 0.5, residual ( scale 0, dropout 0.5 ), residual ( dropout 0.5 ), residual ( dropout 0.5 )", {400});
  const Tensor x({1, 400}, 1.0f);
  const Pass pass{.mode = Mode::train};
  // Behind the first: 0 or 2. Each block adds itself, doubled, or nothing: values 2, 6 and 18 all occur.
  int counts[19] = {};
  for (const float v : net.forward(x, pass).values()) ++counts[static_cast<int>(v)];
  EXPECT_GT(counts[2], 20);
  EXPECT_GT(counts[6], 40);
  EXPECT_GT(counts[18], 20);
}

constexpr const char* kNet =
    "conv 17 3x3 same, relu, max_pool 2, residual ( conv 17 3x3 same, relu, batch_norm, dropout 0.1 ), "
    "residual ( batch_norm, conv 17 1x1 ), max_pool 4, flatten, dense 2";

struct Training {
  Dataset train = toy_bars(62, 1);
  Sequential net = parse_network(kNet);
  Adam adam;
  Trainer trainer;
  explicit Training(Compute compute = Compute::float32)
      : trainer((net.compute(compute), net.build({1, 8, 8}, 11), net), adam, train, nullptr,
                {.epochs = 6, .batch_size = 8, .learning_rate = constant(0.01f)}) {}
};

TEST(Residual, LearnsInFloatAndInBf16) {
  for (const Compute compute : {Compute::float32, Compute::bf16}) {
    Training run(compute);
    run.trainer.run();
    EXPECT_GT(evaluate(run.net, toy_bars(200, 2)).accuracy, 0.95) << to_text(compute);
  }
}

TEST(Residual, Bf16ReachesTheLayersInside) {
  Sequential exact = built(kNet, {1, 8, 8}), rough = built(kNet, {1, 8, 8});
  rough.compute(Compute::bf16);
  const Tensor x = random_tensor({6, 1, 8, 8}, 3);
  const double d = distance(exact.forward(x), rough.forward(x));
  EXPECT_GT(d, 1e-5);
  EXPECT_LT(d, 0.03);
}

TEST(Residual, GoesOnFromACheckpointWithTheSameBits) {
  Training whole, first, second;
  whole.trainer.run();
  for (int i = 0; i < 11; ++i) first.trainer.step();
  Record record;
  first.trainer.save(record);
  set_threads(3);
  second.trainer.load(from_safetensors(to_safetensors(record), "saved"));
  second.trainer.run();
  set_threads(0);
  EXPECT_EQ(second.net.weights_sha256(), whole.net.weights_sha256());
}

TEST(Residual, IsSavedAndLoadedWithItsModel) {
  const Dataset data = toy_bars(20, 1);
  NetClassifier before(network_for(kNet, data, Init::he_normal, 3), data);
  before.fit(data);
  Record record;
  before.save(record);
  NetClassifier after = NetClassifier::load(from_safetensors(to_safetensors(record), "m"));
  EXPECT_EQ(after.net.weights_sha256(), before.net.weights_sha256());
  Tensor a, b;
  before.scores(data.x, a);
  after.scores(data.x, b);
  EXPECT_TRUE(std::equal(a.values().begin(), a.values().end(), b.values().begin()));

  record.set("residual.conv2d.weight", Tensor({17, 16, 3, 3}));
  EXPECT_ERROR(NetClassifier::load(record), data, "residual.conv2d.weight: expected shape (17, 17, 3x3)");
}

}  // namespace
}  // namespace thimble
