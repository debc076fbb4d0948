// Every number that chapter 12 works out by hand, in plain loops and in the library.

#include "convolution.h"

#include <gtest/gtest.h>

#include <cmath>

#include "app/recipe.h"
#include "core/file.h"
#include "core/ops.h"
#include "learn/safetensors.h"
#include "nn/spec.h"
#include "sizes.h"
#include "support/worked.h"

using namespace thimble;

namespace {

const test_support::WorkedNumbers text(THIMBLE_SOURCE_DIR "/tutorials/12_convolution/README.md");
const Window kTwo{.height = 2, .width = 2};

Tensor as_batch(const Tensor& t) {
  Tensor batch({1, 1, t.dim(0), t.dim(1)});
  copy(t, batch);
  return batch;
}

// Each value of `plain` is that of the text, and the library's.
void expect_worked(const std::string& letter, const Tensor& plain, const Tensor& library) {
  for (int i = 0; i < plain.dim(0); ++i)
    for (int j = 0; j < plain.dim(1); ++j) {
      const std::string name = letter + "_{" + std::to_string(i) + std::to_string(j) + "}";
      text.expect(name, text(name), double(plain(i, j)));
      EXPECT_FLOAT_EQ(plain(i, j), library(0, 0, i, j)) << name;
    }
}

TEST(Convolution, ForwardByHand) {
  Tensor y({1, 1, 2, 2});
  conv2d(as_batch(small_picture()), as_batch(small_filter()), Tensor({1}, 0.5f), kTwo, y);
  expect_worked("y", convolved(small_picture(), small_filter(), 0.5f), y);
  text.expect("y_{01}", 7.5, double(y(0, 0, 0, 1)));
}

TEST(Convolution, BackwardByHand) {
  const ConvolutionGradients g = gradients(small_picture(), small_filter(), small_gradient());
  const Tensor x = as_batch(small_picture()), w = as_batch(small_filter()), dy = as_batch(small_gradient());
  Tensor dw(w.shape()), dx(x.shape()), db({1});
  add_conv2d_weight_gradient(x, dy, kTwo, dw);
  add_channel_sums(dy, db);
  conv2d_input_gradient(dy, w, kTwo, dx);
  expect_worked("dw", g.dw, dw);
  expect_worked("dx", g.dx, dx);
  text.expect("db", 2, double(g.db));
  text.expect("dw_{01}", 7, double(dw(0, 0, 0, 1)));
  text.expect("dx_{11}", 4, double(dx(0, 0, 1, 1)));
  EXPECT_EQ(db(0), g.db);
}

// [sizes]
TEST(Convolution, HowLargeTheResultIs) {
  EXPECT_EQ((Window{.height = 3, .width = 3}.out_height(28)), 26);
  EXPECT_EQ((Window{.height = 3, .width = 3, .top = 1, .bottom = 1}.out_height(28)), 28);
  EXPECT_EQ((Window{.height = 3, .width = 3, .stride = 2}.out_height(28)), 13);  // (28 - 3) / 2 = 12.5
  EXPECT_EQ((Window{.height = 3, .width = 3, .stride = 2, .top = 0, .bottom = 1}.out_height(28)), 14);
  EXPECT_EQ((Window{.height = 5, .width = 5, .top = 2, .bottom = 2}.out_height(28)), 28);
  EXPECT_EQ((Window{.height = 2, .width = 2, .stride = 2}.out_height(13)), 6);  // one row is dropped
}
// [end]

TEST(Convolution, SameWithStrideTwoPutsItsZerosBehind) {
  Conv2d conv({.stride = 2, .same = true});
  Rng rng;
  EXPECT_EQ(conv.build({1, 28, 28}, rng), (Shape{1, 14, 14}));
  EXPECT_EQ(conv.window().top, 0);
  EXPECT_EQ(conv.window().bottom, 1);
}

// [pool]
TEST(Convolution, PoolingByHand) {
  const Window window{.height = 2, .width = 2, .stride = 2};
  const Tensor x({1, 1, 4, 4}, {1, 3, 2, 0,  //
                                4, 2, 1, 1,  //
                                0, 1, 5, 2,  //
                                2, 3, 1, 0});
  const Tensor dy({1, 1, 2, 2}, {1, 2, 3, 4});
  Tensor y({1, 1, 2, 2}), dx(x.shape());
  std::vector<uint8_t> winner;
  max_pool(x, window, y, winner);
  max_pool_backward(dy, winner, window, dx);
  const float largest[] = {4, 2, 3, 5}, at_winners[] = {0, 0, 2, 0, 1, 0, 0, 0, 0, 0, 4, 0, 0, 3, 0, 0};
  for (int i = 0; i < 4; ++i) EXPECT_EQ(y.data()[i], largest[i]);
  for (int i = 0; i < 16; ++i) EXPECT_EQ(dx.data()[i], at_winners[i]) << i;

  avg_pool(x, window, y);
  avg_pool_backward(dy, window, dx);
  const float means[] = {2.5f, 1, 1.5f, 2}, shares[] = {0.25f, 0.5f, 0.75f, 1};
  for (int i = 0; i < 4; ++i) EXPECT_EQ(y.data()[i], means[i]);
  for (int i = 0; i < 16; ++i) EXPECT_EQ(dx(0, 0, i / 4, i % 4), shares[i / 8 * 2 + i % 4 / 2]) << i;
}
// [end]

TEST(Convolution, ATieGoesToTheFirst) {
  Tensor y({1, 1, 1, 1});
  std::vector<uint8_t> winner;
  max_pool({{1, 1, 2, 2}, {1, 7, 7, 0}}, {.height = 2, .width = 2, .stride = 2}, y, winner);
  EXPECT_EQ(winner[0], 1);
}

// [count]
TEST(Convolution, ParametersAndMultiplicationsByHand) {
  Sequential net = parse_network(builtin_recipe("S2-1").net);
  net.build({1, 28, 28}, 0);
  EXPECT_EQ(net.parameter_count(), 32 * (1 * 9 + 1) + (5408 * 128 + 128) + (128 * 10 + 10));
  EXPECT_EQ(net.parameter_count(), 693962);
  EXPECT_EQ(net.macs(), 26 * 26 * 32 * 9 + 5408 * 128 + 128 * 10);
  EXPECT_EQ(net.macs(), 888192);
}

TEST(Convolution, PaddingCostsTwentyThreeMillionParameters) {
  Sequential valid = parse_network(builtin_recipe("S1-B").net),
             same = parse_network(with_same(builtin_recipe("S1-B").net));
  valid.build({1, 28, 28}, 0);
  same.build({1, 28, 28}, 0);
  EXPECT_EQ(valid.parameter_count(), 3669574);
  EXPECT_EQ(same.parameter_count(), 27262534);
  EXPECT_EQ(same.parameter_count() - valid.parameter_count(), (14 * 14 - 4 * 4) * 512 * 256);
}
// [end]

TEST(Convolution, HalfOfTheTrainedFiltersAreBlindToAnEvenSurface) {
  const char* file = THIMBLE_SOURCE_DIR "/tutorials/12_convolution/filters.safetensors";
  const Record trained = from_safetensors(read_file(file), file);
  const Tensor &w = trained.tensor("conv2d.weight"), &b = trained.tensor("conv2d.bias");
  Tensor y({1, 32, 1, 1});
  conv2d(Tensor({1, 1, 3, 3}, 1), w, {}, {.height = 3, .width = 3}, y);
  int blind = 0, fresh = 0;
  for (const float sum : y.values()) blind += std::abs(sum) < 0.05f;
  EXPECT_EQ(blind, 16);
  EXPECT_NEAR(b(29), 0.14, 5e-3);

  Conv2d conv({.filters = 3200});
  Rng rng(1);
  Tensor many({1, 3200, 1, 1});
  conv.build({1, 3, 3}, rng);
  for (float& v : conv.weight().value.values()) v = rng.uniform(-1, 1) * std::sqrt(6 / 297.0f);  // as for 32 filters
  conv2d(Tensor({1, 1, 3, 3}, 1), conv.weight().value, {}, {.height = 3, .width = 3}, many);
  for (const float sum : many.values()) fresh += std::abs(sum) < 0.05f;
  EXPECT_NEAR(fresh / 100.0, 5, 0.7);  // of 32, by chance
  EXPECT_NEAR(std::sqrt(sum_of_squares(many) / 3200), 0.25, 0.01);
}

TEST(Convolution, WhatOneValueOfS43Sees) {
  Sequential net = parse_network(builtin_recipe("S4-3").net);
  net.build({1, 28, 28}, 0);
  std::vector<int> sees;
  for (const LayerSize& row : layer_sizes(net))
    if (row.out.rank() == 3 && row.text != "relu") sees.push_back(row.sees);
  EXPECT_EQ(sees, (std::vector<int>{3, 4, 8, 10, 18}));
}

}  // namespace
