// The numbers that the chapter works by hand.
#include <gmock/gmock.h>

#include "classic/cluster_classifier.h"
#include "classic/kmeans.h"
#include "classic/kohonen.h"
#include "classic/mini_batch_kmeans.h"
#include "classic/starting_centres.h"
#include "classic/winner_take_all.h"
#include "learn/cluster_measures.h"

namespace thimble {
namespace {

using testing::ElementsAre;

const Samples kFour(Tensor({4, 2}, {0, 0, 2, 0, 6, 0, 8, 4}));
const Samples kRectangle(Tensor({4, 2}, {0, 0, 0, 2, 4, 0, 4, 2}));

// [four]
TEST(Clusters, FourPointsAndTwoCentresByHand) {
  KMeans kmeans;
  kmeans.start_from(kFour, Tensor({2, 2}, {0, 0, 2, 0}));

  kmeans.step();
  EXPECT_THAT(kmeans.labels(), ElementsAre(0, 1, 1, 1));
  EXPECT_FLOAT_EQ(kmeans.centroids()(1, 0), 16 / 3.0f);  // (2 + 6 + 8) / 3
  EXPECT_FLOAT_EQ(kmeans.centroids()(1, 1), 4 / 3.0f);   // (0 + 0 + 4) / 3
  EXPECT_NEAR(kmeans.inertia(), 29.3333, 1e-4);          // 0 + 116/9 + 20/9 + 128/9

  kmeans.step();
  EXPECT_THAT(kmeans.labels(), ElementsAre(0, 0, 1, 1));  // 4 < 116/9: (2, 0) moves over
  EXPECT_THAT(kmeans.centroids().values(), ElementsAre(1, 0, 7, 2));
  EXPECT_NEAR(kmeans.inertia(), 12, 1e-12);  // 1 + 1 + 5 + 5

  EXPECT_FALSE(kmeans.step());  // nothing changed
  EXPECT_TRUE(kmeans.converged());
}
// [end]

// [shortcut]
// tutorial 09 (9.5): 120 - 108 = 12, without looking at a single distance.
TEST(Clusters, InertiaWithoutDistances) {
  const double squares = 0 + 4 + 36 + (64 + 16);         // sum_n |x_n|^2
  const double of_centres = 2 * (1 + 0) + 2 * (49 + 4);  // sum_j n_j |c_j|^2
  const Tensor centres({2, 2}, {1, 0, 7, 2});
  const std::vector<int> labels = {0, 0, 1, 1};
  EXPECT_EQ(squares, 120);
  EXPECT_EQ(of_centres, 108);
  EXPECT_EQ(squares - of_centres, inertia(kFour, centres, labels));
}
// [end]

// [mean]
// tutorial 09 (9.4): the samples 1, 2 and 6 have the mean 3. Seen from 5 they are farther by exactly 3 (3 - 5)^2.
TEST(Clusters, NoPlaceIsBetterThanTheMean) {
  const Samples x(Tensor({3, 1}, {1, 2, 6}));
  const std::vector<int> all = {0, 0, 0};
  EXPECT_EQ(inertia(x, Tensor({1, 1}, {3}), all), 14);  // 4 + 1 + 9
  EXPECT_EQ(inertia(x, Tensor({1, 1}, {5}), all), 26);  // 16 + 9 + 1 = 14 + 12
  KMeans kmeans({.k = 1});
  kmeans.fit(x);
  EXPECT_EQ(kmeans.centroids()(0, 0), 3);
}
// [end]

// [stuck]
TEST(Clusters, ABadStartStaysBad) {
  KMeans bad, good;
  bad.start_from(kRectangle, Tensor({2, 2}, {0, 0, 0, 2}));   // two corners of the same short side
  good.start_from(kRectangle, Tensor({2, 2}, {0, 0, 4, 0}));  // two of the same long side
  while (bad.step()) continue;
  while (good.step()) continue;
  EXPECT_THAT(bad.centroids().values(), ElementsAre(2, 0, 2, 2));
  EXPECT_THAT(good.centroids().values(), ElementsAre(0, 1, 4, 1));
  EXPECT_NEAR(bad.inertia(), 16, 1e-12);  // 4 2^2
  EXPECT_NEAR(good.inertia(), 4, 1e-12);  // 4 1^2
}
// [end]

// The share of 4000 starts whose two centres are the corners of one short side.
double share_of_bad_starts(int candidates) {
  int bad = 0;
  for (int seed = 0; seed < 4000; ++seed) {
    Rng rng(static_cast<uint64_t>(seed), Purpose::cluster);
    const std::vector<int> rows =
        candidates < 0 ? random_rows(kRectangle, 2, rng) : plus_plus_rows(kRectangle, 2, candidates, rng);
    bad += rows[0] / 2 == rows[1] / 2;
  }
  return bad / 4000.0;
}

// From (0, 0) the other corners have D^2 = 4, 16 and 20: 4 / 40 for the near one.
TEST(Clusters, KMeansPlusPlusAvoidsBadStartsByHand) {
  EXPECT_NEAR(share_of_bad_starts(-1), 1 / 3.0, 0.02);  // any two samples
  EXPECT_NEAR(share_of_bad_starts(1), 0.1, 0.015);      // k-means++
  EXPECT_NEAR(share_of_bad_starts(2), 0.01, 0.005);     // both candidates have to be the near one: 0.1 0.1
}

TEST(Clusters, AnEmptyClusterTakesTheFarthestSample) {
  const Samples x(Tensor({4, 1}, {0, 1, 10, 11}));
  KMeans kmeans;
  kmeans.start_from(x, Tensor({3, 1}, {0, 100, 5}));
  kmeans.step();
  EXPECT_THAT(kmeans.labels(), ElementsAre(0, 0, 2, 1));
  EXPECT_THAT(kmeans.centroids().values(), ElementsAre(0.5f, 11, 10));
}

// [wta]
TEST(Clusters, ThreeUpdatesOfWinnerTakeAllByHand) {
  const Samples x(Tensor({3, 1}, {2, 9, 4}));
  WinnerTakeAll wta({.rate = 0.5, .passes = 1, .batch = 1, .shuffled = false});
  wta.start_from(x, Tensor({2, 1}, {0, 10}));
  wta.step();
  EXPECT_THAT(wta.centroids().values(), ElementsAre(1, 10));  // 0 + 1/2 (2 - 0)
  wta.step();
  EXPECT_FLOAT_EQ(wta.centroids()(1, 0), 29 / 3.0f);  // 10 + 1/3 (9 - 10)
  wta.step();
  EXPECT_FLOAT_EQ(wta.centroids()(0, 0), 1.5f);  // 1 + 1/6 (4 - 1)
  EXPECT_FLOAT_EQ(wta.centroids()(1, 0), 29 / 3.0f);
}
// [end]

// [running]
// tutorial 09 (9.9): with the rate 1 / n the unit is the mean of all that it has won, whatever it was before.
TEST(Clusters, TheRateOneOverNIsARunningMean) {
  double w = 77;
  int n = 0;
  for (const double x : {4.0, 2.0, 9.0}) w += (x - w) / ++n;
  EXPECT_NEAR(w, 5, 1e-12);  // 77 -> 4 -> 3 -> 5

  const Samples x(Tensor({3, 1}, {4, 2, 9}));
  MiniBatchKMeans one_by_one({.k = 1, .batch = 1, .passes = 1});
  one_by_one.start_from(x, Tensor({1, 1}, {77}));
  while (one_by_one.step()) continue;
  EXPECT_NEAR(one_by_one.centroids()(0, 0), 5, 1e-6);
}
// [end]

TEST(Clusters, AConstantRateForgets) {
  double w = 0;
  for (const double x : {32.0, 0.0, 0.0, 0.0, 0.0}) w += 0.5 * (x - w);
  EXPECT_EQ(w, 1);  // four samples later 1/32 of it is left
}

TEST(Clusters, ADeadUnitIsPutOnTheFarthestSample) {
  const Samples x(Tensor({4, 1}, {0, 1, 9, 10}));
  WinnerTakeAll wta({.rate = 0.1, .passes = 3, .batch = 4, .shuffled = false});
  wta.start_from(x, Tensor({2, 1}, {0, 1000}));
  wta.step();
  EXPECT_EQ(wta.revived(), 1);
  EXPECT_EQ(wta.centroids()(1, 0), 10);
}

// [kohonen]
TEST(Clusters, OneUpdateOfAMapByHand) {
  const Samples x(Tensor({1, 1}, {6}));
  Kohonen map({.rows = 1, .columns = 3, .rate = 0.5, .last_rate = 0.5, .radius = 1, .last_radius = 1, .passes = 1});
  map.start_from(x, Tensor({3, 1}, {0, 5, 10}));
  map.step();
  EXPECT_NEAR(map.centroids()(0, 0), 1.8196, 5e-5);  // 0  + 0.5 0.6065 (6 - 0)
  EXPECT_NEAR(map.centroids()(1, 0), 5.5, 1e-6);     // 5  + 0.5 1      (6 - 5)
  EXPECT_NEAR(map.centroids()(2, 0), 8.7869, 5e-5);  // 10 + 0.5 0.6065 (6 - 10)
}
// [end]

TEST(Clusters, RateAndRadiusFallByTheSameFactorInEqualTimes) {
  const Samples x(Tensor({4, 1}, {1, 2, 3, 4}));
  Kohonen map(
      {.rows = 1, .columns = 2, .rate = 0.4, .last_rate = 0.1, .radius = 4, .last_radius = 1, .passes = 1, .batch = 2});
  map.start(x);
  map.step();  // half of the samples
  EXPECT_NEAR(map.rate(), 0.2, 1e-12);
  EXPECT_NEAR(map.radius(), 2, 1e-12);
}

// [measures]
TEST(Clusters, SixSamplesMeasuredByHand) {
  const std::vector<int> clusters = {0, 0, 0, 1, 1, 1}, labels = {0, 0, 1, 1, 1, 1};
  const Contingency table(clusters, labels, 2, 2);                  // 2 1
                                                                    // 0 3
  EXPECT_NEAR(majority_accuracy(table), 5 / 6.0, 1e-12);            // (2 + 3) / 6
  EXPECT_NEAR(normalized_mutual_information(table), 0.4787, 5e-5);  // 2 0.3183 / (0.6931 + 0.6365)
  EXPECT_NEAR(adjusted_rand_index(table), 1.2 / 3.7, 1e-12);        // (4 - 2.8) / (6.5 - 2.8)
}
// [end]

TEST(Clusters, EverySampleACentreIsPureAndWorthless) {
  const std::vector<int> own = {0, 1, 2, 3, 4, 5}, labels = {0, 0, 1, 1, 1, 1};
  const Contingency table(own, labels, 6, 2);
  EXPECT_EQ(majority_accuracy(table), 1);
  EXPECT_EQ(adjusted_rand_index(table), 0);
}

// Three of four samples of cluster 0 are of class 1.
TEST(Clusters, AClusterSpeaksForItsMostFrequentClass) {
  Dataset data{Samples(Tensor({6, 1}, {0, 0, 0, 0, 9, 9})), {1, 1, 0, 1, 0, 0}, {"hat", "sock"}};
  ClusterClassifier model(std::make_unique<KMeans>(KMeansOptions{.k = 2}));
  model.fit(data);
  EXPECT_THAT(model.predict(data.x), ElementsAre(1, 1, 1, 1, 0, 0));
  Tensor s;
  model.scores(data.x, s);
  EXPECT_FLOAT_EQ(s(0, 1), 0.75f);
}

}  // namespace
}  // namespace thimble
