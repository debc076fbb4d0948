#include "classic/kmeans.h"

#include <gmock/gmock.h>

#include "classic/small_sets.h"
#include "core/threads.h"
#include "kernels/kernels.h"
#include "learn/cluster_measures.h"
#include "support/throws.h"

namespace thimble {
namespace {

using testing::ElementsAre;
using testing::ElementsAreArray;

// The same four points as features and as pictures.
Samples four_points(bool bytes) {
  if (!bytes) return Samples(Tensor({4, 2}, {0, 0, 2, 0, 6, 0, 8, 4}));
  Samples x({1, 2}, {0, 0, 2, 0, 6, 0, 8, 4});
  x.scale = 1;
  return x;
}

TEST(KMeans, FourPointsAndTwoCentresByHand) {
  for (const bool bytes : {false, true}) {
    const Samples x = four_points(bytes);
    KMeans kmeans;
    kmeans.start_from(x, Tensor({2, 2}, {0, 0, 2, 0}));
    // (0, 0) is alone with the first centre. The mean of the others is (16/3, 4/3), and
    // J = 0 + (100 + 16) / 9 + (4 + 16) / 9 + (64 + 64) / 9 = 264 / 9.
    EXPECT_TRUE(kmeans.step());
    EXPECT_THAT(kmeans.labels(), ElementsAre(0, 1, 1, 1));
    EXPECT_FLOAT_EQ(kmeans.centroids()(1, 0), 16 / 3.0f);
    EXPECT_FLOAT_EQ(kmeans.centroids()(1, 1), 4 / 3.0f);
    EXPECT_NEAR(kmeans.inertia(), 264 / 9.0, 1e-12);
    // (2, 0) is nearer to (0, 0), 4 < 116 / 9: means (1, 0) and (7, 2), J = 1 + 1 + 5 + 5.
    EXPECT_TRUE(kmeans.step());
    EXPECT_THAT(kmeans.labels(), ElementsAre(0, 0, 1, 1));
    EXPECT_THAT(kmeans.centroids().values(), ElementsAre(1, 0, 7, 2));
    EXPECT_NEAR(kmeans.inertia(), 12, 1e-12);
    // Nothing changes any more.
    EXPECT_FALSE(kmeans.step());
    EXPECT_TRUE(kmeans.converged());
    EXPECT_EQ(kmeans.iterations(), 3);
    EXPECT_NEAR(kmeans.inertia(), 12, 1e-12);
    EXPECT_FALSE(kmeans.step());
  }
}

TEST(KMeans, AnEmptyClusterTakesTheFarthestSample) {
  // 100 wins nothing; 11 is farthest from its centre 5, so it gets a cluster of its own: J = 2 (1/2)^2.
  const Samples x(Tensor({4, 1}, {0, 1, 10, 11}));
  KMeans kmeans;
  kmeans.start_from(x, Tensor({3, 1}, {0, 100, 5}));
  EXPECT_TRUE(kmeans.step());
  EXPECT_THAT(kmeans.labels(), ElementsAre(0, 0, 2, 1));
  EXPECT_THAT(kmeans.centroids().values(), ElementsAre(0.5f, 11, 10));
  EXPECT_NEAR(kmeans.inertia(), 0.5, 1e-12);
  EXPECT_FALSE(kmeans.step());
}

TEST(KMeans, SeveralEmptyClustersTakeTheFarthestInTurn) {
  const Samples x(Tensor({5, 1}, {0, 1, 2, 4, 7}));
  KMeans kmeans;
  kmeans.start_from(x, Tensor({4, 1}, {0, 100, 200, 300}));
  kmeans.step();
  EXPECT_THAT(kmeans.labels(), ElementsAre(0, 0, 3, 2, 1));
}

TEST(KMeans, AClusterStaysEmptyWhereAllSamplesLieOnTheirCentres) {
  KMeans kmeans({.k = 3});
  const Samples x(Tensor({4, 1}, {3, 3, 3, 5}));
  kmeans.fit(x);
  EXPECT_TRUE(kmeans.converged());
  EXPECT_NEAR(kmeans.inertia(), 0, 1e-12);
  EXPECT_THAT(kmeans.assign(x), ElementsAreArray(kmeans.labels()));
}

TEST(KMeans, InertiaNeverRises) {
  for (const bool bytes : {false, true})
    for (uint64_t seed = 0; seed < 5; ++seed) {
      const Dataset data = bytes ? byte_clouds(300, 4, 5, seed) : clouds(300, 4, 5, seed);
      KMeans kmeans({.k = 7, .seed = seed, .candidates = 1});
      kmeans.start(data.x);
      double before = kmeans.inertia();
      bool more = true;
      while (more) {
        more = kmeans.step();
        ASSERT_LE(kmeans.inertia(), before * (1 + 1e-9));
        before = kmeans.inertia();
      }
      EXPECT_TRUE(kmeans.converged());
      EXPECT_GT(kmeans.iterations(), 2);
      EXPECT_NEAR(kmeans.inertia(), inertia(data.x, kmeans.centroids(), kmeans.labels()), 1e-5 * before);
      EXPECT_EQ(kmeans.assign(data.x), kmeans.labels());
    }
}

TEST(KMeans, EachCentreIsTheMeanOfItsSamples) {
  const Dataset data = byte_clouds(300, 3, 4, 6);
  KMeans kmeans({.k = 5, .seed = 1});
  kmeans.fit(data.x);
  for (int j = 0; j < 5; ++j)
    for (int p = 0; p < 4; ++p) {
      double sum = 0;
      int count = 0;
      for (int n = 0; n < data.size(); ++n)
        if (kmeans.labels()[static_cast<size_t>(n)] == j) {
          sum += data.x.bytes(n)[static_cast<size_t>(p)];
          ++count;
        }
      EXPECT_NEAR(entry(kmeans.centroids(), j, p), sum / count / 255, 1e-6);
    }
}

TEST(KMeans, RestartsKeepTheBestRun) {
  const Dataset data = byte_clouds(150, 6, 2, 7);
  KMeans many({.k = 6, .seed = 3, .restarts = 8, .candidates = 1});
  many.start(data.x);
  const double start = many.inertia();
  double least = start, before = start;
  int runs = 0;
  for (bool more = true; more; before = many.inertia()) {
    more = many.step();  // the last of a run changes nothing and begins the next
    if (more && many.iterations() > 0) continue;
    least = std::min(least, before);
    ++runs;
  }
  EXPECT_EQ(runs, 8);
  EXPECT_LT(least, start);
  EXPECT_EQ(many.inertia(), least);
  EXPECT_NEAR(many.inertia(), inertia(data.x, many.centroids(), many.labels()), 1e-5 * many.inertia());
  KMeans one({.k = 6, .seed = 3, .candidates = 1});
  one.fit(data.x);
  EXPECT_LE(many.inertia(), one.inertia());
}

TEST(KMeans, StopsAtTheMostIterations) {
  const Dataset data = clouds(300, 4, 5, 8);
  KMeans kmeans({.k = 9, .seed = 2, .max_iterations = 2});
  kmeans.fit(data.x);
  EXPECT_EQ(kmeans.iterations(), 2);
  EXPECT_FALSE(kmeans.converged());
}

TEST(KMeans, OnPicturesTheSameBitsWithEveryInstructionSet) {
  const Dataset data = byte_clouds(400, 4, 30, 9);
  const char* before = kernels::active().isa;
  KMeans expected({.k = 6, .seed = 5});
  expected.fit(data.x);
  for (const kernels::Kernels* set : kernels::available()) {
    kernels::use(set->isa);
    KMeans kmeans({.k = 6, .seed = 5});
    kmeans.fit(data.x);
    EXPECT_EQ(kmeans.labels(), expected.labels()) << set->isa;
    EXPECT_EQ(kmeans.inertia(), expected.inertia()) << set->isa;
  }
  kernels::use(before);
}

TEST(KMeans, RefusesOptionsThatMakeNoSense) {
  EXPECT_ERROR(KMeans({.k = 0}), usage, "kmeans: expected 1 centre or more, got 0");
  EXPECT_ERROR(KMeans({.restarts = 0}), usage, "expected 1 run or more, got 0");
  EXPECT_ERROR(KMeans({.max_iterations = 0}), usage, "expected 1 iteration or more, got 0");
  EXPECT_ERROR(KMeans({.candidates = -1}), usage, "expected 0 candidates or more, got -1");
  KMeans kmeans;
  EXPECT_ERROR(kmeans.start_from(four_points(false), Tensor({2, 3})), usage,
               "expected centres of shape (k, 2), got (2, 3)");
  EXPECT_ERROR(kmeans.start_from(four_points(false), Tensor({5, 2})), usage,
               "expected 1 to 4 centres for 4 samples, got 5");
}

}  // namespace
}  // namespace thimble
