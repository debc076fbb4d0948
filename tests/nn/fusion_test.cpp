#include "nn/fusion.h"

#include <vector>

#include "core/ops.h"
#include "nn/avg_pool.h"
#include "nn/batch_norm.h"
#include "nn/conv2d.h"
#include "nn/dense.h"
#include "nn/layer_support.h"
#include "nn/max_pool.h"
#include "nn/relu.h"
#include "nn/spec.h"

namespace thimble {
namespace {

struct Twins {
  Twins(const std::string& text, const Shape& sample) : fused(parse_network(text)), plain(parse_network(text)) {
    plain.fuse(false);
    fused.build(sample, 5);
    plain.build(sample, 5);
    for (size_t i = 0; i < fused.parameters().size(); ++i)  // biases begin as zeros
      if (fused.parameters()[i]->value.shape().rank() == 1) {
        fused.parameters()[i]->value = random_tensor(fused.parameters()[i]->value.shape(), i, 0.1f);
        plain.parameters()[i]->value = fused.parameters()[i]->value;
      }
  }
  Sequential fused, plain;
};

// One step from equal weights: outputs and every gradient agree to 1e-5 relative.
void expect_agreement(const std::string& text, const Shape& sample, int batch) {
  Twins twins(text, sample);
  const Tensor x = random_tensor(sample.with_batch(batch), 3);
  const Tensor dy = random_tensor(Shape{twins.fused.outputs()}.with_batch(batch), 4);
  const Pass pass{.mode = Mode::train};
  EXPECT_LT(distance(twins.fused.forward(x, pass), twins.plain.forward(x, pass)), 1e-5) << text;
  for (Sequential* net : {&twins.fused, &twins.plain}) {
    net->zero_gradients();
    net->backward(dy);
  }
  for (size_t i = 0; i < twins.fused.parameters().size(); ++i) {
    const Parameter &a = *twins.fused.parameters()[i], &b = *twins.plain.parameters()[i];
    if (!b.trainable) continue;
    EXPECT_GT(sum_of_squares(b.grad), 1e-8) << text << ": " << b.name;
    EXPECT_LT(distance(a.grad, b.grad), 1e-5) << text << ": " << a.name;
  }
  for (int i = 0; i < twins.fused.size(); ++i)
    EXPECT_LT(distance(twins.fused.activation(i, x, pass), twins.plain.activation(i, x, pass)), 1e-5) << text << i;
}

TEST(Fusion, ConvReluPoolAgreesWithThePlainLayers) {
  for (const char* text :
       {"conv 5 3x3, relu, max_pool 2, flatten, dense 3", "conv 2 5x5 same, relu, max_pool 3, flatten, dense 3",
        "conv 3 2x2 stride 2, relu, max_pool 2, flatten, dense 3",
        "conv 3 3x3 pad 1 no_bias, relu, max_pool 2, flatten, dense 3",
        "conv 3 3x3, relu, max_pool 3 stride 2, flatten, dense 3",
        "conv 3 3x3, relu, max_pool 2 stride 3, flatten, dense 3"})
    for (int batch : {1, 3, 8}) expect_agreement(text, {2, 13, 11}, batch);
}

TEST(Fusion, AConvBehindAnotherGivesItsInputGradient) {
  expect_agreement("conv 4 3x3, relu, max_pool 2, conv 6 3x3, relu, max_pool 2, flatten, dense 8, relu, dense 3",
                   {1, 28, 28}, 6);
  expect_agreement("batch_norm, conv 4 3x3 same, relu, max_pool 2, flatten, dense 3", {2, 8, 8}, 4);
}

TEST(Fusion, DenseReluAgreesWithThePlainLayers) {
  for (int batch : {1, 5, 33}) {
    expect_agreement("dense 20, relu, dense 7 no_bias, relu, dense 3", {40}, batch);
    expect_agreement("flatten, dense 20, relu, dense 3", {1, 6, 6}, batch);
  }
}

int fused_layers(std::vector<std::unique_ptr<Layer>> layers) { return fusion_at(layers, 0).layers; }

template <class... Layers>
std::vector<std::unique_ptr<Layer>> row_of(Layers... layers) {
  std::vector<std::unique_ptr<Layer>> row;
  (row.push_back(std::make_unique<Layers>(layers)), ...);
  return row;
}

TEST(Fusion, FindsItsPatternsAndNoOthers) {
  const Conv2d conv({.filters = 2});
  Dense dense(2), unbiased({.units = 2, .bias = false});
  build_for(dense, Tensor({1, 3}));
  build_for(unbiased, Tensor({1, 3}));
  EXPECT_EQ(fused_layers(row_of(conv, Relu(), MaxPool(2))), 3);
  EXPECT_EQ(fused_layers(row_of(dense, Relu(), dense)), 2);
  EXPECT_EQ(fused_layers(row_of(unbiased, Relu())), 1);
  EXPECT_EQ(fused_layers(row_of(conv, Relu(), AvgPool(2))), 1);
  EXPECT_EQ(fused_layers(row_of(conv, MaxPool(2), Relu())), 1);
  EXPECT_EQ(fused_layers(row_of(conv, BatchNorm(), Relu())), 1);
  EXPECT_EQ(fused_layers(row_of(conv, Relu())), 1);
  EXPECT_EQ(fused_layers(row_of(dense, dense)), 1);
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

}  // namespace
}  // namespace thimble
