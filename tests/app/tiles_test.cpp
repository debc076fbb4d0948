#include "app/tiles.h"

#include <gtest/gtest.h>

#include <cmath>

#include "app/histogram.h"
#include "nn/spec.h"

namespace thimble {
namespace {

TEST(Histogram, CountsByHand) {
  // reach 4, five bars of 1.6: [-4, -2.4) [-2.4, -.8) [-.8, .8) [.8, 2.4) [2.4, 4]
  const Histogram h = histogram(std::vector<float>{-4, -2.5f, -1, 0, .7f, 2, 4}, 5);
  EXPECT_EQ(h.reach, 4);
  EXPECT_EQ(h.counts, (std::vector<int>{2, 1, 2, 1, 1}));
  EXPECT_NEAR(h.mean, -0.8 / 7, 1e-6);
  EXPECT_NEAR(h.deviation, std::sqrt((16 + 6.25 + 1 + .49 + 4 + 16 - .64 / 7) / 7), 1e-6);
}

TEST(Histogram, OfZerosLiesInTheMiddle) {
  EXPECT_EQ(histogram(std::vector<float>{0, 0, 0}, 5).counts, (std::vector<int>{0, 0, 3, 0, 0}));
  EXPECT_EQ(histogram({}, 3).total(), 0);
}

TEST(Histogram, IsOfWeightsAndNotOfBiases) {
  Sequential net = parse_network("conv 2 3x3, batch_norm, relu, flatten, dense 10");
  net.build({1, 6, 6}, 1);
  const std::vector<Spread> all = spreads(net, 21);
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].name, "conv2d.weight");
  EXPECT_EQ(all[0].values.total(), 2 * 9);
  EXPECT_EQ(all[1].name, "dense.weight");
  EXPECT_EQ(all[1].gradients.counts[10], 2 * 16 * 10);  // none yet
}

TEST(Greys, BlackIsZeroWhereNothingIsNegative) {
  const Greys light(std::vector<float>{0, 2, 4});
  EXPECT_EQ(light.of(0), 0);
  EXPECT_EQ(light.of(4), 255);
  EXPECT_EQ(light.of(2), 127);
  const Greys both(std::vector<float>{-4, 2});
  EXPECT_EQ(both.of(0), 127);
  EXPECT_EQ(both.of(-4), 0);
  EXPECT_EQ(both.of(4), 255);
}

Sequential small_net() {
  Sequential net =
      parse_network("conv 3 3x3, relu, max_pool 2, conv 5 3x3, relu, flatten, dropout 0.5, dense 40, relu, dense 10");
  net.build({1, 28, 28}, 1);
  return net;
}

Tensor ramp() {
  Tensor x({1, 1, 28, 28});
  for (int i = 0; i < x.size(); ++i) x.data()[i] = static_cast<float>(i % 29) / 29;
  return x;
}

TEST(LayerMaps, AreTheActivationsOfEveryLayerThatShowsSomething) {
  Sequential net = small_net();
  const Tensor x = ramp();
  const std::vector<LayerMaps> all = layer_maps(net, x, 4);
  std::vector<std::string> names;
  for (const LayerMaps& m : all) names.push_back(m.name);
  EXPECT_EQ(names, (std::vector<std::string>{"conv2d", "re_lu", "max_pooling2d", "conv2d_1", "re_lu_1", "dense",
                                             "re_lu_2", "dense_1"}));
  EXPECT_EQ(all[1].shape, (Shape{3, 26, 26}));
  EXPECT_EQ(all[1].tiles.size(), 3u);
  EXPECT_EQ(all[3].tiles.size(), 4u);  // of five
  EXPECT_EQ(all[5].tiles[0].columns, 28);
  EXPECT_EQ(all[5].tiles[0].rows, 2);

  const Tensor y = net.activation(1, x);
  const Greys greys(y.values());
  int zeros = 0;
  for (const float v : y.values()) zeros += v == 0 ? 1 : 0;
  EXPECT_DOUBLE_EQ(all[1].zero, zeros / (3 * 26 * 26.0));
  for (const int at : {0, 27, 300, 675})
    EXPECT_EQ(all[1].tiles[2].grey[static_cast<size_t>(at)], greys.of(y.row(0)[static_cast<size_t>(2 * 676 + at)]));
}

TEST(LayerMaps, OfAnotherPictureAtTheSamePlaceAreOthers) {
  Sequential net = small_net();
  Tensor x = ramp();
  const std::vector<uint8_t> before = layer_maps(net, x, 4)[2].tiles[0].grey;
  for (int i = 0; i < x.size(); ++i) x.data()[i] = static_cast<float>(i % 7) / 7;
  EXPECT_NE(layer_maps(net, x, 4)[2].tiles[0].grey, before);
}

TEST(FilterBanks, ShowTheWindowsOfEveryConvolution) {
  const Sequential net = small_net();
  const std::vector<FilterBank> banks = filter_banks(net, 64);
  ASSERT_EQ(banks.size(), 2u);
  EXPECT_EQ(banks[0].tiles.size(), 3u);
  EXPECT_EQ(banks[0].tiles[0].columns, 3);
  EXPECT_EQ(banks[1].name, "conv2d_1");
  EXPECT_EQ(banks[1].tiles.size(), 5u);
  EXPECT_EQ(banks[1].channels, 3);
  EXPECT_EQ(banks[1].tiles[4].columns, 7);  // two windows of three and a line between
  EXPECT_EQ(banks[1].tiles[4].rows, 7);
  const Tensor& w = net.parameters()[2]->value;  // (5, 3, 3, 3)
  Greys greys(w.row(4));
  greys.sign = true;
  EXPECT_EQ(banks[1].tiles[4].grey[0], greys.of(w(4, 0, 0, 0)));
  EXPECT_EQ(banks[1].tiles[4].grey[4 + 2], greys.of(w(4, 1, 0, 2)));      // right of the line
  EXPECT_EQ(banks[1].tiles[4].grey[5 * 7 + 1], greys.of(w(4, 2, 1, 1)));  // below it
  EXPECT_EQ(banks[1].tiles[4].grey[3], 127);
}

TEST(FilterBanks, OfManyChannelsShowAsManyAsFit) {
  Sequential net = parse_network("conv 100 3x3, conv 2 3x3, flatten, dense 10");
  net.build({1, 8, 8}, 1);
  const std::vector<FilterBank> banks = filter_banks(net, 64);
  EXPECT_EQ(banks[0].tiles.size(), 64u);
  EXPECT_EQ(banks[0].filters, 100);
  EXPECT_EQ(banks[1].shown_channels, 49);
  EXPECT_EQ(banks[1].tiles[0].columns, 27);
}

}  // namespace
}  // namespace thimble
