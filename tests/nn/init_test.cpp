#include "nn/init.h"

#include <algorithm>
#include <cmath>

#include "nn/layer.h"
#include "nn/layer_support.h"
#include "support/throws.h"

namespace thimble {
namespace {

struct Moments {
  double mean = 0, variance = 0, largest = 0;
};

Moments moments(Init init, int fan_in, int fan_out) {
  Tensor w({fan_in, fan_out});
  Rng rng(5);
  initialise(init, fan_in, fan_out, rng, w);
  Moments m;
  for (float v : w.values()) {
    m.mean += v / static_cast<double>(w.size());
    m.variance += static_cast<double>(v) * v / w.size();
    m.largest = std::max(m.largest, static_cast<double>(std::abs(v)));
  }
  return m;
}

TEST(Init, HasTheVarianceOfItsPaper) {
  const struct {
    Init init;
    double variance, bound;  // bound: of the distribution, in standard deviations of it
  } cases[] = {{Init::glorot_uniform, 2.0 / 500, std::sqrt(3.0)},
               {Init::glorot_normal, 2.0 / 500, 2 / 0.87962566},
               {Init::he_uniform, 2.0 / 200, std::sqrt(3.0)},
               {Init::he_normal, 2.0 / 200, 2 / 0.87962566}};
  for (const auto& c : cases) {
    const Moments m = moments(c.init, 200, 300);
    const double sigma = std::sqrt(c.variance);
    // 60,000 draws: the mean's deviation is sigma / 245, the variance's about variance / 200
    EXPECT_NEAR(m.mean, 0, 4 * sigma / 245) << to_text(c.init);
    EXPECT_NEAR(m.variance / c.variance, 1, 0.025) << to_text(c.init);
    EXPECT_LE(m.largest, c.bound * sigma * 1.000001) << to_text(c.init);
    EXPECT_GT(m.largest, c.bound * sigma * 0.99) << to_text(c.init);
  }
}

TEST(Init, ReadsItsOwnNames) {
  for (Init init : {Init::glorot_uniform, Init::glorot_normal, Init::he_uniform, Init::he_normal, Init::dirac})
    EXPECT_EQ(parse_init(to_text(init)), init);
  EXPECT_ERROR(parse_init("xavier"), usage,
               "init: expected glorot_uniform, glorot_normal, he_uniform, he_normal or dirac, got \"xavier\"");
}

TEST(Init, DiracHandsItsChannelsOn) {
  Tensor w({5, 3, 3, 3});
  Rng rng(2);
  initialise(Init::dirac, 27, 45, rng, w);
  for (int f = 0; f < 3; ++f)
    for (int c = 0; c < 3; ++c)
      for (int u = 0; u < 3; ++u)
        for (int v = 0; v < 3; ++v) EXPECT_EQ(w(f, c, u, v), f == c && u == 1 && v == 1 ? 1 : 0) << f << c << u << v;
  for (int f = 3; f < 5; ++f) {  // no more channels to hand on: glorot_uniform, variance 2 / 72
    float largest = 0;
    for (const float value : w.row(f)) largest = std::max(largest, std::abs(value));
    EXPECT_GT(largest, 0.2f);
    EXPECT_LE(largest, std::sqrt(6 / 72.0f));
  }
}

TEST(Init, DiracLeavesDenseLayersToGlorot) {
  Tensor a({6, 4}), b({6, 4});
  Rng first(3), second(3);
  initialise(Init::dirac, 6, 4, first, a);
  initialise(Init::glorot_uniform, 6, 4, second, b);
  expect_near(a, b, 0);
}

TEST(Layer, WritesFloatsInTheFewestDigits) {
  EXPECT_EQ(shortest(0.01f), "0.01");
  EXPECT_EQ(shortest(0.25f), "0.25");
  EXPECT_EQ(shortest(1), "1");
  EXPECT_EQ(shortest(1e-7f), "1e-07");
  EXPECT_EQ(shortest(0.1f + 0.2f), "0.3");
  EXPECT_EQ(shortest(0.333333343f), "0.33333334");
}

}  // namespace
}  // namespace thimble
