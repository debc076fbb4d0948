#include "classic/kohonen.h"

#include <gmock/gmock.h>

#include <cmath>

#include "classic/small_sets.h"
#include "core/rng.h"
#include "support/throws.h"

namespace thimble {
namespace {

TEST(Kohonen, OneUpdateByHand) {
  // 6 is won by 5, in the middle of three units in a row. sigma = 1: h = 1 for it and e^(-1/2) for its neighbours.
  const Samples x(Tensor({1, 1}, {6}));
  Kohonen som({.rows = 1, .columns = 3, .rate = 0.5, .last_rate = 0.5, .radius = 1, .last_radius = 1, .passes = 1});
  som.start_from(x, Tensor({3, 1}, {0, 5, 10}));
  EXPECT_FALSE(som.step());
  const float h = static_cast<float>(std::exp(-0.5));
  EXPECT_NEAR(som.centroids()(0, 0), 0 + 0.5f * h * 6, 1e-6f);
  EXPECT_FLOAT_EQ(som.centroids()(1, 0), 5.5f);
  EXPECT_NEAR(som.centroids()(2, 0), 10 - 0.5f * h * 4, 1e-6f);
}

TEST(Kohonen, DistanceOnTheGridGoesBothWays) {
  // The winner is unit 0 of a grid of 2 x 2. Its neighbours are 1 away and the last, across, sqrt 2: h = e^(-1/2), e^-1.
  const Samples x(Tensor({1, 1}, {1}));
  Kohonen som({.rows = 2, .columns = 2, .rate = 1, .last_rate = 1, .radius = 1, .last_radius = 1, .passes = 1});
  som.start_from(x, Tensor({4, 1}, {0, -10, -10, -10}));
  som.step();
  EXPECT_NEAR(som.centroids()(1, 0), -10 + 11 * std::exp(-0.5f), 1e-5f);
  EXPECT_NEAR(som.centroids()(2, 0), -10 + 11 * std::exp(-0.5f), 1e-5f);
  EXPECT_NEAR(som.centroids()(3, 0), -10 + 11 * std::exp(-1.0f), 1e-5f);
}

TEST(Kohonen, RateAndRadiusShrinkGeometrically) {
  const Samples x(Tensor({4, 1}, {1, 2, 3, 4}));
  Kohonen som(
      {.rows = 1, .columns = 2, .rate = 0.4, .last_rate = 0.1, .radius = 4, .last_radius = 1, .passes = 1, .batch = 2});
  som.start(x);
  EXPECT_NEAR(som.rate(), 0.4, 1e-12);
  EXPECT_NEAR(som.radius(), 4, 1e-12);
  som.step();  // half of all samples
  EXPECT_NEAR(som.rate(), 0.2, 1e-12);
  EXPECT_NEAR(som.radius(), 2, 1e-12);
}

TEST(Kohonen, AChainOfUnitsUnfoldsAlongALine) {
  Rng rng(4, Purpose::test);
  Tensor values({2000, 1});
  for (float& v : values.values()) v = rng.uniform();
  const Samples x(std::move(values));
  Kohonen som({.rows = 1, .columns = 10, .seed = 1, .passes = 5});
  som.fit(x);
  const float direction = som.centroids()(9, 0) > som.centroids()(0, 0) ? 1.0f : -1.0f;
  for (int i = 1; i < 10; ++i) EXPECT_GT(direction * (som.centroids()(i, 0) - som.centroids()(i - 1, 0)), 0.03f) << i;
  EXPECT_EQ(som.topographic_error(x), 0);
}

TEST(Kohonen, TopographicErrorCountsSamplesBetweenUnitsThatAreNoNeighbours) {
  const Samples x(Tensor({4, 1}, {0, 3, 7, 11}));
  Kohonen som({.rows = 1, .columns = 3, .rate = 1e-9, .last_rate = 1e-9, .passes = 1});
  som.start_from(x, Tensor({3, 1}, {0, 10, 5}));  // 0 and 3 lie between the ends of the chain
  som.step();
  EXPECT_DOUBLE_EQ(som.topographic_error(x), 0.5);
}

TEST(Kohonen, DoesNotDependOnTheStepsSize) {
  const Dataset data = byte_clouds(60, 3, 5, 2);
  Kohonen one({.rows = 2, .columns = 3, .seed = 6, .batch = 1}),
      many({.rows = 2, .columns = 3, .seed = 6, .batch = 50});
  one.fit(data.x);
  many.fit(data.x);
  EXPECT_THAT(one.centroids().values(), testing::ElementsAreArray(many.centroids().values()));
}

TEST(Kohonen, RefusesOptionsThatMakeNoSense) {
  EXPECT_ERROR(Kohonen({.rows = 0}), usage, "som: expected a grid of 1 to 1048576 units, got 0 x 8");
  EXPECT_ERROR(Kohonen({.rate = 0}), usage, "expected rates above 0 and up to 1, got 0 and 0.01");
  EXPECT_ERROR(Kohonen({.radius = -1}), usage, "expected radii above 0, got -1 and 0.5");
  EXPECT_ERROR(Kohonen({.passes = 0}), usage, "expected 1 pass or more, got 0");
  Kohonen som({.rows = 1, .columns = 2});
  const Samples x(Tensor({4, 1}, {1, 2, 3, 4}));
  EXPECT_ERROR(som.start_from(x, Tensor({3, 1})), usage, "som: expected 2 units, got (3, 1)");
}

TEST(GridOf, IsAsSquareAsItCanBe) {
  EXPECT_EQ(grid_of(10).rows, 2);
  EXPECT_EQ(grid_of(10).columns, 5);
  EXPECT_EQ(grid_of(36).rows, 6);
  EXPECT_EQ(grid_of(7).rows, 1);
  EXPECT_ERROR(grid_of(0), usage, "expected 1 unit or more");
}

}  // namespace
}  // namespace thimble
