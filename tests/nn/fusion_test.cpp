// Fused and plain layers are the same function: outputs, gradients and what a layer remembers.
#include "nn/fusion.h"

#include <vector>

#include "core/ops.h"
#include "nn/avg_pool.h"
#include "nn/batch_norm.h"
#include "nn/conv2d.h"
#include "nn/dense.h"
#include "nn/flatten.h"
#include "nn/layer_support.h"
#include "nn/max_pool.h"
#include "nn/relu.h"
#include "nn/sigmoid.h"
#include "nn/spec.h"

namespace thimble {
namespace {

// One network twice, with the same weights, none of which is a zero or a one.
struct Twins {
  Twins(const std::string& text, const Shape& sample) : fused(parse_network(text)), plain(parse_network(text)) {
    plain.fuse(false);
    fused.build(sample, 5);
    plain.build(sample, 5);
    for (size_t i = 0; i < fused.parameters().size(); ++i) {
      Tensor& value = fused.parameters()[i]->value;
      if (value.shape().rank() == 1) add_scaled(0.1f, random_tensor(value.shape(), i), value);
      plain.parameters()[i]->value = value;
    }
  }
  Sequential fused, plain;
};

void expect_equal_activations(Twins& twins, const Tensor& x, const Pass& pass) {
  for (int i = 0; i < twins.fused.size(); ++i) {
    const Tensor a = twins.fused.activation(i, x, pass), b = twins.plain.activation(i, x, pass);
    ASSERT_EQ(a.shape(), b.shape());
    EXPECT_LT(distance(a, b), 1e-5) << "activation " << i;
  }
}

void expect_equal_steps(Twins& twins, const Tensor& x, const Pass& pass) {
  const Tensor dy = random_tensor(twins.plain.forward(x, pass).shape(), 4);
  EXPECT_LT(distance(twins.fused.forward(x, pass), twins.plain.activation(twins.plain.size() - 1, x, pass)), 1e-5);
  for (Sequential* net : {&twins.fused, &twins.plain}) {
    net->zero_gradients();
    net->backward(dy);
  }
  for (size_t i = 0; i < twins.fused.parameters().size(); ++i) {
    const Parameter &a = *twins.fused.parameters()[i], &b = *twins.plain.parameters()[i];
    if (b.trainable) {
      EXPECT_GT(sum_of_squares(b.grad), 1e-8) << b.name;
      EXPECT_LT(distance(a.grad, b.grad), 1e-5) << a.name;
    } else {
      EXPECT_LT(distance(a.value, b.value), 1e-5) << a.name;
    }
  }
}

std::vector<int> scattered(int n) {
  std::vector<int> samples;
  for (int i = 0; i < n; ++i) samples.push_back(59999 - 17 * i);
  return samples;
}

// Steps of training and of inference with batches that grow and shrink, then every layer's output in both modes.
void expect_agreement(const std::string& text, const Shape& sample, const std::vector<int>& batches) {
  SCOPED_TRACE(text);
  Twins twins(text, sample);
  int step = 0;
  for (int batch : batches) {
    SCOPED_TRACE(::testing::Message() << "batch " << batch);
    const Tensor x = random_tensor(sample.with_batch(batch), static_cast<uint64_t>(3 + step));
    const std::vector<int> samples = scattered(step % 2 == 0 ? batch : 0);
    const Pass train{.mode = Mode::train, .key = Key(6, Purpose::dropout, step), .samples = samples};
    expect_equal_steps(twins, x, train);
    expect_equal_activations(twins, x, train);
    for (size_t i = 0; i < twins.plain.parameters().size(); ++i)  // the averages moved once more on the way
      twins.plain.parameters()[i]->value = twins.fused.parameters()[i]->value;
    const Tensor other = random_tensor(sample.with_batch(batch + 2), 9);
    EXPECT_LT(distance(twins.fused.forward(other), twins.plain.forward(other)), 1e-5);
    expect_equal_activations(twins, other, {});
    ++step;
  }
}

// Small sisters of the recipes' networks.
TEST(Fusion, TheRecipesNetworksAgreeWithThePlainLayers) {
  const Shape picture{1, 14, 14};
  const std::vector<int> few{7, 3, 9}, around{64, 2, 65};
  expect_agreement("flatten, dense 4, relu, dense 4, relu, dense 10", picture, around);
  expect_agreement("flatten, dense 40, relu, dense 20, relu, dense 10", picture, few);
  expect_agreement("conv 32 3x3, relu, max_pool 2, flatten, dense 24, relu, dense 10", picture,
                   {33, 64, 1, 130});  // S2-1
  expect_agreement(                    // S4-5
      "conv 32 3x3, relu, max_pool 2, dropout 0.25, conv 40 3x3, relu, max_pool 2, dropout 0.25, "
      "conv 48 2x2, relu, dropout 0.4, flatten, dense 20, relu, dropout 0.3, dense 10",
      picture, {5, 66, 8});
  expect_agreement(  // S3-1
      "conv 32 3x3 same, relu, batch_norm, dropout 0.3, conv 40 3x3 same, relu, batch_norm, dropout 0.4, max_pool 2, "
      "conv 20 5x5 same, relu, batch_norm, dropout 0.5, max_pool 2, conv 33 3x3 same, relu, batch_norm, dropout 0.25, "
      "flatten, dense 48, relu, batch_norm, dropout 0.5, dense 16, relu, batch_norm, dropout 0.5, dense 10",
      {1, 8, 8}, {70, 20, 71});
  expect_agreement(  // S1-B
      "conv 6 5x5 same, relu, avg_pool 2, conv 32 3x3, relu, conv 40 3x3, relu, flatten, dense 16, relu, dense 10",
      picture, few);
  expect_agreement(  // S2-2
      "conv 32 3x3, relu, max_pool 2, conv 40 3x3 same stride 2, relu, max_pool 2, flatten, dense 20, relu, "
      "dropout 0.25, dense 24, relu, dropout 0.25, dense 16, relu, dense 10",
      {1, 16, 16}, {6, 64, 4});
}

TEST(Fusion, ConvReluPoolAgreesWithThePlainLayers) {
  for (const char* text :
       {"conv 5 3x3, relu, max_pool 2, flatten, dense 3", "conv 2 5x5 same, relu, max_pool 3, flatten, dense 3",
        "conv 3 2x2 stride 2, relu, max_pool 2, flatten, dense 3",
        "conv 3 3x3 pad 1 no_bias, relu, max_pool 2, flatten, dense 3",
        "conv 3 4x4 same, relu, max_pool 2, flatten, dense 3",
        "conv 3 3x3, relu, max_pool 3 stride 2, flatten, dense 3",  // windows overlap
        "conv 3 3x3, relu, max_pool 2 stride 1, relu, flatten, dense 3",
        "conv 3 3x3, relu, max_pool 2 stride 3, flatten, dense 3", "conv 35 3x3, relu, max_pool 2, flatten, dense 33"})
    for (const Shape& sample : {Shape{2, 13, 11}, Shape{1, 12, 13}, Shape{17, 7, 6}})
      expect_agreement(text, sample, {1, 8, 3});
}

TEST(Fusion, AnyOrderOfLayersAgreesWithThePlainLayers) {
  for (const char* text : {"batch_norm, conv 4 3x3 same, relu, max_pool 2, flatten, dense 3",
                           "dropout 0.2, conv 4 3x3, relu, flatten, dense 3",
                           "relu, conv 4 3x3, tanh, conv 5 3x3, sigmoid, flatten, dense 6, tanh, dense 3",
                           "max_pool 2, conv 4 3x3, flatten, dense 3",
                           "conv 4 3x3 no_bias, batch_norm, relu, max_pool 2, flatten, dense 3",
                           "conv 4 3x3, max_pool 2, relu, flatten, dense 3",
                           "conv 4 3x3, relu, dropout 0.4, max_pool 2, flatten, dense 3",
                           "conv 4 3x3, dropout 0.4, relu, flatten, dense 3",
                           "conv 4 3x3, relu, batch_norm, max_pool 2, dropout 0.3, flatten, dense 3",
                           "conv 4 3x3, relu, batch_norm, max_pool 3 stride 2, flatten, dense 3",
                           "conv 4 3x3, relu, batch_norm, dropout 0.3, dropout 0.3, flatten, dense 3",
                           "conv 4 3x3, relu, max_pool 2, batch_norm, flatten, dense 3",
                           "conv 4 3x3, relu, dropout 0.3, batch_norm, flatten, dense 3",
                           "conv 4 3x3, relu, avg_pool 2, batch_norm, dropout 0.3, flatten, dense 3",
                           "conv 4 3x3, conv 3 2x2, conv 20 1x1, flatten, dense 3",
                           "conv 4 3x3, relu, flatten, relu, dense 3",
                           "conv 4 3x3, relu, flatten, batch_norm, dense 3",
                           "conv 4 3x3, relu, flatten, dropout 0.5, dense 40, sigmoid, dense 3",
                           "conv 4 3x3, flatten",
                           "conv 4 3x3",
                           "conv 4 3x3, relu, max_pool 2",
                           "conv 33 3x3, relu, batch_norm, dropout 0.5",
                           "flatten, dense 32, sigmoid, dense 32, tanh, dense 16 no_bias, relu, dense 32",
                           "flatten, dense 20 no_bias, relu, batch_norm, dense 3",
                           "flatten, batch_norm, dense 9, relu, dense 1, dense 3",
                           "flatten, dense 3, softmax"})
    for (const Shape& sample : {Shape{1, 9, 8}, Shape{3, 8, 9}}) expect_agreement(text, sample, {5, 2, 6});
}

TEST(Fusion, ResidualBlocksAgreeWithThePlainLayers) {
  for (const char* text :
       {"conv 4 3x3 same, relu, residual ( conv 4 3x3 same, relu, batch_norm ), max_pool 2, flatten, dense 3",
        "conv 4 3x3, relu, max_pool 2, batch_norm, residual ( conv 6 3x3 same, relu, batch_norm, conv 4 3x3 same, "
        "relu, "
        "batch_norm ), relu, conv 5 1x1, relu, flatten, dense 3",
        "conv 20 3x3 same no_bias, residual ( batch_norm, relu, conv 40 1x1, relu, dropout 0.3, conv 20 3x3 same "
        "no_bias "
        "), batch_norm, flatten, dense 3",
        "residual ( relu, conv 3 3x3 same ), flatten, dense 3",
        "conv 8 3x3 same whitening, residual ( tanh, dropout 0.3, conv 8 3x3 same ), flatten, dense 3",
        "residual ( conv 3 3x3 same, tanh, conv 3 3x3 same ), residual ( tanh ), residual ( batch_norm ), flatten, "
        "dense 3",
        "tanh, residual ( batch_norm, conv 3 3x3 same ), flatten, dense 3",
        "flatten, dense 20, relu, residual ( dense 8, relu, dense 20 ), dropout 0.2, dense 3",
        "conv 33 3x3 same, relu, residual ( conv 33 1x1, relu, max_pool 1 ), residual ( dropout 0.5 ), flatten, dense "
        "3"})
    expect_agreement(text, {3, 8, 9}, {5, 2, 6});
}

TEST(Fusion, LayersWithoutParametersAloneAgree) {
  for (const char* text : {"flatten", "relu", "max_pool 2, flatten", "flatten, dropout 0.5, tanh"}) {
    Twins twins(text, {2, 6, 6});
    const Tensor x = random_tensor({3, 2, 6, 6}, 1);
    expect_near(twins.fused.forward(x), twins.plain.forward(x), 0, text);
  }
}

// An exact zero is a silenced unit: with p = 0.4 their places are the mask.
TEST(Fusion, DropoutDrawsTheSameMasks) {
  for (const char* text : {"conv 40 3x3, batch_norm, dropout 0.4", "conv 7 3x3, batch_norm, dropout 0.4",
                           "conv 40 3x3, relu, dropout 0.4", "conv 33 3x3, relu, max_pool 2, dropout 0.4",
                           "flatten, dense 50, relu, dropout 0.4", "flatten, dense 50, batch_norm, dropout 0.4"}) {
    Twins twins(text, {2, 8, 8});
    const Tensor x = random_tensor({21, 2, 8, 8}, 1);
    const std::vector<int> samples = scattered(21);
    for (int epoch : {0, 1, 7}) {
      const Pass pass{.mode = Mode::train, .key = Key(8, Purpose::dropout, epoch), .samples = samples};
      const Tensor &a = twins.fused.forward(x, pass), &b = twins.plain.forward(x, pass);
      int differ = 0, zero = 0;
      for (size_t i = 0; i < a.values().size(); ++i) {
        differ += (a.values()[i] == 0) != (b.values()[i] == 0);
        zero += b.values()[i] == 0;
      }
      EXPECT_LE(differ, 1) << text;  // a ReLU may meet its kink
      EXPECT_GT(zero, a.size() / 3) << text;
    }
  }
}

TEST(Fusion, BatchNormMovesTheSameAverages) {
  Twins twins(
      "conv 20 3x3, relu, batch_norm momentum 0.5, max_pool 2, flatten, dense 6, relu, batch_norm momentum 0.9, dense "
      "3",
      {2, 8, 8});
  for (uint64_t step = 0; step < 5; ++step) {
    const Tensor x = random_tensor({12, 2, 8, 8}, step, 1 + static_cast<float>(step));
    expect_equal_steps(twins, x, {.mode = Mode::train});
  }
}

TEST(Fusion, WorksWithWeightsThatAreSaidToBeTheSame) {
  Twins twins("conv 20 3x3, relu, max_pool 2, conv 5 3x3, flatten, dense 33, relu, dense 3", {1, 12, 12});
  const Pass same{.same_weights = true};
  const Tensor x = random_tensor({70, 1, 12, 12}, 1), few = random_tensor({3, 1, 12, 12}, 2);
  EXPECT_LT(distance(twins.fused.forward(x, same), twins.plain.forward(x)), 1e-5);  // the first pass of all
  EXPECT_LT(distance(twins.fused.forward(few, same), twins.plain.forward(few)), 1e-5);
  for (Sequential* net : {&twins.fused, &twins.plain})
    for (Parameter* p : net->parameters()) add_scaled(0.5f, p->value, p->value);
  EXPECT_LT(distance(twins.fused.forward(few), twins.plain.forward(few)), 1e-5);
  EXPECT_LT(distance(twins.fused.forward(x, same), twins.plain.forward(x)), 1e-5);
}

TEST(Fusion, BackwardAddsToTheGradients) {
  Twins twins("conv 20 3x3, relu, max_pool 2, conv 40 3x3, relu, batch_norm, flatten, dense 32, relu, dense 3",
              {1, 12, 12});
  const Tensor x = random_tensor({6, 1, 12, 12}, 1), dy = random_tensor({6, 3}, 2);
  for (Sequential* net : {&twins.fused, &twins.plain}) {
    net->zero_gradients();
    for (int time = 0; time < 3; ++time) {
      net->forward(x, {.mode = Mode::train});
      net->backward(dy);
    }
  }
  for (size_t i = 0; i < twins.fused.parameters().size(); ++i)
    if (twins.plain.parameters()[i]->trainable) {
      EXPECT_LT(distance(twins.fused.parameters()[i]->grad, twins.plain.parameters()[i]->grad), 1e-5)
          << twins.plain.parameters()[i]->name;
    }
}

// Whether ops set them by themselves or add to zeros.
TEST(Fusion, GradientsAreSetWhateverTheyHeld) {
  for (const char* text : {"flatten, dense 4, relu, dense 3",
                           "conv 5 3x3 same, relu, max_pool 2, batch_norm, flatten, dense 33, tanh, dense 2",
                           "conv 3 3x3, tanh, conv 4 3x3 no_bias, relu, flatten, dense 64, relu, dense 3"}) {
    SCOPED_TRACE(text);
    Twins twins(text, {1, 10, 10});
    const Tensor x = random_tensor({6, 1, 10, 10}, 3);
    const Pass pass{.mode = Mode::train};
    const Tensor dy = random_tensor(twins.plain.output_shape(twins.plain.size() - 1).with_batch(6), 4);
    for (Sequential* net : {&twins.fused, &twins.plain}) {
      net->forward(x, pass);
      net->zero_gradients();
      net->backward(dy);
      std::vector<Tensor> want;
      for (const Parameter* p : net->parameters()) want.push_back(p->grad);
      for (Parameter* p : net->parameters()) p->grad.fill(55);
      net->forward(x, pass);
      net->set_gradients(dy);
      for (size_t i = 0; i < want.size(); ++i) {
        const Tensor& got = net->parameters()[i]->grad;
        EXPECT_TRUE(got.empty() || distance(got, want[i]) < 1e-6) << net->parameters()[i]->name;
      }
    }
    expect_equal_steps(twins, x, pass);  // from then on they are added again
  }
}

TEST(Fusion, CanBeSwitchedBackAndForth) {
  Sequential net = parse_network("conv 3 3x3, relu, max_pool 2, flatten, dense 3");
  net.build({1, 9, 9}, 1);
  const Tensor x = random_tensor({4, 1, 9, 9}, 1);
  const Tensor first = net.forward(x);
  net.fuse(false);
  EXPECT_LT(distance(net.forward(x), first), 1e-5);
  net.fuse(true);
  expect_near(net.forward(x), first, 0);
}

// The built layers in a row, their first samples, and what lies in front: a tensor, or panels.
struct Layers {
  std::vector<std::unique_ptr<Layer>> row;
  Shape in;
  template <class... L>
  Layers(const Shape& sample, const L&... layers) : in(sample) {
    (row.push_back(std::make_unique<L>(layers)), ...);
    Rng rng(1);
    Shape shape = in;
    for (auto& layer : row) shape = layer->build(shape, rng);
  }
  Fusion of_tensor(bool wants_dx = false) const { return fusion_at(row, {in, nullptr, wants_dx}); }
  Fusion of_panels() const {
    const PanelShape panels = panel_shape(in);
    return fusion_at(row, {in, &panels, true});
  }
};

TEST(FusionAt, FindsWhatAFilterTakesWithIt) {
  const Shape s{2, 9, 9}, flat{30};
  const Conv2d conv({.filters = 2});
  const Dense dense(5), unbiased({.units = 2, .bias = false});
  const auto filters = [](const Layers& layers) { return layers.of_tensor().layers; };
  EXPECT_EQ(filters({s, conv}), 1);
  EXPECT_EQ(filters({s, conv, Relu()}), 2);
  EXPECT_EQ(filters({s, conv, Relu(), MaxPool(2)}), 3);
  EXPECT_EQ(filters({s, conv, Relu(), MaxPool(2), Dropout(0.5f), conv}), 4);
  EXPECT_EQ(filters({s, conv, Relu(), Dropout(0.5f), MaxPool(2)}), 3);
  EXPECT_EQ(filters({s, conv, Relu(), MaxPool(3, 2), Dropout(0.5f)}), 2);  // windows overlap
  EXPECT_EQ(filters({s, conv, Relu(), AvgPool(2)}), 2);
  EXPECT_EQ(filters({s, conv, MaxPool(2), Relu()}), 1);
  EXPECT_EQ(filters({s, conv, Dropout(0.5f)}), 1);
  EXPECT_EQ(filters({s, conv, BatchNorm(), Relu()}), 1);
  EXPECT_EQ(filters({s, conv, conv}), 1);
  EXPECT_EQ(filters({flat, dense}), 1);
  EXPECT_EQ(filters({flat, dense, Relu(), dense}), 2);
  EXPECT_EQ(filters({flat, unbiased, Relu(), Dropout(0.5f), dense}), 3);
  EXPECT_EQ(filters({flat, dense, Sigmoid()}), 1);
  EXPECT_EQ(filters({s, Flatten(), dense}), 0);  // flattening a tensor moves nothing
  EXPECT_EQ(filters({s, BatchNorm()}), 0);
  EXPECT_EQ(filters({s, Relu()}), 0);
  EXPECT_EQ(filters({s, MaxPool(2)}), 0);
}

TEST(FusionAt, FindsWhatPanelsAllow) {
  const Shape s{2, 9, 9};
  const auto behind = [](const Layers& layers) { return layers.of_panels().layers; };
  EXPECT_EQ(behind({s, BatchNorm()}), 1);
  EXPECT_EQ(behind({s, BatchNorm(), Dropout(0.5f), MaxPool(2)}), 3);
  EXPECT_EQ(behind({s, BatchNorm(), MaxPool(2), Dropout(0.5f)}), 2);
  EXPECT_EQ(behind({s, BatchNorm(), MaxPool(3, 2)}), 1);
  EXPECT_EQ(behind({s, BatchNorm(), Relu()}), 1);
  EXPECT_EQ(behind({s, Flatten(), Dense(5), Relu(), Dropout(0.5f)}), 4);
  EXPECT_EQ(behind({s, Flatten(), Relu()}), 0);
  EXPECT_EQ(behind({s, Flatten(), BatchNorm()}), 0);
  EXPECT_EQ(behind({s, Conv2d({.filters = 3}), Relu()}), 2);
  EXPECT_EQ(behind({s, MaxPool(2)}), 0);
}

TEST(FusionAt, SaysInWhichPanelsItWantsThePicture) {
  const Conv2d conv({.filters = 20, .same = true});
  const Fusion first = Layers(Shape{1, 9, 8}, conv, Relu()).of_tensor(false);
  EXPECT_EQ(first.in, (PanelShape{1, 11, 10, 1}));  // one channel, the zeros around it stored
  EXPECT_EQ(first.top, 1);
  EXPECT_EQ(first.left, 1);
  EXPECT_EQ(first.out, (PanelShape{20, 9, 8, 32}));
  EXPECT_NE(first.relu, nullptr);
  const Fusion later = Layers(Shape{1, 9, 8}, conv, Relu(), MaxPool(2)).of_tensor(true);
  EXPECT_EQ(later.in, (PanelShape{1, 9, 8, 16}));
  EXPECT_EQ(later.top, 0);
  EXPECT_EQ(later.out, (PanelShape{20, 4, 4, 32}));
  EXPECT_NE(later.relu, nullptr);
  EXPECT_EQ(Layers(Shape{1, 9, 8}, conv, MaxPool(2)).of_tensor(true).relu, nullptr);
  EXPECT_EQ(Layers(Shape{50}, Dense(5)).of_tensor(false).in, (PanelShape{50, 1, 1, 50}));
  EXPECT_EQ(Layers(Shape{50}, Dense(5)).of_tensor(true).in, (PanelShape{50, 1, 1, 32}));
}

}  // namespace
}  // namespace thimble
