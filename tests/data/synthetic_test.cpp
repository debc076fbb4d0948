#include "data/synthetic.h"

#include <gmock/gmock.h>

#include <cmath>

#include "support/throws.h"

namespace thimble {
namespace {

using testing::ElementsAreArray;

TEST(Synthetic, ClassesTakeTurns) {
  for (const Dataset& data : {blobs(10, 3, 2, 0.1f, 1), moons(10, 0, 1), spirals(10, 3, 0, 1), bars(10, 4, 0, 1)})
    for (int i = 0; i < data.size(); ++i) EXPECT_EQ(data.labels[static_cast<size_t>(i)], i % data.classes());
}

TEST(Synthetic, SameSeedSameBitsAndOtherSeedsOthers) {
  EXPECT_THAT(moons(50, 0.1f, 3).x.features().values(), ElementsAreArray(moons(50, 0.1f, 3).x.features().values()));
  EXPECT_THAT(moons(50, 0.1f, 3).x.features().values(),
              testing::Not(ElementsAreArray(moons(50, 0.1f, 4).x.features().values())));
}

TEST(Synthetic, ASampleDoesNotDependOnHowManyFollow) {
  const Dataset few = spirals(5, 3, 0.1f, 2), many = spirals(50, 3, 0.1f, 2);
  for (int i = 0; i < 5; ++i) EXPECT_THAT(few.x.features().row(i), ElementsAreArray(many.x.features().row(i)));
}

TEST(Moons, WithoutNoiseLieOnTwoHalfCircles) {
  const Dataset data = moons(200, 0, 5);
  for (int i = 0; i < data.size(); ++i) {
    const bool lower = data.labels[static_cast<size_t>(i)] == 1;
    const float x = data.x.features()(i, 0), y = data.x.features()(i, 1);
    const float u = lower ? 1 - x : x, v = lower ? 0.5f - y : y;
    EXPECT_NEAR(u * u + v * v, 1, 1e-5);
    EXPECT_GE(v, -1e-6f);
  }
}

TEST(Spirals, WithoutNoiseTurnThreeQuartersOverTheRadius) {
  const Dataset data = spirals(90, 3, 0, 5);
  for (int i = 0; i < data.size(); ++i) {
    const double x = static_cast<double>(data.x.features()(i, 0)), y = static_cast<double>(data.x.features()(i, 1));
    const double r = std::sqrt(x * x + y * y), angle = 2 * 3.14159265358979 * (i % 3 / 3.0 + 0.75 * r);
    EXPECT_LE(r, 1);
    EXPECT_NEAR(x, r * std::cos(angle), 1e-5);
    EXPECT_NEAR(y, r * std::sin(angle), 1e-5);
  }
}

TEST(Blobs, SpreadAroundTheirCentres) {
  const Dataset data = blobs(30000, 3, 2, 0.5f, 5);
  double sum[3] = {}, squares[3] = {};
  for (int i = 0; i < data.size(); ++i) {
    const double x = static_cast<double>(data.x.features()(i, 0));
    sum[i % 3] += x / 10000;
    squares[i % 3] += x * x / 10000;
  }
  for (int k = 0; k < 3; ++k) {
    EXPECT_LE(std::abs(sum[k]), 1.05);
    EXPECT_NEAR(std::sqrt(squares[k] - sum[k] * sum[k]), 0.5, 0.015);  // four standard errors
  }
}

TEST(Bars, WithoutNoiseLightOneRowOrColumn) {
  const Dataset data = bars(20, 5, 0, 5);
  EXPECT_EQ(data.x.network_shape(), Shape({1, 5, 5}));
  for (int i = 0; i < data.size(); ++i) {
    const auto picture = data.x.bytes(i);
    int lit = 0, pairs_in_row = 0;
    for (size_t p = 0; p < 25; ++p) {
      lit += picture[p] == 255;
      EXPECT_TRUE(picture[p] == 0 || picture[p] == 255);
      if (p % 5 != 0) pairs_in_row += picture[p] == 255 && picture[p - 1] == 255;
    }
    EXPECT_EQ(lit, 5);
    EXPECT_EQ(pairs_in_row, i % 2 == 0 ? 4 : 0);  // class 0 is horizontal
  }
}

TEST(Synthetic, RefusesNothingness) {
  EXPECT_ERROR(blobs(0, 1, 1, 0, 0), usage, "blobs: expected at least 1");
  EXPECT_ERROR(bars(1, 1, 0, 0), usage, "bars: expected at least 1 picture of at least 2 x 2");
}

}  // namespace
}  // namespace thimble
