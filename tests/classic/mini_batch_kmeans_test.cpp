#include "classic/mini_batch_kmeans.h"

#include <gmock/gmock.h>

#include "classic/kmeans.h"
#include "classic/small_sets.h"
#include "learn/cluster_measures.h"
#include "support/throws.h"

namespace thimble {
namespace {

TEST(MiniBatchKMeans, OneBatchByHand) {
  // All four in one batch: 0, 1 are won by 0.25, 8, 12 by 9. Counts begin at 0, so the centres become the means.
  const Samples x(Tensor({4, 1}, {0, 1, 8, 12}));
  MiniBatchKMeans kmeans({.batch = 4, .passes = 2});
  kmeans.start_from(x, Tensor({2, 1}, {0.25f, 9}));
  EXPECT_TRUE(kmeans.step());
  EXPECT_FLOAT_EQ(kmeans.centroids()(0, 0), 0.5f);
  EXPECT_FLOAT_EQ(kmeans.centroids()(1, 0), 10);
  EXPECT_FALSE(kmeans.step());  // the same samples once more: the means stay
  EXPECT_FLOAT_EQ(kmeans.centroids()(1, 0), 10);
}

TEST(MiniBatchKMeans, EachCentreIsTheMeanOfAllItHasWon) {
  // Batches of one sample, one unit: after t samples the mean of these t.
  const Samples x(Tensor({4, 1}, {3, 5, 10, 14}));
  MiniBatchKMeans kmeans({.batch = 1, .passes = 1});
  kmeans.start_from(x, Tensor({1, 1}, {77}));
  int steps = 1;
  while (kmeans.step()) ++steps;
  EXPECT_EQ(steps, 4);
  EXPECT_FLOAT_EQ(kmeans.centroids()(0, 0), 8);
}

TEST(MiniBatchKMeans, AUnitThatWinsNothingMovesToTheFarthestSample) {
  const Samples x(Tensor({4, 1}, {0, 1, 8, 12}));
  MiniBatchKMeans kmeans({.batch = 4, .passes = 2});
  kmeans.start_from(x, Tensor({2, 1}, {5, 1000}));
  kmeans.step();  // the mean is 5.25, which 12 is farthest from
  EXPECT_FLOAT_EQ(kmeans.centroids()(1, 0), 12);
  kmeans.step();
  EXPECT_THAT(kmeans.assign(x), testing::ElementsAre(0, 0, 0, 1));
}

TEST(MiniBatchKMeans, ComesNearToLloyd) {
  const Dataset data = byte_clouds(600, 5, 6, 3);
  KMeans lloyd({.k = 5, .seed = 1, .restarts = 5});
  lloyd.fit(data.x);
  MiniBatchKMeans kmeans({.k = 5, .seed = 1, .batch = 100, .passes = 5});
  kmeans.fit(data.x);
  EXPECT_LT(inertia(data.x, kmeans.centroids(), kmeans.assign(data.x)), 1.2 * lloyd.inertia());
}

TEST(MiniBatchKMeans, RefusesOptionsThatMakeNoSense) {
  EXPECT_ERROR(MiniBatchKMeans({.k = 0}), usage, "mini_batch_kmeans: expected 1 centre or more, got 0");
  EXPECT_ERROR(MiniBatchKMeans({.batch = 0}), usage, "expected batches of 1 sample or more, got 0");
  EXPECT_ERROR(MiniBatchKMeans({.passes = 0}), usage, "expected 1 pass or more, got 0");
}

}  // namespace
}  // namespace thimble
